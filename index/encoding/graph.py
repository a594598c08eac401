"""The door to onnxruntime and tokenizers: a model that was exported, in a fraction of the time and memory."""

from __future__ import annotations

import ctypes
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Self

import numpy as np

from index.encoding.tokens import Forward, Tokens
from index.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

_PACKAGED_TOKENS = 256  # the longest input of the packaged model (its sentence_bert_config.json)
_opening = Lock()
_WEIGHTS_FOLDER = "session.model_external_initializers_file_folder_path"  # onnxruntime, session options


def open_session(graph: bytes | str, weights: Path) -> InferenceSession:
    """The graph, or that in a file of this path, over the weights in the folder ``weights``, which are mapped, not
    copied; on one processor thread. Raises whatever a foreign file makes of the runtime."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # read at the import: it sends some unless told not to
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3  # errors
    # Texts have all lengths: what is kept for the next one of the same shape costs more than it spares.
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False
    options.add_session_config_entry(_WEIGHTS_FOLDER, str(weights))
    # What depends on constants alone is that weights lie the other way round: doing it once takes a quarter of the
    # opening and spares a run nothing.
    session = onnxruntime.InferenceSession(
        graph, options, providers=["CPUExecutionProvider"], disabled_optimizers=["ConstantFolding"]
    )
    _give_back()
    return session


def _give_back() -> None:
    """What opening took and no longer needs goes back to the system: glibc would keep it, 20 MB and more."""
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "malloc_trim"):  # other libraries have none
        libc.malloc_trim(0)


def open_tokenizer(folder: Path) -> Tokenizer:
    """The ``tokenizer.json`` in a folder. Raises whatever a foreign file makes of the library."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(folder / "tokenizer.json"))


def open_packaged_tokenizer(folder: Path) -> Tokenizer:
    """The packaged model's tokenizer, told how far it reads: one for the encoder and the reader, which ask for it side
    by side, since it takes 8 MiB and a fiftieth of a start."""
    with _opening:
        return _open_packaged_tokenizer(folder)


@cache
def _open_packaged_tokenizer(folder: Path) -> Tokenizer:
    tokenizer = open_tokenizer(folder)
    tokenizer.enable_truncation(_PACKAGED_TOKENS)
    tokenizer.enable_padding()
    return tokenizer


class GraphModel:
    """A graph whose inputs are a tokenizer's and whose outputs are the vectors of tokens and of texts.

    Each session has one processor thread: two workers that share one take less time than two threads in it.
    """

    def __init__(self, session: InferenceSession, tokenizer: Tokenizer, *, workers: int) -> None:
        self._session, self._tokenizer, self._workers = session, tokenizer, workers
        self._inputs = [given.name for given in session.get_inputs()]
        (probe,) = self._run(["probe"])
        self._dimension = len(probe.vector)

    @classmethod
    def open(
        cls, name: str, graph: bytes, folder: Path, *, workers: int, open_tokenizer: Callable[[Path], Tokenizer]
    ) -> Self:
        """The graph over the weights in ``folder``, which are mapped, not copied, with the tokenizer in it.

        ``workers`` are the threads that run batches side by side (0: one for each processor).

        Raises:
            ModelError: the model of that ``name`` does not run.
        """
        try:
            session = open_session(graph, folder)
            return cls(session, open_tokenizer(folder), workers=workers or os.cpu_count() or 1)
        except Exception as error:  # the errors of both libraries have no common root but this
            raise ModelError(name, f"it cannot be loaded: {error}") from error

    @property
    def dimension(self) -> int:
        return self._dimension

    def knows(self, token: str) -> bool:
        return self._tokenizer.token_to_id(token) is not None

    def forward(self, batches: Iterable[Sequence[str]]) -> Iterator[list[Forward]]:
        if self._workers == 1:
            yield from map(self._run, batches)
            return
        with ThreadPoolExecutor(self._workers) as pool:
            ahead: deque[Future[list[Forward]]] = deque()
            for batch in batches:
                ahead.append(pool.submit(self._run, batch))
                if len(ahead) > 2 * self._workers:  # no more results in memory than the caller takes
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()

    def _run(self, texts: Sequence[str]) -> list[Forward]:
        encodings = self._tokenizer.encode_batch(list(texts))
        given = {
            "input_ids": np.array([encoding.ids for encoding in encodings], np.int64),
            "attention_mask": np.array([encoding.attention_mask for encoding in encodings], np.int64),
            "token_type_ids": np.array([encoding.type_ids for encoding in encodings], np.int64),
        }
        of_tokens, vectors = self._session.run(None, {name: given[name] for name in self._inputs})
        results = []
        for row, encoding in enumerate(encodings):
            real = given["attention_mask"][row].astype(bool)
            starts, ends = np.array(encoding.offsets, np.int64)[real].T
            results.append(Forward(vectors[row], Tokens(starts=starts, ends=ends, vectors=of_tokens[row][real])))
        return results
