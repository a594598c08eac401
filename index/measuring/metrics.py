"""Figures of a ranking, of a refusal and of an answer in a text, and how sure they are. Pure.

A *relevance* says of each thing found, best first, whether it is relevant.
"""

from __future__ import annotations

import math
import string
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

_RESAMPLES = 1_000  # of a bootstrap; the ends of its interval then wander by about a tenth of its width
_KEPT = 0.95  # of the answerable questions
_MARKS = str.maketrans(dict.fromkeys(string.punctuation + "“”‘’—–…", " "))
_ARTICLES = frozenset({"a", "an", "the"})  # of the language, not of the news


def hit(relevance: Sequence[bool], k: int) -> float:
    """1 when one of the first ``k`` is relevant, else 0; its mean over questions is hit@k."""
    return float(any(relevance[:k]))


def reciprocal_rank(relevance: Sequence[bool], k: int) -> float:
    """1 / rank of the first relevant among the first ``k``, else 0; its mean over questions is MRR@k."""
    return next((1 / rank for rank, is_relevant in enumerate(relevance[:k], start=1) if is_relevant), 0.0)


def recall(relevance: Sequence[bool], k: int, *, total: int) -> float:
    """The share of all ``total`` relevant things that the first ``k`` hold."""
    return sum(relevance[:k]) / total


def ndcg(relevance: Sequence[bool], k: int, *, total: int) -> float:
    """Normalised discounted cumulative gain of the first ``k``, when ``total`` things are relevant.

    A relevant thing at rank r gains 1 / log2(r + 1); 1 is the gain of all relevant things at the head.
    """
    gains = [1 / math.log2(rank + 1) for rank in range(1, k + 1)]
    gained = sum(gain for gain, is_relevant in zip(gains, relevance, strict=False) if is_relevant)
    return gained / sum(gains[:total])


def auroc(answerable: ArrayLike, unanswerable: ArrayLike) -> float:
    """How often an answerable question's confidence is above an unanswerable one's; ties count half."""
    others = np.sort(np.asarray(unanswerable, np.float64))
    below = np.searchsorted(others, answerable, side="left")
    not_above = np.searchsorted(others, answerable, side="right")
    return float(np.mean(below + not_above) / 2 / len(others))


def false_answer_rate(answerable: ArrayLike, unanswerable: ArrayLike) -> float:
    """The share of unanswerable questions that are answered where 95 % of the answerable ones are (FAR@95)."""
    own = np.sort(np.asarray(answerable, np.float64))
    least = own[len(own) - math.ceil(_KEPT * len(own))]
    return float(np.mean(np.asarray(unanswerable) >= least))


def bootstrap(statistic: Callable[..., float], *samples: Sequence[float]) -> tuple[float, float]:
    """The 95 % percentile interval of ``statistic(*samples)``, each sample drawn again with replacement.

    The draws are the same on every call, so that equal samples have equal intervals.
    """
    random = np.random.default_rng(0)
    arrays: list[NDArray[np.float64]] = [np.asarray(sample, np.float64) for sample in samples]
    values = [
        statistic(*(array[random.integers(0, len(array), len(array))] for array in arrays)) for _ in range(_RESAMPLES)
    ]
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def contains_answer(text: str, answers: Iterable[str]) -> bool:
    """Whether any answer stands in the text as whole words, whatever its case, punctuation, "a", "an" and "the"."""
    words = f" {_plain(text)} "
    return any((wanted := _plain(answer)) and f" {wanted} " in words for answer in answers)


def _plain(text: str) -> str:
    return " ".join(word for word in text.lower().translate(_MARKS).split() if word not in _ARTICLES)
