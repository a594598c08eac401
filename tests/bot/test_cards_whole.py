"""Whole cards, line by line: of sources, of the index and of how the bot does, of what a channel is told and of what
readers look up; and the colour of each. Answers and quotations are in ``test_cards_content``."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.cards import card as colours
from bot.cards.admin import Finding, Status, doctor_card, export_card, gaps_card, status_card
from bot.cards.answers import Asked, answer_card, context_card, passages_card, told_card
from bot.cards.card import AttachedFile
from bot.cards.changes import DigestEntry, changes_card, digest_card
from bot.cards.checks import verdict_card
from bot.cards.quotations import how_card, quotation_card
from bot.cards.settings_panel import panel_card
from bot.cards.sources import (
    FailingSource,
    SourceLine,
    alarm_card,
    preview_card,
    progress_card,
    report_card,
    sources_card,
    well_again_card,
)
from bot.cards.stories import help_card, privacy_card, stories_card, story_card
from bot.state.missed import Feedback, Gap
from bot.state.state import Channel, Server
from bot.texts.translation import load_translations
from index.articles.revisions import compare_texts
from index.progress import BuildReport, Changes, Preview, Progress, Stage
from index.quotations import Person
from index.types import (
    Answer,
    ArticleId,
    Claim,
    Coverage,
    NoAnswer,
    Question,
    Related,
    Revised,
    Ruling,
    Scope,
    Story,
    StoryId,
    Verdict,
)
from tests.bot.discord_schema import message_of, texts, walk
from tests.bot.nouns import ARTICLE, COVERAGE, hit, quotation

_TRANSLATE = load_translations().to("en")
_AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
_AGO = f"<t:{int(_AT.timestamp())}:R>"  # what Discord shows as "3 days ago"
_STATUS = Status(built_at=_AT, articles=6, reindexing=False)
_CHANGED = Changes(new=2, changed=1, removed=3, unchanged=5)
_FOUND = hit("It shut on Monday after a storm.")
_ANSWER = Answer(question=Question(text="When?"), hits=(_FOUND,))
_RELATED = Related(question=Question(text="When?"), hits=(_FOUND,))
_MISSING = NoAnswer(question=Question(text="When?"), nearest=None, coverage=COVERAGE)
_REVISED = Revised(
    earlier=replace(ARTICLE, body=ARTICLE.body.replace("Monday", "Friday")),
    later=ARTICLE,
    read_at=_AT,
    replaced_at=_AT,
    changes=tuple(compare_texts(ARTICLE.body.replace("Monday", "Friday"), ARTICLE.body)),
)


def _shown(card):
    return texts(message_of(card))


def _lines(card):
    return "\n".join(_shown(card)).splitlines()


def _of_answer(outcome, **about):
    return answer_card(outcome, Asked(question="When?", **about), built_at=_AT, translate=_TRANSLATE)


def _told():
    return told_card(_ANSWER, "When did it shut?", built_at=_AT, translate=_TRANSLATE)


def _quotation(*, private=False):
    return quotation_card(quotation(), offset=0, total=1, private=private, translate=_TRANSLATE)


def _changes(*revised, private=False):
    return changes_card(revised, private=private, translate=_TRANSLATE)


def _story(*people, private=False, questions=()):
    story = replace(_STORY, questions=questions)
    return story_card(story, people, built_at=_AT, private=private, translate=_TRANSLATE)


def _privacy(*, gaps_kept=False, feedback_kept=False):
    return privacy_card(gaps_kept=gaps_kept, feedback_kept=feedback_kept, days=90, translate=_TRANSLATE)


def _progress(done, total):
    return progress_card(Progress(stage=Stage.ENCODING, done=done, total=total), translate=_TRANSLATE)


def _report(changes=_CHANGED, failed=(), *, dry_run=False):
    report = BuildReport(generation="g", changes=changes, encoded=4, failed=failed)
    return report_card(report, dry_run=dry_run, translate=_TRANSLATE)


def _status(**changes):
    return status_card(replace(_STATUS, **changes), translate=_TRANSLATE)


def _preview(articles=(ARTICLE,), *, count=1, is_kept=True, **lists):
    return preview_card(Preview(articles=articles, count=count, **lists), is_kept=is_kept, translate=_TRANSLATE)


def _panel():
    server, channel = Server(id=1, gaps=True, feedback=False), Channel(id=1)
    return panel_card(server, channel, stories=(), listens=False, translate=_TRANSLATE)


def _sources(*lines):
    return sources_card(lines, translate=_TRANSLATE)


def _doctor(*findings):
    return doctor_card(findings, translate=_TRANSLATE)


def _verdict_of(ruling):
    said = None if ruling is Ruling.ABSENT else quotation()
    return Verdict(claim=Claim(words="We had no choice"), ruling=ruling, quotation=said, edits=(), coverage=COVERAGE)


def _likely():
    verdict = _verdict_of(Ruling.SOMEONE_ELSE)
    speaker = replace(verdict.quotation.speaker, sure=False)
    likely = replace(verdict, quotation=replace(verdict.quotation, speaker=speaker))
    return verdict_card(likely, private=False, translate=_TRANSLATE)


def _headline(*, private):
    verdict = replace(_verdict_of(Ruling.ABSENT), ruling=Ruling.OWN_WORDS, headline=ARTICLE)
    return verdict_card(verdict, private=private, translate=_TRANSLATE)


def _verdict(ruling, *, private=False):
    return verdict_card(_verdict_of(ruling), private=private, translate=_TRANSLATE)


_WELL, _ILL = (
    Finding(what="Discord knows me."),
    Finding(what="No index.", fix="Build one."),
)
_READ = SourceLine(name="quay", articles=3, read_at=_AT)
_FAILS = SourceLine(name="tide", articles=None, read_at=_AT, problem="It is not there.")
_FAILING = FailingSource(name="tide *wire*", since=_AT, problem="It is not there.")
_FILE = AttachedFile(name="gaps.csv", text="a")
_STORY = Story(id=StoryId("harbour"), articles=(ARTICLE,), questions=())


class TestTheIndex:
    def test_the_status_tells_age_contents_and_whether_it_is_being_built(self):
        assert _lines(_status()) == [
            "**The index**",
            f"- Index built {_AGO}",
            "- 6 articles",
            "- No reindex is running.",
        ]
        assert _lines(_status(reindexing=True, stale=2))[-2:] == [
            "- A reindex is running.",
            "- ⚠️ 2 sources have failed for too long; `/sources check` says why",
        ]

    def test_where_there_is_no_index_the_status_says_how_to_get_one(self):
        assert _lines(status_card(None, translate=_TRANSLATE)) == ["There is no index yet. Start one with `/reindex`."]

    @pytest.mark.parametrize(
        ("done", "total", "bar"),
        [(1, 1, "█" * 20), (0, 1, "░" * 20), (13, 26, "█" * 10 + "░" * 10), (99, 26, "█" * 20)],
    )
    def test_progress_is_the_stage_a_bar_and_a_count(self, done, total, bar):
        assert _lines(_progress(done, total)) == [
            "### Building a new index",
            "Encoding passages",
            f"`{bar}` {min(done, total)} of {total}",
            "-# Questions are answered from the current index until the new one is ready.",
        ]

    def test_where_nobody_knows_how_much_there_is_there_is_no_bar(self):
        assert not any("░" in line for line in _lines(_progress(0, 0)))

    def test_a_report_says_what_changed_and_that_it_is_live(self):
        assert _lines(_report()) == [
            "### The new index is live",
            "**+2 new, 1 changed, 3 removed, 0 failed**",
            "5 articles are unchanged.",
            "-# It passed its check, and every question is now answered from it.",
        ]

    def test_a_report_of_what_failed_says_where_it_is_told_why(self):
        assert _lines(_report(failed=("a", "b"))) == [
            "### The new index is live",
            "**+2 new, 1 changed, 3 removed, 2 failed**",
            "5 articles are unchanged.",
            "-# It passed its check, and every question is now answered from it.",
            "-# `/sources check` shows what failed and why.",
        ]

    def test_a_report_of_a_dry_run_says_that_nothing_was_built(self):
        assert _lines(_report(dry_run=True)) == [
            "### Dry run: what would change",
            "**+2 new, 1 changed, 3 removed, 0 failed**",
            "5 articles are unchanged.",
            "-# Nothing was built.",
        ]

    def test_where_nothing_changed_a_report_says_no_more(self):
        same = Changes(new=0, changed=0, removed=0, unchanged=5)
        assert _lines(_report(same)) == ["### Nothing has changed", "5 articles are unchanged."]
        assert _lines(_report(same, ("a",)))[1] == "**+0 new, 0 changed, 0 removed, 1 failed**"
        assert _lines(_report(same, dry_run=True))[-1] == "-# Nothing was built."


class TestSources:
    def test_each_is_a_line_with_what_came_of_it(self):
        assert _lines(_sources(_READ, _FAILS, SourceLine(name="buoy", articles=None))) == [
            "**Sources · 1 cannot be read**",
            f"- **quay** · 3 articles · read {_AGO}",
            f"- ⚠️ **tide** · read {_AGO} · It is not there.",
            "- **buoy** · not read yet",
        ]
        assert _lines(_sources(_READ))[0] == "**Sources**"

    def test_where_there_are_none_it_is_said_how_to_add_one(self):
        assert _lines(_sources()) == ["**Sources**", "There are no sources yet. Add one with `/sources add`."]

    def test_a_preview_shows_the_text_of_an_article_with_what_is_known_of_it(self):
        known = replace(ARTICLE, author="Bo *Reed*", language="en")
        title, where, facts, quoted, kept = _shown(_preview((known,)))
        assert title == "### The text that I found"
        assert where.startswith("**The pier closes**\n-# Quay News")
        assert facts == r"-# author: Bo \*Reed\* · language: en · 35 words"
        assert quoted.startswith("> The old pier is closed.")
        assert "**" not in quoted
        assert kept == "-# It is not live yet: the next build will take it in. `/reindex` starts one now."

    def test_a_preview_that_is_not_kept_says_how_to_keep_it_and_counts_what_it_does_not_show(self):
        shown = _lines(_preview(count=3, is_kept=False))
        assert shown[-2:] == ["-# and 2 more", "-# Nothing was kept. `/sources add` makes it a source."]
        assert not any("more" in line for line in _lines(_preview(count=1)))

    def test_a_preview_of_nothing_says_so_and_what_went_wrong(self):
        shown = _lines(_preview((), count=0, left_out=("a table",), remarks=("two dates",), failures=("a *wall*",)))
        assert shown == [
            "### I found no text in it.",
            "**Not taken from the page**",
            "- a table",
            "**Remarks**",
            "- two dates",
            "**Could not be read**",
            r"- a \*wall\*",
        ]

    def test_of_long_lists_beside_an_article_four_are_shown_and_the_others_counted(self):
        shown = _lines(_preview(remarks=tuple(f"remark {number}" for number in range(9))))
        assert [line for line in shown if line.startswith("- ")] == [f"- remark {number}" for number in range(4)]
        assert "-# and 5 more" in shown

    def test_an_alarm_says_what_fails_since_when_and_that_its_articles_stay(self):
        assert _lines(alarm_card(_FAILING, translate=_TRANSLATE)) == [
            rf"⚠️ **tide \*wire\*** has not been read since {_AGO}.",
            "It is not there.",
            "-# I still answer from what it gave before.",
        ]
        assert _lines(well_again_card("tide *wire*", translate=_TRANSLATE)) == [
            r"✅ **tide \*wire\*** can be read again."
        ]


class TestWhatReadersMissed:
    def test_opinions_are_counted_and_their_reasons_listed(self):
        given = {"user": 1, "subject": "a", "given_at": _AT}
        opinions = [
            Feedback(helpful=True, reason="", **given),
            Feedback(helpful=False, reason="It is *old*.", **given),
            Feedback(helpful=False, reason=" ", **given),
        ]
        (without,) = _shown(gaps_card([], None, kept=True, days=90, translate=_TRANSLATE))
        assert "👍" not in without
        _, told = _shown(gaps_card([], opinions, kept=True, days=90, translate=_TRANSLATE))
        assert told.splitlines() == [r"**Feedback from the last 90 days: 👍 1 · 👎 2**", r"- It is \*old\*."]

    def test_an_export_counts_what_is_in_its_files_and_brings_them(self):
        down = Feedback(user=1, subject="a", given_at=_AT, helpful=False, reason="")
        card = export_card([], [down], [_FILE], translate=_TRANSLATE)
        assert _lines(card)[:3] == ["### What readers missed", "0 questions without an answer", "1 thumbs-down"]
        assert card.files == (_FILE,)
        (shown,) = [item for item in walk(card.view.to_components()) if item["type"] == 13]
        assert shown["file"]["url"] == "attachment://gaps.csv"

    def test_the_doctor_names_the_troubles_first_and_how_to_mend_them(self):
        portal = "https://discord.com/developers/applications/123/bot"
        ill = replace(_ILL, link=portal)
        elsewhere = replace(_ILL, what="No token.", fix="Get one.", link="https://evil.example")
        assert _lines(_doctor(_WELL, ill, elsewhere)) == [
            "**2 things need fixing**",
            "- ❌ No index.",
            f"  → Build one. <{portal}>",
            "- ❌ No token.",
            "  → Get one.",
            "- ✅ Discord knows me.",
        ]
        assert _lines(_doctor(_WELL))[0] == "**Everything is in order.**"

    def test_a_list_that_is_too_long_says_how_many_more_there_are(self):
        assert _lines(_doctor(*[_WELL] * 30))[-1] == "-# and 5 more"
        assert _lines(_sources(*[_READ] * 30))[-1] == "-# and 5 more"
        gaps = [[Gap(question=f"Why {number}?", times=1, asked_at=_AT)] for number in range(30)]
        opinions = [Feedback(user=1, subject="a", given_at=_AT, helpful=True, reason="Yes.")] * 30
        missed, thought = _shown(gaps_card(gaps, opinions, kept=True, days=9, translate=_TRANSLATE))
        assert missed.splitlines()[-1] == thought.splitlines()[-1] == "-# and 5 more"


class TestTheChannel:
    def test_a_digest_shows_each_new_article_with_a_quotation_of_it(self):
        entry = DigestEntry(article=ARTICLE, quotation=quotation())
        plain = DigestEntry(article=replace(ARTICLE, title="*Frost*"), quotation=None)
        title, where, quoted, other = _shown(digest_card([entry, plain], translate=_TRANSLATE))
        assert title == "### 2 new articles"
        assert where == "**The pier closes**\n-# Quay News · 13 March 2026 · paragraph 2"
        assert "**We had no choice,**" in quoted
        assert "Ferries" not in quoted
        assert other == "**\\*Frost\\***\n-# Quay News · 13 March 2026 · paragraph 1"

    def test_of_many_new_articles_six_are_shown_and_the_others_counted(self):
        entries = [DigestEntry(article=ARTICLE, quotation=None)] * 6
        assert len(_shown(digest_card(entries, translate=_TRANSLATE))) == 7
        *_, last = _shown(digest_card([*entries, *entries[:2]], translate=_TRANSLATE))
        assert last == "-# and 2 more"

    def test_an_answer_that_was_waited_for_says_so_and_marks_it(self):
        asked, told, quoted, where, age = _shown(_told())
        assert (asked, told) == ("### When did it shut?", "-# You asked me to tell you when this is reported:")
        assert "**It shut on Monday after a storm.**" in quoted
        assert where.startswith("[1] **The pier closes**")
        assert _AGO in age

    def test_a_source_that_has_failed_for_long_is_told_below_what_was_found_and_not_found(self):
        since = _AT - timedelta(days=3)
        told = f"-# Index built {_AGO} · ⚠️ a source has not been read since <t:{int(since.timestamp())}:R>"
        for outcome in (_ANSWER, _RELATED, _MISSING):
            assert told in _shown(_of_answer(outcome, stale_since=since))
            assert not any("⚠️" in line for line in _shown(_of_answer(outcome)))

    def test_an_outlet_without_a_name_is_named_by_the_headline_or_not_at_all(self):
        for title, named in (("Shut", "-# more on it in: Shut"), ("", "-# more on it in: Untitled")):
            other = hit("The old pier is closed.", id=ArticleId("b"), outlet="", title=title, published_at=None)
            both = replace(_ANSWER, hits=(_FOUND, other))
            assert named in _shown(_of_answer(both))


class TestReaders:
    def test_passages_beside_an_answer_are_numbered_from_two_and_divided(self):
        shown = passages_card([_FOUND.passage, _FOUND.passage], translate=_TRANSLATE)
        first, where, _, again = _shown(shown)
        assert first.startswith("> The old pier is closed.")
        assert (where[:3], again[:3]) == ("[2]", "[3]")
        assert [item["type"] for item in walk(shown.view.to_components())].count(14) == 1  # a divider

    def test_a_doubt_stands_on_a_card_only_where_there_is_one(self):
        for card in (how_card(quotation(), translate=_TRANSLATE), _quotation()):
            assert "not certain" not in "".join(_shown(card))

    def test_that_somebody_is_not_quoted_is_said_only_of_somebody_who_is_not(self):
        verdict = replace(_verdict_of(Ruling.EXACT), claim=Claim(words="We had no choice", speaker="Ada Quill"))
        assert "is not quoted" not in "".join(_shown(verdict_card(verdict, private=False, translate=_TRANSLATE)))

    def test_help_is_the_promise_and_the_commands_and_for_admins_theirs(self):
        readers, admins = (_shown(help_card(is_admin=is_admin, translate=_TRANSLATE)) for is_admin in (False, True))
        assert readers == admins[:-1]
        assert readers[0].startswith("### What I can do\nI answer with the exact words")
        assert [line.split("**")[1] for line in readers[1].splitlines()] == [
            "/ask",
            "/quote",
            "/check",
            "/story",
            "/help",
            "/privacy",
        ]
        assert admins[-1].startswith("**For admins**\n- **/reindex** · ")

    def test_privacy_says_only_what_is_kept_here(self):
        for kept, lines in (({}, 2), ({"gaps_kept": True}, 4), ({"feedback_kept": True}, 3)):
            shown = _lines(_privacy(**kept))
            assert len(shown) == 1 + lines
            assert all(line.startswith("- ") for line in shown[1:])
            assert any("For 90 days" in line for line in shown) == (lines > 2)

    def test_stories_are_counted_and_one_is_headlines_people_and_questions(self):
        assert _lines(stories_card([_STORY], translate=_TRANSLATE)) == ["**Stories**", "- **harbour** · 1 article"]
        people = [Person(name="Ada *Quill*", aliases=(), roles=(), quotations=3)] * 27
        shown = _lines(_story(*people, questions=("When did it *shut*?",)))
        assert shown[:3] == ["### harbour", "**1 article**", "- The pier closes · Quay News · 13 March 2026"]
        assert shown[3] == "**People quoted**"
        assert shown[4].count(r"Ada \*Quill\* (3)") == 25
        assert shown[5:8] == ["-# and 2 more", "**Questions it can answer**", r"- When did it \*shut\*?"]

    def test_what_is_not_found_where_nothing_has_a_date_says_what_was_read(self):
        undated = replace(_MISSING, coverage=Coverage(articles=6, newest=None))
        assert "Not in these articles. I have read 6 articles." in _shown(_of_answer(undated))

    def test_articles_in_another_language_than_the_question_s_are_told(self):
        missing = replace(_MISSING, coverage=replace(_MISSING.coverage, foreign=2))
        assert "2 of them are not in English, so I may have missed what they say." in str(_shown(_of_answer(missing)))

    def test_where_no_article_is_new_enough_the_newest_date_is_said(self):
        asked = replace(_MISSING.question, scope=Scope(since=datetime(2026, 3, 14, tzinfo=UTC)))
        coverage = Coverage(articles=0, newest=datetime(2026, 3, 13, tzinfo=UTC))
        told = "No article here is dated 14 March 2026 or later. The newest is from 13 March 2026."
        assert told in _shown(_of_answer(replace(_MISSING, question=asked, coverage=coverage)))


# Every card by its colour and by whether everybody sees it; made while a test runs.
_CASES = {
    "an answer": (lambda: _of_answer(_ANSWER), colours.FOUND, True),
    "an answer, privately": (lambda: _of_answer(_ANSWER, private=True), colours.FOUND, False),
    "what is related": (lambda: _of_answer(_RELATED), colours.RELATED, True),
    "what is related, privately": (lambda: _of_answer(_RELATED, private=True), colours.RELATED, False),
    "no answer": (lambda: _of_answer(_MISSING), colours.REFUSED, False),
    "no answer, but something near": (
        lambda: _of_answer(replace(_MISSING, nearest=_FOUND)),
        colours.REFUSED,
        False,
    ),
    "an answer that was waited for": (_told, colours.FOUND, False),
    "context": (lambda: context_card(_FOUND.passage, highlight=None, translate=_TRANSLATE), None, False),
    "more passages": (lambda: passages_card([_FOUND.passage], translate=_TRANSLATE), None, False),
    "a quotation": (_quotation, colours.FOUND, True),
    "a quotation, privately": (lambda: _quotation(private=True), colours.FOUND, False),
    "how a speaker is known": (lambda: how_card(quotation(), translate=_TRANSLATE), None, False),
    **{
        ruling.name: (lambda ruling=ruling: _verdict(ruling), colour, ruling is not Ruling.ABSENT)
        for ruling, colour in {
            Ruling.EXACT: colours.FOUND,
            Ruling.CUT_SHORT: colours.RELATED,
            Ruling.NEARLY: colours.RELATED,
            Ruling.REPORTED: colours.RELATED,
            Ruling.OWN_WORDS: colours.RELATED,
            Ruling.UNNAMED: colours.RELATED,
            Ruling.OPPOSITE: colours.WRONG,
            Ruling.SOMEONE_ELSE: colours.WRONG,
            Ruling.ABSENT: colours.REFUSED,
        }.items()
    },
    "a ruling on a likely speaker": (_likely, colours.RELATED, True),
    "a headline": (lambda: _headline(private=False), colours.RELATED, True),
    "a headline, privately": (lambda: _headline(private=True), colours.RELATED, False),
    "a ruling, privately": (lambda: _verdict(Ruling.EXACT, private=True), colours.FOUND, False),
    "what changed": (lambda: _changes(_REVISED), colours.FOUND, True),
    "what changed, privately": (lambda: _changes(_REVISED, private=True), colours.FOUND, False),
    "that nothing changed": (_changes, None, False),
    "a digest": (lambda: digest_card([], translate=_TRANSLATE), colours.FOUND, True),
    "a story": (lambda: _story(private=False), colours.FOUND, True),
    "a story, privately": (lambda: _story(private=True), colours.FOUND, False),
    "stories": (lambda: stories_card([_STORY], translate=_TRANSLATE), colours.FOUND, False),
    "help": (lambda: help_card(is_admin=False, translate=_TRANSLATE), None, False),
    "privacy": (_privacy, None, False),
    "the index": (_status, None, False),
    "an index with a stale source": (lambda: _status(stale=1), colours.RELATED, False),
    "no index": (lambda: status_card(None, translate=_TRANSLATE), colours.REFUSED, False),
    "no source": (_sources, None, False),
    "sources": (lambda: _sources(_READ), None, False),
    "a source that fails": (lambda: _sources(_READ, _FAILS), colours.RELATED, False),
    "a preview": (_preview, colours.RELATED, False),
    "a preview of nothing": (lambda: _preview((), count=0), colours.REFUSED, False),
    "progress": (lambda: _progress(0, 0), colours.RELATED, False),
    "a report": (_report, colours.FOUND, False),
    "a report of what failed": (lambda: _report(failed=("a",)), colours.RELATED, False),
    "all is well": (lambda: _doctor(_WELL), colours.FOUND, False),
    "something is wrong": (lambda: _doctor(_WELL, _ILL), colours.RELATED, False),
    "gaps": (lambda: gaps_card([], [], kept=True, days=9, translate=_TRANSLATE), None, False),
    "an export": (lambda: export_card([], [], [_FILE], translate=_TRANSLATE), None, False),
    "settings": (_panel, None, False),
    "an alarm": (lambda: alarm_card(_FAILING, translate=_TRANSLATE), colours.RELATED, True),
    "an end of the alarm": (lambda: well_again_card("tide", translate=_TRANSLATE), colours.FOUND, True),
}


@pytest.mark.parametrize(("make", "colour", "public"), _CASES.values(), ids=_CASES)
def test_the_colour_of_a_card_is_how_well_things_are_and_what_is_private_stays_so(make, colour, public):
    card = make()
    assert card.view.to_components()[0].get("accent_color") == (colour.value if colour else None)
    assert card.public is public
    assert any("Share" in str(item.get("label")) for item in walk(card.view.to_components())) <= (not public)
