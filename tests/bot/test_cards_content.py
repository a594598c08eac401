"""What a reader finds on a card."""

from datetime import UTC, datetime, timedelta, timezone
from types import SimpleNamespace

import pytest
from discord.components import _component_factory

from bot.cards.answers import answer_card, context_card
from bot.cards.buttons import FollowUp, MoreBySpeaker, Share, ShowContext, Vote, decode
from bot.cards.checks import show_edits, verdict_card
from bot.cards.quotations import quotation_card
from bot.cards.reindexing import progress_card, report_card
from bot.cards.sent import public_copy, question_of
from bot.texts.translation import load_translations
from index.articles.passages import split
from index.progress import BuildReport, Changes, Progress, Stage
from index.types import (
    Answer,
    Article,
    ArticleId,
    Claim,
    Coverage,
    Edit,
    Evidence,
    Hit,
    Kind,
    NoAnswer,
    Question,
    Quotation,
    Related,
    Ruling,
    Span,
    Speaker,
    StoryId,
    Verdict,
)
from tests.bot.discord_schema import check_limits, message_of, texts, validate, walk

_TRANSLATE = load_translations().to("en")
_BUILT_AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
_COVERAGE = Coverage(articles=6, newest=datetime(2026, 3, 13, tzinfo=UTC))
_ARTICLE = Article(
    id=ArticleId("a"),
    story=StoryId("harbour"),
    title="The pier closes",
    body="The old pier is closed.\n\nIt shut on Monday after a storm. “We had no choice,” the harbour master Ada Quill "
    "said. She hopes to open it in May.\n\nFerries leave from the north quay.",
    url="https://harbour.example/pier",
    outlet="Quay News",
    published_at=datetime(2026, 3, 13, 23, 30, tzinfo=timezone(timedelta(hours=-4))),
)


def _span(words):
    start = _ARTICLE.body.index(words)
    return Span(start=start, end=start + len(words))


def _hit(words):
    (passage,) = split(_ARTICLE, words=200)
    return Hit(passage=passage, score=1.0, highlight=_span(words))


def _answer(*, private=False):
    hit = _hit("It shut on Monday after a storm.")
    outcome = Answer(question=Question(text="When did it *shut*?"), hits=(hit, hit), highlight=hit.highlight)
    return answer_card(outcome, built_at=_BUILT_AT, private=private, translate=_TRANSLATE)


def _quotation(**changes):
    speaker = Speaker(
        name="Ada Quill", mention=_span("Ada Quill"), evidence=Evidence.NAMED, role=_span("harbour master")
    )
    given = {"speaker": speaker, "cue": _span("said"), "kind": Kind.DIRECT, **changes}
    return Quotation(article=_ARTICLE, span=_span("We had no choice,"), **given)


def _text(card):
    return "\n".join(texts(message_of(card)))


def _buttons(card):
    return [item for item in walk(card.view.to_components()) if item["type"] == 2]


def _actions(card):
    return [decode(button["custom_id"]) for button in _buttons(card) if button.get("custom_id")]


def test_the_answering_sentence_alone_is_bold_in_its_passage():
    first = texts(message_of(_answer()))[1]
    assert "> **It shut on Monday after a storm.** “We had no choice,”" in first
    assert first.count("**") == 2


def test_passages_are_numbered_with_headline_outlet_date_and_paragraph():
    assert "[1] **The pier closes**\n-# Quay News · 13 March 2026 · paragraph 2" in _text(_answer())
    assert "[2] **The pier closes**" in _text(_answer())


def test_a_source_is_a_button_that_names_its_host_and_opens_the_page_at_the_words():
    link = next(button for button in _buttons(_answer()) if button.get("url"))
    assert link["label"] == "harbour.example"
    assert link["url"] == "https://harbour.example/pier#:~:text=It%20shut%20on%20Monday%20after%20a%20storm."


