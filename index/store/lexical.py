"""The words of an index as numbers: what each passage, sentence and title says, and BM25 over them.

A posting says how often a passage, with its headline, holds a term. What a term counts for is not in it: that is up
to the question, by the articles that its server may see (index.store.shelf.Words).
"""

from __future__ import annotations

import json
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from index.languages.tokens import SEARCHED
from index.languages.words import fold, read_words
from index.store.shelf import Words, saturate
from index.types import Article, Passage

Forms = dict[str, dict[str, int]]
"""For each story how often its articles use each word, as it is written, in lower case."""

_FORM = re.compile(r"(?<!['’\w])[^\W\d_]{4,}(?!['’\w])")  # words long enough to be worth correcting
_ALL = "*"  # in place of a story: a generation of version 0.2 or earlier counts the forms of all together


@dataclass(frozen=True, slots=True, kw_only=True)
class WordRows:
    """Texts as runs of words: text t has the words ``starts[t]`` to ``starts[t + 1]``."""

    words: NDArray[np.int32]  # (words,) places in the vocabulary
    marks: NDArray[np.uint8]  # (words,) index.languages.words.Mark
    starts: NDArray[np.int64]  # (texts + 1,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Postings:
    """Which passages hold a term: term t has the rows ``starts[t]`` to ``starts[t + 1]``, passages rising."""

    starts: NDArray[np.int64]  # (vocabulary + 1,)
    passages: NDArray[np.int32]
    counts: NDArray[np.int32]  # in the passage and its headline


class LexicalIndex:
    """The words of passages and sentences in the order of the passages, and of titles in the order of the articles."""

    def __init__(
        self,
        passages: int,
        vocabulary: dict[str, int],
        forms: Forms,
        sentences: WordRows,
        titles: WordRows,
        postings: Postings,
    ) -> None:
        """``passages`` is their number; ``vocabulary`` places each stem."""
        self._passages, self.vocabulary, self.forms = passages, vocabulary, forms
        self.sentences, self.titles, self.postings = sentences, titles, postings

    @classmethod
    def build(cls, articles: Sequence[Article], passages: Sequence[Passage]) -> Self:
        vocabulary: dict[str, int] = {}
        titles = _read_rows(map(_headline, articles), vocabulary)
        sentences = _read_rows(
            (sentence.of(passage.article.body) for passage in passages for sentence in passage.sentences), vocabulary
        )
        forms: dict[str, Counter[str]] = {}
        for article in articles:
            forms.setdefault(article.story, Counter()).update(find_forms(article))
        number = {article.id: place for place, article in enumerate(articles)}
        article_of = np.array([number[passage.article.id] for passage in passages], np.int32)
        first = np.cumsum([0, *(len(passage.sentences) for passage in passages)])
        postings = _invert(sentences, titles, first, article_of, len(vocabulary))
        return cls(len(passages), vocabulary, dict(forms), sentences, titles, postings)

    @classmethod
    def read(cls, folder: Path, first_sentence: NDArray[np.integer], article_of: NDArray[np.integer]) -> Self:
        """What ``write`` wrote; where an earlier version wrote it, its postings are counted again."""
        vocabulary = json.loads((folder / "vocabulary.json").read_bytes())
        forms = json.loads((folder / "forms.json").read_bytes())
        if any(isinstance(count, int) for count in forms.values()):
            forms = {_ALL: forms}
        sentences = WordRows(**_load(folder, "sentences", ("words", "marks", "starts")))
        titles = WordRows(**_load(folder, "titles", ("words", "marks", "starts")))
        if (folder / "postings.starts.npy").exists():
            postings = Postings(**_load(folder, "postings", ("starts", "passages", "counts")))
        else:
            postings = _invert(sentences, titles, first_sentence, article_of, len(vocabulary))
        return cls(len(article_of), vocabulary, forms, sentences, titles, postings)

    def write(self, folder: Path) -> None:
        folder.mkdir()
        for name, counts in (("vocabulary", self.vocabulary), ("forms", self.forms)):
            (folder / f"{name}.json").write_text(json.dumps(counts, ensure_ascii=False), encoding="utf-8")
        for name, rows in (("sentences", self.sentences), ("titles", self.titles), ("postings", self.postings)):
            for part in rows.__slots__:
                np.save(folder / f"{name}.{part}.npy", getattr(rows, part))

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """Words of each passage and its headline, shape (passages,)."""
        held = self.postings
        return np.bincount(held.passages, weights=held.counts, minlength=self._passages).astype(np.int64)

    def describe(self, stories: Iterable[str], seen: NDArray[np.bool_]) -> Words:
        """What the words of the passages that are ``seen``, which are those of ``stories``, count for."""
        starts = self.postings.starts
        among = np.concatenate([[0], np.cumsum(seen[self.postings.passages])])
        held = among[starts[1:]] - among[starts[:-1]]
        forms: Counter[str] = Counter(self.forms.get(_ALL, {}))
        for story in stories:
            forms.update(self.forms.get(story, {}))
        return Words(
            texts=int(seen.sum()),
            mean_length=float(self.lengths[seen].mean()) if seen.any() else 1.0,
            frequencies={stem: int(held[place]) for stem, place in self.vocabulary.items() if held[place]},
            forms=dict(forms),
            place=self.vocabulary.__getitem__,
        )

    def score(self, stems: Iterable[str], words: Words) -> NDArray[np.float32]:
        """The BM25 score of every passage (with its title) for ``stems``; zero where none of them stands."""
        scores = np.zeros(self._passages, np.float32)
        known = [stem for stem in stems if words.frequencies.get(stem)]
        for stem, weight in zip(known, words.weigh(known), strict=True):
            start, end = self.postings.starts[self.vocabulary[stem] :][:2]
            passages, counts = self.postings.passages[start:end], self.postings.counts[start:end]
            scores[passages] += weight * saturate(counts, self.lengths[passages], words.mean_length)
        return scores


