"""Logits of a window's tokens → the answer's place, and how much of the pointing falls on each sentence. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.types import Span

Logits = NDArray[np.float32]

_ANSWER_TOKENS = 30  # at most; longer answers are sentences, and those are marked whole anyway
_LEAST = 1e-4  # of the pointing falls on any sentence, so that one is not excluded for good


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowReading:
    """What the reader makes of one window. ``starts`` and ``ends`` are logits of its tokens.

    ``spans`` are where those stand in the body; ``nowhere`` is the logit of no answer, start and end together.
    """

    answers: float  # log-odds that the window answers
    nowhere: float
    starts: Logits
    ends: Logits
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the reader makes of a passage. ``answers`` and ``margin`` are the best window's."""

    answers: float  # log-odds that it answers
    margin: float  # by how much the logits of the answer's place exceed those of nowhere
    answer: Span  # where the answer stands, if there is one
    sentences: tuple[float, ...]  # log-odds that a sentence's window answers, plus ln of its share of the pointing


def combine(windows: Sequence[WindowReading], sentences: Sequence[Span]) -> Reading:
    """The reading of a passage from those of its windows, at least one, which hold its ``sentences``."""
    best = max(windows, key=lambda window: window.answers)
    first, last, sureness = find_span(best.starts, best.ends)
    return Reading(
        answers=best.answers,
        margin=sureness - best.nowhere,
        answer=Span(start=best.spans[first].start, end=best.spans[last].end),
        sentences=tuple(max(_weigh_sentence(window, sentence) for window in windows) for sentence in sentences),
    )


def find_span(starts: Logits, ends: Logits) -> tuple[int, int, float]:
    """The likeliest first and last token of an answer, and the sum of their logits."""
    sums = starts[:, None] + ends[None, :]
    allowed = np.triu(np.ones(sums.shape, bool)) & ~np.triu(np.ones(sums.shape, bool), _ANSWER_TOKENS)
    sums = np.where(allowed, sums, -np.inf)
    first, last = divmod(int(np.argmax(sums)), len(ends))
    return first, last, float(sums[first, last])


def _weigh_sentence(window: WindowReading, sentence: Span) -> float:
    inside = np.array([sentence.start <= span.start < sentence.end for span in window.spans])
    start, end = (float(np.log((_share(logits) * inside).sum() + _LEAST)) for logits in (window.starts, window.ends))
    return window.answers + (start + end) / 2


def _share(logits: Logits) -> Logits:
    likely: Logits = np.exp(logits - logits.max())
    shares: Logits = likely / likely.sum()
    return shares
