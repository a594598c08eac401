"""The reader that ships: its graph over its weights, and a passage cut into windows.

Its file holds what was trained (``tests/eval/reader/CARD.md``); the embeddings, which were not, are read where they lie
in the packaged encoder's own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files as resources
from pathlib import Path
from typing import Any, Self

import numpy as np

from index.encoding.graph import open_session
from index.encoding.model_files import PACKAGED, find_model, hash_files
from index.errors import ModelError
from index.search.reader.reading import PassageReading, Pointing, WindowReading, combine, point
from index.search.reader.tokens import TokenReader
from index.search.reader.windows import cut
from index.settings import EncoderSettings, IndexSettings
from index.types import Passage, Span

FILE = Path(str(resources("index.search.reader"))) / "reader.onnx"
_WINDOWS = 32  # kept, a few KiB each: of the question that is being answered
SHA256 = "2f50f1e5d0d1a366f6a8e518f3f5b0d032fe6e4f03e271326c224af3ce9b8043"


def load_reader(settings: IndexSettings) -> Reader | None:
    """The reader that ships; None where the settings leave it out, or where ``find_reader_problem`` finds one."""
    try:
        return Reader.load(FILE, sha256=SHA256) if settings.answers.reader == "on" else None
    except ModelError:
        return None


def find_reader_problem() -> str | None:
    """Why the reader that ships cannot be used; None where it can. For ``doctor``."""
    try:
        Reader.load(FILE, sha256=SHA256)
    except ModelError as error:
        return str(error)
    return None


class Reader:
    """Reads passages. Use from one thread at a time.

    Windows are read one by one, so that what is read beside a window cannot change a bit of its logits.
    """

    def __init__(self, run: Callable[..., Any], tokens: TokenReader) -> None:
        """``run`` is that of a session."""
        self._run, self._tokens = run, tokens
        self._read_lately = lru_cache(maxsize=_WINDOWS)(self._read)

    @classmethod
    def load(cls, path: Path, *, sha256: str | None) -> Self:
        """The reader in ``path``. ``sha256`` is what its file must have; None admits any, for what does not ship.

        Raises:
            ModelError: its file, or the packaged encoder, is missing or not the published one.
        """
        if not path.is_file():
            raise ModelError(path.name, "it is missing; reinstall Verbatim.")
        if sha256 is not None and hash_files([path]) != sha256:
            raise ModelError(path.name, "it is not the published file; reinstall Verbatim.")
        folder = find_model(EncoderSettings(model=PACKAGED)).folder
        try:
            session = open_session(str(path), folder)
        except Exception as error:  # whatever a foreign file makes of the runtime
            raise ModelError(path.name, f"it cannot be loaded: {error}") from error
        return cls(session.run, TokenReader.load(folder))

    def read(self, question: str, passage: Passage) -> PassageReading | None:
        """How likely the passage answers, and in which of its sentences; None where it holds no letters."""
        title, body = passage.article.title, passage.article.body
        read = [self._read_lately(question, title, body, window) for window in cut(body, passage.sentences)]
        windows = [window for window in read if window.spans]
        return combine(windows, passage.sentences) if windows else None

    def point(self, question: str, passage: Passage, sentence: Span) -> Pointing | None:
        """Where it points in a sentence of the passage; None where that holds no letters."""
        title, body = passage.article.title, passage.article.body
        window = next(window for window in cut(body, passage.sentences) if window.contains(sentence))
        return point(self._read_lately(question, title, body, window), sentence)

    def _read(self, question: str, title: str, body: str, window: Span) -> WindowReading:
        tokens = self._tokens.read(question, title, window.of(body))
        given = np.array([tokens.words, tokens.kinds], np.int64)
        answers, starts, ends = self._run(None, {"tokens": given})
        own = slice(tokens.first, tokens.first + len(tokens.spans))
        return WindowReading(
            answers=float(answers[0]),
            starts=starts[0, own],
            ends=ends[0, own],
            spans=tuple(Span(start=window.start + start, end=window.start + end) for start, end in tokens.spans),
        )
