"""A ranking → Answer, Related or NoAnswer. Pure.

The decision is a calibrated one: the log-odds that the marked sentence answers, against a threshold for each level.
"""

from __future__ import annotations

from typing import Literal

from index.calibration import calibration
from index.search import Ranking
from index.types import Answer, NoAnswer, Outcome, Related, Span

Level = Literal["strict", "balanced", "open"]

HOPELESS = -99.0  # log-odds where there is nothing to decide upon


def decide(ranking: Ranking, level: Level) -> Outcome:
    """What a person is shown at this level."""
    question, hits = ranking.question, ranking.hits
    weights, sureness = calibration(), confidence(ranking)
    if hits and sureness >= weights.answer[level]:
        return Answer(question=question, hits=hits, highlight=hits[0].sentence)
    if hits and sureness >= weights.related[level]:
        return Related(question=question, hits=hits)
    return NoAnswer(question=question, nearest=hits[0] if hits else None, coverage=ranking.coverage)


def confidence(ranking: Ranking) -> float:
    """The log-odds that the marked sentence of the first hit answers; never shown, only compared."""
    return calibration().confidence(ranking.signals) if ranking.signals else HOPELESS


def highlight(ranking: Ranking) -> Span | None:
    """The sentence that would be marked, whether or not it is shown as an answer."""
    return ranking.hits[0].sentence if ranking.hits else None
