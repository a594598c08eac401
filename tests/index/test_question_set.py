"""The question set is what it says: nothing is judged by it before this holds."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from index.languages.sentences import paragraphs, sentences
from index.types import Article, ArticleId
from tests.eval.answers.question_set import (
    UNANSWERABLE,
    AnswerSpan,
    QuestionType,
    read_articles,
    read_questions,
)

QUESTIONS = read_questions()

# The least that each type must have for its figures to mean something.
LEAST = {
    QuestionType.ANSWERABLE: 120,
    QuestionType.PARAPHRASE: 25,
    QuestionType.MISSPELT: 20,
    QuestionType.CHATTY: 15,
    QuestionType.MULTI_SENTENCE: 15,
    QuestionType.NEAR_MISS: 45,
    QuestionType.OFF_TOPIC: 30,
    QuestionType.SMALL_TALK: 12,
}


@pytest.fixture(scope="module")
def articles() -> dict[ArticleId, Article]:
    return read_articles()


def stands_as_whole_words(article: Article, place: AnswerSpan) -> bool:
    words = rf"(?<!\w){re.escape(place.span.of(article.body))}(?!\w)"
    return bool(re.compile(words).match(article.body, place.span.start))


def count_sentences(article: Article, place: AnswerSpan) -> int:
    body = article.body
    return sum(place.span.overlaps(s) for paragraph in paragraphs(body) for s in sentences(body, paragraph))


@pytest.mark.parametrize(("kind", "least"), LEAST.items())
def test_every_type_has_enough_questions(kind: QuestionType, least: int) -> None:
    assert Counter(question.type for question in QUESTIONS)[kind] >= least


def test_there_are_enough_articles_from_enough_stories(articles: dict[ArticleId, Article]) -> None:
    assert len(articles) >= 20
    assert len({article.story for article in articles.values()}) >= 10


def test_no_two_questions_share_an_id() -> None:
    assert max(Counter(question.id for question in QUESTIONS).values()) == 1


def test_no_question_is_asked_twice() -> None:
    assert max(Counter(question.text.casefold() for question in QUESTIONS).values()) == 1


def test_a_question_is_answerable_exactly_when_its_type_is() -> None:
    assert [question.id for question in QUESTIONS if question.answerable == (question.type in UNANSWERABLE)] == []


def test_every_article_that_a_question_names_exists(articles: dict[ArticleId, Article]) -> None:
    assert {name for question in QUESTIONS for name in (*question.gold_articles, *question.within)} <= articles.keys()


def test_every_article_answers_something(articles: dict[ArticleId, Article]) -> None:
    assert {name for question in QUESTIONS for name in question.gold_articles} == articles.keys()


def test_answers_stand_at_their_spans_as_whole_words(articles: dict[ArticleId, Article]) -> None:
    places = [place for question in QUESTIONS for place in question.answer_spans]
    assert [place for place in places if not stands_as_whole_words(articles[place.article], place)] == []


def test_spans_and_answers_and_gold_articles_tell_the_same(articles: dict[ArticleId, Article]) -> None:
    for question in QUESTIONS:
        places = question.answer_spans
        assert {place.span.of(articles[place.article].body) for place in places} == set(question.answers), question.id
        assert {place.article for place in places} == set(question.gold_articles), question.id


def test_answers_lie_in_two_sentences_exactly_where_the_type_says_so(articles: dict[ArticleId, Article]) -> None:
    for question in QUESTIONS:
        expected = 2 if question.type is QuestionType.MULTI_SENTENCE else 1
        for place in question.answer_spans:
            assert count_sentences(articles[place.article], place) == expected, question.id


def test_a_question_has_answers_exactly_when_it_is_answerable() -> None:
    assert [question.id for question in QUESTIONS if question.answerable != bool(question.answers)] == []
