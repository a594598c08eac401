"""What the reader and its teacher share: a stack of transformer layers under two small heads."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

_DROPPED = 0.1  # of what a layer adds, while it is trained
FAR = -1e4  # added to the logits of places that are not looked at, or hold no answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Of a stack; ``epsilon`` is added to a variance before it is divided by."""

    width: int
    heads: int
    layers: int
    inner: int
    vocabulary: int
    places: int
    epsilon: float


class Reading(NamedTuple):
    """``answers`` (B,): log-odds that the window answers. ``starts``, ``ends`` (B, T): logits; place 0 is nowhere."""

    answers: Tensor
    starts: Tensor
    ends: Tensor


class _Layer(nn.Module):
    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self._split = (3, sizes.heads, sizes.width // sizes.heads)
        self.attend_in = nn.Linear(sizes.width, 3 * sizes.width)
        self.attend_out = nn.Linear(sizes.width, sizes.width)
        self.attend_norm = nn.LayerNorm(sizes.width, eps=sizes.epsilon)
        self.inner = nn.Linear(sizes.width, sizes.inner)
        self.outer = nn.Linear(sizes.inner, sizes.width)
        self.norm = nn.LayerNorm(sizes.width, eps=sizes.epsilon)
        self.drop = nn.Dropout(_DROPPED)

    def forward(self, rows: Tensor, seen: Tensor | None) -> Tensor:
        """``rows`` (B * T, width); ``seen`` is added to the logits of attention, None of one text that is all seen."""
        batch = 1 if seen is None else len(seen)
        parts = self.attend_in(rows).view(batch, -1, *self._split).permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(parts[0], parts[1], parts[2], attn_mask=seen)
        rows = self.attend_norm(rows + self.drop(self.attend_out(mixed.transpose(1, 2).reshape(rows.shape))))
        normed: Tensor = self.norm(rows + self.drop(self.outer(functional.gelu(self.inner(rows)))))
        return normed


class ReadingModel(nn.Module, ABC):
    """Reads a question, a title and a window together, each row for itself."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.words = nn.Embedding(sizes.vocabulary, sizes.width)
        self.places = nn.Embedding(sizes.places, sizes.width)
        self.norm = nn.LayerNorm(sizes.width, eps=sizes.epsilon)
        self.layers = nn.ModuleList(_Layer(sizes) for _ in range(sizes.layers))
        self.judge = nn.Sequential(nn.Linear(sizes.width, sizes.width), nn.GELU(), nn.Linear(sizes.width, 1))
        self.point = nn.Linear(sizes.width, 2)

    @abstractmethod
    def embed(self, words: Tensor, kinds: Tensor) -> Tensor:
        """The embedded tokens (B, T, width), or (T, width) of one text; they are not trained."""

    @abstractmethod
    def see(self, present: Tensor) -> Tensor:
        """What is added to the logits of attention, (B, 1 or heads, 1 or T, T): far less than nothing where there is
        no token."""

    def forward(self, words: Tensor, kinds: Tensor, present: Tensor, window: Tensor) -> Reading:
        """All (B, T): token ids; 0 for the question and 1 after it; 1 where a token stands; 1 where an answer may."""
        rows = self.read(words, kinds, present)
        pointed = self.point(rows).float() + FAR * (1 - window.float()).unsqueeze(-1)
        return Reading(self.judge(rows[:, 0]).squeeze(-1).float(), pointed[..., 0], pointed[..., 1])

    def read(self, words: Tensor, kinds: Tensor, present: Tensor) -> Tensor:
        """What the last layer makes of the tokens, (B, T, width)."""
        with torch.no_grad():
            rows, seen = self.embed(words, kinds).flatten(0, 1), self.see(present)
        for layer in self.layers:
            rows = layer(rows, seen)
        return rows.unflatten(0, words.shape)

    def learning(self) -> dict[str, nn.Parameter]:
        """What is trained, by name: all but the embeddings."""
        learnt = ("judge.", "point.", "layers.")
        return {name: weight for name, weight in self.named_parameters() if name.startswith(learnt)}


def fill(
    model: ReadingModel,
    weights: Mapping[str, Tensor],
    *,
    outside: Mapping[str, str],
    inside: Mapping[str, Sequence[str]],
) -> None:
    """Copies an encoder's weights into the model's parts: ``outside`` its layers, and ``inside`` each of them, where
    several become one, one below the other.

    What is not trained asks for no gradient from then on.
    """
    own, learnt = model.state_dict(), model.learning()
    sources = {part: [source] for part, source in outside.items()} | {
        f"layers.{place}.{part}": [f"encoder.layer.{place}.{source}" for source in of_part]
        for place in range(len(model.layers))
        for part, of_part in inside.items()
    }
    for part, of_part in sources.items():
        for kind in ("weight", "bias"):
            if f"{part}.{kind}" in own:
                own[f"{part}.{kind}"].copy_(torch.cat([weights[f"{source}.{kind}"] for source in of_part]))
    for name, weight in model.named_parameters():
        weight.requires_grad_(name in learnt)
