"""The reader as it is trained: the encoder's BERT with two small heads. It is served from its ONNX export."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from index.encoding.model_files import PACKAGED, find_model
from index.settings import EncoderSettings
from tests.eval.reader.layers import FAR, ReadingModel, Sizes, fill

_SIZES = Sizes(width=384, heads=12, layers=6, inner=1536, vocabulary=30522, places=512, epsilon=1e-12)
_OUTSIDE = {  # which of BERT's weights become which of the reader's
    "words": "embeddings.word_embeddings",
    "places": "embeddings.position_embeddings",
    "kinds": "embeddings.token_type_embeddings",
    "norm": "embeddings.LayerNorm",
}
_INSIDE = {
    "attend_in": ("attention.self.query", "attention.self.key", "attention.self.value"),
    "attend_out": ("attention.output.dense",),
    "attend_norm": ("attention.output.LayerNorm",),
    "inner": ("intermediate.dense",),
    "outer": ("output.dense",),
    "norm": ("output.LayerNorm",),
}


def trunk_folder() -> Path:
    """The folder of the packaged encoder, all-MiniLM-L6-v2."""
    return find_model(EncoderSettings(model=PACKAGED)).folder


class Reader(ReadingModel):
    """Reads ``[CLS] question [SEP] title [SEP] window [SEP]``."""

    def __init__(self) -> None:
        super().__init__(_SIZES)
        self.kinds = nn.Embedding(2, _SIZES.width)

    def embed(self, words: Tensor, kinds: Tensor) -> Tensor:
        rows: Tensor = self.norm(self.words(words) + self.kinds(kinds) + self.places.weight[: words.shape[-1]])
        return rows

    def see(self, present: Tensor) -> Tensor:
        return (FAR * (1 - present.float()))[:, None, None, :]


def start_reader(trunk: Path) -> Reader:
    """The weights of the encoder in the folder ``trunk`` under fresh heads; what is not trained asks for no gradient.

    All runs begin alike, so that the weights of several may be averaged.
    """
    torch.manual_seed(1)
    reader = Reader()
    fill(reader, load_file(trunk / "model.safetensors"), outside=_OUTSIDE, inside=_INSIDE)
    return reader
