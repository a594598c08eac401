"""What search, quotations and checks ask of an index, whichever home it has: a folder, or a database.

A shelf is what one scope admits, as it stands at one moment. What a candidate needs for its evidence comes from it as
rows, and what its words count for as ``Words``; everything that judges is pure, and the same for both homes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.encoding.encoder import EncoderIdentity, SentenceVectors, Vectors, WordVectors
from index.store.manifest import Manifest
from index.types import Article, ArticleId, Coverage, Passage, PassageId, Quotation, Revision, Scope, StoryId

Numbers = NDArray[np.int64]
"""What a home calls its passages by, rising; those of an article lie side by side, in its order."""

K1, B = 1.2, 0.75  # Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework"; Lucene's defaults


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The rows of P passages, with their S sentences and W words, all in order."""

    numbers: Numbers  # (P,)
    articles: NDArray[np.int64]  # (P,) equal for passages of one article
    leads: NDArray[np.bool_]  # (P,) whether it is the first of its article
    vectors: Vectors  # (P, dimension)
    sentence_counts: NDArray[np.int64]  # (P,)
    sentence_vectors: SentenceVectors  # (S, dimension)
    word_counts: NDArray[np.int64]  # (S,)
    words: NDArray[np.integer]  # (W,) ``Words.place`` of each
    marks: NDArray[np.uint8]  # (W,) index.languages.words.Mark
    word_vectors: WordVectors  # (W, WORD_DIMENSION)
    title_counts: NDArray[np.int64]  # (P,)
    title_words: NDArray[np.integer]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Words:
    """What the words of all articles that one server may see count for; no stranger's article changes it.

    ``frequencies`` tells of each stem how many of the ``texts`` hold it, ``forms`` how often each word is written, in
    lower case. ``place`` is what rows call a stem that is known. One object as long as nothing has changed.
    """

    texts: int
    mean_length: float  # words of a passage and its headline
    frequencies: Mapping[str, int]
    forms: Mapping[str, int]
    place: Callable[[str], int]

    def weigh(self, stems: Iterable[str]) -> NDArray[np.float32]:
        """Inverse document frequency as Lucene's BM25 has it: ln(1 + (N - n + 0.5) / (n + 0.5))."""
        held = np.array([self.frequencies.get(stem, 0) for stem in stems], np.int64)
        return np.log1p((self.texts - held + 0.5) / (held + 0.5)).astype(np.float32)


def saturate(counts: NDArray[np.integer], lengths: NDArray[np.integer], mean_length: float) -> NDArray[np.float32]:
    """What BM25 makes of a term's count in texts of these lengths: 0 to 1."""
    shares: NDArray[np.float32] = (counts / (counts + K1 * (1 - B + B * lengths / mean_length))).astype(np.float32)
    return shares


def cover(times: NDArray[np.float64], read: Callable[[int], Article]) -> Coverage:
    """What articles of these times are, in seconds since 1970 and NaN where undated; ``read`` gives the one of a
    place."""
    if np.isnan(times).all():
        return Coverage(articles=len(times), newest=None)
    newest = read(int(np.nanargmax(times)))
    return Coverage(articles=len(times), newest=newest.published_at, precision=newest.precision)


class Shelf(Protocol):
    """What a scope admits."""

    @property
    def state(self) -> Hashable:
        """Equal as long as the same stands here."""

    @property
    def stories(self) -> Sequence[StoryId]:
        """Those of the scope that there are, by id."""

    @property
    def coverage(self) -> Coverage: ...

    def count_articles(self, story: StoryId) -> int:
        """How many articles of that story the scope admits."""

    @property
    def words(self) -> Words:
        """Of all that whoever may see this scope may see."""

    @property
    def articles(self) -> Sequence[Article]: ...

    @property
    def passages(self) -> Iterable[Passage]:
        """All of them, article by article."""

    @property
    def quotations(self) -> Sequence[Quotation]:
        """In order of article and place."""

    @property
    def revisions(self) -> Sequence[Revision]:
        """Earlier texts of the articles, those of one article oldest first."""

    @property
    def questions(self) -> Sequence[tuple[StoryId, str]]:
        """Questions that are known to be answered, with their stories; the scope's stories alone decide."""

    def draw(self, stems: Sequence[str], encode: Callable[[], Vectors], count: int) -> Numbers:
        """The ``count`` passages nearest to the vector that ``encode`` gives and the ``count`` best by BM25; all of a
        shelf that is small. A home that has a processor of its own looks for the words while the vector is made."""

    def find_best(self, stems: Sequence[str], count: int) -> list[int]:
        """The best passages by BM25, best first; none that holds no stem."""

    def rows(self, numbers: Numbers) -> Rows: ...

    def passage(self, number: int) -> Passage: ...

    def find_passage(self, passage: PassageId) -> Passage | None:
        """The passage of that id, None where the shelf has none."""

    def lead(self, article: ArticleId) -> Passage | None:
        """The first passage of an article; None where it has none."""

    def passages_of(self, article: ArticleId) -> Sequence[tuple[int, Passage]]:
        """The passages of an article with their numbers, in order."""

    def quotations_of(self, article: ArticleId) -> Sequence[Quotation]: ...


class Holdings(Protocol):
    """An index that is open, in one of its homes. One thread at a time."""

    @property
    def manifest(self) -> Manifest: ...

    @property
    def newest(self) -> datetime | None:
        """When the newest article of all is of; None where none is dated."""

    def turn_to(self, encoder: EncoderIdentity) -> None:
        """Turns to what this encoder has built, where several have. Raises WrongEncoder."""

    def prepare(self) -> None:
        """Loads now what the first question needs."""

    def reading(self) -> AbstractContextManager[object]:
        """Shelves are asked for, and read, inside; all that one reading sees is of one moment."""

    def shelf(self, scope: Scope) -> Shelf: ...

    def reopen(self) -> Holdings:
        """What is current now; this one stays usable. Raises like opening it."""
