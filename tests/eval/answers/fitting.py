"""Questions with known answers → the weights of ranking, marking and deciding. Pure.

Ranking and marking learn to choose: a right row shall be the most likely one under a softmax over each question's rows.
Deciding is a logistic regression over the signals of what was chosen.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from index.search.calibration import HOPELESS, Calibration, Signals
from index.search.evidence import Bools, Floats, PassageEvidence, SentenceEvidence, weigh
from index.search.searcher import Found, choose

_PENALTY = 1e-3  # on squared weights, each in units of its column's standard deviation
_SETS_WEIGH = 1000.0  # as many questions as a set of weight 1 counts for in deciding, whatever its size


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Which candidates, and which of their sentences, hold the answer."""

    passages: Bools  # (P,)
    sentences: Bools  # (S,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A question that was put to an index. Those of one group share a text and are never parted."""

    group: str
    found: Found | None
    labels: Labels | None = None  # None where only deciding is learnt


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleSet:
    """Questions of one grade; all of them together count for ``weight`` in deciding."""

    name: str
    is_answerable: bool
    weight: float
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """How weights fare on an example; ``hits`` are of the first ten passages, empty without labels."""

    confidence: float
    hits: tuple[bool, ...] = ()
    is_highlight_right: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Rows of which one should be chosen, which of them are right, and how much that matters."""

    rows: Floats  # (rows, columns)
    right: Bools  # (rows,)
    weight: float


def fit(sets: Sequence[ExampleSet]) -> Calibration:
    """The weights that fit the examples, without thresholds."""
    ranking = _name(PassageEvidence, fit_choice([choice for part in sets for choice in _rankings(part)]))
    marking = _name(SentenceEvidence, fit_choice([choice for part in sets for choice in _markings(part, ranking)]))
    rows, answers, weights = [], [], []
    for part in sets:
        for example in part.examples:
            if example.found:
                signals = choose(example.found, ranking=ranking, marking=marking).signals
                rows.append([float(getattr(signals, field.name)) for field in fields(Signals)])
                answers.append(part.is_answerable)
                weights.append(part.weight * _SETS_WEIGH / len(part.examples))
    slopes, intercept = fit_decision(np.array(rows), np.array(answers), np.array(weights))
    deciding = _name(Signals, slopes) | {"intercept": round(intercept, 4)}
    return Calibration(ranking=ranking, marking=marking, deciding=deciding, answer={}, related={})


def cross_validate(sets: Sequence[ExampleSet], *, folds: int = 5) -> tuple[tuple[Trial, ...], ...]:
    """Trials of every example, set by set, with the weights that the other groups' examples give."""
    groups = sorted({example.group for part in sets for example in part.examples})
    fold_of = dict(zip(groups, np.random.default_rng(0).permutation(len(groups)) % folds, strict=True))
    weights = [
        fit([_without(part, {group for group in groups if fold_of[group] == fold}) for part in sets])
        for fold in range(folds)
    ]
    return tuple(tuple(attempt(example, weights[fold_of[example.group]]) for example in part.examples) for part in sets)


def attempt(example: Example, weights: Calibration) -> Trial:
    """What the weights make of an example."""
    if example.found is None:
        return Trial(confidence=HOPELESS)
    order = choose(example.found, ranking=weights.ranking, marking=weights.marking)
    confidence = weights.confidence(order.signals)
    if example.labels is None:
        return Trial(confidence=confidence)
    first, last = order.marks[0]
    return Trial(
        confidence=confidence,
        hits=tuple(bool(example.labels.passages[place]) for place in order.places),
        is_highlight_right=bool(example.labels.sentences[first : last + 1].any()),
    )


def fit_choice(choices: Sequence[Choice]) -> Floats:
    """Weights of the columns, none below zero: evidence speaks for a row, or does not speak.

    Choices without a right row, or without a wrong one, say nothing and are left out.
    """
    told = [choice for choice in choices if choice.right.any() and not choice.right.all()]
    rows = np.concatenate([choice.rows for choice in told]).astype(np.float64)
    right = np.concatenate([choice.right for choice in told])
    sizes = np.array([len(choice.right) for choice in told])
    shares = np.array([choice.weight for choice in told]) / sum(choice.weight for choice in told)
    starts, owner = np.cumsum(sizes) - sizes, np.repeat(np.arange(len(sizes)), sizes)
    spread = rows.std(axis=0) + 1e-9
    scaled = rows / spread

    def cost(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = scaled @ weights
        likely = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        every, good = np.add.reduceat(likely, starts), np.add.reduceat(likely * right, starts)
        slope = (shares[owner] * likely * (1 / every[owner] - right / good[owner])) @ scaled
        surprise = float(shares @ (np.log(every) - np.log(good)))
        return surprise + _PENALTY * float(weights @ weights), slope + 2 * _PENALTY * weights

    start = np.zeros(scaled.shape[1])
    found = minimize(cost, start, jac=True, method="L-BFGS-B", bounds=[(0.0, None)] * len(start))
    weights: Floats = (found.x / spread).astype(np.float32)
    return weights


def fit_decision(rows: NDArray[np.float64], answers: Bools, weights: NDArray[np.float64]) -> tuple[Floats, float]:
    """Slopes and intercept of the log-odds that a row is answered; ``weights`` are the rows'."""
    middle, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    model = LogisticRegression(max_iter=2000).fit((rows - middle) / spread, answers, sample_weight=weights)
    slopes = model.coef_[0] / spread
    return slopes.astype(np.float32), float(model.intercept_[0] - slopes @ middle)


def _rankings(part: ExampleSet) -> list[Choice]:
    return [
        Choice(
            rows=_stack(example.found.evidence.of_passages),
            right=example.labels.passages,
            weight=1 / len(part.examples),
        )
        for example in part.examples
        if example.found and example.labels
    ]


def _markings(part: ExampleSet, ranking: dict[str, float]) -> list[Choice]:
    """Which sentence to mark in the best passage that holds a right one."""
    choices = []
    for example in part.examples:
        if not (example.found and example.labels and example.labels.sentences.any()):
            continue
        evidence, right = example.found.evidence, example.labels.sentences
        holding = np.unique(evidence.passage_of[right])
        best = holding[np.argmax(weigh(evidence.of_passages, ranking)[holding])]
        rows = evidence.passage_of == best
        choices.append(
            Choice(rows=_stack(evidence.of_sentences)[rows], right=right[rows], weight=1 / len(part.examples))
        )
    return choices


def _stack(columns: PassageEvidence | SentenceEvidence) -> Floats:
    return np.stack([getattr(columns, column.name) for column in fields(columns)], axis=1)


def _name(columns: type[PassageEvidence | SentenceEvidence | Signals], weights: Floats) -> dict[str, float]:
    return {column.name: round(float(weight), 4) for column, weight in zip(fields(columns), weights, strict=True)}


def _without(part: ExampleSet, groups: Collection[str]) -> ExampleSet:
    return replace(part, examples=tuple(example for example in part.examples if example.group not in groups))
