"""Settings → the encoder that they name, served by whatever serves it best."""

from __future__ import annotations

from importlib.resources import files as resources
from typing import TYPE_CHECKING

from index.encoding.encoder import EncoderIdentity
from index.encoding.graph import GraphModel, open_packaged_tokenizer
from index.encoding.late_chunking import LateChunkingEncoder
from index.encoding.model_files import PACKAGED, ModelFiles, find_model

if TYPE_CHECKING:
    from index.encoding.tokens import TokenModel
    from index.settings import IndexSettings


def load_encoder(settings: IndexSettings, *, threads: int = 1) -> LateChunkingEncoder:
    """The encoder that the settings name, computing with ``threads`` processor threads (0: all).

    It runs on onnxruntime: the packaged model at once, any other one after it was exported, which takes up to a minute
    the first time and needs a writable data folder. What cannot be exported is served by sentence-transformers.

    Raises:
        ModelError: there is no such model, or it does not load.
    """
    files = find_model(settings.encoder)
    model = _open_packaged(files, threads) if files.name == PACKAGED else _open(files, settings, threads)
    identity = EncoderIdentity(
        name=files.name, dimension=model.dimension, sha256=files.sha256, passage_prompt=files.passage_prompt
    )
    return LateChunkingEncoder(model, identity, files.question_prompt)


def find_encoder_problem(settings: IndexSettings) -> str | None:
    """Why the model is served by sentence-transformers, slower and in more memory; None where it is not, or where that
    will be known once the model was loaded. For ``doctor``. Raises ModelError."""
    from index.encoding.exports import Exports

    files = find_model(settings.encoder)
    stamp = None if files.name == PACKAGED else Exports(settings.data.dir / "models").find(files)
    return stamp.problem if stamp else None


def _open_packaged(files: ModelFiles, threads: int) -> TokenModel:
    """The packaged model: its graph ships with this package (tests/eval/encoding/export_packaged.py makes it), and
    its weights are read where they lie in the model's own package."""
    graph = resources("index.encoding").joinpath("packaged.onnx").read_bytes()
    return GraphModel.open(files.name, graph, files.folder, workers=threads, open_tokenizer=open_packaged_tokenizer)


def _open(files: ModelFiles, settings: IndexSettings, threads: int) -> TokenModel:
    from index.encoding.exports import Exports
    from index.encoding.transformer import TransformerModel

    exports = Exports(settings.data.dir / "models")
    try:
        stamp = exports.find(files) or exports.make(files, lambda: TransformerModel.load(files, threads=threads))
    except OSError:  # a data folder that is only read
        stamp = None
    if stamp is None or stamp.problem:
        return TransformerModel.load(files, threads=threads)
    return exports.open(files, workers=threads)
