"""Questions with known answers → the weights of ranking, marking and deciding. Pure.

Ranking and marking learn to choose: a right row shall be the most likely one under a softmax over each question's rows.
Deciding is a logistic regression over the signals of what was chosen, once for a library, once for a story and once for
one article.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from index.search.calibration import HOPELESS, VETOED, Breadth, Calibration, Decision, Judging, Signals
from index.search.evidence import Bools, Floats, PassageEvidence, SentenceEvidence, weigh
from index.search.ordering import Found, Order, choose, reread
from index.search.reader.reading import PassageReading

_PENALTY = 1e-3  # on squared weights, each in units of its column's standard deviation
# So that among the 22 articles of the project's own question set no small talk is answered, and over a single one
# hardly a question of its own is lost.
BREADTH = Breadth(few=60, library=100, tenth=2.0)
_IN_LIBRARY = ("score", "negated", "names", "numbers", "terms", "alike", "told", "least")
_IN_STORY = ("negated", "names", "alike", "told", "least", "gap", "length", "deed", "apart")
_READ = ("answers",)  # besides, where the passage was read
_UNTAUGHT = Judging(
    marking={}, **dict.fromkeys(("library", "story", "article"), Decision(weights={}, answer={}, related={}))
)
_COMMON = 10.0  # a column so large that what questions of one source have in common is hardly held small
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
    readings: Mapping[int, PassageReading] = field(default_factory=dict)  # of candidates, by their places
    labels: Labels | None = None  # None where only deciding is learnt
    is_vetoed: bool = False  # refused whatever the weights
    shipped: Signals | None = None  # of what the weights that ship mark; its words are not read again for others
    is_right: bool = True  # whether that mark answers, where the question is answerable
    articles: int = 700  # as many as were searched


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleSet:
    """Questions of one grade; all of them together count for ``weight`` in deciding, and where that is 0 they are only
    tried. ``source`` names the answerable questions that they are told apart from, or that they are."""

    name: str
    source: str
    is_answerable: bool
    weight: float
    examples: tuple[Example, ...]

    @property
    def is_of_stories(self) -> bool:
        return all(example.articles <= BREADTH.few for example in self.examples)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """How weights fare on an example; ``hits`` are of the first ten passages, empty without labels."""

    confidence: float
    is_vetoed: bool = False
    hits: tuple[bool, ...] = ()
    is_highlight_right: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Rows of which one should be chosen, which of them are right, and how much that matters."""

    rows: Floats  # (rows, columns)
    right: Bools  # (rows,)
    weight: float


class Lesson(NamedTuple):
    """An example, whether what is marked for it answers, and how much that matters."""

    example: Example
    source: str
    answers: bool
    weight: float


def fit(sets: Sequence[ExampleSet], unread: Calibration | None = None) -> Calibration:
    """The weights that fit the examples, without thresholds; with ``unread``, what it lacks: how to judge what was
    read."""
    if unread is None:
        ranking = _name(_columns(PassageEvidence), fit_choice([choice for part in sets for choice in _rankings(part)]))
        weights = Calibration(ranking=ranking, unread=_UNTAUGHT, read=_UNTAUGHT, breadth=BREADTH)
        return replace(weights, unread=_fit_judging(sets, weights, is_read=False))
    return replace(unread, read=_fit_judging(sets, unread, is_read=True))


def _fit_judging(sets: Sequence[ExampleSet], weights: Calibration, *, is_read: bool) -> Judging:
    """How to judge where the first passage was read, or where it was not."""
    choices = [choice for part in sets for choice in _markings(part, weights.ranking, is_read=is_read)]
    columns = [*_columns(SentenceEvidence), *(("read",) if is_read else ())]
    marking = replace(_UNTAUGHT, marking=_name(columns, fit_choice(choices)))
    weights = replace(weights, read=marking) if is_read else replace(weights, unread=marking)
    learnt = [part for part in sets if part.weight]
    about = [lesson for part in learnt if not part.is_of_stories for lesson in _teach_about(part)]
    of_one, of_some = (
        [lesson for part in learnt if part.is_of_stories for lesson in _teach_saying(part, of_one=alone)]
        for alone in (True, False)
    )
    library, story, article = (
        Decision(weights=_fit_signals((*names, *(_READ if is_read else ())), lessons, weights), answer={}, related={})
        for names, lessons in ((_IN_LIBRARY, about), (_IN_STORY, of_some), (_IN_STORY, of_one))
    )
    return replace(marking, library=library, story=story, article=article)


def _teach_about(part: ExampleSet) -> list[Lesson]:
    """What is about the question, whatever is marked of it."""
    weight = part.weight * _SETS_WEIGH / len(part.examples)
    return [Lesson(one, part.source, part.is_answerable, weight) for one in part.examples if one.found]


def _teach_saying(part: ExampleSet, *, of_one: bool) -> list[Lesson]:
    """Of questions put to one article, or of those put to some. What a veto refuses is left to it, and a wrong mark is
    no answer."""
    left = [one for one in part.examples if one.found and not one.is_vetoed and (one.articles == 1) == of_one]
    weight = part.weight * _SETS_WEIGH / max(1, len(left))
    return [Lesson(one, part.source, part.is_answerable and one.is_right, weight) for one in left]