def find_forms(article: Article) -> list[str]:
    """The words of an article as they are written, in lower case, that are worth correcting by."""
    return _FORM.findall(fold(f"{article.title}\n{article.body}"))


def _headline(article: Article) -> str:
    """The title, and the date, which a question may name ("in August 2011") though the text need not."""
    return f"{article.title} {article.published_at:%d %B %Y}" if article.published_at else article.title


class _Coder(dict[str, int]):
    """Each word, as it is written, with the place of its stem in a vocabulary and its marks, which fill a byte."""

    def __init__(self, vocabulary: dict[str, int]) -> None:
        super().__init__()
        self._vocabulary = vocabulary

    def __missing__(self, word: str) -> int:
        ((stem, mark),) = read_words(word)
        self[word] = code = self._vocabulary.setdefault(stem, len(self._vocabulary)) << 8 | mark
        return code


def _read_rows(texts: Iterable[str], vocabulary: dict[str, int]) -> WordRows:
    coder, codes, starts = _Coder(vocabulary), array("q"), [0]
    for text in texts:
        codes.extend(map(coder.__getitem__, SEARCHED.findall(text)))
        starts.append(len(codes))
    read = np.array(codes, np.int64)
    return WordRows(
        words=(read >> 8).astype(np.int32), marks=(read & 255).astype(np.uint8), starts=np.array(starts, np.int64)
    )


def _invert(
    sentences: WordRows,
    titles: WordRows,
    first_sentence: NDArray[np.integer],
    article_of: NDArray[np.integer],
    terms: int,
) -> Postings:
    """Each passage's words and its headline's, the other way round."""
    of_bodies = np.repeat(np.arange(len(article_of)), np.diff(sentences.starts[first_sentence]))
    sizes = np.diff(titles.starts)[article_of]
    of_titles = np.repeat(np.arange(len(article_of)), sizes)
    begins = np.cumsum(sizes) - sizes
    at = np.arange(len(of_titles)) + (titles.starts[article_of] - begins)[of_titles]
    words = np.concatenate([sentences.words, titles.words[at]]).astype(np.int64)
    passages = np.concatenate([of_bodies, of_titles])
    pairs, counts = np.unique(words * max(1, len(article_of)) + passages, return_counts=True)
    held, holding = np.divmod(pairs, max(1, len(article_of)))
    return Postings(
        starts=np.searchsorted(held, np.arange(terms + 1)).astype(np.int64),
        passages=holding.astype(np.int32),
        counts=counts.astype(np.int32),
    )


def _load(folder: Path, name: str, parts: Sequence[str]) -> dict[str, NDArray[Any]]:
    return {part: np.load(folder / f"{name}.{part}.npy", mmap_mode="r").view(np.ndarray) for part in parts}
