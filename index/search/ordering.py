"""What was found for a question → its candidates in order, the sentences to mark, the signals of the first. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.languages.words import Mark
from index.search.calibration import Calibration, Signals
from index.search.evidence import CandidateEvidence, weigh
from index.search.questions import ParsedQuestion
from index.search.reader.reading import PassageReading

_RANKED = 10  # passages that are handed on
_NEAR = math.log(0.3)  # a neighbour is marked too when it is at least this likely, as a share of the likeliest
_MARKED_WORDS = 60  # at most, in two sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A question as it was read, and what speaks for its candidates. ``is_aside`` tells of a sentence, by its row, that
    its article speaks of itself there."""

    asked: ParsedQuestion
    evidence: CandidateEvidence
    is_aside: Callable[[int], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Up to ten candidates, best first, by their places in the evidence; the signals are the first one's."""

    places: tuple[int, ...]
    scores: tuple[float, ...]
    marks: tuple[tuple[int, int], ...]  # the first and the last sentence to mark in each
    signals: Signals


def choose(found: Found, weights: Calibration) -> Order:
    """The best candidates and their marks, by the evidence of passages and of sentences."""
    evidence = found.evidence
    scores = weigh(evidence.of_passages, weights.ranking)
    likely = weigh(evidence.of_sentences, weights.unread.marking).tolist()
    places = [int(place) for place in np.argsort(-scores, kind="stable")[:_RANKED]]
    marks = tuple(_mark(found, place, likely) for place in places)
    return Order(
        places=tuple(places),
        scores=tuple(float(scores[place]) for place in places),
        marks=marks,
        signals=_signal(found, places[0], marks[0], float(scores[places[0]])),
    )


def reread(order: Order, found: Found, readings: Mapping[int, PassageReading], weights: Calibration) -> Order:
    """The same order, but that passage first which score and reading together find the likeliest to answer, with the
    mark and the signals that its reading makes; as it is where none was read. ``readings`` are by the passages' places.
    """
    scores = dict(zip(order.places, order.scores, strict=True))
    read = [place for place in order.places if place in readings]
    if not read:
        return order
    evidence, first = found.evidence, max(read, key=lambda place: scores[place] + readings[place].answers)
    likely = weigh(evidence.of_sentences, weights.read.marking).tolist()
    for row, answers in enumerate(readings[first].sentences, start=evidence.starts[first]):
        likely[row] += weights.read.marking["read"] * answers
    turn = [first, *(place for place in order.places if place != first)]
    marks = dict(zip(order.places, order.marks, strict=True))
    marks[first] = _mark(found, first, likely)
    signals = replace(_signal(found, first, marks[first], scores[first]), answers=readings[first].answers)
    return Order(
        places=tuple(turn),
        scores=tuple(scores[place] for place in turn),
        marks=tuple(marks[place] for place in turn),
        signals=signals,
    )


def _mark(found: Found, place: int, likely: Sequence[float]) -> tuple[int, int]:
    """The first and the last sentence to mark in a candidate: the likeliest that is no aside, and a neighbour nearly as
    likely."""
    evidence = found.evidence
    rows = range(*evidence.starts[place : place + 2])
    ranked = sorted(rows, key=lambda row: -likely[row])
    best = next((row for row in ranked if not found.is_aside(row)), ranked[0])
    near = [row for row in ranked if abs(row - best) == 1 and likely[row] >= likely[best] + _NEAR]
    other = next((row for row in near if not found.is_aside(row)), best)
    if evidence.lengths[best] + evidence.lengths[other] <= _MARKED_WORDS:
        return min(best, other), max(best, other)
    return best, best


def _signal(found: Found, place: int, mark: tuple[int, int], score: float) -> Signals:
    """What speaks for the marked sentences of the candidate at ``place``."""
    asked, evidence = found.asked, found.evidence
    missing = [kind for kind, present in zip(asked.marks, evidence.in_article[place], strict=True) if not present]
    marked = slice(mark[0], mark[1] + 1)
    is_name = np.array([bool(kind & Mark.NAME) for kind in asked.marks])
    told = evidence.told[~is_name, marked].max(axis=1) if not is_name.all() else np.ones(1)
    return Signals(
        score=score,
        negated=asked.is_negated and not evidence.negated[marked].any(),
        names=sum(bool(kind & Mark.NAME) for kind in missing),
        numbers=sum(bool(kind & Mark.NUMBER) for kind in missing),
        terms=math.log1p(len(asked.stems)),
        alike=float(evidence.of_sentences.alike[marked].max()),
        told=float(told.mean()),
        least=float(told.min()),
        gap=float(evidence.of_sentences.covered[marked].max() * (1 - told.min())),
        length=math.log1p(int(evidence.lengths[marked].sum())),
    )
