"""What a terminal shows: the articles' words as they are, what is marked in bold, and who said it."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from rich.console import Console
from rich.text import Text

from bot.cards.admin import Finding
from bot.terminal.printing import printable, tabulated
from bot.terminal.show import describe_coverage, show_outcome, show_quotation, show_verdict
from bot.terminal.show_findings import show_findings
from bot.terminal.show_sources import show_preview
from bot.terminal.show_story import show_story
from index.progress import Preview
from index.types import (
    Answer,
    Claim,
    Copy,
    Coverage,
    Edit,
    Evidence,
    Kind,
    NoAnswer,
    Precision,
    Question,
    Reason,
    Related,
    Ruling,
    Scope,
    Speaker,
    Story,
    Verdict,
)
from tests.bot.nouns import ARTICLE, COVERAGE, hit, quotation, span

_QUESTION = Question(text="When did it shut?")
_SHUT = "It shut on Monday after a storm."
_BOLD, _STRUCK, _UNDERLINED = "\x1b[1;32m", "\x1b[9;31m", "\x1b[4;32m"


def _show(rendered, *, colours=False):
    written = io.StringIO()
    Console(file=written, width=300, force_terminal=colours, color_system="standard" if colours else None).print(
        rendered
    )
    return written.getvalue()


def test_an_answer_shows_its_passages_numbered_with_their_sources():
    first, second = hit(_SHUT), hit("Ferries leave")
    shown = _show(show_outcome(Answer(question=_QUESTION, hits=(first, second))))
    assert "It shut on Monday after a storm.<< “We had no choice,” the harbour master Ada Quill said." in shown
    assert "Ferries leave" not in shown
    assert "[1] The pier closes — Quay News, 13 March 2026, paragraph 2\n    https://harbour.example/pier" in shown
    assert "[2] The pier closes — Quay News, 13 March 2026, paragraph 3" in shown


def test_the_answering_words_alone_are_marked():
    first = hit(_SHUT)
    outcome = Answer(question=_QUESTION, hits=(first, hit("Ferries leave")))
    shown = _show(show_outcome(outcome), colours=True)
    assert f"{_BOLD}{_SHUT}\x1b[0m" in shown
    assert shown.count(_BOLD) == 1


def test_at_most_so_many_passages_are_shown():
    hits = (hit(_SHUT),) * 5
    outcomes = [
        Answer(question=_QUESTION, hits=hits),
        Related(question=_QUESTION, hits=hits),
    ]
    for outcome, most in zip(outcomes, (3, 2), strict=True):
        assert f"[{most}]" in _show(show_outcome(outcome))
        assert f"[{most + 1}]" not in _show(show_outcome(outcome))
        assert "[2]" not in _show(show_outcome(outcome, most=1))


def test_what_is_related_says_so_and_marks_nothing():
    shown = _show(show_outcome(Related(question=_QUESTION, hits=(hit(_SHUT),))), colours=True)
    assert "may not answer that" in shown
    assert _BOLD not in shown


def test_no_answer_says_what_was_read_and_shows_no_passage_that_is_only_unlike_the_question():
    shown = _show(show_outcome(NoAnswer(question=_QUESTION, nearest=hit(_SHUT), coverage=COVERAGE)))
    assert shown == "Not in these articles. I have read 6 articles, newest 13 March 2026.\n"


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason is not Reason.LANGUAGE])
def test_what_a_fact_forbids_is_shown_with_the_fact(reason):
    missing = NoAnswer(question=_QUESTION, nearest=hit(_SHUT), coverage=COVERAGE, reason=reason)
    first, second, *_ = shown = _show(show_outcome(missing)).splitlines()
    assert first == "Not in these articles. I have read 6 articles, newest 13 March 2026."
    assert second.startswith("What comes closest ")
    assert second.endswith(":")
    assert f"    {_SHUT}" in [line.rstrip() for line in shown]


def test_of_a_question_that_was_not_read_it_is_not_said_that_the_articles_do_not_say():
    missing = NoAnswer(question=_QUESTION, nearest=None, coverage=COVERAGE, reason=Reason.LANGUAGE)
    shown = _show(show_outcome(missing))
    assert shown.startswith(
        "The question is not in English, so I may have missed what the articles say. I have read 6 articles"
    )


@pytest.mark.parametrize(
    ("foreign", "told"),
    [
        (1, "1 of them is not in English, so I may have missed what it says."),
        (2, "2 of them are not in English, so I may have missed what they say."),
    ],
)
def test_articles_in_another_language_than_the_question_s_are_told(foreign, told):
    missing = NoAnswer(question=Question(text="Why?"), nearest=None, coverage=replace(COVERAGE, foreign=foreign))
    assert " ".join(_show(show_outcome(missing)).split()).endswith(told)
    assert "of them" not in _show(show_outcome(replace(missing, reason=Reason.LANGUAGE)))


def test_where_no_article_is_new_enough_that_is_said():
    asked = Question(text="Why?", scope=Scope(since=datetime(2026, 3, 14, tzinfo=UTC)))
    missing = NoAnswer(question=asked, nearest=None, coverage=Coverage(articles=0, newest=None))
    told = "No article here is dated 14 March 2026 or later."
    assert _show(show_outcome(missing)).strip() == told
    covered = Coverage(articles=0, newest=datetime(2026, 3, 13, tzinfo=UTC))
    assert (
        _show(show_outcome(replace(missing, coverage=covered))).strip() == f"{told} The newest is from 13 March 2026."
    )


@pytest.mark.parametrize(
    ("coverage", "said"),
    [
        (Coverage(articles=1, newest=None), "I have read 1 article."),
        (Coverage(articles=0, newest=None), "I have read 0 articles."),
        (COVERAGE, "I have read 6 articles, newest 13 March 2026."),
    ],
)
def test_what_was_read_is_counted(coverage, said):
    assert describe_coverage(coverage) == said


def test_a_quotation_names_speaker_role_evidence_and_cue_and_stands_in_its_paragraph():
    shown = _show(show_quotation(quotation()))
    assert shown.count("We had no choice") == 1
    assert "\n— Ada Quill, harbour master\n" in shown
    assert "named beside the quotation: “Ada Quill”, cue “said”" in shown
    assert "It shut on Monday after a storm. “>>We had no choice,<<” the harbour master" in shown
    assert "not certain" not in shown
    assert "reporter's words" not in shown


def test_a_doubt_is_said():
    she = Speaker(name="Ada Quill", mention=span("She"), evidence=Evidence.PRONOUN, sure=False)
    shown = _show(show_quotation(quotation(speaker=she)))
    assert "referred to by a pronoun beside the quotation: “She”" in shown
    assert "likely, but not certain" in shown


def test_nobody_is_guessed():
    shown = _show(show_quotation(quotation(speaker=None, cue=None)))
    assert "The article does not say who said it." in shown
    assert "Quill" not in "".join(shown.splitlines()[1:])


def test_the_reporters_words_are_called_so():
    shown = _show(show_quotation(quotation(kind=Kind.INDIRECT)))
    assert "The reporter's words, not a quotation." in shown


def test_nobody_is_missed_who_said_the_article_s_own_words():
    shown = _show(show_quotation(quotation(kind=Kind.NARRATION, speaker=None, cue=None)))
    assert "The reporter's words, not a quotation." in shown
    assert "does not say who" not in shown


def _verdict(ruling, *edits):
    claim = Claim(words="We had a choice")
    found = None if ruling is Ruling.ABSENT else quotation()
    return Verdict(claim=claim, ruling=ruling, quotation=found, edits=edits, coverage=COVERAGE)


def test_a_headline_is_told_with_its_article_and_no_paragraph():
    verdict = replace(_verdict(Ruling.ABSENT), ruling=Ruling.OWN_WORDS, headline=ARTICLE)
    shown = _show(show_verdict(verdict))
    assert shown.startswith("The headline of an article: nobody is quoted saying it.")
    assert (ARTICLE.title in shown, "paragraph" in shown, "have read" in shown) == (True, False, False)


@pytest.mark.parametrize(
    ("ruling", "said"),
    [
        (Ruling.EXACT, "Exactly these words."),
        (Ruling.NEARLY, "Nearly: the words differ."),
        (Ruling.REPORTED, "these are the reporter's words"),
        (Ruling.SOMEONE_ELSE, "Someone else said it."),
    ],
)
def test_a_verdict_says_what_it_rests_on(ruling, said):
    shown = _show(show_verdict(_verdict(ruling)))
    assert said in shown
    assert "“>>We had no choice,<<”" in shown


@pytest.mark.parametrize(
    ("ruling", "told", "not_told"),
    [
        (Ruling.SOMEONE_ELSE, "Probably someone else said it", "Someone else said it."),
        (Ruling.EXACT, "Exactly these words, probably theirs", "Exactly these words."),
    ],
)
def test_what_a_likely_speaker_said_is_only_probably_theirs_or_somebody_elses(ruling, told, not_told):
    verdict = _verdict(ruling)
    likely = replace(verdict.quotation, speaker=replace(verdict.quotation.speaker, sure=False))
    claim = replace(verdict.claim, speaker="Ada Quill")

    shown = _show(show_verdict(replace(verdict, claim=claim, quotation=likely)))

    assert told in shown
    assert not_told not in shown


def test_absent_words_are_said_to_be_missing_and_never_unsaid():
    shown = _show(show_verdict(_verdict(Ruling.ABSENT)))
    assert " ".join(shown.split()) == (
        "Not in these articles. I have read 6 articles, newest 13 March 2026. That does not mean it was never said."
    )


def test_an_exact_verdict_shows_no_difference():
    edits = (Edit(claimed="a", said="no"),)
    assert _STRUCK not in _show(show_verdict(_verdict(Ruling.EXACT, *edits)), colours=True)
    same = (Edit(claimed="We", said="We"),)
    assert _show(show_verdict(_verdict(Ruling.NEARLY, *same))).splitlines()[1] == ""


def test_a_source_without_outlet_date_and_address_has_its_title_and_paragraph():
    bare = hit(_SHUT, outlet=None, published_at=None, url=None)
    shown = _show(show_outcome(Related(question=_QUESTION, hits=(bare,))))
    assert shown.splitlines()[-1] == "[1] The pier closes — paragraph 2"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("a\x1b[31mred", "a␛[31mred"),
        ("a\x00b\x07c\r", "a␀b␇c␍"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("invoice\u202egnp.exe", "invoice\ufffdgnp.exe"),
        ("\x9b31m \x7f", "\ufffd31m \ufffd"),
        ("می\u200cخواهم 👩\u200d👧", "می\u200cخواهم 👩\u200d👧"),
        ("naïve “quotes” — Ünïcödé", "naïve “quotes” — Ünïcödé"),
        ("be\u00adgin\u200bning", "beginning"),
    ],
)
def test_what_would_command_a_terminal_is_shown_as_a_sign(text, shown):
    assert printable(text) == shown


def test_the_marks_of_a_rich_console_in_an_article_do_nothing():
    article_text = Text(printable("[bold]x[/bold] :smile:"))
    assert _show(article_text) == "[bold]x[/bold] :smile:\n"
    assert ARTICLE.title in _show(show_quotation(quotation()))


def test_a_table_shows_what_looks_like_markup_as_it_is():
    shown = _show(tabulated([("type", "[questions]"), ("[/off-topic] [bold]", "3")]))
    assert "[/off-topic] [bold]" in shown
    assert "[questions]" in shown


def test_what_the_doctor_found_says_how_to_mend_what_is_not_well():
    well = Finding(what="The index can be opened.")
    ill = Finding(what="There is no [token].", fix="Copy it:", link="https://portal.example")
    assert [line.rstrip() for line in _show(show_findings([well, ill])).splitlines()] == [
        "ok    The index can be opened.",
        "wrong There is no [token].",
        "      → Copy it: https://portal.example",
    ]


def test_the_other_outlets_that_carry_the_words_stand_below_their_source_with_their_links():
    shared = (span(_SHUT),)
    copies = (
        Copy(outlet="Tide Wire", url="https://wire.example/pier", shared=shared),
        Copy(outlet="Buoy", url=None, shared=shared),
        Copy(outlet="Oar", url=None, shared=(span("The old pier is closed."),)),
    )
    found = hit(_SHUT, copies=copies)
    shown = _show(show_outcome(Answer(question=_QUESTION, hits=(found,))))
    assert shown.endswith("pier\n    also in: Tide Wire https://wire.example/pier\n    also in: Buoy\n")


@pytest.mark.parametrize(
    ("precision", "said", "listed"),
    [("day", "13 March 2026", "2026-03-13"), ("month", "March 2026", "2026-03   "), ("year", "2026", "2026      ")],
)
def test_of_a_date_as_much_is_shown_as_is_known(precision, said, listed):
    found = hit(_SHUT, precision=Precision(precision))
    shown = _show(show_outcome(Answer(question=_QUESTION, hits=(found,))))
    assert f"— Quay News, {said}, paragraph 2" in shown
    story = Story(id=ARTICLE.story, articles=(found.passage.article,), questions=())
    assert f"\n  {listed}  The pier closes — Quay News\n" in _show(
        show_story(story, (), COVERAGE.newest, now=COVERAGE.newest)
    )
    assert f" · {listed.strip()} · " in _show(show_preview(Preview(articles=(found.passage.article,), count=1)))
    covered = Coverage(articles=2, newest=COVERAGE.newest, precision=Precision(precision))
    assert describe_coverage(covered) == f"I have read 2 articles, newest {said}."


def test_a_story_lists_a_text_once_with_all_its_outlets():
    copy = Copy(outlet="Tide Wire", url=None, shared=(span(_SHUT),))
    articles = (replace(ARTICLE, copies=(copy,)), replace(ARTICLE, id="b", outlet="Tide Wire", copy_of="a"))
    story = Story(id=ARTICLE.story, articles=articles, questions=())
    shown = _show(show_story(story, (), COVERAGE.newest, now=COVERAGE.newest))
    assert shown.count("The pier closes") == 1
    assert "The pier closes — Quay News, Tide Wire" in shown


def test_statements_that_differ_are_all_marked_under_a_line_that_says_so():
    first, second, third = hit(_SHUT), hit("Ferries leave"), hit("The old pier")
    outcome = Answer(question=_QUESTION, hits=(first, second, third), differing=(second,))
    shown = _show(show_outcome(outcome), colours=True)
    assert "Several articles report this, newest first:" in shown
    assert f"{_BOLD}Ferries leave\x1b[0m" in shown
    assert shown.count(_BOLD) == 2


def test_whoever_asks_two_things_at_once_is_told_that_one_answer_is_looked_for():
    first = hit(_SHUT)
    for asked, is_told in (("When did it shut and who shut it?", True), (_QUESTION.text, False)):
        outcome = Answer(question=Question(text=asked), hits=(first,))
        last = _show(show_outcome(outcome)).splitlines()[-1]
        assert (last == "One answer is looked for at a time: ask your questions one by one.") == is_told
