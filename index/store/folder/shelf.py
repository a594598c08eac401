"""A scope of one generation of a folder."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.encoding.encoder import Vectors
from index.store.folder.files import GenerationFiles
from index.store.shelf import Numbers, Rows, Words, cover
from index.types import (
    Article,
    ArticleId,
    Coverage,
    Passage,
    PassageId,
    Quotation,
    Revision,
    Scope,
    StoryId,
)


class FolderShelf:
    """What a scope admits of a generation. Arrays over articles and passages are all that it holds of its own."""

    state: Hashable = None  # a generation never changes

    def __init__(self, generation: GenerationFiles, scope: Scope) -> None:
        self._generation, self._scope = generation, scope

    @property
    def stories(self) -> Sequence[StoryId]:
        named = self._scope.stories
        return [story for story in self._generation.manifest.stories if named is None or story in named]

    @cached_property
    def coverage(self) -> Coverage:
        numbers = np.flatnonzero(self._admitted)
        times = self._generation.layout.article_time[numbers]
        return cover(times, lambda place: self._generation.article(int(numbers[place])))

    def count_articles(self, story: StoryId) -> int:
        place = self._generation.manifest.stories.index(story)
        return int(np.count_nonzero(self._admitted & (self._generation.layout.article_story == place)))

    @property
    def words(self) -> Words:
        return self._generation.words(self._scope.servers)

    @property
    def articles(self) -> Sequence[Article]:
        return [self._generation.article(int(number)) for number in np.flatnonzero(self._admitted)]

    @property
    def passages(self) -> Iterator[Passage]:
        return (self.passage(int(number)) for number in self._numbers)

    @cached_property
    def quotations(self) -> Sequence[Quotation]:
        numbers = self._generation.article_numbers
        return [each for each in self._generation.quotations if self._admitted[numbers[each.article.id]]]

    @property
    def revisions(self) -> Sequence[Revision]:
        numbers = self._generation.article_numbers
        return [each for each in self._generation.revisions if self._admitted[numbers[each.article.id]]]

    @property
    def questions(self) -> Sequence[tuple[StoryId, str]]:
        named = self._scope.stories
        return [each for each in self._generation.questions if named is None or each[0] in named]

    def draw(self, stems: Sequence[str], encode: Callable[[], Vectors], count: int) -> Numbers:
        allowed = self._limit
        if allowed is not None and len(allowed) <= 2 * count:
            return allowed
        scores = self._generation.lexical.score(stems, self.words)
        _, nearest = self._generation.passage_vectors.search(encode()[None], count, allowed)
        best = _largest(scores, count) if allowed is None else allowed[_largest(scores[allowed], count)]
        # NumPy's union imports its masked arrays, a fiftieth of what a start takes.
        return np.array(sorted({*nearest[nearest >= 0].tolist(), *best.tolist()}), np.int64)

    def find_best(self, stems: Sequence[str], count: int) -> list[int]:
        scores = self._generation.lexical.score(stems, self.words)
        best = self._numbers[np.argsort(-scores[self._numbers], kind="stable")[:count]]
        return [int(number) for number in best if scores[number] > 0]

    def rows(self, numbers: Numbers) -> Rows:
        generation = self._generation
        layout, lexical = generation.layout, generation.lexical
        first, last = layout.first_sentence[numbers], layout.first_sentence[numbers + 1]
        starts = lexical.sentences.starts
        sentences, words = _expand(first, last), _expand(starts[first], starts[last])
        articles = layout.passage_article[numbers].astype(np.int64)
        first_title, last_title = lexical.titles.starts[articles], lexical.titles.starts[articles + 1]
        return Rows(
            numbers=numbers,
            articles=articles,
            leads=(numbers == 0) | (layout.passage_article[np.maximum(numbers - 1, 0)] != articles),
            vectors=generation.passage_vectors.rows[numbers],
            sentence_counts=(last - first).astype(np.int64),
            sentence_vectors=generation.sentence_vectors.take(sentences, axis=0),
            word_counts=starts[sentences + 1] - starts[sentences],
            words=lexical.sentences.words[words],
            marks=lexical.sentences.marks[words],
            word_vectors=generation.word_vectors.take(words, axis=0),
            title_counts=last_title - first_title,
            title_words=lexical.titles.words[_expand(first_title, last_title)],
        )

    def passage(self, number: int) -> Passage:
        return self._generation.passage(number)

    def find_passage(self, passage: PassageId) -> Passage | None:
        found = self._generation.find_passage(passage)
        is_here = found is not None and self._admitted[self._generation.article_numbers[found.article.id]]
        return found if is_here else None

    def lead(self, article: ArticleId) -> Passage | None:
        first = next(iter(self._numbers_of(article)), None)
        return None if first is None else self.passage(first)

    def passages_of(self, article: ArticleId) -> Sequence[tuple[int, Passage]]:
        return [(number, self.passage(number)) for number in self._numbers_of(article)]

    def quotations_of(self, article: ArticleId) -> Sequence[Quotation]:
        return self._generation.quotations_of(article)

    def _numbers_of(self, article: ArticleId) -> range:
        number = self._generation.article_numbers[article]
        start, end = np.searchsorted(self._generation.layout.passage_article, [number, number + 1])
        return range(int(start), int(end))

    @property
    def _numbers(self) -> Numbers:
        return np.arange(self._generation.manifest.counts.passages) if self._limit is None else self._limit

    @cached_property
    def _limit(self) -> Numbers | None:
        """The numbers of the passages in the scope, rising; None where it admits all."""
        if self._scope == Scope():
            return None
        return np.flatnonzero(self._admitted[self._generation.layout.passage_article])

    @cached_property
    def _admitted(self) -> NDArray[np.bool_]:
        """For each article, by its number, whether it lies in the scope."""
        scope, generation = self._scope, self._generation
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


def _expand(starts: NDArray[np.integer], ends: NDArray[np.integer]) -> Numbers:
    """The members of runs, in order."""
    sizes = np.subtract(ends, starts, dtype=np.int64)
    begins = np.cumsum(sizes) - sizes
    members: Numbers = np.arange(int(sizes.sum())) + np.repeat(starts - begins, sizes)
    return members


def _largest(scores: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """Places of the ``count`` largest scores above zero, in no order; of equal ones the first."""
    if len(scores) <= count:
        return np.flatnonzero(scores > 0)
    least = np.partition(scores, -count)[-count]
    above = np.flatnonzero(scores > max(least, 0))
    return np.append(above, np.flatnonzero(scores == least)[: count - len(above)]) if least > 0 else above
