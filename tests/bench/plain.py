"""The plain stack that everything is measured against: ``SentenceTransformer.encode`` and ``faiss.IndexFlatIP``.

python -m tests.bench.plain FOLDER    (answers the questions on standard input, says its memory in MiB)
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import faiss
import numpy as np
from sentence_transformers import SentenceTransformer

from index.encoding.model_files import find_model
from index.settings import EncoderSettings
from tests.bench.watching import resident

_FILE = "plain.faiss"


class PlainStack:
    """Ten nearest rows to a question, as a tutorial would have it, but on one processor thread: two take more."""

    def __init__(self, rows: np.ndarray | None = None, folder: Path | None = None) -> None:
        import torch

        torch.set_num_threads(1)
        faiss.omp_set_num_threads(1)
        self.model = SentenceTransformer(str(find_model(EncoderSettings()).folder), device="cpu")
        if folder is not None:
            self.index = faiss.read_index(str(folder / _FILE))
        elif rows is not None:
            self._add(rows)

    def build(self, texts: Sequence[str], threads: int = 1) -> Self:
        """On more threads than one it is what a tutorial has: faster by the clock, dearer in processor time."""
        import torch

        torch.set_num_threads(threads)
        self._add(self.model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False))
        torch.set_num_threads(1)
        return self

    def write(self, folder: Path) -> None:
        faiss.write_index(self.index, str(folder / _FILE))

    def ask(self, question: str, count: int = 10) -> list[int]:
        row = self.model.encode([question], normalize_embeddings=True, show_progress_bar=False)
        return self.index.search(row, count)[1][0].tolist()

    def _add(self, rows: np.ndarray) -> None:
        self.index = faiss.IndexFlatIP(rows.shape[1])
        self.index.add(np.ascontiguousarray(rows, np.float32))


if __name__ == "__main__":
    stack = PlainStack(folder=Path(sys.argv[1]))
    for line in sys.stdin:
        stack.ask(line.strip())
    print(resident())
