"""The weights of ranking, marking and deciding: data, with the names of what they weigh, and where they come from."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
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
    told: float  # mean over its terms that are no names of how far the marked sentence says them
    least: float  # the same of the term that it says least
    gap: float  # how much of the question stands in the marked sentence, word for word, times how unlike it the rest is
    length: float  # ln of the marked words: a long sentence has a question's words by chance more easily
    elsewhere: int  # names of the question that the marked sentence lacks
    deed: float = 0.0  # how unlike any word of the marked sentence the asked verb is
    apart: bool = False  # the part of it that tells most of the question holds nothing of the kind asked for
    answers: float | None = None  # log-odds that the passage answers, by the reader; None where it was not read


@dataclass(frozen=True, slots=True, kw_only=True)
class Breadth:
    """How the decision depends on the number of articles that were searched."""

    library: float  # articles of the library that ``deciding`` was fitted to
    tenth: float  # log-odds that being about the subject at all gains where a tenth of them are searched
    few: float  # up to so many articles are a story, and must say so as well
    story: float  # log-odds that saying so gains among few articles
    lone: float  # those that it loses in a single one, and being about it gains; half of them in two, and so on


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionWeights:
    """Weights by the names of what they weigh, and thresholds of the confidence by level."""

    marking: dict[str, float]  # index.search.evidence.SentenceEvidence, and ``read``: what the reader makes of them
    deciding: dict[str, float]  # some of Signals, and the intercept: is it about this at all
    saying: dict[str, float]  # others, fitted to single articles and stories: does it say so
    answer: dict[str, float]  # from here on it is an answer
    related: dict[str, float]  # from here on it is related


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How passages are ordered, and how the first is judged: where the reader read it, and where it did not."""

    ranking: dict[str, float]  # index.search.evidence.PassageEvidence
    unread: DecisionWeights
    read: DecisionWeights
    breadth: Breadth

    def decision(self, signals: Signals | None) -> DecisionWeights:
        return self.unread if signals is None or signals.answers is None else self.read

    def confidence(self, signals: Signals, articles: int) -> float:
        """The log-odds that the marked sentence answers, before ``gain``, where so many articles were searched.

        In a library most passages are about something else, and what is near is an answer. Among few articles all is
        near: shared words say less there, and every word of the question counts.
        """
        decision = self.decision(signals)
        near = _weigh(decision.deciding, signals)
        if not self.are_few(articles):
            return near
        says_so = _weigh(decision.saying, signals) + self.breadth.story - self._loneliness(articles)
        return min(near, says_so - self.gain(articles))

    def gain(self, articles: int) -> float:
        """What the log-odds gain where so many articles were searched: among few, fewer are alike by chance."""
        if not self.are_few(articles):
            return 0.0
        return self.breadth.tenth * math.log10(self.breadth.library / max(1, articles)) + self._loneliness(articles)

    def is_hopeless(self, signals: Signals, articles: int) -> bool:
        """Whether this is about something else, so that nothing related would be shown at balanced."""
        near = _weigh(self.unread.deciding, signals) + self.gain(articles)
        return near < self.unread.related["balanced"]

    def _loneliness(self, articles: int) -> float:
        return self.breadth.lone / max(1, articles)

    def are_few(self, articles: int) -> bool:
        """Whether so many articles are a story and no library."""
        return articles <= self.breadth.few


def _weigh(weights: dict[str, float], signals: Signals) -> float:
    weighed = (weight * getattr(signals, name) for name, weight in weights.items() if name != "intercept")
    return float(weights["intercept"] + sum(weighed))


def read_calibration() -> Calibration:
    """The weights that ship, from ``calibration.json``, which ``python -m tests.eval.answers.calibrate`` writes."""
    record = json.loads(files("index.search").joinpath("calibration.json").read_text(encoding="utf-8"))
    return Calibration(
        ranking=record["ranking"],
        unread=DecisionWeights(**record["unread"]),
        read=DecisionWeights(**record["read"]),
        breadth=Breadth(**record["breadth"]),
    )
