"""The files of a generation → its nouns and rows, each read when it is first asked for."""

from __future__ import annotations

import json
import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from itertools import chain, compress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.encoding.encoder import EncodedPassages, SentenceVectors, WordVectors
from index.store.contents import Contents
from index.store.manifest import Manifest
from index.store.records import article_from_line, passage_from_line, quotation_from_line, revision_from_line
from index.types import Article, ArticleId, Passage, PassageId, Quotation, Revision, StoryId, split_story

if TYPE_CHECKING:  # what loads faiss is loaded by the first question
    from index.store.lexical import LexicalIndex
    from index.store.shelf import Words
    from index.store.vectors import VectorIndex

ARTICLES, REVISIONS = "articles.jsonl", "revisions.jsonl"
_ID = re.compile(rb'\{"(?:id|article)":("(?:[^"\\]|\\.)*")')
_VIEWS = 16  # sets of stories, as many as servers see at once, whose words are kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where things are, as arrays that open at once however large the index is.

    P passages, A articles; lines are byte offsets, with the file's size at the end.
    """

    article_lines: NDArray[np.int64]  # (A + 1,)
    article_story: NDArray[np.int32]  # (A,) place in Manifest.stories
    article_time: NDArray[np.float64]  # (A,) seconds since 1970 UTC; NaN where undated
    passage_lines: NDArray[np.int64]  # (P + 1,)
    passage_article: NDArray[np.int32]  # (P,)
    first_sentence: NDArray[np.int32]  # (P + 1,) row of each passage's first sentence; the number of sentences last


class GenerationFiles:
    """The files of one generation, opened. Articles, passages and quotations are parsed when they are first asked
    for, and the indexes for searching them are read then."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder, self.manifest = folder, manifest
        self.layout = _read_layout(folder / "layout.npz")
        self.sentence_vectors: SentenceVectors = np.load(folder / "sentences.npy", mmap_mode="r").view(np.ndarray)
        self.word_vectors: WordVectors = np.load(folder / "words.npy", mmap_mode="r").view(np.ndarray)
        self._article_file = _map_file(folder / ARTICLES)
        self._passage_file = _map_file(folder / "passages.jsonl")
        self._quotation_file = _map_file(folder / "quotations.jsonl")
        self._question_file = _map_file(folder / "questions.jsonl")
        self._revision_file = _map_file(folder / REVISIONS)
        self.article = lru_cache(maxsize=None)(self._parse_article)
        self.passage = lru_cache(maxsize=None)(self._parse_passage)
        self.quotations_of = lru_cache(maxsize=None)(self._parse_quotations)
        self._words = lru_cache(maxsize=_VIEWS)(self._describe_words)

    def _parse_article(self, number: int) -> Article:
        start, end = self.layout.article_lines[number : number + 2]
        return article_from_line(self._article_file[start:end])

    def _parse_passage(self, number: int) -> Passage:
        start, end = self.layout.passage_lines[number : number + 2]
        return passage_from_line(self._passage_file[start:end], self.article(int(self.layout.passage_article[number])))

    @cached_property
    def passage_vectors(self) -> VectorIndex:
        from index.store.vectors import Method, VectorIndex

        return VectorIndex.read(self.folder / "passages.faiss", Method(self.manifest.method))

    @cached_property
    def lexical(self) -> LexicalIndex:
        from index.store.lexical import LexicalIndex

        layout = self.layout
        return LexicalIndex.read(self.folder / "lexical", layout.first_sentence, layout.passage_article)

    def words(self, servers: frozenset[int] | None) -> Words:
        """What words count for where the stories of these servers are seen; of all, where it is None."""
        stories = self.manifest.stories
        return self._words(tuple(servers is None or split_story(story)[0] in servers for story in stories))

    def _describe_words(self, seen: tuple[bool, ...]) -> Words:
        """``seen`` tells for each story whether it counts."""
        of_passages = np.array(seen, bool)[self.layout.article_story[self.layout.passage_article]]
        return self.lexical.describe(compress(self.manifest.stories, seen), of_passages)

    @property
    def contents(self) -> Contents:
        """All that it holds; rows are mapped, not read."""
        return Contents(
            articles=list(self.articles),
            passages=list(self.passages),
            quotations=self.quotations,
            vectors=EncodedPassages(
                passages=self.passage_vectors.rows, sentences=self.sentence_vectors, words=self.word_vectors
            ),
            lexical=self.lexical,
            revisions=self.revisions,
        )

    @property
    def articles(self) -> Iterator[Article]:
        return map(self.article, range(self.manifest.counts.articles))

    @property
    def passages(self) -> Iterator[Passage]:
        return map(self.passage, range(self.manifest.counts.passages))

    def find_passage(self, passage: PassageId) -> Passage | None:
        """The passage of that id, or None; its line is found without parsing the others."""
        at = self._passage_file.find(f'{{"id":"{passage}",'.encode(errors="replace"))
        if at < 0:
            return None
        return self.passage(int(np.searchsorted(self.layout.passage_lines, at)))

    @cached_property
    def article_numbers(self) -> dict[ArticleId, int]:
        """Each article's id → its number; the articles are not parsed for it."""
        starts = self.layout.article_lines[:-1].tolist()
        return {_read_id(self._article_file, start): number for number, start in enumerate(starts)}

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """All quotations, in order of article and place."""
        return tuple(chain.from_iterable(map(self.quotations_of, self._quotation_lines)))

    @cached_property
    def _quotation_lines(self) -> dict[ArticleId, list[bytes]]:
        """The lines of each article's quotations."""
        lines: dict[ArticleId, list[bytes]] = {}
        for line in self._quotation_file[:].splitlines():
            lines.setdefault(_read_id(line), []).append(line)
        return lines

    def _parse_quotations(self, article: ArticleId) -> tuple[Quotation, ...]:
        lines = self._quotation_lines.get(article, ())
        return tuple(quotation_from_line(line, self.article(self.article_numbers[article])) for line in lines)

    @cached_property
    def revisions(self) -> tuple[Revision, ...]:
        """Earlier texts of articles, those of one article oldest first; an index of an older version has none."""
        return tuple(map(revision_from_line, self._revision_file[:].splitlines()))

    @cached_property
    def questions(self) -> tuple[tuple[StoryId, str], ...]:
        """Questions that this generation was seen to answer, with their stories."""
        lines = self._question_file[:].splitlines()
        return tuple((StoryId(record["story"]), record["question"]) for record in map(json.loads, lines))


def _read_id(file: mmap.mmap | bytes, start: int = 0) -> ArticleId:
    """The id that the line at ``start`` begins with: an article's own, or that of the article that is quoted."""
    if (found := _ID.match(file, start)) is None:
        raise ValueError("a line that does not begin with the id of an article")
    return ArticleId(json.loads(found[1]))


def _read_layout(path: Path) -> Layout:
    with np.load(path, allow_pickle=False) as arrays:
        return Layout(**{field.name: arrays[field.name] for field in fields(Layout)})


def _map_file(path: Path) -> mmap.mmap | bytes:
    """The bytes of a file; they stay readable when the file is removed. An empty or missing one has none."""
    if not path.exists() or not path.stat().st_size:
        return b""
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
