"""What a reader makes of a passage: how likely it answers a question, and in which of its sentences. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.types import Passage, Span

Logits = NDArray[np.float32]

_POINTED = 12  # tokens at most; what is asked for is shorter than a clause
_LEAST = 1e-4  # of the pointing falls on any sentence, so that one is not excluded for good


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageReading:
    """What a passage was read as. It is two kinds of figures and no words, so that nothing can be generated."""

    answers: float  # log-odds that it answers: its best window's
    sentences: tuple[float, ...]  # log-odds that a sentence's window answers, plus ln of its share of the pointing


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointing:
    """What one sentence of a passage was read as."""

    answers: float  # log-odds that it answers, as among ``PassageReading.sentences``
    span: Span  # the words of it that are pointed at, in the body


class PassageReader(Protocol):
    """Reads a question and a passage together. One thread at a time."""

    def read(self, question: str, passage: Passage) -> PassageReading | None:
        """What it makes of the passage; None where it holds nothing that can be read."""

    def point(self, question: str, passage: Passage, sentence: Span) -> Pointing | None:
        """Where it points in a sentence of the passage; None where that holds nothing that can be read. It costs the
        sentence's window, or nothing where that was read for the same question just before."""


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


def point(window: WindowReading, sentence: Span) -> Pointing | None:
    """Where a window points in a sentence of its own; None where it holds no token of that."""
    inside = [place for place, span in enumerate(window.spans) if sentence.contains(span)]
    if not inside:
        return None
    own = slice(inside[0], inside[-1] + 1)
    pairs = window.starts[own, None] + window.ends[None, own]
    is_span = np.triu(np.ones_like(pairs, bool)) & np.tril(np.ones_like(pairs, bool), _POINTED - 1)
    start, last = divmod(int(np.where(is_span, pairs, -np.inf).argmax()), len(pairs))
    span = Span(start=window.spans[inside[start]].start, end=window.spans[inside[last]].end)
    return Pointing(answers=_weigh_sentence(window, sentence), span=span)


def _weigh_sentence(window: WindowReading, sentence: Span) -> float:
    inside = np.array([sentence.start <= span.start < sentence.end for span in window.spans])
    start, end = (float(np.log((_share(logits) * inside).sum() + _LEAST)) for logits in (window.starts, window.ends))
    return window.answers + (start + end) / 2


def _share(logits: Logits) -> Logits:
    likely: Logits = np.exp(logits - logits.max())
    shares: Logits = likely / likely.sum()
    return shares
