"""Every card: the article's words are its own words, and Discord takes the card whatever stands in it."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cards.admin import Status, gaps_card, status_card
from bot.cards.answers import Asked, answer_card, context_card, passages_card
from bot.cards.buttons import Within
from bot.cards.checks import verdict_card
from bot.cards.excerpts import excerpt, glimpse
from bot.cards.quotations import how_card, quotation_card
from bot.cards.sources import preview_card, report_card, sources_card
from bot.cards.stories import help_card, privacy_card
from bot.texts.translation import load_translations
from index.progress import BuildReport, Changes, Preview
from index.types import (
    Answer,
    Claim,
    Coverage,
    Edit,
    NoAnswer,
    Question,
    Related,
    Ruling,
    Verdict,
)
from tests.bot.discord_schema import check_limits, message_of, validate
from tests.bot.hostile import articles, hits, names, quotations
from tests.bot.seeing import assert_found_again

_TRANSLATIONS = load_translations()
_some = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_BUILT_AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
_WITHIN = Within(story="01234567", since="2011-08-03")

translates = st.sampled_from(sorted(_TRANSLATIONS.languages)).map(_TRANSLATIONS.to)
coverages = st.builds(
    Coverage, articles=st.integers(0, 10**7), newest=st.none() | st.just(datetime(2011, 10, 22, tzinfo=UTC))
)


@st.composite
def answers(draw):
    found = draw(st.lists(hits(), min_size=1, max_size=5))
    return Answer(question=Question(text=draw(names)), hits=tuple(found))


@st.composite
def verdicts(draw):
    ruling = draw(st.sampled_from(Ruling))
    edits = draw(st.lists(st.builds(Edit, claimed=names, said=names), max_size=20))
    return Verdict(
        claim=Claim(words=draw(names), speaker=draw(st.none() | names)),
        ruling=ruling,
        quotation=None if ruling is Ruling.ABSENT else draw(quotations()),
        edits=() if ruling is Ruling.ABSENT else tuple(edits),
        coverage=draw(coverages),
    )


related = st.builds(
    Related, question=st.builds(Question, text=names), hits=st.lists(hits(), min_size=1, max_size=5).map(tuple)
)
no_answers = st.builds(
    NoAnswer, question=st.builds(Question, text=names), nearest=st.none() | hits(), coverage=coverages
)


def _asked(outcome, private):
    text = outcome.question.text
    return Asked(question=text, understood=text, within=_WITHIN, private=private, votes=True)


def _assert_discord_takes(card):
    payload = message_of(card)
    check_limits(payload)


@settings(_some, max_examples=75)
@given(st.one_of(answers(), related, no_answers), st.booleans(), translates)
def test_every_passage_on_a_card_is_a_slice_of_its_article(outcome, private, translate):
    card = answer_card(outcome, _asked(outcome, private), built_at=_BUILT_AT, translate=translate)
    shown = outcome.hits if not isinstance(outcome, NoAnswer) else (outcome.nearest,) if outcome.nearest else ()
    if shown:
        assert_found_again(card, [hit.passage.article.body for hit in shown])
    _assert_discord_takes(card)


@_some
@given(hits(), st.booleans(), translates)
def test_the_context_of_a_passage_is_a_slice_of_its_article(hit, is_marked, translate):
    card = context_card(hit.passage, highlight=hit.highlight if is_marked else None, translate=translate)
    assert_found_again(card, [hit.passage.article.body])
    _assert_discord_takes(card)


@_some
@given(quotations(), st.integers(1, 400), st.booleans(), translates)
def test_a_quotation_and_its_paragraph_are_slices_of_the_article(quotation, total, private, translate):
    card = quotation_card(quotation, offset=total - 1, total=total, private=private, translate=translate)
    assert_found_again(card, [quotation.article.body])
    _assert_discord_takes(card)


@_some
@given(st.lists(hits(), min_size=1, max_size=5), translates)
def test_the_other_passages_are_slices_of_their_articles(found, translate):
    card = passages_card([hit.passage for hit in found], translate=translate)
    assert_found_again(card, [hit.passage.article.body for hit in found])
    _assert_discord_takes(card)


@_some
@given(quotations(), translates)
def test_the_paragraphs_around_a_quotation_are_slices_of_the_article(quotation, translate):
    card = how_card(quotation, translate=translate)
    assert_found_again(card, [quotation.article.body])
    _assert_discord_takes(card)


@_some
@given(verdicts(), st.booleans(), translates)
def test_the_evidence_of_a_verdict_is_a_slice_of_its_article(verdict, private, translate):
    card = verdict_card(verdict, private=private, translate=translate)
    if verdict.quotation is not None:
        assert_found_again(card, [verdict.quotation.article.body])
    _assert_discord_takes(card)


@_some
@given(articles(), translates)
def test_the_preview_of_an_article_is_a_slice_of_it(article, translate):
    card = preview_card(Preview(articles=(article,), count=1), is_kept=True, translate=translate)
    assert_found_again(card, [article.body])
    _assert_discord_takes(card)


@_some
@given(hits(), st.integers(60, 800), st.booleans())
def test_an_excerpt_fits_in_its_room(hit, limit, is_bold):
    body = hit.passage.article.body
    shown = excerpt(body, hit.passage.sentences, focus=hit.highlight, is_bold=is_bold, limit=limit)
    assert len(shown) <= limit


@_some
@given(hits(), st.booleans())
def test_a_glimpse_is_short_and_shows_the_focus_at_once(hit, is_bold):
    body = hit.passage.article.body
    shown = glimpse(body, hit.passage.sentences, focus=hit.highlight, is_bold=is_bold)
    assert len(shown) <= 640
    if is_bold and "**" in shown:
        assert shown.index("**") <= 150


def _plain_cards(translate):
    report = BuildReport(
        generation="g", changes=Changes(new=2, changed=1, removed=1, unchanged=5), encoded=9, failed=()
    )
    status = Status(built_at=_BUILT_AT, articles=6, reindexing=False)
    yield report_card(report, dry_run=False, translate=translate)
    yield report_card(report, dry_run=True, translate=translate)
    yield status_card(status, translate=translate)
    yield status_card(None, translate=translate)
    yield gaps_card([], [], kept=False, days=1, translate=translate)
    yield sources_card([], translate=translate)
    yield help_card(is_admin=True, translate=translate)
    yield privacy_card(gaps_kept=True, feedback_kept=True, days=90, translate=translate)


@pytest.mark.parametrize("language", sorted(_TRANSLATIONS.languages))
def test_discord_takes_every_plain_card_in_every_language(language):
    for card in _plain_cards(_TRANSLATIONS.to(language)):
        _assert_discord_takes(card)
        assert not card.public


@pytest.mark.yardsticks
@settings(_some, max_examples=15)
@given(st.data())
def test_every_payload_fits_discords_schema(data):
    translate = data.draw(translates)
    outcome = data.draw(st.one_of(answers(), related, no_answers))
    for card in (
        answer_card(outcome, _asked(outcome, data.draw(st.booleans())), built_at=_BUILT_AT, translate=translate),
        quotation_card(data.draw(quotations()), offset=0, total=2, private=True, translate=translate),
        verdict_card(data.draw(verdicts()), private=True, translate=translate),
        context_card(data.draw(hits()).passage, highlight=None, translate=translate),
    ):
        validate(message_of(card))


@pytest.mark.yardsticks
@pytest.mark.parametrize("language", sorted(_TRANSLATIONS.languages))
def test_every_plain_payload_fits_discords_schema(language):
    for card in _plain_cards(_TRANSLATIONS.to(language)):
        validate(message_of(card))