def test_the_age_of_the_index_is_shown():
    assert f"<t:{int(_BUILT_AT.timestamp())}:R>" in _text(_answer())


def test_an_answer_is_public_with_its_buttons():
    hit = _hit("It shut on Monday after a storm.")
    context = ShowContext(passage=hit.passage.id, highlight=hit.highlight)
    assert _answer().public
    assert _actions(_answer()) == [context, FollowUp(), Vote(helpful=True), Vote(helpful=False)]


def test_a_private_answer_can_be_shared():
    assert not _answer(private=True).public
    assert _actions(_answer(private=True))[-1] == Share()


def test_related_passages_have_nothing_bold_and_say_what_they_are():
    outcome = Related(question=Question(text="Who owns it?"), hits=(_hit("It shut on Monday after a storm."),))
    card = answer_card(outcome, built_at=_BUILT_AT, private=False, translate=_TRANSLATE)
    assert "they may not answer this" in _text(card)
    assert "**" not in next(text for text in texts(message_of(card)) if text.startswith("> "))
    assert card.public


def test_no_answer_says_what_was_read_and_hides_the_nearest_passage():
    nearest = _hit("Ferries leave from the north quay.")
    outcome = NoAnswer(question=Question(text="What did it cost?"), nearest=nearest, coverage=_COVERAGE)
    card = answer_card(outcome, built_at=_BUILT_AT, private=False, translate=_TRANSLATE)
    assert "Not in these articles. I have read 6 articles, newest 13 March 2026." in _text(card)
    shown, hidden, _ = card.view.to_components()
    assert "> " not in str(shown)
    assert hidden["spoiler"]
    assert "Ferries leave" in str(hidden)
    assert not card.public


def test_a_long_passage_is_cut_at_sentences_around_the_answer():
    body = " ".join(f"Sentence number {number} says nothing." for number in range(200))
    article = Article(id=ArticleId("b"), story=StoryId("s"), title="Long", body=body)
    (passage,) = split(article, words=2_000)
    hit = Hit(passage=passage, score=1.0, highlight=passage.sentences[100])
    outcome = Answer(question=Question(text="Which?"), hits=(hit,), highlight=hit.highlight)
    shown = texts(message_of(answer_card(outcome, built_at=_BUILT_AT, private=False, translate=_TRANSLATE)))[1]
    assert shown.startswith("> *[…]* Sentence number ")
    assert shown.endswith(" says nothing. *[…]*")
    assert "**Sentence number 100 says nothing.**" in shown
    assert 1_000 < len(shown) <= 1_200


def test_the_context_shows_the_paragraphs_around_a_passage():
    body = "One.\n\nTwo.\n\nThree is here.\n\nFour.\n\nFive."
    article = Article(id=ArticleId("c"), story=StoryId("s"), title="Numbers", body=body)
    passage = next(passage for passage in split(article, words=3) if "Three" in passage.text)
    card = context_card(passage, highlight=passage.span, translate=_TRANSLATE)
    assert "> Two.\n> \n> **Three is here.**\n> \n> Four." in _text(card)
    assert "One." not in _text(card)
    assert not card.public


def test_a_quotation_names_speaker_role_cue_and_how_they_are_known():
    shown = _text(quotation_card(_quotation(), offset=0, total=1, private=False, translate=_TRANSLATE))
    assert "> **We had no choice,**" in shown
    assert "— **Ada Quill**, harbour master" in shown
    assert "quoted in full · the article’s word for it: “said”" in shown
    assert "Named beside the words: “Ada Quill”, paragraph 2" in shown
    assert "“**We had no choice,**” the harbour master" in shown


def test_a_pronoun_is_shown_with_its_paragraph_and_a_doubt_is_said():
    she = Speaker(name="Ada Quill", mention=_span("She"), evidence=Evidence.PRONOUN, sure=False)
    shown = _text(quotation_card(_quotation(speaker=she), offset=0, total=1, private=False, translate=_TRANSLATE))
    assert "The article writes “She”, paragraph 2" in shown
    assert "likely, not certain" in shown


