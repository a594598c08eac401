"""A scope → the articles and passages of a generation that it admits. It needs no encoder, and reads arrays alone."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from index.store.generations import Generation
from index.types import Article, Coverage, Scope


def admits(generation: Generation, scope: Scope) -> Callable[[Article], bool]:
    """Whether an article lies in the scope."""
    admitted = admitted_articles(generation, scope)
    numbers = generation.article_numbers
    return lambda article: bool(admitted[numbers[article.id]])


def coverage(generation: Generation, scope: Scope) -> Coverage:
    numbers = np.flatnonzero(admitted_articles(generation, scope))
    times = generation.layout.article_time[numbers]
    if np.isnan(times).all():
        return Coverage(articles=len(numbers), newest=None)
    newest = generation.article(int(numbers[np.nanargmax(times)]))
    return Coverage(articles=len(numbers), newest=newest.published_at, precision=newest.precision)


def admitted_articles(generation: Generation, scope: Scope) -> NDArray[np.bool_]:
    """For each article, by its number, whether it lies in the scope."""
    admitted = np.ones(generation.manifest.counts.articles, bool)
    if scope.stories is not None:
        stories = [place for place, story in enumerate(generation.manifest.stories) if story in scope.stories]
        admitted &= np.isin(generation.layout.article_story, stories)
    if scope.articles is not None:
        numbers = generation.article_numbers
        named = [numbers[article] for article in scope.articles if article in numbers]
        admitted &= np.isin(np.arange(len(admitted)), named)
    if scope.since is not None:
        admitted &= generation.layout.article_time >= scope.since.timestamp()  # false for NaN
    return admitted


def admitted_passages(generation: Generation, scope: Scope) -> NDArray[np.int64] | None:
    """The numbers of the passages in the scope, rising; None where it admits all."""
    if scope == Scope():
        return None
    return np.flatnonzero(admitted_articles(generation, scope)[generation.layout.passage_article])
