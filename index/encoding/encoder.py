"""The promise that an encoder keeps, and the shape of vectors. Cheap to import."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.types import Passage

Vectors = NDArray[np.float32]
"""Rows of unit length, float32, shape (n, dimension), C order."""

SentenceVectors = NDArray[np.float16]
"""The same in half precision, as sentences are stored: they outnumber passages five to one."""

WordVectors = NDArray[np.int8]
"""Unit rows times 127, rounded, shape (n, WORD_DIMENSION): words outnumber passages a hundred to one."""

WORD_DIMENSION = 64
WORD_SCALE = 127.0


def widen(rows: SentenceVectors) -> Vectors:
    """The rows in single precision, as ``astype`` gives them, in a quarter of the time: sign, exponent and fraction are
    moved to their places, and the exponent's other bias is a factor. Exact for all that is finite."""
    bits = rows.view(np.int16).astype(np.int32)
    bits <<= 13
    bits &= ~0x70000000  # the sign went with the exponent's upper bits
    widened = bits.view(np.float32)
    widened *= np.float32(2.0**112)  # 127 - 15
    return widened


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodedQuestion:
    """``words`` has a unit row for each of the question's words, as ``index.languages.words`` finds them, in order."""

    vector: Vectors  # (dimension,)
    words: Vectors  # (words, WORD_DIMENSION)


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodedPassages:
    """One row a passage, a sentence, and a word of a sentence, all in the order of the passages."""

    passages: Vectors
    sentences: SentenceVectors
    words: WordVectors


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderIdentity:
    """What must be equal for two vectors to be comparable. ``sha256`` is of the model's weights, in hexadecimal."""

    name: str
    dimension: int
    sha256: str
    passage_prompt: str

    def __str__(self) -> str:
        prompt = f" and the passage prompt {self.passage_prompt!r}" if self.passage_prompt else ""
        return f"{self.name} (weights {self.sha256[:8]}, {self.dimension} dimensions){prompt}"


class Encoder(Protocol):
    """Texts → unit vectors whose inner product says how near their meanings are."""

    @property
    def identity(self) -> EncoderIdentity: ...

    def knows(self, word: str) -> bool:
        """Whether the encoder knows a word in lower case as such; it is not misspelt."""

    def encode_questions(self, questions: Sequence[str]) -> list[EncodedQuestion]:
        """One for each question, in order."""

    def encode_passages(self, passages: Sequence[Passage], advance: Callable[[int], None]) -> EncodedPassages:
        """The vectors of the passages, their sentences, and their words where ``index.languages.words`` finds them.

        ``advance`` is called with the number of passages done since it was called last.
        """
