"""An encoder that keeps the promise of an ``Encoder`` in microseconds: words hashed into unit vectors."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from index.encoding.encoder import (
    WORD_DIMENSION,
    WORD_SCALE,
    EncodedPassages,
    EncodedQuestion,
    EncoderIdentity,
    Vectors,
)
from index.languages.words import read_words
from index.types import Passage


class FakeEncoder:
    def __init__(self, *, name: str = "fake", dimension: int = 64) -> None:
        self.identity = EncoderIdentity(name=name, dimension=dimension, sha256="0" * 64, passage_prompt="")
        self.encoded: list[str] = []
        """Ids of the passages that were encoded, in order."""

    def knows(self, word: str) -> bool:
        return False

    def encode_questions(self, questions: Sequence[str]) -> list[EncodedQuestion]:
        return [
            EncodedQuestion(vector=self._hash(question), words=_stack(map(hash_word, stems(question)), WORD_DIMENSION))
            for question in questions
        ]

    def encode_passages(self, passages: Sequence[Passage], advance: Callable[[int], None]) -> EncodedPassages:
        self.encoded += [passage.id for passage in passages]
        sentences = [sentence.of(passage.article.body) for passage in passages for sentence in passage.sentences]
        words = _stack([hash_word(stem) for sentence in sentences for stem in stems(sentence)], WORD_DIMENSION)
        advance(len(passages))
        width = self.identity.dimension
        return EncodedPassages(
            passages=_stack([self._hash(f"{passage.article.title} {passage.text}") for passage in passages], width),
            sentences=_stack(map(self._hash, sentences), width).astype(np.float16),
            words=np.round(words * WORD_SCALE).astype(np.int8),
        )

    def _hash(self, text: str) -> Vectors:
        row = np.full(self.identity.dimension, 1e-3, np.float32)
        for stem in stems(text):
            number = zlib.crc32(stem.encode())
            row[number % self.identity.dimension] += 1 + number % 997 / 9970  # no two texts are as near to a third
        return np.asarray(row / np.linalg.norm(row), np.float32)


def stems(text: str) -> list[str]:
    return [stem for stem, _ in read_words(text)]


def hash_word(stem: str) -> Vectors:
    row = np.zeros(WORD_DIMENSION, np.float32)
    row[zlib.crc32(stem.encode()) % WORD_DIMENSION] = 1
    return row


def _stack(rows: Iterable[Vectors], width: int) -> Vectors:
    return np.array(list(rows), np.float32).reshape(-1, width)
