"""A question with a known answer, and what an index retrieved for it → what of that was right. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from index.measuring.metrics import contains_answer
from index.search.calibration import HOPELESS
from index.types import Article, ArticleId, Hit, Level, Question, Reason, Scope, Span, StoryId

DEPTH = 10  # hits that are looked at
_PASSAGE_WORDS = 200  # words of a passage that are looked at, so that long passages do not win by length
_HIGHLIGHT_WORDS = 60  # the same of a highlight
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchQuestion:
    """One line of a question file that is only asked. ``within`` names the articles to search and ``story`` their
    story; None means all."""

    id: str | int
    question: str
    within: tuple[ArticleId, ...] | None = None
    story: StoryId | None = None

    def put(self) -> Question:
        """The question as a library takes it."""
        articles = None if self.within is None else frozenset(self.within)
        stories = None if self.story is None else frozenset({self.story})
        return Question(text=self.question, scope=Scope(articles=articles, stories=stories))


@dataclass(frozen=True, slots=True, kw_only=True)
class EvalQuestion(BatchQuestion):
    """One line of a question file that says what would be right.

    A passage or highlight is right that holds any of ``answers`` as whole words in any of ``gold_articles``. With
    ``paragraph`` every passage of that article is right, and a highlight that overlaps one of ``answer_starts``, which
    are pairs of start and end in its body. Without ``answerable`` a question is answerable that has an answer.
    """

    answers: tuple[str, ...] = ()
    gold_articles: tuple[ArticleId, ...] = ()
    paragraph: ArticleId | None = None
    answer_starts: tuple[tuple[int, int], ...] = ()
    answerable: bool | None = None
    type: str | None = None

    def __post_init__(self) -> None:
        is_complete = (self.gold_articles and self.answers) or (self.paragraph and self.answer_starts)
        if self.is_answerable and not is_complete:
            raise ValueError("an answerable question needs gold_articles and answers, or paragraph and answer_starts")
        for start, end in self.answer_starts:
            Span(start=start, end=end)  # raises where it is none

    @property
    def is_answerable(self) -> bool:
        if self.answerable is not None:
            return self.answerable
        return bool(self.answers or self.gold_articles or self.answer_starts)

    @property
    def gold(self) -> frozenset[ArticleId]:
        """The articles that answer."""
        return frozenset([self.paragraph] if self.paragraph else self.gold_articles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieved:
    """What an index finds for a question: its hits, best first. The highlight of the first one is the mark.

    ``answered`` holds the levels at which it is shown as an answer. ``outcome`` is the name of what is shown at that of
    the settings, and ``differing`` and ``reason`` are as it has them. For a question that cannot be asked nothing is
    retrieved, and ``error`` says why.
    """

    hits: tuple[Hit, ...] = ()
    confidence: float = HOPELESS
    answered: frozenset[Level] = frozenset()
    outcome: str | None = None
    differing: tuple[Hit, ...] = ()
    reason: Reason | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What was right: which of the hits that were retrieved, and of the distinct articles they lie in, best first."""

    question: EvalQuestion
    hits: tuple[bool, ...]
    articles: tuple[bool, ...]
    is_highlight_right: bool
    confidence: float
    answered: frozenset[Level]


def judge(question: EvalQuestion, retrieved: Retrieved) -> Judgement:
    hits = retrieved.hits[:DEPTH]
    articles = dict.fromkeys(hit.passage.article.id for hit in hits)
    return Judgement(
        question=question,
        hits=tuple(_is_hit_right(question, hit) for hit in hits),
        articles=tuple(article in question.gold for article in articles),
        is_highlight_right=any(_is_highlight_right(question, hit) for hit in hits[:1]),
        confidence=retrieved.confidence,
        answered=retrieved.answered,
    )


def _is_hit_right(question: EvalQuestion, hit: Hit) -> bool:
    article = hit.passage.article
    if question.paragraph or article.id not in question.gold:
        return article.id in question.gold
    return contains_answer(_begin(article, hit.passage.span, _PASSAGE_WORDS).of(article.body), question.answers)


def _is_highlight_right(question: EvalQuestion, hit: Hit) -> bool:
    article = hit.passage.article
    if article.id not in question.gold:
        return False
    seen = _begin(article, hit.highlight, _HIGHLIGHT_WORDS)
    if question.paragraph:
        return any(seen.overlaps(Span(start=start, end=end)) for start, end in question.answer_starts)
    return contains_answer(seen.of(article.body), question.answers)


def _begin(article: Article, span: Span, words: int) -> Span:
    """The first words of a span that holds some."""
    *_, last = islice(_WORD.finditer(article.body, span.start, span.end), words)
    return Span(start=span.start, end=last.end())
