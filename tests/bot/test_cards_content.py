"""What a reader finds on a card."""

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from discord.components import _component_factory

from bot.cards.admin import gaps_card
from bot.cards.answers import Asked, answer_card, context_card, not_found_line
from bot.cards.buttons import (
    FollowUp,
    HowWeKnow,
    MoreBySpeaker,
    MorePassages,
    Share,
    ShowContext,
    TellMe,
    Vote,
    Within,
    decode_action,
)
from bot.cards.checks import show_edits, verdict_card
from bot.cards.quotations import how_card, quotation_card, quotation_key
from bot.cards.sent import public_copy, question_of, read_card
from bot.state.missed import Gap
from bot.texts.translation import load_translations
from index.articles.passages import split
from index.types import (
    Answer,
    Article,
    ArticleId,
    Claim,
    Edit,
    Evidence,
    Hit,
    Kind,
    NoAnswer,
    Question,
    Reason,
    Related,
    Ruling,
    Speaker,
    StoryId,
    Verdict,
)
from tests.bot.discord_schema import check_limits, message_of, texts, validate, walk
from tests.bot.nouns import COVERAGE, hit, quotation, span

_TRANSLATE = load_translations().to("en")
_BUILT_AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def _card_of(outcome, **about):
    question = Asked(question=outcome.question.text, **about)
    return answer_card(outcome, question, built_at=_BUILT_AT, translate=_TRANSLATE)


def _answer(*others, question="When did it *shut*?", **about):
    first = hit("It shut on Monday after a storm.")
    outcome = Answer(question=Question(text=question), hits=(first, *others))
    return _card_of(outcome, **about)


def _elsewhere(outlet, number=1):
    body = "The pier was shut on Monday, the mayor said."
    article = Article(
        id=ArticleId(f"{outlet}-{number}"), story=StoryId("harbour"), title="Shut", body=body, outlet=outlet
    )
    (passage,) = split(article, words=200)
    return Hit(passage=passage, score=0.9, highlight=passage.sentences[0])


def _text(card):
    return "\n".join(texts(message_of(card)))


def _buttons(card):
    return [item for item in walk(card.view.to_components()) if item["type"] == 2]


def _actions(card):
    return [decode_action(button["custom_id"]) for button in _buttons(card) if button.get("custom_id")]


def test_the_answering_sentence_alone_is_bold_in_its_passage():
    first = texts(message_of(_answer()))[1]
    assert "**It shut on Monday after a storm.** “We had no choice,”" in first
    assert first.count("**") == 2


def test_a_card_is_the_question_the_passage_its_source_and_the_age_of_the_index():
    heading, quoted, where, age = texts(message_of(_answer()))
    assert heading == r"### When did it \*shut\*?"
    assert quoted.startswith("> ")
    assert where == "[1] **The pier closes**\n-# Quay News · 13 March 2026 · paragraph 2"
    assert age == f"-# Index built <t:{int(_BUILT_AT.timestamp())}:R>"


def test_other_articles_are_named_once_each_and_shown_behind_a_button():
    again = hit("She hopes to open it in May.")
    others = (again, _elsewhere("Tide Times"), _elsewhere("Tide Times"), _elsewhere("Buoy"))
    card = _answer(*others)
    assert "-# more on it in: Tide Times · Buoy" in _text(card)
    assert _text(card).count("> ") == 1
    assert MorePassages(passages=(others[1].passage.id, others[3].passage.id)) in _actions(card)
    assert "2 more passages" in [button.get("label") for button in _buttons(card)]


def test_a_long_question_is_cut():
    outcome = NoAnswer(question=Question(text="Why? " * 200), nearest=None, coverage=COVERAGE)
    assert len(texts(message_of(_card_of(outcome)))[0]) <= 204


_LONG = "I have read about the pier since Monday, and nobody tells what I want to know. " * 4


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        (f"{_LONG}When did the pier shut? {_LONG}", "When did the pier shut?"),
        (_LONG, _LONG[:197].rpartition(" ")[0]),  # nothing in it asks
        ("Who " + "again " * 60 + "shut the pier?", ("Who " + "again " * 60)[:188].rpartition(" ")[0]),
    ],
)
def test_of_a_long_question_the_card_keeps_the_sentence_that_asks(question, shown):
    for card in (_answer(question=question), _answer(understood=question)):
        assert all(len(line) <= 230 for line in _text(card).splitlines())
        sent = read_card(_sent(card))
        assert (sent.understood or sent.question).startswith(shown)
        assert "…" not in sent.understood + sent.question


