"""A ranking becomes an answer, something related or no answer, by its confidence alone."""

import pytest

from index.search.answers import decide
from index.search.calibration import read_calibration
from index.search.searcher import Ranking
from index.types import Answer, NoAnswer, Question, Related
from tests.bot.nouns import COVERAGE, hit

_QUESTION = Question(text="When did it shut?")
_HITS = (hit("It shut on Monday after a storm."), hit("Ferries leave"))
_WEIGHTS = read_calibration()


def _decide(confidence, level="balanced", hits=_HITS):
    ranking = Ranking(question=_QUESTION, hits=hits, confidence=confidence, coverage=COVERAGE)
    return decide(ranking, level, _WEIGHTS)


@pytest.mark.parametrize("level", ["strict", "balanced", "open"])
def test_from_the_levels_threshold_on_it_is_an_answer(level):
    threshold = _WEIGHTS.answer[level]
    assert _decide(threshold, level) == Answer(question=_QUESTION, hits=_HITS, highlight=_HITS[0].highlight)
    assert not isinstance(_decide(threshold - 1e-6, level), Answer)


@pytest.mark.parametrize("level", ["strict", "balanced", "open"])
def test_below_it_something_related_and_below_that_no_answer(level):
    threshold = _WEIGHTS.related[level]
    assert _decide(threshold, level) == Related(question=_QUESTION, hits=_HITS)
    missing = NoAnswer(question=_QUESTION, nearest=_HITS[0], coverage=COVERAGE)
    assert _decide(threshold - 1e-6, level) == missing


@pytest.mark.parametrize("confidence", [-99.0, 0.0, 99.0])
def test_without_a_passage_there_is_no_answer_however_sure(confidence):
    assert _decide(confidence, hits=()) == NoAnswer(question=_QUESTION, nearest=None, coverage=COVERAGE)


def test_a_stricter_level_answers_less():
    assert _WEIGHTS.answer["strict"] > _WEIGHTS.answer["balanced"] > _WEIGHTS.answer["open"]
    assert all(_WEIGHTS.answer[level] > _WEIGHTS.related[level] for level in _WEIGHTS.answer)
