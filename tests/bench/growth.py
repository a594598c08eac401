"""``python -m tests.bench.growth [--largest 100000] [--draw OUT.svg]``: how search by meaning grows with the library.

Rows are made up, in clusters as texts about the same things are. A search is given as a ratio to encoding one question;
``index.store.vectors`` chooses its method by what this prints. A million rows take six minutes and 8 GB of memory.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

from index.encoding.loading import load_encoder
from index.settings import IndexSettings
from index.store.vectors import Method, VectorIndex, choose_method
from tests.bench.draw_growth import Point, draw
from tests.bench.made_up import read_questions
from tests.bench.watching import cpu, resident

_WIDTH = 384
_PER_CLUSTER = 200  # rows
_SPREAD = 0.7  # of the rows of a cluster around its middle
_SEARCHES = 20
_PANELS = {
    "search": "a search, as a share of encoding the question",
    "memory": "memory that opening and searching add, MiB",
    "opening": "opening, seconds of processor time",
    "build": "build, seconds of processor time",
}
_NAMES = {Method.FLAT: "exact", Method.SQ8: "8 bits", Method.IVF_SQ8: "clusters, 8 bits"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one way of searching costs at one size, in processor time on one thread."""

    rows: int
    method: Method
    search: float  # as a share of encoding the question
    memory: float  # MiB that opening and searching add; pages of mapped files count
    opening: float  # seconds
    build: float  # seconds, the writing included
    recall: float  # share of the ten nearest by exact search


def make_rows(count: int) -> np.ndarray:
    chance = np.random.default_rng(0)
    middles = chance.standard_normal((max(1, count // _PER_CLUSTER), _WIDTH), np.float32)
    rows = middles[chance.integers(0, len(middles), count)]
    rows += _SPREAD * chance.standard_normal((count, _WIDTH), np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--largest", type=int, default=100_000, help="number of rows to stop at")
    parser.add_argument("--draw", type=Path, metavar="OUT.svg", help="draw the picture, too")
    arguments = parser.parse_args()
    encoder = load_encoder(IndexSettings())
    encode = median(cpu(lambda text=text: encoder.encode_questions([text])) for text in read_questions()[:_SEARCHES])
    print(f"{'rows':>9} {'method':<9} {'search':>8} {'memory':>8} {'opening, s':>10} {'build, s':>9} {'recall':>7}")
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for count in (size for size in (1_000, 10_000, 100_000, 1_000_000) if size <= arguments.largest):
            rows = make_rows(count)
            for method in Method:
                found.append(measure(rows, method, Path(folder) / "rows.faiss", encode))
                _tell(found[-1])
    if arguments.draw:
        note = "○ what a build takes at this size; passages below"
        arguments.draw.write_text(draw([_point(one) for one in found], panels=_PANELS, note=note), encoding="utf-8")


def measure(rows: np.ndarray, method: Method, path: Path, encode: float) -> Measured:
    start = time.process_time()
    VectorIndex.build(rows, _WIDTH, method).write(path)
    built = time.process_time() - start
    before, start = resident(), time.process_time()
    index = VectorIndex.read(path, method)
    opened = time.process_time() - start
    asked = rows[:: max(1, len(rows) // _SEARCHES)][:_SEARCHES]
    index.search(asked[:1], 40)  # the first one reads the file
    search = median(cpu(lambda row=row: index.search(row[None], 40)) for row in asked)
    memory = resident() - before
    return Measured(
        rows=len(rows),
        method=method,
        search=search / encode,
        memory=memory,
        opening=opened,
        build=built,
        recall=index.measure_recall(),
    )


def _point(one: Measured) -> Point:
    return Point(
        way=_NAMES[one.method],
        size=one.rows,
        values={measure: getattr(one, measure) for measure in _PANELS},
        is_ringed=choose_method(one.rows) is one.method,
    )


def _tell(one: Measured) -> None:
    mark = "*" if one.method is choose_method(one.rows) else ""
    print(
        f"{one.rows:>9,} {one.method + mark:<9} {one.search:>8.3f} {one.memory:>8,.0f} {one.opening:>10.4f} "
        f"{one.build:>9.2f} {one.recall:>7.3f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
