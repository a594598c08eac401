"""The project's own questions, and the articles they are asked of: those beside this file and the sample story.

Texts and questions were written for this project. Places, people and outlets are invented, but for the sample story's
public record. What a question's fields mean stands in ``Question``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

import index.sample
from index.articles import Source, read
from index.types import Article, ArticleId, Span

ARTICLE_SOURCES = (
    Source(path=Path(__file__).with_name("articles.jsonl")),
    Source(path=Path(index.sample.__file__).parent),
)
QUESTIONS_FILE = Path(__file__).with_name("questions.jsonl")


class QuestionType(StrEnum):
    """How a question is put, or why it has no answer.

    A near miss asks about a story of the set what its articles do not say; small talk takes in commands and noise.
    """

    ANSWERABLE = "answerable"
    PARAPHRASE = "paraphrase"
    MISSPELT = "misspelt"
    CHATTY = "chatty"
    MULTI_SENTENCE = "multi_sentence"
    NEAR_MISS = "near_miss"
    OFF_TOPIC = "off_topic"
    SMALL_TALK = "small_talk"


UNANSWERABLE = frozenset({QuestionType.NEAR_MISS, QuestionType.OFF_TOPIC, QuestionType.SMALL_TALK})


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSpan:
    """Where an answer stands in the body of an article."""

    article: ArticleId
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question and what answers it: any of ``answers``, in any of ``gold_articles``.

    Outlets that disagree each have their own answer. ``within`` names the articles that the question is asked of; empty
    means all.
    """

    id: str
    text: str
    type: QuestionType
    answerable: bool
    gold_articles: tuple[ArticleId, ...]
    answers: tuple[str, ...]
    answer_spans: tuple[AnswerSpan, ...]
    within: tuple[ArticleId, ...]

    @classmethod
    def parse(cls, fields: Mapping[str, Any]) -> Self:
        return cls(
            id=fields["id"],
            text=fields["question"],
            type=QuestionType(fields["type"]),
            answerable=fields["answerable"],
            gold_articles=tuple(fields["gold_articles"]),
            answers=tuple(fields["answers"]),
            answer_spans=tuple(
                AnswerSpan(article=article, span=Span(start=start, end=end))
                for article, start, end in fields["answer_spans"]
            ),
            within=tuple(fields.get("within", ())),
        )


def read_articles() -> dict[ArticleId, Article]:
    """Every article that the questions are asked of, by id."""
    reading = read(ARTICLE_SOURCES)
    assert not reading.failures, reading.failures
    return {article.id: article for article in reading.articles}


def read_questions() -> tuple[Question, ...]:
    """The questions in the order of their file."""
    lines = QUESTIONS_FILE.read_text(encoding="utf-8").splitlines()
    return tuple(Question.parse(json.loads(line)) for line in lines)
