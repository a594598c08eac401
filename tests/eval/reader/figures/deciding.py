"""The calibrated decision and the marking, fitted without and with the reader, and tried on what was left out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from tests.eval.answers.fitting import Choice as Told
from tests.eval.answers.fitting import fit_choice, fit_decision
from tests.eval.reader.figures.asking import Choice, Put
from tests.eval.reader.rows.material import KEPT_ARTICLES

MARKED = ("news", "SQuAD")  # grades that were put to a whole index, and whose sentences are judged
NO_READING = (-8.0, -12.0)  # what is as good as none
_FOLDS = 5
_QUESTIONS = 1000.0  # as many as a grade of weight 1 counts for
_NEIGHBOUR_SHARE, _MARKED_WORDS = 0.3, 60  # as in index.search


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """Questions of one kind, which count together for ``weight`` in deciding."""

    name: str
    is_answerable: bool
    weight: float
    put: list[Put]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """With or without the reader."""

    name: str
    reads: bool

    def row(self, put: Put) -> list[float]:
        reading = put.first.reading
        read = (reading.answers, reading.margin) if reading else NO_READING
        return [*put.signals, *(read if self.reads else ())]

    def sentences(self, choice: Choice) -> np.ndarray:
        read = choice.reading.sentences if choice.reading else (0.0,) * len(choice.right)
        return np.column_stack([choice.evidence, read]) if self.reads else choice.evidence


ARMS = (Arm(name="without", reads=False), Arm(name="with", reads=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Slopes and intercept of the decision, weights of marking."""

    slopes: np.ndarray
    intercept: float
    marking: np.ndarray

    def confidence(self, arm: Arm, put: Put) -> float:
        return float(np.array(arm.row(put)) @ self.slopes + self.intercept)

    def mark(self, arm: Arm, choice: Choice, *, alone: bool) -> bool:
        """Whether the marked sentence is right, or one of the two that are marked."""
        likely = arm.sentences(choice) @ self.marking
        best = int(np.argmax(likely))
        marked = [best]
        if not alone:
            other = max(
                (row for row in (best - 1, best + 1) if 0 <= row < len(likely)), key=likely.__getitem__, default=best
            )
            is_short = choice.lengths[best] + choice.lengths[other] <= _MARKED_WORDS
            if np.exp(likely[other] - likely[best]) >= _NEIGHBOUR_SHARE and is_short:
                marked.append(other)
        return bool(choice.right[marked].any())


def fit(arm: Arm, grades: Sequence[Grade], without: Collection[str]) -> Weights:
    """The weights that fit the grades, leaving out some groups."""
    rows, answers, weights, told = [], [], [], []
    for grade in grades:
        for put in grade.put:
            if put.group not in without:
                rows.append(arm.row(put))
                answers.append(grade.is_answerable)
                weights.append(grade.weight / len(grade.put))
                if put.best is not None and put.best.right.any() and grade.name in MARKED:
                    told.append(Told(rows=arm.sentences(put.best), right=put.best.right, weight=1 / len(grade.put)))
    slopes, intercept = fit_decision(np.array(rows), np.array(answers), _QUESTIONS * np.array(weights))
    return Weights(slopes=slopes, intercept=intercept, marking=fit_choice(told))


def cross_validate(arm: Arm, grades: Sequence[Grade]) -> dict[str, list[float]]:
    """By grade, the confidence of each question; by "… marked" and "… one sentence", whether the mark was right."""
    groups = sorted({put.group for grade in grades for put in grade.put})
    order = np.random.default_rng(0).permutation(len(groups))
    fold_of = {group: int(place) % _FOLDS for group, place in zip(groups, order, strict=True)}
    fold_of |= {title: place for place, title in enumerate(KEPT_ARTICLES)}
    weights = [fit(arm, grades, {group for group in groups if fold_of[group] == fold}) for fold in range(_FOLDS)]
    figures: dict[str, list[float]] = {}
    for grade in grades:
        of = [(weights[fold_of[put.group]], put) for put in grade.put]
        figures[grade.name] = [own.confidence(arm, put) for own, put in of]
        if grade.name in MARKED:
            figures[f"{grade.name} marked"] = [own.mark(arm, put.first, alone=False) for own, put in of]
            figures[f"{grade.name} one sentence"] = [own.mark(arm, put.first, alone=True) for own, put in of]
    return figures
