"""The door to bm25s, and the words themselves: what each passage, sentence and title says, as numbers."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Self

import bm25s
import numpy as np
from numpy.typing import NDArray

from index.languages.words import fold, read_words
from index.types import Article, Passage

_FORM = re.compile(r"(?<!['’\w])[^\W\d_]{4,}(?!['’\w])")  # words long enough to be worth correcting
_K1, _B = 1.2, 0.75  # Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework"; Lucene's defaults


@dataclass(frozen=True, slots=True, kw_only=True)
class WordRows:
    """Texts as runs of words: text t has the words ``starts[t]`` to ``starts[t + 1]``."""

    words: NDArray[np.int32]  # (words,) places in the vocabulary
    marks: NDArray[np.uint8]  # (words,) index.languages.words.Mark
    starts: NDArray[np.int64]  # (texts + 1,)


class LexicalIndex:
    """The words of passages and sentences in the order of the passages, and of titles in the order of the articles."""

    def __init__(
        self,
        index: bm25s.BM25,
        vocabulary: dict[str, int],
        forms: dict[str, int],
        sentences: WordRows,
        titles: WordRows,
    ) -> None:
        """``vocabulary`` places each stem; ``forms`` counts the words as they are written, in lower case."""
        self._index, self.vocabulary, self.forms = index, vocabulary, forms
        self.sentences, self.titles = sentences, titles
        frequencies = np.diff(index.scores["indptr"])[: len(vocabulary)]
        self.idf = _idf(frequencies, index.scores["num_docs"])  # by place in the vocabulary
        self.idf_unseen = float(_idf(np.zeros(1, np.int64), index.scores["num_docs"])[0])

    @classmethod
    def build(cls, articles: Sequence[Article], passages: Sequence[Passage]) -> Self:
        vocabulary: dict[str, int] = {}
        titles = _read_rows(map(_headline, articles), vocabulary)
        sentences = _read_rows(
            (sentence.of(passage.article.body) for passage in passages for sentence in passage.sentences), vocabulary
        )
        index = bm25s.BM25(k1=_K1, b=_B, method="lucene")
        texts = _join(articles, passages, titles, sentences)
        index.index(bm25s.tokenization.Tokenized(ids=texts, vocab=dict(vocabulary)), show_progress=False)
        forms = Counter(form for article in articles for form in _find_forms(article))
        return cls(index, vocabulary, dict(forms), sentences, titles)

    @classmethod
    def read(cls, folder: Path) -> Self:
        index = bm25s.BM25.load(folder / "bm25s", load_vocab=False, show_progress=False)
        vocabulary, forms = (json.loads((folder / f"{name}.json").read_bytes()) for name in ("vocabulary", "forms"))
        return cls(index, vocabulary, forms, _load(folder, "sentences"), _load(folder, "titles"))

    def write(self, folder: Path) -> None:
        folder.mkdir()
        self._index.save(folder / "bm25s", show_progress=False)
        for name, counts in (("vocabulary", self.vocabulary), ("forms", self.forms)):
            (folder / f"{name}.json").write_text(json.dumps(counts, ensure_ascii=False), encoding="utf-8")
        for name, rows in (("sentences", self.sentences), ("titles", self.titles)):
            for part in ("words", "marks", "starts"):
                np.save(folder / f"{name}.{part}.npy", getattr(rows, part))

    def score(self, words: Iterable[str]) -> NDArray[np.float32]:
        """The BM25 score of every passage (with its title) for the stems ``words``; zero where none of them stands."""
        known = [self.vocabulary[word] for word in words if word in self.vocabulary]
        if not known:
            return np.zeros(self._index.scores["num_docs"], np.float32)
        scores: NDArray[np.float32] = self._index.get_scores_from_ids(known)
        return scores


def _idf(frequencies: NDArray[np.int64], texts: int) -> NDArray[np.float32]:
    """Inverse document frequency as Lucene's BM25 has it: ln(1 + (N - n + 0.5) / (n + 0.5))."""
    return np.log1p((texts - frequencies + 0.5) / (frequencies + 0.5)).astype(np.float32)


def _find_forms(article: Article) -> list[str]:
    return _FORM.findall(fold(f"{article.title}\n{article.body}"))


def _headline(article: Article) -> str:
    """The title, and the date, which a question may name ("in August 2011") though the text need not."""
    return f"{article.title} {article.published_at:%d %B %Y}" if article.published_at else article.title


def _read_rows(texts: Iterable[str], vocabulary: dict[str, int]) -> WordRows:
    words: list[int] = []
    marks: list[int] = []
    starts = [0]
    for text in texts:
        read = read_words(text)
        words += [vocabulary.setdefault(stem, len(vocabulary)) for stem, _ in read]
        marks += [mark for _, mark in read]
        starts.append(len(words))
    return WordRows(words=np.array(words, np.int32), marks=np.array(marks, np.uint8), starts=np.array(starts, np.int64))


def _join(
    articles: Sequence[Article], passages: Sequence[Passage], titles: WordRows, sentences: WordRows
) -> list[list[int]]:
    """The words of each passage after those of its article's title."""
    number = {article.id: place for place, article in enumerate(articles)}
    heads = [titles.words[start:end].tolist() for start, end in zip(titles.starts, titles.starts[1:], strict=False)]
    texts, first = [], 0
    for passage in passages:
        last = first + len(passage.sentences)
        words = sentences.words[sentences.starts[first] : sentences.starts[last]]
        texts.append(list(chain(heads[number[passage.article.id]], words.tolist())))
        first = last
    return texts


def _load(folder: Path, name: str) -> WordRows:
    parts = ("words", "marks", "starts")
    return WordRows(**{part: np.load(folder / f"{name}.{part}.npy", mmap_mode="r").view(np.ndarray) for part in parts})
