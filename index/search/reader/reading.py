"""What a reader makes of a passage: how likely it answers a question, and in which of its sentences. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.types import Passage, Span

Logits = NDArray[np.float32]

_LEAST = 1e-4  # of the pointing falls on any sentence, so that one is not excluded for good


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageReading:
    """What a passage was read as. It is two kinds of figures and no words, so that nothing can be generated."""

    answers: float  # log-odds that it answers: its best window's
    sentences: tuple[float, ...]  # log-odds that a sentence's window answers, plus ln of its share of the pointing


class PassageReader(Protocol):
    """Reads a question and a passage together. One thread at a time."""

    def read(self, question: str, passage: Passage) -> PassageReading | None:
        """What it makes of the passage; None where it holds nothing that can be read."""


LoadReader = Callable[[], PassageReader | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowReading:
    """What one window was read as. ``starts`` and ``ends``, of shape (T,), are the logits that the answer begins and
    ends at each of its tokens; ``spans`` are where those stand in the body."""

    answers: float  # log-odds that the window answers
    starts: Logits
    ends: Logits
    spans: tuple[Span, ...]


def combine(windows: Sequence[WindowReading], sentences: Sequence[Span]) -> PassageReading:
    """The reading of a passage from those of its windows, at least one, which hold its ``sentences``."""
    return PassageReading(
        answers=max(window.answers for window in windows),
        sentences=tuple(max(_weigh_sentence(window, sentence) for window in windows) for sentence in sentences),
    )


def _weigh_sentence(window: WindowReading, sentence: Span) -> float:
    inside = np.array([sentence.start <= span.start < sentence.end for span in window.spans])
    start, end = (float(np.log((_share(logits) * inside).sum() + _LEAST)) for logits in (window.starts, window.ends))
    return window.answers + (start + end) / 2


def _share(logits: Logits) -> Logits:
    likely: Logits = np.exp(logits - logits.max())
    shares: Logits = likely / likely.sum()
    return shares
