"""``python -m tests.bench.growth [--largest 1000000]``: how searching by meaning grows with the number of passages.

Rows are made up, in clusters as texts about the same things are. A search is given as a ratio to encoding one question;
``index.store.vectors`` chooses its method by what this prints.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np

from index.encoding.loading import load_encoder
from index.settings import IndexSettings
from index.store.vectors import Method, VectorIndex, choose_method
from tests.bench.made_up import read_questions

_WIDTH = 384
_PER_CLUSTER = 200  # rows
_SPREAD = 0.7  # of the rows of a cluster around its middle
_SEARCHES = 20


def make_rows(count: int) -> np.ndarray:
    chance = np.random.default_rng(0)
    middles = chance.standard_normal((max(1, count // _PER_CLUSTER), _WIDTH), np.float32)
    rows = middles[chance.integers(0, len(middles), count)]
    rows += _SPREAD * chance.standard_normal((count, _WIDTH), np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def cpu(action: Callable[[], object]) -> float:
    start = time.process_time()
    action()
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--largest", type=int, default=100_000, help="number of rows to stop at")
    largest = parser.parse_args().largest
    encoder = load_encoder(IndexSettings())
    encode = median(cpu(lambda text=text: encoder.encode_questions([text])) for text in read_questions()[:_SEARCHES])
    print(f"{'rows':>9} {'method':<9} {'search':>8} {'opening, s':>10} {'build, s':>9} {'recall':>7}")
    with tempfile.TemporaryDirectory() as folder:
        for count in (size for size in (1_000, 10_000, 100_000, 1_000_000) if size <= largest):
            rows = make_rows(count)
            for method in Method:
                measure(rows, method, Path(folder) / "rows.faiss", encode)


def measure(rows: np.ndarray, method: Method, path: Path, encode: float) -> None:
    start = time.process_time()
    VectorIndex.build(rows, _WIDTH, method).write(path)
    built = time.process_time() - start
    start = time.process_time()
    index = VectorIndex.read(path, method)
    opened = time.process_time() - start
    asked = rows[:: max(1, len(rows) // _SEARCHES)][:_SEARCHES]
    index.search(asked[:1], 40)  # the first one reads the file
    search = median(cpu(lambda row=row: index.search(row[None], 40)) for row in asked)
    mark = "*" if method is choose_method(len(rows)) else ""
    recall = index.measure_recall()
    print(
        f"{len(rows):>9,} {method + mark:<9} {search / encode:>8.3f} {opened:>10.3f} {built:>9.2f} {recall:>7.3f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
