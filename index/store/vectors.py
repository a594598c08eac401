"""The door to faiss: unit rows, searched exactly by inner product."""

from __future__ import annotations

from pathlib import Path
from typing import Self

import faiss
import numpy as np
from numpy.typing import NDArray

from index.encoding.encoder import Vectors

_UNIT_TOLERANCE = 4e-3  # of a row's squared length; rounding to float16 stays below 2e-3, a damaged row does not


def check_rows(rows: Vectors, dimension: int) -> None:
    """Refuse what would poison a search: faiss itself takes NaN, wrong lengths and wrong widths silently.

    Raises:
        ValueError: the rows are not finite, of unit length, and ``dimension`` wide.
    """
    if rows.ndim != 2 or rows.shape[1] != dimension:
        raise ValueError(f"vectors of shape {rows.shape} where rows of {dimension} were expected")
    lengths = np.einsum("ij,ij->i", rows, rows)
    if not np.all(np.abs(lengths - 1) < _UNIT_TOLERANCE):  # false for NaN, too
        raise ValueError("vectors that are not finite and of unit length")


class VectorIndex:
    """Rows in the order they were given. Reading is safe from several threads; there is no writing after ``build``."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def build(cls, rows: Vectors, dimension: int) -> Self:
        """Raises ValueError as ``check_rows`` does."""
        check_rows(rows, dimension)
        index = faiss.IndexFlatIP(dimension)
        index.add(rows)
        return cls(index)

    @classmethod
    def read(cls, path: Path) -> Self:
        """An index that ``write`` wrote. The caller has verified the file's checksum: faiss does not."""
        return cls(faiss.read_index(str(path)))

    def write(self, path: Path) -> None:
        path.write_bytes(faiss.serialize_index(self._index).data)  # faiss' own writer hides what the disk says

    @property
    def rows(self) -> Vectors:
        """All rows, without a copy; valid while this object lives."""
        flat = faiss.rev_swig_ptr(self._index.get_xb(), self._index.ntotal * self._index.d)
        rows: Vectors = flat.reshape(self._index.ntotal, self._index.d)
        return rows

    def search(
        self, questions: Vectors, count: int, allowed: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Scores and row numbers, each of shape (questions, count), best first; row -1 where there are fewer.

        ``allowed`` holds the row numbers that may be found, in rising order; None allows all.
        """
        if allowed is None:
            scores, rows = self._index.search(questions, count)
        else:
            selector = faiss.IDSelectorBatch(allowed)
            scores, rows = self._index.search(questions, count, params=faiss.SearchParameters(sel=selector))
        return scores, rows
