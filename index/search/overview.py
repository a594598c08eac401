"""A question for all of it ("what is the latest?") → the openings of the newest articles."""

from __future__ import annotations

from index.search.scoping import admits, coverage
from index.store.generations import Generation
from index.types import Article, Hit, NoAnswer, Outcome, Question, Related

_OPENINGS = 3  # passages; as many as are shown of any question


def open_newest(generation: Generation, question: Question) -> Outcome:
    """The first passages of the newest articles in the question's scope, newest first; undated ones come last."""
    admitted = admits(generation, question.scope)
    first: dict[str, Hit] = {}
    for passage in generation.passages:
        article = passage.article
        if article.id not in first and article.copy_of is None and admitted(article):
            first[article.id] = Hit(passage=passage, score=0.0, highlight=passage.sentences[0])
    hits = sorted(first.values(), key=lambda hit: _age(hit.passage.article))[:_OPENINGS]
    if not hits:
        return NoAnswer(question=question, nearest=None, coverage=coverage(generation, question.scope))
    return Related(question=question, hits=tuple(hits))


def _age(article: Article) -> float:
    return -article.published_at.timestamp() if article.published_at else 0.0
