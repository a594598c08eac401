"""The door to faiss: unit rows, searched by inner product: exactly while they are few, by eight bits a number beyond.

What is approximate only draws candidates: the rows stay in float32 beside it, and evidence is taken from them.
"""

from __future__ import annotations

from enum import StrEnum
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


class Method(StrEnum):
    """How rows are searched, by their number: what a question costs is what decides (python -m tests.bench.growth)."""

    FLAT = "flat"
    """Every row, exactly."""
    SQ8 = "sq8"
    """Every row, in eight bits a number: a quarter of the memory to read."""
    IVF_SQ8 = "ivf-sq8"
    """The rows of the nearest sixteenth of the clusters, likewise."""


_MOST = {Method.FLAT: 80_000, Method.SQ8: 200_000}  # rows
_PROBED = 16  # one cluster in so many is looked into
_TRAINED = 64  # rows a cluster that its middle is learned from; faiss wants 39 at least, and takes 256 unless told
_SAMPLED = 256  # rows whose neighbours tell the recall
_NEIGHBOURS = 10


def choose_method(count: int) -> Method:
    """Exact as long as a search takes no longer than encoding the question does."""
    return next((method for method, most in _MOST.items() if count <= most), Method.IVF_SQ8)


class VectorIndex:
    """Rows in the order they were given. Reading is safe from several threads; there is no writing after ``build``.

    ``rows`` may lie in the index's own memory: they are valid while this object lives.
    """

    def __init__(self, index: faiss.Index, rows: Vectors, method: Method) -> None:
        self._index, self.rows, self.method = index, rows, method

    @classmethod
    def build(cls, rows: Vectors, dimension: int, method: Method | None = None) -> Self:
        """``method`` is chosen by the number of rows unless given. Raises ValueError as ``check_rows`` does."""
        check_rows(rows, dimension)
        method = method or choose_method(len(rows))
        index = _make(method, dimension, len(rows))
        if not index.is_trained:
            index.train(rows)
        index.add(rows)
        return cls(index, rows, method)

    @classmethod
    def read(cls, path: Path, method: Method = Method.FLAT) -> Self:
        """An index that ``write`` wrote, mapped into memory. The caller has verified the checksums: faiss does not."""
        mapped = faiss.IO_FLAG_MMAP if method is Method.IVF_SQ8 else faiss.IO_FLAG_MMAP_IFC
        index = faiss.read_index(str(path), mapped)
        if method is not Method.FLAT:
            return cls(index, np.load(_rows_beside(path), mmap_mode="r").view(np.ndarray), method)
        flat = faiss.rev_swig_ptr(faiss.downcast_index(index).get_xb(), index.ntotal * index.d)
        return cls(index, flat.reshape(index.ntotal, index.d), method)

    def write(self, path: Path) -> None:
        path.write_bytes(faiss.serialize_index(self._index).data)  # faiss' own writer hides what the disk says
        if self.method is not Method.FLAT:
            np.save(_rows_beside(path), self.rows)

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
            scores, rows = self._index.search(questions, count, params=self._select(selector))
        return scores, rows

    def measure_recall(self) -> float:
        """The share of the ten nearest rows, by exact search, that ``search`` finds; of a sample of the rows."""
        if self.method is Method.FLAT or not len(self.rows):
            return 1.0
        sample = self.rows[:: max(1, len(self.rows) // _SAMPLED)]
        exact = faiss.knn(sample, np.ascontiguousarray(self.rows), _NEIGHBOURS, metric=faiss.METRIC_INNER_PRODUCT)[1]
        found = self.search(sample, _NEIGHBOURS)[1]
        return float(np.mean([np.isin(ours, theirs).mean() for ours, theirs in zip(found, exact, strict=True)]))

    def _select(self, selector: faiss.IDSelector) -> faiss.SearchParameters:
        if self.method is Method.IVF_SQ8:
            return faiss.SearchParametersIVF(sel=selector, nprobe=faiss.extract_index_ivf(self._index).nprobe)
        return faiss.SearchParameters(sel=selector)


def _make(method: Method, dimension: int, count: int) -> faiss.Index:
    match method:
        case Method.FLAT:
            return faiss.IndexFlatIP(dimension)
        case Method.SQ8:
            return faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT)
        case Method.IVF_SQ8:
            clusters = max(1, 4 * int(count**0.5))  # faiss, "guidelines to choose an index"
            index = faiss.index_factory(dimension, f"IVF{clusters},SQ8", faiss.METRIC_INNER_PRODUCT)
            index.nprobe = max(1, clusters // _PROBED)
            index.cp.max_points_per_centroid = _TRAINED
            return index


def _rows_beside(path: Path) -> Path:
    return path.with_suffix(".npy")
