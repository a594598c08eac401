"""Exported models beside the generations: made once, tried on the spot, sealed with checksums.

    <data_dir>/models/<key>/
        export.json       the weights it was made from, and the sha256 of every other file; or why it does not serve
        graph.onnx  weights  tokenizer.json

Where several processes start at once, one exports and the others wait for it.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
from filelock import FileLock

from index.encoding.graph import GraphModel, open_tokenizer
from index.encoding.model_files import ModelFiles, hash_files
from index.encoding.tokens import Forward, TokenModel
from index.encoding.transformer import TransformerModel

LEAST_COSINE = 0.99999  # between the model's vectors and its export's
_VERSION = 1  # rises when exports are made otherwise
_STAMP = "export.json"
_TRIALS, _LONGEST = 100, 200  # texts, and words in the longest of them, of two tokens and more
_BATCH = 8  # texts of all lengths, so that most of them are padded
_WORDS = (
    "the of talks U.S.-led minister said “we will not” 1,200 troops Nuri al-Maliki's naïve Baghdad on Monday; "
    "withdrawal — 46% – agreement? über שלום 北京 🙂 unbelievably e-mail co-operation, NATO don't ... (again) €5bn"
).split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What an export is. ``problem`` says why the model is served without one; such an export has no files."""

    version: int = _VERSION
    weights: str
    problem: str | None = None
    files: dict[str, str] = field(default_factory=dict)


class Exports:
    """The exported models of one data folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, files: ModelFiles) -> Stamp | None:
        """The stamp of the model's export; None where there is none, or where it is not as it was made."""
        folder = self._folder / files.key
        try:
            stamp = Stamp(**json.loads((folder / _STAMP).read_bytes()))
            intact = all(hash_files([folder / name]) == expected for name, expected in stamp.files.items())
        except (OSError, ValueError, TypeError):
            return None
        return stamp if intact and (stamp.version, stamp.weights) == (_VERSION, files.sha256) else None

    def open(self, files: ModelFiles, *, workers: int) -> GraphModel:
        """The export of a model that has one. Raises ModelError."""
        return _open_graph(files, self._folder / files.key, workers=workers)

    def make(self, files: ModelFiles, load: Callable[[], TransformerModel]) -> Stamp:
        """Exports the model that ``load`` loads, and tries the export, unless another process does: then it waits.

        Raises:
            ModelError: the model does not load.
            OSError: the folder cannot be written.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        with FileLock(self._folder / f"{files.key}.lock"):
            return self.find(files) or self._make(files, load())

    def _make(self, files: ModelFiles, model: TransformerModel) -> Stamp:
        draft, made = self._folder / f".{files.key}", self._folder / files.key
        for left_over in (draft, made):
            shutil.rmtree(left_over, ignore_errors=True)
        draft.mkdir()
        problem = _export(files, model, draft)
        stamp = Stamp(weights=files.sha256, problem=problem, files={} if problem else _hash_all(draft))
        (draft / _STAMP).write_text(json.dumps(asdict(stamp), indent=1) + "\n", encoding="utf-8")
        draft.rename(made)
        return stamp


def _export(files: ModelFiles, model: TransformerModel, folder: Path) -> str | None:
    """What keeps the export in ``folder`` from serving; None when it gives the model's own vectors."""
    try:
        model.export(folder)
        nearest = least_cosine(model, _open_graph(files, folder, workers=1))
    except OSError:
        raise
    except Exception as error:  # exporters and runtimes fail in as many ways as there are models
        problem = f"it cannot be exported ({type(error).__name__})"
    else:
        if nearest >= LEAST_COSINE:
            return None
        problem = f"its export gives other vectors (cosine {nearest:.5f})"
    for left_over in folder.iterdir():
        left_over.unlink()
    return problem


def _open_graph(files: ModelFiles, folder: Path, *, workers: int) -> GraphModel:
    graph = (folder / "graph.onnx").read_bytes()
    return GraphModel.open(files.name, graph, folder, workers=workers, open_tokenizer=open_tokenizer)


def least_cosine(model: TokenModel, exported: TokenModel, *, trials: int = _TRIALS) -> float:
    """The least cosine between vectors of the two, of ``trials`` texts of all lengths, alone and in padded batches, and
    of every token of them: the vectors of sentences and words are sums of those. -1 where the tokens are others. What
    is too low for a text alone is not looked at in batches."""
    texts = _make_texts(trials)
    expected = [one for (one,) in model.forward([text] for text in texts)]
    nearest = _compare(expected, (one for (one,) in exported.forward([text] for text in texts)))
    if nearest < LEAST_COSINE:
        return nearest
    batches = [texts[start::_BATCH] for start in range(_BATCH)]
    in_batches = [one for start in range(_BATCH) for one in expected[start::_BATCH]]
    return min(nearest, _compare(in_batches, (one for batch in exported.forward(batches) for one in batch)))


def _compare(expected: Sequence[Forward], given: Iterable[Forward]) -> float:
    nearest = 1.0
    for one, other in zip(expected, given, strict=True):
        if not (np.array_equal(one.tokens.starts, other.tokens.starts) and one.vector.shape == other.vector.shape):
            return -1.0
        rows = np.vstack([one.vector, one.tokens.vectors]).astype(np.float64)
        others = np.vstack([other.vector, other.tokens.vectors]).astype(np.float64)
        lengths = np.linalg.norm(rows, axis=1) * np.linalg.norm(others, axis=1)
        nearest = min(nearest, float(np.min(np.einsum("ij,ij->i", rows, others) / lengths)))
    return nearest if np.isfinite(nearest) else -1.0


def _make_texts(count: int) -> list[str]:
    """Texts of one word and more, each longer than the last by the same share."""
    chance = random.Random(0)  # noqa: S311 - the same texts every time
    lengths = np.geomspace(1, _LONGEST, count).astype(int)
    return [" ".join(chance.choices(_WORDS, k=int(length))) for length in lengths]


def _hash_all(folder: Path) -> dict[str, str]:
    return {path.name: hash_files([path]) for path in sorted(folder.iterdir())}
