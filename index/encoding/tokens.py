"""What a model of tokens gives: a vector for each text, and one for each token of it, from one forward pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from index.encoding.encoder import Vectors


class Tokens(NamedTuple):
    """The tokens of one text, markers included: where each begins and ends (T,), and its vector (T, dimension)."""

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    vectors: Vectors


class Forward(NamedTuple):
    """What one text comes to: ``vector`` (dimension,) is pooled as the model pools, of any length above zero."""

    vector: Vectors
    tokens: Tokens


class TokenModel(Protocol):
    """Texts → vectors. What lies beyond the model's longest input has no tokens."""

    @property
    def dimension(self) -> int: ...

    def knows(self, token: str) -> bool:
        """Whether it is a token of the model."""

    def forward(self, batches: Iterable[Sequence[str]]) -> Iterator[list[Forward]]:
        """One list for each batch, one entry for each text, in order; a batch is padded to its longest text."""


def to_unit(rows: Vectors) -> Vectors:
    """The rows at length 1; rows of zeros stay."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    unit: Vectors = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return unit
