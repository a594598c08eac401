"""A ranking becomes an answer, something related or no answer, by its confidence, unless a fact forbids it."""

from dataclasses import replace

import pytest

from index.search.answers import decide
from index.search.calibration import Signals, read_calibration
from index.search.judging import Ranking
from index.types import Answer, Copy, NoAnswer, Question, Reason, Related
from tests.bot.nouns import COVERAGE, hit, span

_QUESTION = Question(text="When did it shut?")
_HITS = (hit("It shut on Monday after a storm."), hit("Ferries leave"))
_WEIGHTS = read_calibration()
_DECISION = _WEIGHTS.decision(None, COVERAGE.articles)


def _decide(confidence, level="balanced", hits=_HITS):
    ranking = Ranking(
        question=_QUESTION, hits=hits, confidence=confidence, coverage=COVERAGE, judged_among=COVERAGE.articles
    )
    return decide(ranking, level, _WEIGHTS)


@pytest.mark.parametrize("level", ["strict", "balanced", "open"])
def test_from_the_levels_threshold_on_it_is_an_answer(level):
    threshold = _DECISION.answer[level]
    assert _decide(threshold, level) == Answer(question=_QUESTION, hits=_HITS)
    assert not isinstance(_decide(threshold - 1e-6, level), Answer)


@pytest.mark.parametrize("level", ["strict", "balanced", "open"])
def test_below_it_something_related_and_below_that_no_answer(level):
    threshold = _DECISION.related[level]
    assert _decide(threshold, level) == Related(question=_QUESTION, hits=_HITS)
    missing = NoAnswer(question=_QUESTION, nearest=_HITS[0], coverage=COVERAGE)
    assert _decide(threshold - 1e-6, level) == missing


@pytest.mark.parametrize("confidence", [-99.0, 0.0, 99.0])
def test_without_a_passage_there_is_no_answer_however_sure(confidence):
    assert _decide(confidence, hits=()) == NoAnswer(question=_QUESTION, nearest=None, coverage=COVERAGE)


def _signals(**told):
    even = {"names": 0, "numbers": 0, "terms": 1.6, "alike": 1, "told": 1, "least": 1, "gap": 0, "length": 1.5}
    return Signals(**{"score": 6, "negated": False, **even, **told})


def test_a_stricter_level_answers_less():
    for decision in (
        decision for way in (_WEIGHTS.unread, _WEIGHTS.read) for decision in (way.library, way.story, way.article)
    ):
        assert decision.answer["strict"] > decision.answer["balanced"] > decision.answer["open"]
        assert all(decision.answer[level] > decision.related[level] for level in decision.answer)


@pytest.mark.parametrize(("articles", "scope"), [(1, "article"), (2, "story"), (60, "story"), (61, "library")])
@pytest.mark.parametrize("answers", [None, 0.5])
def test_one_article_a_story_and_a_library_are_decided_upon_each_in_its_way(articles, scope, answers):
    judging = _WEIGHTS.unread if answers is None else _WEIGHTS.read
    assert _WEIGHTS.decision(_signals(answers=answers), articles) is getattr(judging, scope)


def test_in_one_article_the_questions_own_words_count_for_less_than_in_a_story():
    own, other = (_signals(score=20, told=told, least=told, alike=told, answers=3.0) for told in (1, 0.4))
    of_one, of_some = (_WEIGHTS.confidence(own, few, few) - _WEIGHTS.confidence(other, few, few) for few in (1, 5))
    assert of_one < of_some


def test_the_fewer_articles_were_searched_the_less_is_asked_of_being_about_the_question():
    sure = [_WEIGHTS.confidence(_signals(), articles, 6) for articles in (60, 22, 6)]
    assert sure == sorted(sure)
    assert sure[0] < sure[-1]


@pytest.mark.parametrize("searched", [14, 700])
def test_in_a_small_story_it_is_asked_whether_the_mark_says_it_however_many_others_were_searched(searched):
    about = _signals(score=40, told=0.2, least=0.0, alike=0.2)
    assert _WEIGHTS.confidence(about, searched, 3) < _WEIGHTS.confidence(about, searched, 61)


def test_what_a_fact_forbids_is_no_answer_however_sure():
    ranking = Ranking(
        question=_QUESTION, hits=_HITS, confidence=99.0, coverage=COVERAGE, judged_among=1, veto=Reason.TIME
    )
    expected = NoAnswer(question=_QUESTION, nearest=_HITS[0], coverage=COVERAGE, reason=Reason.TIME)
    assert decide(ranking, "open", _WEIGHTS) == expected


@pytest.mark.parametrize("level", ["strict", "balanced", "open"])
def test_a_foreign_question_is_near_by_a_name_alone_and_else_told_to_be_foreign(level):
    ranking = Ranking(
        question=_QUESTION, hits=_HITS, confidence=-99.0, coverage=COVERAGE, judged_among=1, is_foreign=True
    )
    missing = NoAnswer(question=_QUESTION, nearest=_HITS[0], coverage=COVERAGE, reason=Reason.LANGUAGE)
    assert decide(ranking, level, _WEIGHTS) == missing
    near = Related(question=_QUESTION, hits=_HITS)
    assert decide(replace(ranking, is_near=True), level, _WEIGHTS) == near


@pytest.mark.parametrize("level", ["strict", "balanced", "open"])
def test_a_foreign_question_is_answered_where_the_strict_level_would(level):
    line = _WEIGHTS.decision(None, 1).answer["strict"]
    ranking = Ranking(
        question=_QUESTION, hits=_HITS, confidence=line, coverage=COVERAGE, judged_among=1, is_foreign=True
    )
    assert isinstance(decide(ranking, level, _WEIGHTS), Answer)
    assert isinstance(decide(replace(ranking, confidence=line - 0.01), level, _WEIGHTS), Related)


def test_words_that_an_article_shares_with_its_copy_are_one_hit():
    words = "It shut on Monday after a storm."
    shared = (Copy(outlet="Tide Wire", url=None, shared=(span(words),)),)
    first, copy = hit(words, copies=shared), hit(words, id="b", copy_of="a", copies=shared)
    more = hit("Ferries leave from the north quay.", id="b", copy_of="a", copies=shared)
    other = hit(words, id="c")
    outcome = _decide(99.0, hits=(first, copy, more, other))
    assert outcome.hits == (first, more, other)