def test_an_unknown_speaker_stays_unknown():
    card = quotation_card(_quotation(speaker=None), offset=0, total=3, private=False, translate=_TRANSLATE)
    assert "The article does not say who" in _text(card)
    assert not _actions(card)


def test_the_next_quotation_of_a_speaker_is_a_button_that_goes_round():
    card = quotation_card(_quotation(), offset=2, total=3, private=False, translate=_TRANSLATE)
    assert _actions(card) == [MoreBySpeaker(speaker="Ada Quill", offset=0)]
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
    verdict = Verdict(claim=claim, ruling=ruling, quotation=_quotation(), edits=edits, coverage=_COVERAGE)
    card = verdict_card(verdict, private=False, translate=_TRANSLATE)
    assert "Did Ada Quill say “We had a choice”?" in _text(card)
    assert sentence in _text(card)
    assert "> **We had no choice,**" in _text(card)
    assert card.public


def test_absent_words_are_never_called_never_said():
    verdict = Verdict(claim=Claim(words="x"), ruling=Ruling.ABSENT, quotation=None, edits=(), coverage=_COVERAGE)
    card = verdict_card(verdict, private=False, translate=_TRANSLATE)
    assert "Not in these articles. I have read 6 articles, newest 13 March 2026." in _text(card)
    assert "That does not mean it was never said" in _text(card)
    assert not card.public


def test_a_difference_strikes_out_what_was_claimed_and_marks_what_was_said():
    edits = [Edit(claimed="We *had*", said="We *had*"), Edit(claimed="a", said="no"), Edit(claimed="", said="choice")]
    assert show_edits(edits) == r"We \*had\* ~~a~~ **no** **choice**"


def test_progress_is_a_bar_with_its_count():
    shown = _text(progress_card(Progress(stage=Stage.ENCODING, done=13, total=26), translate=_TRANSLATE))
    assert f"`{'█' * 10}{'░' * 10}` 13 of 26" in shown


def test_a_report_counts_what_changed():
    report = BuildReport(
        generation="g", changes=Changes(new=2, changed=1, removed=1, unchanged=5), encoded=9, failed=()
    )
    assert "+2 new, 1 changed, 1 removed, 0 failed" in _text(report_card(report, dry_run=False, translate=_TRANSLATE))


def _sent(card):
    """The message that a card becomes; Discord gives every component an id."""
    components = card.view.to_components()
    for number, item in enumerate(walk(components), start=1):
        item.setdefault("id", number)
    return SimpleNamespace(components=[_component_factory(component) for component in components])


def test_the_question_is_read_again_from_its_card():
    assert question_of(_sent(_answer())) == "When did it *shut*?"


def test_a_card_without_a_question_gives_none():
    card = quotation_card(_quotation(), offset=0, total=1, private=False, translate=_TRANSLATE)
    assert question_of(_sent(card)) is None


def test_the_public_copy_is_the_same_card_without_its_share_button():
    copy = message_of(SimpleNamespace(view=public_copy(_sent(_answer(private=True)))))
    assert texts(copy) == texts(message_of(_answer()))
    custom_ids = [item.get("custom_id") for item in walk(copy["components"]) if item["type"] == 2]
    assert custom_ids == [item.get("custom_id") for item in _buttons(_answer())]
    check_limits(copy)


def test_a_copy_without_buttons_has_no_empty_row():
    card = quotation_card(_quotation(), offset=0, total=1, private=True, translate=_TRANSLATE)
    assert [item["type"] for item in public_copy(_sent(card)).to_components()] == [17]


@pytest.mark.yardsticks
def test_the_public_copy_fits_discords_schema():
    validate(message_of(SimpleNamespace(view=public_copy(_sent(_answer(private=True))))))
