"""The reader as it is trained: the encoder's BERT with two small heads. It is served from its ONNX export."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from index.encoding.model_files import PACKAGED, find_model
from index.settings import EncoderSettings

_WIDTH, _HEADS, _LAYERS, _INNER = 384, 12, 6, 1536  # all-MiniLM-L6-v2
_VOCABULARY, _PLACES = 30522, 512
_DROPPED = 0.1  # of what a layer adds, while it is trained
FAR = -1e4  # added to the logits of places that hold no answer


def trunk_folder() -> Path:
    return find_model(EncoderSettings(model=PACKAGED)).folder


class Reading(NamedTuple):
    """``answers`` (B,): log-odds that the window answers. ``starts``, ``ends`` (B, T): logits; place 0 is nowhere."""

    answers: Tensor
    starts: Tensor
    ends: Tensor


class _Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.attend_in = nn.Linear(_WIDTH, 3 * _WIDTH)
        self.attend_out = nn.Linear(_WIDTH, _WIDTH)
        self.attend_norm = nn.LayerNorm(_WIDTH, eps=1e-12)
        self.inner = nn.Linear(_WIDTH, _INNER)
        self.outer = nn.Linear(_INNER, _WIDTH)
        self.norm = nn.LayerNorm(_WIDTH, eps=1e-12)
        self.drop = nn.Dropout(_DROPPED)

    def forward(self, rows: Tensor, seen: Tensor | None) -> Tensor:
        """``rows`` (B * T, width); ``seen`` is the mask of attention, None of one text that is all seen."""
        batch = 1 if seen is None else len(seen)
        parts = self.attend_in(rows).view(batch, -1, 3, _HEADS, _WIDTH // _HEADS).permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(parts[0], parts[1], parts[2], attn_mask=seen)
        rows = self.attend_norm(rows + self.drop(self.attend_out(mixed.transpose(1, 2).reshape(-1, _WIDTH))))
        normed: Tensor = self.norm(rows + self.drop(self.outer(functional.gelu(self.inner(rows)))))
        return normed


class Reader(nn.Module):
    """Reads ``[CLS] question [SEP] title [SEP] window [SEP]``."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(_VOCABULARY, _WIDTH)
        self.places = nn.Embedding(_PLACES, _WIDTH)
        self.kinds = nn.Embedding(2, _WIDTH)
        self.norm = nn.LayerNorm(_WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(_Layer() for _ in range(_LAYERS))
        self.judge = nn.Sequential(nn.Linear(_WIDTH, _WIDTH), nn.GELU(), nn.Linear(_WIDTH, 1))
        self.point = nn.Linear(_WIDTH, 2)

    def forward(self, words: Tensor, kinds: Tensor, present: Tensor, window: Tensor) -> Reading:
        """All (B, T): token ids; 0 for the question and 1 after it; 1 where a token stands; 1 where an answer may."""
        with torch.no_grad():
            rows = self.embed(words, kinds).flatten(0, 1)
            seen = (FAR * (1 - present.to(rows.dtype)))[:, None, None, :]
        for layer in self.layers:
            rows = layer(rows, seen)
        rows = rows.unflatten(0, words.shape)
        pointed = self.point(rows).float() + FAR * (1 - window.float()).unsqueeze(-1)
        return Reading(self.judge(rows[:, 0]).squeeze(-1).float(), pointed[..., 0], pointed[..., 1])

    def embed(self, words: Tensor, kinds: Tensor) -> Tensor:
        """The embedded tokens, which are not trained."""
        rows: Tensor = self.norm(self.words(words) + self.kinds(kinds) + self.places.weight[: words.shape[-1]])
        return rows

    def learning(self) -> dict[str, nn.Parameter]:
        """What is trained, by name: all but the embeddings."""
        learnt = ("judge.", "point.", "layers.")
        return {name: weight for name, weight in self.named_parameters() if name.startswith(learnt)}


def start_reader(trunk: Path) -> Reader:
    """The weights of the encoder in the folder ``trunk`` under fresh heads; what is not trained asks for no gradient.

    All runs begin alike, so that the weights of several may be averaged.
    """
    torch.manual_seed(1)
    reader = Reader()
    bert = load_file(trunk / "model.safetensors")
    own = reader.state_dict()
    for name, source in _sources().items():
        own[name].copy_(torch.cat([bert[part] for part in source]) if len(source) > 1 else bert[source[0]])
    learnt = reader.learning()
    for name, weight in reader.named_parameters():
        weight.requires_grad_(name in learnt)
    return reader


def _sources() -> dict[str, list[str]]:
    """Which of BERT's weights become which of the reader's."""
    names = {
        "words.weight": ["embeddings.word_embeddings.weight"],
        "places.weight": ["embeddings.position_embeddings.weight"],
        "kinds.weight": ["embeddings.token_type_embeddings.weight"],
    }
    parts = {"norm": ["embeddings.LayerNorm"]}
    for place in range(_LAYERS):
        at, own = f"encoder.layer.{place}", f"layers.{place}"
        parts |= {
            f"{own}.attend_in": [f"{at}.attention.self.{part}" for part in ("query", "key", "value")],
            f"{own}.attend_out": [f"{at}.attention.output.dense"],
            f"{own}.attend_norm": [f"{at}.attention.output.LayerNorm"],
            f"{own}.inner": [f"{at}.intermediate.dense"],
            f"{own}.outer": [f"{at}.output.dense"],
            f"{own}.norm": [f"{at}.output.LayerNorm"],
        }
    for own, sources in parts.items():
        for kind in ("weight", "bias"):
            names[f"{own}.{kind}"] = [f"{source}.{kind}" for source in sources]
    return names
