"""The weights of ranking, marking and deciding: data, with the names of what they weigh, and where they come from."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from importlib.resources import files

HOPELESS = -99.0  # log-odds where there is nothing to decide upon


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """What tells whether the marked sentence answers; none of it grows with the size of the library."""

    score: float  # of the first passage, by the ranker
    negated: bool  # the question holds a negation, and the marked sentence none
    names: int  # names of the question that neither the title nor a candidate of the same article has
    numbers: int  # numbers of the question, likewise
    terms: float  # ln(1 + stems of the question): a short question is matched by chance more easily
    alike: float  # mean over the question's words of the best cosine with a word of the marked sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Weights by the names of what they weigh; thresholds of the confidence by level."""

    ranking: dict[str, float]  # index.search.evidence.PassageEvidence
    marking: dict[str, float]  # index.search.evidence.SentenceEvidence
    deciding: dict[str, float]  # Signals, and the intercept
    answer: dict[str, float]  # from here on it is an answer
    related: dict[str, float]  # from here on it is related

    def confidence(self, signals: Signals) -> float:
        """The log-odds that the marked sentence answers."""
        weighed = (self.deciding[signal.name] * getattr(signals, signal.name) for signal in fields(signals))
        return float(self.deciding["intercept"] + sum(weighed))


def read_calibration() -> Calibration:
    """The weights that ship, from ``calibration.json``, which ``python -m tests.eval.answers.calibrate`` writes."""
    record = json.loads(files("index.search").joinpath("calibration.json").read_text(encoding="utf-8"))
    return Calibration(**{name: record[name] for name in ("ranking", "marking", "deciding", "answer", "related")})
