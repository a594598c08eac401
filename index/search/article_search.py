"""Articles as wholes: those that hold most of some words, and how the newest ones begin. It needs no encoder."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from index.languages.words import Mark, read_words
from index.search.scoping import admits, admitted_passages, coverage
from index.store.generations import Generation
from index.types import Article, Hit, NoAnswer, Outcome, Question, Related, Scope

_PASSAGES = 10  # that are looked at; a text that stands in an article word for word is among the first
_OPENINGS = 3  # passages; as many as are shown of any question


def find_articles(generation: Generation, text: str, scope: Scope) -> Iterator[Article]:
    """The articles in the scope whose passages are best by BM25, best first, each once."""
    scores = generation.lexical.score([stem for stem, mark in read_words(text) if not mark & Mark.EMPTY])
    allowed = admitted_passages(generation, scope)
    numbers = np.arange(len(scores)) if allowed is None else allowed
    best = numbers[np.argsort(-scores[numbers], kind="stable")[:_PASSAGES]]
    yield from dict.fromkeys(generation.passage(int(number)).article for number in best if scores[number] > 0)


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