def _fit_signals(names: Sequence[str], lessons: Sequence[Lesson], weights: Calibration) -> dict[str, float]:
    """Of the signals that the lessons have: where the passage is judged as read, those that were not are left out."""
    read = [(lesson, _read_mark(lesson.example, _order(lesson.example, weights))) for lesson in lessons]
    taught = [(lesson, signals) for lesson, signals in read if signals.answers is not None or "answers" not in names]
    if len({lesson.answers for lesson, _ in taught}) < 2:
        return dict.fromkeys((*names, "intercept"), 0.0)
    slopes, intercept = fit_decision(
        np.array([[float(getattr(signals, name)) for name in names] for _, signals in taught]),
        np.array([lesson.answers for lesson, _ in taught]),
        np.array([lesson.weight for lesson, _ in taught]),
        np.array([lesson.source for lesson, _ in taught]),
    )
    return _name(names, slopes) | {"intercept": round(intercept, 4)}


def _order(example: Example, weights: Calibration) -> Order:
    """The candidates in order, as the example was read."""
    assert example.found
    return reread(choose(example.found, weights), example.found, example.readings, weights)


def _read_mark(example: Example, order: Order) -> Signals:
    read = example.shipped
    return replace(order.signals, deed=read.deed, apart=read.apart) if read else order.signals


def cross_validate(
    sets: Sequence[ExampleSet], unread: Calibration | None = None, *, folds: int = 5
) -> tuple[tuple[Trial, ...], ...]:
    """Trials of every example, set by set, with the weights that the other groups' examples give."""
    groups = {example.group for part in sets for example in part.examples}
    fold_of = {group: crc32(group.encode()) % folds for group in groups}  # that another set does not change
    weights = [
        fit([_without(part, {group for group in groups if fold_of[group] == fold}) for part in sets], unread)
        for fold in range(folds)
    ]
    return tuple(tuple(attempt(example, weights[fold_of[example.group]]) for example in part.examples) for part in sets)


def attempt(example: Example, weights: Calibration) -> Trial:
    """What the weights make of an example."""
    if example.found is None:
        return Trial(confidence=HOPELESS)
    order = _order(example, weights)
    confidence = weights.confidence(_read_mark(example, order), example.articles, example.articles)
    if example.is_vetoed and weights.are_few(example.articles):
        confidence -= VETOED
    if example.labels is None:
        return Trial(confidence=confidence, is_vetoed=example.is_vetoed)
    first, last = order.marks[0]
    marked = example.labels.sentences[first : last + 1]
    return Trial(
        confidence=confidence,
        is_vetoed=example.is_vetoed,
        hits=tuple(bool(example.labels.passages[place]) for place in order.places),
        is_highlight_right=bool(marked.any()),
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

    from scipy.optimize import minimize  # here, as every worker that collects the tests would load it

    start = np.zeros(scaled.shape[1])
    found = minimize(cost, start, jac=True, method="L-BFGS-B", bounds=[(0.0, None)] * len(start))
    weights: Floats = (found.x / spread).astype(np.float32)
    return weights


def fit_decision(
    rows: NDArray[np.float64], answers: Bools, weights: NDArray[np.float64], sources: NDArray[np.str_]
) -> tuple[Floats, float]:
    """Slopes and intercept of the log-odds that a row is answered; ``weights`` are the rows'.

    Slopes are learnt within each of the ``sources``, as in a regression with fixed effects: by what tells the sources
    apart (long sentences in one, likelier answers in another) no answer is known.
    """
    from sklearn.linear_model import LogisticRegression

    middle, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    common = _COMMON * (sources[:, None] == np.unique(sources))
    within = LogisticRegression(max_iter=5000).fit(
        np.hstack([(rows - middle) / spread, common]), answers, sample_weight=weights
    )
    slopes = within.coef_[0][: rows.shape[1]] / spread
    over_all = LogisticRegression().fit((rows @ slopes)[:, None], answers, sample_weight=weights)
    scale = float(over_all.coef_[0, 0])
    return (scale * slopes).astype(np.float32), float(over_all.intercept_[0])


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


def _markings(part: ExampleSet, ranking: dict[str, float], *, is_read: bool) -> list[Choice]:
    """Which sentence to mark in the best passage that holds a right one; of what was read, if it was."""
    choices = []
    for example in part.examples:
        if not (example.found and example.labels and example.labels.sentences.any()):
            continue
        evidence, right = example.found.evidence, example.labels.sentences
        holding = np.unique(evidence.passage_of[right])
        best = int(holding[np.argmax(weigh(evidence.of_passages, ranking)[holding])])
        inside = evidence.passage_of == best
        rows, reading = _stack(evidence.of_sentences)[inside], example.readings.get(best)
        if is_read:
            if reading is None:
                continue
            rows = np.column_stack([rows, reading.sentences])
        choices.append(Choice(rows=rows, right=right[inside], weight=1 / len(part.examples)))
    return choices


def _stack(columns: PassageEvidence | SentenceEvidence) -> Floats:
    return np.stack([getattr(columns, column.name) for column in fields(columns)], axis=1)


def _name(names: Sequence[str], weights: Floats) -> dict[str, float]:
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}


def _columns(evidence: type[PassageEvidence | SentenceEvidence]) -> list[str]:
    return [column.name for column in fields(evidence)]


def _without(part: ExampleSet, groups: Collection[str]) -> ExampleSet:
    return replace(part, examples=tuple(example for example in part.examples if example.group not in groups))
