"""A ranking becomes an answer, something related or no answer, by its confidence, unless a fact forbids it."""

from dataclasses import replace

import pytest

from index.search.answers import decide
from index.search.calibration import read_calibration
from index.search.searcher import Ranking
from index.types import Answer, Copy, NoAnswer, Question, Reason, Related
from tests.bot.nouns import COVERAGE, hit, span

_QUESTION = Question(text="When did it shut?")
_HITS = (hit("It shut on Monday after a storm."), hit("Ferries leave"))
_WEIGHTS = read_calibration()
_GAIN = _WEIGHTS.gain(COVERAGE.articles)


def _decide(confidence, level="balanced", hits=_HITS):
    ranking = Ranking(question=_QUESTION, hits=hits, confidence=confidence, coverage=COVERAGE)
    return decide(ranking, level, _WEIGHTS)


@pytest.mark.parametrize("level", ["strict", "balanced", "open"])
def test_from_the_levels_threshold_on_it_is_an_answer(level):
    threshold = _WEIGHTS.unread.answer[level] - _GAIN + 1e-9  # rounding
    assert _decide(threshold, level) == Answer(question=_QUESTION, hits=_HITS, highlight=_HITS[0].highlight)
    assert not isinstance(_decide(threshold - 1e-6, level), Answer)


@pytest.mark.parametrize("level", ["strict", "balanced", "open"])
def test_below_it_something_related_and_below_that_no_answer(level):
    threshold = _WEIGHTS.unread.related[level] - _GAIN + 1e-9  # rounding
    assert _decide(threshold, level) == Related(question=_QUESTION, hits=_HITS)
    missing = NoAnswer(question=_QUESTION, nearest=_HITS[0], coverage=COVERAGE)
    assert _decide(threshold - 1e-6, level) == missing


@pytest.mark.parametrize("confidence", [-99.0, 0.0, 99.0])
def test_without_a_passage_there_is_no_answer_however_sure(confidence):
    assert _decide(confidence, hits=()) == NoAnswer(question=_QUESTION, nearest=None, coverage=COVERAGE)


def test_a_stricter_level_answers_less():
    assert _WEIGHTS.unread.answer["strict"] > _WEIGHTS.unread.answer["balanced"] > _WEIGHTS.unread.answer["open"]
    assert all(_WEIGHTS.unread.answer[level] > _WEIGHTS.unread.related[level] for level in _WEIGHTS.unread.answer)


def test_the_fewer_articles_were_searched_the_less_is_asked_of_the_confidence():
    gains = [_WEIGHTS.gain(articles) for articles in (1, 6, 22, 700)]
    assert gains == sorted(gains, reverse=True)
    assert gains[-1] == 0


def test_what_a_fact_forbids_is_no_answer_however_sure():
    ranking = Ranking(question=_QUESTION, hits=_HITS, confidence=99.0, coverage=COVERAGE, veto=Reason.TIME)
    expected = NoAnswer(question=_QUESTION, nearest=_HITS[0], coverage=COVERAGE, reason=Reason.TIME)
    assert decide(ranking, "open", _WEIGHTS) == expected


@pytest.mark.parametrize("level", ["strict", "balanced", "open"])
def test_a_foreign_question_is_near_by_a_name_alone_and_else_told_to_be_foreign(level):
    ranking = Ranking(question=_QUESTION, hits=_HITS, confidence=-99.0, coverage=COVERAGE, is_foreign=True)
    missing = NoAnswer(question=_QUESTION, nearest=_HITS[0], coverage=COVERAGE, reason=Reason.LANGUAGE)
    assert decide(ranking, level, _WEIGHTS) == missing
    assert decide(replace(ranking, is_near=True), level, _WEIGHTS) == Related(question=_QUESTION, hits=_HITS)


def test_words_that_an_article_shares_with_its_copy_are_one_hit():
    words = "It shut on Monday after a storm."
    shared = (Copy(outlet="Tide Wire", url=None, shared=(span(words),)),)
    first, copy = hit(words, copies=shared), hit(words, id="b", copy_of="a", copies=shared)
    more = hit("Ferries leave from the north quay.", id="b", copy_of="a", copies=shared)
    other = hit(words, id="c")
    outcome = _decide(99.0, hits=(first, copy, more, other))
    assert outcome.hits == (first, more, other)