def test_a_question_that_was_completed_says_how_it_was_understood():
    card = _answer(understood="When did the pier: shut?")
    assert "-# Understood as: When did the pier: shut?" in _text(card)
    assert read_card(_sent(card)).understood == "When did the pier: shut?"


def test_the_card_keeps_what_the_question_was_limited_to():
    within = Within(story="0a1b2c3d", since="2026-03-01")
    card = _answer(within=within)
    assert FollowUp(within=within) in _actions(card)
    assert read_card(_sent(card)).within == within


def test_a_source_is_a_button_that_names_its_host_and_opens_the_page_at_the_words():
    link = next(button for button in _buttons(_answer()) if button.get("url"))
    assert link["label"] == "harbour.example"
    assert link["url"] == "https://harbour.example/pier#:~:text=It%20shut%20on%20Monday%20after%20a%20storm."


def test_an_answer_is_public_with_its_buttons():
    found = hit("It shut on Monday after a storm.")
    context = ShowContext(passage=found.passage.id, highlight=found.highlight)
    assert _answer().public
    assert _actions(_answer()) == [context, FollowUp()]


def test_thumbs_stand_where_they_are_kept():
    assert _actions(_answer(votes=True))[-2:] == [Vote(helpful=True), Vote(helpful=False)]


def test_a_private_answer_can_be_shared():
    assert not _answer(private=True).public
    assert _actions(_answer(private=True))[-1] == Share()


def test_related_passages_have_nothing_bold_and_say_what_they_are():
    hits = (hit("It shut on Monday after a storm."), _elsewhere("Buoy"), _elsewhere("Tide Times"))
    outcome = Related(question=Question(text="Who owns it?"), hits=hits)
    card = _card_of(outcome)
    assert "they may not answer this" in _text(card)
    quoted = [text for text in texts(message_of(card)) if text.startswith("> ")]
    assert len(quoted) == 2
    assert "**" not in "".join(quoted)
    assert card.public


def test_no_answer_says_what_was_read_and_hides_the_nearest_passage():
    nearest = hit("Ferries leave from the north quay.")
    outcome = NoAnswer(question=Question(text="What did it cost?"), nearest=nearest, coverage=COVERAGE)
    card = _card_of(outcome)
    assert "Not in these articles. I have read 6 articles, newest 13 March 2026." in _text(card)
    shown, hidden, _ = card.view.to_components()
    assert "> " not in str(shown)
    assert hidden["spoiler"]
    assert "Ferries leave" in str(hidden)
    assert not card.public


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "ar"])
@pytest.mark.parametrize("reason", list(Reason))
def test_why_the_nearest_passage_is_no_answer_is_said_in_every_language(reason, language):
    outcome = NoAnswer(
        question=Question(text="When?"),
        nearest=hit("Ferries leave from the north quay."),
        coverage=COVERAGE,
        reason=reason,
    )
    translate = load_translations().to(language)
    card = answer_card(outcome, Asked(question="When?"), built_at=_BUILT_AT, translate=translate)
    assert translate(f"reason.{reason}") in _text(card)


@pytest.mark.parametrize("nearest", [None, hit("Ferries leave from the north quay.")])
def test_of_a_question_that_was_not_read_it_is_not_said_that_the_articles_do_not_say(nearest):
    outcome = NoAnswer(question=Question(text="من هو؟"), nearest=nearest, coverage=COVERAGE, reason=Reason.LANGUAGE)
    for shown in (_card_of(outcome), not_found_line(outcome, translate=_TRANSLATE)):
        assert _text(shown).count("The question is not in English, so I may have missed what the articles say.") == 1
        assert "Not in these articles" not in _text(shown)


def test_a_long_passage_is_cut_at_sentences_around_the_answer():
    body = " ".join(f"Sentence number {number} says nothing." for number in range(200))
    article = Article(id=ArticleId("b"), story=StoryId("s"), title="Long", body=body)
    (passage,) = split(article, words=2_000)
    hit = Hit(passage=passage, score=1.0, highlight=passage.sentences[100])
    outcome = Answer(question=Question(text="Which?"), hits=(hit,))
    shown = texts(message_of(_card_of(outcome)))[1]
    assert shown.startswith("> *[…]* Sentence number ")
    assert shown.endswith(" says nothing. *[…]*")
    assert "**Sentence number 100 says nothing.**" in shown
    assert 250 < len(shown) <= 350


