"""Every card: the article's words are its own words, and Discord takes the card whatever stands in it."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cards.admin import Finding, Status, doctor_card, export_card, gaps_card, status_card
from bot.cards.answers import Asked, answer_card, context_card, passages_card
from bot.cards.buttons import Within
from bot.cards.card import AttachedFile
from bot.cards.checks import verdict_card
from bot.cards.excerpts import excerpt, glimpse
from bot.cards.quotations import how_card, quotation_card
from bot.cards.settings_panel import panel_card
from bot.cards.sources import SourceLine, preview_card, progress_card, report_card, sources_card
from bot.cards.stories import help_card, privacy_card, stories_card, story_card
from bot.state.missed import Feedback, Gap
from bot.state.state import Channel, Server
from bot.texts.markdown import CUT, displayable, visible
from bot.texts.translation import load_translations
from index.articles.passages import split
from index.progress import BuildReport, Changes, Preview, Progress, Stage
from index.quotations import Person
from index.types import (
    Answer,
    Article,
    Claim,
    Coverage,
    Edit,
    Evidence,
    Hit,
    Kind,
    NoAnswer,
    Question,
    Quotation,
    Reason,
    Related,
    Ruling,
    Span,
    Speaker,
    Story,
    StoryId,
    Verdict,
)
from tests.bot.discord_schema import check_limits, message_of, texts, validate
from tests.bot.hostile import articles, dates, hits, names, quotations

_TRANSLATIONS = load_translations()
_some = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_BUILT_AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
_WITHIN = Within(story="01234567", since="2011-08-03")
_JOINERS = re.compile("[\u200c\u200d]")
_QUOTED = re.compile(r"^> .*(?:\n> .*)*", re.MULTILINE)

translates = st.sampled_from(sorted(_TRANSLATIONS.languages)).map(_TRANSLATIONS.to)
coverages = st.builds(
    Coverage, articles=st.integers(0, 10**7), newest=st.none() | st.just(datetime(2011, 10, 22, tzinfo=UTC))
)
counts = st.integers(0, 10**9)
_opinions = st.builds(
    Feedback, user=counts, subject=names, helpful=st.booleans(), reason=names, given_at=st.just(_BUILT_AT)
)


@st.composite
def answers(draw):
    found = draw(st.lists(hits(), min_size=1, max_size=5))
    return Answer(question=Question(text=draw(names)), hits=tuple(found), highlight=found[0].highlight)


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
headlines = st.builds(
    Article, id=st.just("a"), story=st.just("s"), title=names, body=st.just("x"), outlet=names, published_at=dates
)
stories = st.builds(
    Story,
    id=names.map(StoryId),
    articles=st.lists(headlines, min_size=1, max_size=15).map(tuple),
    questions=st.lists(names, max_size=8).map(tuple),
)
people = st.lists(
    st.builds(Person, name=names, aliases=st.just(()), roles=st.just(()), quotations=st.integers(1, 999)), max_size=30
)


def _asked(outcome, private):
    text = outcome.question.text
    return Asked(question=text, understood=text, within=_WITHIN, private=private, votes=True)


def _quotes(card):
    """The block quotes of a card as a reader sees them, without the marks that say where something was cut."""
    for text in texts(message_of(card)):
        for block in _QUOTED.findall(text):
            yield visible(block.replace(f"> {CUT} ", "> ").removesuffix(f" {CUT}"))


def _assert_found_again(card, bodies):
    shown = [_JOINERS.sub("", words) for words in _quotes(card)]
    assert shown
    for words in shown:
        assert any(words in _JOINERS.sub("", displayable(body)) for body in bodies)


def _assert_discord_takes(card):
    payload = message_of(card)
    check_limits(payload)


@_some
@given(answers(), st.booleans(), translates)
def test_every_passage_of_an_answer_is_a_slice_of_its_article(outcome, private, translate):
    card = answer_card(outcome, _asked(outcome, private), built_at=_BUILT_AT, translate=translate)
    _assert_found_again(card, [hit.passage.article.body for hit in outcome.hits])
    _assert_discord_takes(card)


@_some
@given(related, st.booleans(), translates)
def test_every_related_passage_is_a_slice_of_its_article(outcome, private, translate):
    card = answer_card(outcome, _asked(outcome, private), built_at=_BUILT_AT, translate=translate)
    _assert_found_again(card, [hit.passage.article.body for hit in outcome.hits])
    _assert_discord_takes(card)


@_some
@given(no_answers, translates)
def test_the_nearest_passage_is_a_slice_of_its_article(outcome, translate):
    card = answer_card(outcome, _asked(outcome, False), built_at=_BUILT_AT, translate=translate)
    if outcome.nearest is not None:
        _assert_found_again(card, [outcome.nearest.passage.article.body])
    _assert_discord_takes(card)


@_some
@given(hits(), st.booleans(), translates)
def test_the_context_of_a_passage_is_a_slice_of_its_article(hit, is_marked, translate):
    card = context_card(hit.passage, highlight=hit.highlight if is_marked else None, translate=translate)
    _assert_found_again(card, [hit.passage.article.body])
    _assert_discord_takes(card)


@_some
@given(quotations(), st.integers(1, 400), st.booleans(), translates)
def test_a_quotation_and_its_paragraph_are_slices_of_the_article(quotation, total, private, translate):
    card = quotation_card(quotation, offset=total - 1, total=total, private=private, translate=translate)
    _assert_found_again(card, [quotation.article.body])
    _assert_discord_takes(card)


@_some
@given(st.lists(hits(), min_size=1, max_size=5), translates)
def test_the_other_passages_are_slices_of_their_articles(found, translate):
    card = passages_card([hit.passage for hit in found], translate=translate)
    _assert_found_again(card, [hit.passage.article.body for hit in found])
    _assert_discord_takes(card)


@_some
@given(quotations(), translates)
def test_the_paragraphs_around_a_quotation_are_slices_of_the_article(quotation, translate):
    card = how_card(quotation, translate=translate)
    _assert_found_again(card, [quotation.article.body])
    _assert_discord_takes(card)


@_some
@given(verdicts(), st.booleans(), translates)
def test_the_evidence_of_a_verdict_is_a_slice_of_its_article(verdict, private, translate):
    card = verdict_card(verdict, private=private, translate=translate)
    if verdict.quotation is not None:
        _assert_found_again(card, [verdict.quotation.article.body])
    _assert_discord_takes(card)


@_some
@given(articles(), translates)
def test_the_preview_of_an_article_is_a_slice_of_it(article, translate):
    card = preview_card(Preview(articles=(article,), count=1), is_kept=True, translate=translate)
    _assert_found_again(card, [article.body])
    _assert_discord_takes(card)


@_some
@given(stories, people, st.booleans(), translates)
def test_discord_takes_every_story(story, quoted, private, translate):
    _assert_discord_takes(story_card(story, quoted, built_at=_BUILT_AT, private=private, translate=translate))


@_some
@given(st.lists(stories, min_size=1, max_size=4), translates)
def test_discord_takes_every_list_of_stories(found, translate):
    _assert_discord_takes(stories_card(found * 10, translate=translate))


@_some
@given(st.lists(st.builds(SourceLine, name=names, articles=counts, problem=st.none() | names), max_size=40), translates)
def test_discord_takes_every_list_of_sources(sources, translate):
    _assert_discord_takes(sources_card(sources, translate=translate))


@_some
@given(st.lists(st.builds(Finding, healthy=st.booleans(), what=names, fix=st.none() | names), max_size=40), translates)
def test_discord_takes_every_diagnosis(findings, translate):
    _assert_discord_takes(doctor_card(findings, translate=translate))


@_some
@given(
    st.lists(st.builds(Gap, question=names, times=counts, asked_at=st.just(_BUILT_AT)), max_size=40),
    st.lists(_opinions, max_size=40),
    translates,
)
def test_discord_takes_every_list_of_gaps_and_opinions(gaps, opinions, translate):
    _assert_discord_takes(
        gaps_card([gaps, *([gap] for gap in gaps)], opinions, kept=True, days=90, translate=translate)
    )


@_some
@given(st.sampled_from(Stage), counts, counts, translates)
def test_discord_takes_every_progress(stage, done, total, translate):
    _assert_discord_takes(progress_card(Progress(stage=stage, done=done, total=total), translate=translate))


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


def _worst_cases():
    """Everything as long as it gets, in characters that all have to be escaped."""
    body = "\n\n".join(["* " * 300, "*" * 5_000, "_ " * 3_000])
    url = "https://example.org/" + "a" * 450
    article = Article(
        id="a", story="s", title="*" * 5_000, body=body, url=url, outlet="_" * 5_000, published_at=_BUILT_AT
    )
    passage = split(article, words=400)[0]
    hit = Hit(passage=passage, score=1.0, highlight=passage.sentences[0])
    whole = Span(start=0, end=len(body))
    speaker = Speaker(name="*" * 5_000, mention=whole, evidence=Evidence.CARRIED, role=whole, sure=False)
    quotation = Quotation(article=article, span=whole, kind=Kind.DIRECT, speaker=speaker, cue=whole)
    return "*" * 5_000, hit, quotation


@pytest.mark.parametrize("language", sorted(_TRANSLATIONS.languages))
def test_discord_takes_the_longest_of_everything(language):
    translate = _TRANSLATIONS.to(language)
    words, hit, quotation = _worst_cases()
    question = Question(text=words)
    coverage = Coverage(articles=10**9, newest=_BUILT_AT)
    outcomes = (
        Answer(question=question, hits=(hit,) * 5, highlight=hit.highlight),
        Related(question=question, hits=(hit,) * 5),
        NoAnswer(question=question, nearest=hit, coverage=coverage, reason=Reason.ROLES),
    )
    awaited = (
        Asked(question=words, understood="*" * 1_000, within=_WITHIN, may_wait=True, stale_since=_BUILT_AT),
        Asked(question="*" * 1_000, within=_WITHIN, may_wait=True, stale_since=_BUILT_AT),
    )
    claim, edits = Claim(words=words, speaker=words), (Edit(claimed=words, said=words[1:]),) * 9
    verdict = Verdict(claim=claim, ruling=Ruling.NEARLY, quotation=quotation, edits=edits, coverage=coverage)
    gap = Gap(question=words, times=99, asked_at=_BUILT_AT)
    opinion = Feedback(user=1, subject=words, helpful=False, reason=words, given_at=_BUILT_AT)
    person = Person(name=words, aliases=(), roles=(), quotations=999)
    story = Story(id=StoryId(words), articles=(hit.passage.article,) * 30, questions=(words,) * 9)
    for card in (
        *(answer_card(outcome, _asked(outcome, True), built_at=_BUILT_AT, translate=translate) for outcome in outcomes),
        *(answer_card(outcomes[-1], asked, built_at=_BUILT_AT, translate=translate) for asked in awaited),
        context_card(hit.passage, highlight=hit.highlight, translate=translate),
        passages_card([hit.passage] * 4, translate=translate),
        how_card(quotation, translate=translate),
        quotation_card(quotation, offset=998, total=999, private=True, translate=translate),
        verdict_card(verdict, private=True, translate=translate),
        story_card(story, [person] * 30, built_at=_BUILT_AT, private=True, translate=translate),
        stories_card([story] * 30, translate=translate),
        preview_card(
            Preview(
                articles=(hit.passage.article,) * 3,
                count=99,
                left_out=(words,) * 30,
                failures=(words,) * 30,
                remarks=(words,) * 30,
            ),
            is_kept=False,
            translate=translate,
        ),
        sources_card([SourceLine(name=words, articles=1, problem=words)] * 30, translate=translate),
        doctor_card([Finding(healthy=False, what=words, fix=words)] * 30, translate=translate),
        gaps_card([[gap, gap]] * 30, [opinion] * 30, kept=True, days=3_650, translate=translate),
        export_card([gap], [opinion], [AttachedFile(name="gaps.csv", text=words)], translate=translate),
        panel_card(
            Server(id=1, gaps=True, feedback=True, stories=frozenset({StoryId(words)}), admin_role=2**63),
            Channel(id=1, story=StoryId(words)),
            stories=[StoryId(f"{number:0100}") for number in range(30)],
            listens=True,
            translate=translate,
        ),
    ):
        _assert_discord_takes(card)


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
