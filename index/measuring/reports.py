"""Judgements → a report: figures with their 95 % intervals, and tables of them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

import numpy as np

from index.measuring.judgements import Judgement
from index.measuring.metrics import auroc, bootstrap, false_answer_rate, hit, ndcg, recall, reciprocal_rank
from index.types import Level

_FEW = 20  # questions; with fewer the interval of a bootstrap is far too narrow
Grid = tuple[tuple[str, ...], ...]
"""Rows of equal length, the heading first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A measured value and its 95 % interval, None where there are too few questions for one."""

    value: float
    low: float | None
    high: float | None


ByLevel = Mapping[Level, Figure]
"""A share of questions at each level of the settings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerableFigures:
    """How answerable questions fare. Hits are passages; recall and nDCG are of the articles that answer."""

    questions: int
    hit_at_1: Figure
    hit_at_5: Figure
    mrr_at_10: Figure
    recall_at_10: Figure
    ndcg_at_10: Figure
    marked: Figure  # the mark holds the answer, whether or not it would be shown
    refused: ByLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class UnanswerableFigures:
    """How unanswerable questions fare. AUROC and FAR@95 set them against all answerable ones; None without those."""

    questions: int
    auroc: Figure | None
    far_at_95: Figure | None
    answered: ByLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a group of questions shows; a side is None where no question is of it."""

    group: str
    answerable: AnswerableFigures | None
    unanswerable: UnanswerableFigures | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The figures of all questions, and of each type in the order in which the questions first name it."""

    overall: Figures
    types: tuple[Figures, ...]


def summarise(judgements: Sequence[Judgement]) -> Report:
    """The figures of all questions and of each type."""
    confidences = [judgement.confidence for judgement in judgements if judgement.question.is_answerable]
    types: dict[str, list[Judgement]] = {}
    for judgement in judgements:
        if judgement.question.type:
            types.setdefault(judgement.question.type, []).append(judgement)
    return Report(
        overall=_summarise("all", judgements, confidences),
        types=tuple(_summarise(name, group, confidences) for name, group in types.items()),
    )


def _summarise(group: str, judgements: Sequence[Judgement], confidences: Sequence[float]) -> Figures:
    """``confidences`` are those of all answerable questions, in the group or not."""
    answerable = [judgement for judgement in judgements if judgement.question.is_answerable]
    unanswerable = [judgement for judgement in judgements if not judgement.question.is_answerable]
    return Figures(
        group=group,
        answerable=_summarise_answerable(answerable) if answerable else None,
        unanswerable=_summarise_unanswerable(unanswerable, confidences) if unanswerable else None,
    )


def _summarise_answerable(judgements: Sequence[Judgement]) -> AnswerableFigures:
    return AnswerableFigures(
        questions=len(judgements),
        hit_at_1=_average([hit(judgement.hits, 1) for judgement in judgements]),
        hit_at_5=_average([hit(judgement.hits, 5) for judgement in judgements]),
        mrr_at_10=_average([reciprocal_rank(judgement.hits, 10) for judgement in judgements]),
        recall_at_10=_average(
            [recall(judgement.articles, 10, total=len(judgement.question.gold)) for judgement in judgements]
        ),
        ndcg_at_10=_average(
            [ndcg(judgement.articles, 10, total=len(judgement.question.gold)) for judgement in judgements]
        ),
        marked=_average([judgement.is_highlight_right for judgement in judgements]),
        refused=_by_level(lambda level: [level not in judgement.answered for judgement in judgements]),
    )


def _summarise_unanswerable(judgements: Sequence[Judgement], confidences: Sequence[float]) -> UnanswerableFigures:
    own = [judgement.confidence for judgement in judgements]
    return UnanswerableFigures(
        questions=len(judgements),
        auroc=_measure(auroc, confidences, own) if confidences else None,
        far_at_95=_measure(false_answer_rate, confidences, own) if confidences else None,
        answered=_by_level(lambda level: [level in judgement.answered for judgement in judgements]),
    )


def _by_level(select: Callable[[Level], Sequence[bool]]) -> ByLevel:
    return {level: _average(select(level)) for level in get_args(Level)}


def _average(values: Sequence[float]) -> Figure:
    """The mean of values of 0 to 1. Where all are the same, a bootstrap knows no doubt; the rule of three does."""
    figure = _measure(np.mean, values)
    if figure.low is None or figure.low != figure.high:
        return figure
    doubt = 3 / len(values)  # Hanley and Lippman-Hand 1983, "If nothing goes wrong, is everything all right?"
    return replace(figure, low=max(0.0, figure.value - doubt), high=min(1.0, figure.value + doubt))


def _measure(statistic: Callable[..., float], *samples: Sequence[float]) -> Figure:
    value = float(statistic(*samples))
    if min(map(len, samples)) < _FEW:
        return Figure(value=value, low=None, high=None)
    low, high = bootstrap(statistic, *samples)
    return Figure(value=value, low=low, high=high)


def tabulate(report: Report) -> Grid:
    """The figures of all questions with their 95 % intervals."""
    answerable, unanswerable = report.overall.answerable, report.overall.unanswerable
    rows: list[tuple[str, ...]] = [("", "figure", "95 % interval")]
    if answerable:
        rows += [
            _row("hit@1", answerable.hit_at_1),
            _row("hit@5", answerable.hit_at_5),
            _row("MRR@10", answerable.mrr_at_10),
            _row("recall@10 of articles", answerable.recall_at_10),
            _row("nDCG@10 of articles", answerable.ndcg_at_10),
            _row("marked sentence right", answerable.marked),
            *_rows_by_level("answerable refused", answerable.refused),
        ]
    if unanswerable:
        rows += _rows_by_level("unanswerable answered", unanswerable.answered)
        if unanswerable.auroc and unanswerable.far_at_95:
            rows += [_row("AUROC", unanswerable.auroc), _row("FAR@95", unanswerable.far_at_95)]
    return tuple(rows)


def tabulate_types(report: Report) -> Grid:
    """A row a type; the levels' columns are the share refused, or of an unanswerable type the share answered."""
    rows: list[tuple[str, ...]] = [("type", "questions", "hit@1", "hit@5", "marked", "AUROC", *get_args(Level))]
    for figures in report.types:
        if one := figures.answerable:
            ranking = [_show(figure) for figure in (one.hit_at_1, one.hit_at_5, one.marked)]
            rows.append((figures.group, str(one.questions), *ranking, "", *_show_levels(one.refused)))
        if other := figures.unanswerable:
            separation = _show(other.auroc) if other.auroc else ""
            rows.append((figures.group, str(other.questions), "", "", "", separation, *_show_levels(other.answered)))
    return tuple(rows)


def _row(name: str, figure: Figure) -> tuple[str, str, str]:
    if figure.low is None or figure.high is None:
        return name, _show(figure), "too few questions"
    return name, _show(figure), f"{figure.low:.3f} – {figure.high:.3f}"


def _rows_by_level(name: str, shares: ByLevel) -> list[tuple[str, str, str]]:
    return [_row(f"{name}, {level}", share) for level, share in shares.items()]


def _show(figure: Figure) -> str:
    return f"{figure.value:.3f}"


def _show_levels(shares: ByLevel) -> list[str]:
    return [_show(share) for share in shares.values()]