def test_the_context_shows_the_paragraphs_around_a_passage():
    body = "One.\n\nTwo.\n\nThree is here.\n\nFour.\n\nFive."
    article = Article(id=ArticleId("c"), story=StoryId("s"), title="Numbers", body=body)
    passage = next(passage for passage in split(article, words=3) if "Three" in passage.text)
    card = context_card(passage, highlight=passage.span, translate=_TRANSLATE)
    assert "> Two.\n> \n> **Three is here.**\n> \n> Four." in _text(card)
    assert "One." not in _text(card)
    assert not card.public


def test_a_quotation_is_shown_once_with_its_marks_in_its_sentence():
    card = quotation_card(quotation(), offset=0, total=1, private=False, translate=_TRANSLATE)
    assert "> It shut on Monday after a storm. **“We had no choice,”** the harbour master" in _text(card)
    assert _text(card).count("no choice") == 1
    assert "— **Ada Quill**, harbour master" in _text(card)
    assert "Named beside" not in _text(card)


def test_how_the_speaker_is_known_stands_behind_the_button():
    card = quotation_card(quotation(), offset=0, total=1, private=False, translate=_TRANSLATE)
    assert _actions(card) == [HowWeKnow(quotation=quotation_key(quotation()))]
    shown = _text(how_card(quotation(), translate=_TRANSLATE))
    assert "quoted in full · the article’s word for it: “said”" in shown
    assert "Named beside the words: “Ada Quill”, paragraph 2" in shown
    assert "Ferries leave from the north quay." in shown


def test_a_doubt_about_the_speaker_is_said_on_the_card():
    she = Speaker(name="Ada Quill", mention=span("She"), evidence=Evidence.PRONOUN, sure=False)
    shown = _text(quotation_card(quotation(speaker=she), offset=0, total=1, private=False, translate=_TRANSLATE))
    assert "likely, not certain" in shown
    assert "The article writes “She”, paragraph 2" in _text(how_card(quotation(speaker=she), translate=_TRANSLATE))


def test_an_unknown_speaker_stays_unknown():
    card = quotation_card(quotation(speaker=None), offset=0, total=3, private=False, translate=_TRANSLATE)
    assert "The article does not say who" in _text(card)
    assert not any(isinstance(action, MoreBySpeaker) for action in _actions(card))


def test_nobody_is_missed_who_said_the_article_s_own_words():
    shown = _text(how_card(quotation(kind=Kind.NARRATION, speaker=None, cue=None), translate=_TRANSLATE))
    assert shown.count("the article’s own words") == 1
    assert "does not say who" not in shown


def test_the_next_quotation_of_a_speaker_is_a_button_that_goes_round():
    card = quotation_card(quotation(), offset=2, total=3, private=False, translate=_TRANSLATE)
    assert MoreBySpeaker(speaker="Ada Quill", offset=0) in _actions(card)
    assert "Quotation 3 of 3" in _text(card)


@pytest.mark.parametrize(
    ("ruling", "sentence"),
    [
        (Ruling.EXACT, "Yes, word for word."),
        (Ruling.NEARLY, "Nearly. The words differ:"),
        (Ruling.REPORTED, "it does not quote it"),
        (Ruling.SOMEONE_ELSE, "somebody else said them"),
    ],
)
def test_a_verdict_says_what_it_rests_on(ruling, sentence):
    claim = Claim(words="We had a choice", speaker="Ada Quill")
    edits = (
        Edit(claimed="We had", said="We had"),
        Edit(claimed="a", said="no"),
        Edit(claimed="choice", said="choice,"),
    )
    verdict = Verdict(claim=claim, ruling=ruling, quotation=quotation(), edits=edits, coverage=COVERAGE)
    card = verdict_card(verdict, private=False, translate=_TRANSLATE)
    assert "Did Ada Quill say “We had a choice”?" in _text(card)
    assert sentence in _text(card)
    assert _text(card).count("**“We had no choice,”**") == 1
    assert card.public


