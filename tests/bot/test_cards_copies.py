"""One text in several outlets, and a date that is known in part, as cards show them."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.cards.answers import Asked, answer_card
from bot.cards.checks import verdict_card
from bot.cards.quotations import quotation_card
from bot.cards.stories import story_card
from bot.texts.translation import load_translations
from index.types import Answer, ArticleId, Claim, Copy, Precision, Question, Related, Ruling, Span, Story, Verdict
from tests.bot.discord_schema import message_of, texts, walk
from tests.bot.nouns import ARTICLE, COVERAGE, hit, quotation, span

_TRANSLATE = load_translations().to("en")
_BUILT_AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
_QUESTION = Question(text="When did it shut?")
_WIRE = Copy(outlet="Tide *Wire*", url="https://wire.example/pier", shared=(Span(start=0, end=len(ARTICLE.body)),))
_HALF = Copy(outlet="Buoy", url="https://buoy.example/", shared=(span("The old pier is closed."),))


def _card_of(outcome):
    return answer_card(outcome, Asked(question=_QUESTION.text), built_at=_BUILT_AT, translate=_TRANSLATE)


def _text(card):
    return "\n".join(texts(message_of(card)))


def _links(card):
    """What stands on the buttons that lead to pages."""
    return [item["label"] for item in walk(card.view.to_components()) if item["type"] == 2 and item.get("url")]


def _elsewhere_too():
    """Every card that shows the words of an article which two other outlets carry, one of them not these words."""
    found = hit("It shut on Monday after a storm.", copies=(_WIRE, _HALF))
    said = quotation()
    said = replace(said, article=found.passage.article)
    verdict = Verdict(
        claim=Claim(words="We had no choice"), ruling=Ruling.EXACT, quotation=said, edits=(), coverage=COVERAGE
    )
    yield _card_of(Answer(question=_QUESTION, hits=(found,)))
    yield _card_of(Related(question=_QUESTION, hits=(found,)))
    yield quotation_card(said, offset=0, total=1, private=False, translate=_TRANSLATE)
    yield verdict_card(verdict, private=False, translate=_TRANSLATE)


def test_the_other_outlets_that_carry_the_words_are_named_and_linked():
    for card in _elsewhere_too():
        assert r"-# also in: Tide \*Wire\*" in _text(card)
        assert "Buoy" not in _text(card)
        assert _links(card) == ["harbour.example", "wire.example"]


def test_many_other_outlets_are_counted():
    copies = tuple(replace(_WIRE, outlet=f"Outlet {number}") for number in range(9))
    found = hit("It shut on Monday after a storm.", copies=copies)
    card = _card_of(Answer(question=_QUESTION, hits=(found,)))
    assert "-# also in: Outlet 0, Outlet 1, Outlet 2, Outlet 3, and 5 more" in _text(card)
    assert len(_links(card)) == 4


def test_a_month_is_shown_as_a_month():
    found = hit("It shut on Monday after a storm.", precision=Precision.MONTH)
    card = _card_of(Answer(question=_QUESTION, hits=(found,)))
    assert "Quay News · March 2026 · paragraph 2" in _text(card)


def test_a_story_lists_a_text_once_with_all_its_outlets():
    first = replace(ARTICLE, copies=(_WIRE,))
    copy = replace(ARTICLE, id=ArticleId("b"), outlet="Tide Wire", copy_of=ARTICLE.id)
    story = Story(id=ARTICLE.story, articles=(first, copy), questions=())
    shown = _text(story_card(story, (), built_at=_BUILT_AT, private=False, translate=_TRANSLATE))
    assert shown.count("The pier closes") == 1
    assert r"Quay News · 13 March 2026 · also in: Tide \*Wire\*" in shown
