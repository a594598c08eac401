"""Words → the articles that hold most of them. It needs no encoder."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from index.languages.words import Mark, read_words
from index.search.scoping import admitted_passages
from index.store.generations import Generation
from index.types import Article, Scope

_PASSAGES = 10  # that are looked at; a text that stands in an article word for word is among the first


def find_articles(generation: Generation, text: str, scope: Scope) -> Iterator[Article]:
    """The articles in the scope whose passages are best by BM25, best first, each once."""
    scores = generation.lexical.score([stem for stem, mark in read_words(text) if not mark & Mark.EMPTY])
    allowed = admitted_passages(generation, scope)
    numbers = np.arange(len(scores)) if allowed is None else allowed
    best = numbers[np.argsort(-scores[numbers], kind="stable")[:_PASSAGES]]
    yield from dict.fromkeys(generation.passage(int(number)).article for number in best if scores[number] > 0)