@pytest.mark.parametrize(
    ("ruling", "told", "not_told"),
    [
        (Ruling.SOMEONE_ELSE, "probably somebody else said them", "🔴"),
        (Ruling.EXACT, "🟡 Exactly these words, probably theirs.", "✅"),
    ],
)
def test_what_a_likely_speaker_said_is_only_probably_theirs_or_somebody_elses(ruling, told, not_told):
    likely = replace(quotation(), speaker=replace(quotation().speaker, sure=False))
    claim = Claim(words="We had no choice", speaker="Ada Quill")
    verdict = Verdict(claim=claim, ruling=ruling, quotation=likely, edits=(), coverage=COVERAGE)

    shown = _text(verdict_card(verdict, private=False, translate=_TRANSLATE))

    assert told in shown
    assert not_told not in shown
    nobodys = replace(verdict, claim=Claim(words="We had no choice"), ruling=Ruling.EXACT)
    assert "✅" in _text(verdict_card(nobodys, private=False, translate=_TRANSLATE))


def test_somebody_who_is_never_quoted_is_said_not_to_be():
    claim = Claim(words="We had no choice", speaker="Winston Churchill")
    verdict = Verdict(
        claim=claim,
        ruling=Ruling.SOMEONE_ELSE,
        quotation=quotation(),
        edits=(),
        coverage=COVERAGE,
        is_quoted=False,
    )
    card = verdict_card(verdict, private=False, translate=_TRANSLATE)
    assert "Winston Churchill is not quoted in these articles." in _text(card)


def test_words_without_a_visible_difference_show_none():
    edits = (Edit(claimed="We had no choice", said="We had no choice"),)
    verdict = Verdict(
        claim=Claim(words="x"), ruling=Ruling.NEARLY, quotation=quotation(), edits=edits, coverage=COVERAGE
    )
    assert "~~" not in _text(verdict_card(verdict, private=False, translate=_TRANSLATE))


def test_absent_words_are_never_called_never_said():
    verdict = Verdict(claim=Claim(words="x"), ruling=Ruling.ABSENT, quotation=None, edits=(), coverage=COVERAGE)
    card = verdict_card(verdict, private=False, translate=_TRANSLATE)
    assert "Not in these articles. I have read 6 articles, newest 13 March 2026." in _text(card)
    assert "That does not mean it was never said" in _text(card)
    assert not card.public


def test_a_difference_strikes_out_what_was_claimed_and_marks_what_was_said():
    edits = [Edit(claimed="We *had*", said="We *had*"), Edit(claimed="a", said="no"), Edit(claimed="", said="choice")]
    assert show_edits(edits) == r"We \*had\* ~~a~~ **no** **choice**"


def _sent(card):
    """The message that a card becomes; Discord gives every component an id."""
    components = card.view.to_components()
    for number, item in enumerate(walk(components), start=1):
        item.setdefault("id", number)
    return SimpleNamespace(components=[_component_factory(component) for component in components])


def test_the_question_is_read_again_from_its_card():
    assert question_of(_sent(_answer())) == "When did it *shut*?"


def test_a_card_without_a_question_gives_none():
    card = quotation_card(quotation(), offset=0, total=1, private=False, translate=_TRANSLATE)
    assert question_of(_sent(card)) == ""


def test_the_public_copy_is_the_same_card_without_its_share_button():
    copy = message_of(SimpleNamespace(view=public_copy(_sent(_answer(private=True)))))
    assert texts(copy) == texts(message_of(_answer()))
    custom_ids = [item.get("custom_id") for item in walk(copy["components"]) if item["type"] == 2]
    assert custom_ids == [item.get("custom_id") for item in _buttons(_answer())]
    check_limits(copy)


def test_a_copy_keeps_the_buttons_that_are_left():
    card = quotation_card(quotation(), offset=0, total=1, private=True, translate=_TRANSLATE)
    assert [item["type"] for item in public_copy(_sent(card)).to_components()] == [17, 1]


@pytest.mark.yardsticks
def test_the_public_copy_fits_discords_schema():
    validate(message_of(SimpleNamespace(view=public_copy(_sent(_answer(private=True))))))


def test_statements_that_differ_are_both_bold_with_their_sources_under_a_line_that_says_so():
    other = _elsewhere("Tide Times")
    first = hit("It shut on Monday after a storm.")
    card = _card_of(Answer(question=Question(text="When?"), hits=(first, other), differing=(other,)))
    _, differ, newest, where, older, where_older, _ = texts(message_of(card))
    assert differ == "⚠️ Several articles report this, newest first:"
    assert "**It shut on Monday after a storm.**" in newest
    assert "13 March 2026" in where
    assert older == "> **The pier was shut on Monday, the mayor said.**"
    assert where_older.startswith("[2] **Shut**\n-# Tide Times")
    assert not any(isinstance(action, MorePassages) for action in _actions(card))


