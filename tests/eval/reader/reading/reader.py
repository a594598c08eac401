"""The door to the reader's weights: onnxruntime and tokenizers, no torch.

The embeddings are the packaged encoder's, which were not trained; the layers above them are in the exported file.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from index.encoding.model_files import PACKAGED, find_model, hash_files
from index.errors import ModelError
from index.settings import EncoderSettings
from index.types import Passage, Span
from tests.eval.reader.reading.pointing import Reading, WindowReading, combine
from tests.eval.reader.reading.tokens import TokenReader, Tokens
from tests.eval.reader.reading.windows import cut

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

_EPSILON = 1e-12  # BERT's, in the normalisation of embeddings

Rows = NDArray[np.float32]


class Reader:
    """Reads passages. Use from one thread at a time.

    Windows are read one by one, so that what is read beside a window cannot change a bit of its logits.
    """

    def __init__(self, session: InferenceSession, embeddings: _Embeddings, tokens: TokenReader) -> None:
        self._session, self._embeddings, self._tokens = session, embeddings, tokens

    @classmethod
    def load(cls, path: Path, *, sha256: str | None, threads: int) -> Self:
        """The reader in ``path``, computing with ``threads`` processor threads (0: all).

        ``sha256`` is what its file must have; None admits any, for measuring what does not ship.

        Raises:
            ModelError: its file, or the packaged encoder, is missing or not the published one.
        """
        folder = find_model(EncoderSettings(model=PACKAGED)).folder
        _check(path, sha256)
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # read at the import: it sends some unless told not to
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        options.log_severity_level = 3  # errors
        try:
            session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # whatever a foreign file makes of the runtime
            raise ModelError("the reader", f"it does not load: {error}") from error
        return cls(session, _Embeddings.load(folder), TokenReader.load(folder / "tokenizer.json"))

    def read(self, question: str, passage: Passage) -> Reading | None:
        """How likely the passage answers, where, and in which of its sentences; None where it holds no letters."""
        title, body = passage.article.title, passage.article.body
        read = [self._read(question, title, body, window) for window in cut(body, passage.sentences)]
        windows = [window for window in read if window.spans]
        return combine(windows, passage.sentences) if windows else None

    def _read(self, question: str, title: str, body: str, window: Span) -> WindowReading:
        tokens = self._tokens.read(question, title, window.of(body))
        answers, starts, ends = self._session.run(None, {"rows": self._embeddings.embed(tokens)[None]})
        own = slice(tokens.first, tokens.first + len(tokens.spans))
        return WindowReading(
            answers=float(answers[0]),
            nowhere=float(starts[0, 0] + ends[0, 0]),
            starts=starts[0, own],
            ends=ends[0, own],
            spans=tuple(Span(start=window.start + start, end=window.start + end) for start, end in tokens.spans),
        )


class _Embeddings:
    """BERT's: of words, of places and of kinds, summed and normalised."""

    def __init__(self, words: Rows, places: Rows, kinds: Rows, scale: Rows, shift: Rows) -> None:
        self._words, self._places, self._kinds, self._scale, self._shift = words, places, kinds, scale, shift

    @classmethod
    def load(cls, folder: Path) -> Self:
        from safetensors import safe_open

        names = ("word_embeddings", "position_embeddings", "token_type_embeddings")
        with safe_open(folder / "model.safetensors", "np") as file:
            tables = [file.get_tensor(f"embeddings.{name}.weight") for name in names]
            norms = [file.get_tensor(f"embeddings.LayerNorm.{name}") for name in ("weight", "bias")]
        return cls(*tables, *norms)

    def embed(self, tokens: Tokens) -> Rows:
        """One row a token."""
        rows = self._words[list(tokens.words)] + self._kinds[list(tokens.kinds)] + self._places[: len(tokens.words)]
        rows -= rows.mean(axis=1, keepdims=True)
        rows /= np.sqrt((rows**2).mean(axis=1, keepdims=True) + _EPSILON)
        embedded: Rows = rows * self._scale + self._shift
        return embedded


def _check(path: Path, sha256: str | None) -> None:
    if not path.is_file():
        raise ModelError(path.name, "it is not there; answers are decided without a reader.")
    if sha256 is not None and hash_files([path]) != sha256:
        raise ModelError(path.name, "it is not the published file; answers are decided without a reader.")
