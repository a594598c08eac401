"""A larger reader that the one which is served learns from: MPNet (Song, Tan, Qin, Lu and Liu 2020) under like heads.

Its vocabulary is BERT's behind four tokens of its own, so that both read the same tokens at the same places.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from tests.eval.reader.layers import FAR, ReadingModel, Sizes, fill

_BEFORE = 4  # tokens of its own that stand before BERT's
_STARTS, _ENDS = (101, 0), (102, 2)  # [CLS] and [SEP], BERT's and its own
_FIRST_PLACE = 2
_BUCKETS, _FARTHEST = 32, 128  # of distances between tokens, as in T5 (Raffel et al. 2020)
_OUTSIDE = {  # which of MPNet's weights become which of the teacher's
    "words": "embeddings.word_embeddings",
    "places": "embeddings.position_embeddings",
    "norm": "embeddings.LayerNorm",
    "distances": "encoder.relative_attention_bias",
}
_INSIDE = {
    "attend_in": ("attention.attn.q", "attention.attn.k", "attention.attn.v"),
    "attend_out": ("attention.attn.o",),
    "attend_norm": ("attention.LayerNorm",),
    "inner": ("intermediate.dense",),
    "outer": ("output.dense",),
    "norm": ("output.LayerNorm",),
}


class Teacher(ReadingModel):
    """Reads ``<s> question </s> title </s> window </s>``, given in BERT's tokens."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__(sizes)
        self.distances = nn.Embedding(_BUCKETS, sizes.heads)

    def embed(self, words: Tensor, kinds: Tensor) -> Tensor:
        own = words + _BEFORE
        for theirs, its in (_STARTS, _ENDS):
            own = own.masked_fill(words == theirs, its)
        rows: Tensor = self.norm(self.words(own) + self.places.weight[_FIRST_PLACE:][: words.shape[-1]])
        return rows

    def see(self, present: Tensor) -> Tensor:
        places = torch.arange(present.shape[-1], device=present.device)
        near = self.distances(_bucket(places[None, :] - places[:, None])).permute(2, 0, 1)
        return (near + (FAR * (1 - present.float()))[:, None, None, :]).contiguous()  # else attention is slow


def _bucket(distances: Tensor) -> Tensor:
    """How far a token stands behind another → a bucket: half of them for each side, the farther the wider."""
    half, exact = _BUCKETS // 2, _BUCKETS // 4
    far = distances.abs().clamp(min=1)
    wide = exact + (torch.log(far / exact) / math.log(_FARTHEST / exact) * (half - exact)).long()
    return half * (distances > 0) + torch.where(far < exact, distances.abs(), wide.clamp(max=half - 1))


def start_teacher(trunk: Path) -> Teacher:
    """The weights of the MPNet in the folder ``trunk``, as sentence-transformers and transformers lay them down, under
    fresh heads; what is not trained asks for no gradient."""
    told = json.loads((trunk / "config.json").read_text(encoding="utf-8"))
    sizes = Sizes(
        width=told["hidden_size"],
        heads=told["num_attention_heads"],
        layers=told["num_hidden_layers"],
        inner=told["intermediate_size"],
        vocabulary=told["vocab_size"],
        places=told["max_position_embeddings"],
        epsilon=told["layer_norm_eps"],
    )
    torch.manual_seed(1)
    teacher = Teacher(sizes)
    fill(teacher, load_file(trunk / "model.safetensors"), outside=_OUTSIDE, inside=_INSIDE)
    return teacher