def test_what_is_only_as_near_as_a_newer_statement_put_first_is_no_more_on_it():
    first, other, far = (
        replace(hit("It shut on Monday after a storm."), score=2.0),
        replace(_elsewhere("Tide Times"), score=10.0),
        replace(_elsewhere("Buoy"), score=6.0),
    )
    answer = Answer(question=Question(text="When?"), hits=(first, other, far))
    assert "more on it in: Tide Times" in _text(_card_of(answer))
    assert "Buoy" not in _text(_card_of(answer))


def _gap(question, *, times=1, closed=None):
    asked = datetime(2026, 11, 20, tzinfo=UTC)
    return Gap(question=question, times=times, asked_at=asked, closed_at=closed)


def test_questions_that_ask_the_same_are_one_line_and_the_open_ones_come_first():
    closed = _gap("Who leads?", closed=datetime(2026, 11, 21, tzinfo=UTC))
    alike = [_gap("When does it open?", times=2), _gap("when will it open", closed=datetime(2026, 11, 21, tzinfo=UTC))]
    card = gaps_card([[closed], alike], [], kept=True, days=90, translate=_TRANSLATE)
    listed = texts(message_of(card))[0].splitlines()
    assert listed == [
        "**Questions that found no answer**",
        "- When does it open? · and 1 question like it · asked 3 times · <t:1795132800:d>",
        "- ✅ Who leads? · asked once · <t:1795132800:d> · answered since <t:1795219200:d>",
    ]


@pytest.mark.parametrize("understood", [False, True])
@pytest.mark.parametrize(
    ("question", "may_wait"),
    [
        ("Why?", True),
        ("Why was the *eastern* pier shut? " * 30 + "Who did it?", True),
        ("لماذا أُغلق الرصيف؟ " * 95 + "من فعل ذلك؟", True),
        ("*" * 1_000, True),
        ("*" * 1_001, False),
        ("Why? " * 401, False),
    ],
)
def test_a_question_can_be_awaited_where_the_whole_of_it_is_read_from_its_card(question, may_wait, understood):
    outcome = NoAnswer(
        question=Question(text="*" * 2_000 if understood else question),
        nearest=hit("It shut on Monday after a storm."),
        coverage=COVERAGE,
        reason=Reason.NAMES,
    )
    card = _card_of(outcome, may_wait=True, understood=question if understood else "", stale_since=_BUILT_AT)
    check_limits(message_of(card))
    assert any(isinstance(action, TellMe) for action in _actions(card)) == may_wait
    if may_wait:
        sent = read_card(_sent(card))
        assert (sent.understood if understood else sent.question) == question.strip()


def test_a_card_without_an_answer_offers_to_tell_where_that_is_kept():
    outcome = NoAnswer(question=Question(text="Why?"), nearest=None, coverage=COVERAGE)
    within = Within(story="0a1b2c3d")
    assert TellMe(within=within) in _actions(_card_of(outcome, may_wait=True, within=within))
    assert not any(isinstance(action, TellMe) for action in _actions(_card_of(outcome)))


@pytest.mark.parametrize("kind", [Answer, Related, NoAnswer])
def test_whoever_asks_two_things_at_once_is_told_that_one_answer_is_looked_for(kind):
    first = hit("It shut on Monday after a storm.")
    found = {"nearest": first, "coverage": COVERAGE} if kind is NoAnswer else {"hits": (first,)}
    line = "-# I look for one answer at a time: ask your questions one by one."
    for asked, is_told in (("When did it shut and who shut it?", True), ("When did it shut?", False)):
        outcome = kind(question=Question(text=asked), **found)
        assert (line in texts(message_of(_card_of(outcome)))) == is_told
        if isinstance(outcome, NoAnswer):
            (written,) = texts(message_of(not_found_line(outcome, translate=_TRANSLATE)))
            assert written.endswith(f"\n{line}") == is_told


def test_of_a_long_sentence_that_leads_up_to_a_question_the_question_is_shown_and_read_again_from_the_card():
    asked = "how many cracks were found by Ann Lee and her colleagues before the first lorry drove onto it?"
    led_up_to = (
        "In the report of the commission that looked into the collapse of the bridge at Quay Street in the night"
    )
    card = _answer(question=f"{led_up_to} of the third of March, {asked}")
    assert texts(message_of(card))[0] == f"### *[…]* {asked}"
    assert read_card(_sent(card)).question == asked
