"""The weights of ranking, marking and deciding: data, with the names of what they weigh, and where they come from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from importlib.resources import files
from typing import TypeVar

from pydantic import TypeAdapter

_T = TypeVar("_T")
HOPELESS = -99.0  # log-odds where there is nothing to decide upon
# Log-odds that a veto takes over a story: so ranked, near questions are best told apart from others. Over a library
# what is vetoed is still likelier to be about the question than what is off its subject.
VETOED = 3.0


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
    deed: float = 0.0  # how unlike any word of the marked sentence the asked verb is
    apart: bool = False  # the part of it that tells most of the question holds nothing of the kind asked for
    answers: float | None = None  # log-odds that the passage answers, by the reader; None where it was not read


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Weights by the names of the signals that they weigh, the intercept, and thresholds of the confidence by level."""

    weights: dict[str, float]
    answer: dict[str, float]  # from here on it is an answer
    related: dict[str, float]  # from here on it is related


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """How the first passage is marked and decided upon.

    In a library most passages are about something else, and what is near is an answer. In a story all is near: shared
    words say less there, and whether the mark says it counts, too. In one article they say least: whoever asks for what
    it tells often chooses other words, and whoever asks for what it does not tell has its own.
    """

    marking: dict[str, float]  # index.search.evidence.SentenceEvidence, and ``read``: what the reader makes of them
    library: Decision
    story: Decision
    article: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Breadth:
    """How the decision depends on the number of articles that were searched."""

    few: int  # up to so many are a story, one is an article
    library: int  # articles among which nothing is gained
    tenth: float  # log-odds that being about the question gains where a tenth of them are searched

    def choose(self, articles: int, *, library: _T, story: _T, article: _T) -> _T:
        """What is meant for so many articles."""
        if articles > self.few:
            return library
        return story if articles > 1 else article


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How passages are ordered, and how the first is judged: where the reader read it, and where it did not."""

    ranking: dict[str, float]  # index.search.evidence.PassageEvidence
    unread: Judging
    read: Judging
    breadth: Breadth

    def decision(self, signals: Signals | None, articles: int) -> Decision:
        """How to decide upon signals, None where nothing was found, that are judged among so many articles."""
        by = self._judging(signals)
        return self.breadth.choose(articles, library=by.library, story=by.story, article=by.article)

    def confidence(self, signals: Signals, searched: int, among: int) -> float:
        """The log-odds that the marked sentence answers, where so many articles were searched, and it is judged
        ``among`` so many of them: the fewer were searched, the less is asked of its being about the question at all;
        and among few it is asked whether it says it, however many others were searched."""
        about = _weigh(self._judging(signals).library.weights, signals)
        if self.are_few(searched):
            about += self.breadth.tenth * math.log10(self.breadth.library / max(1, searched))
        if not self.are_few(among):
            return about
        return min(about, _weigh(self.decision(signals, among).weights, signals))

    def is_hopeless(self, signals: Signals, articles: int) -> bool:
        """Whether what was not read is about something else, so that nothing related would be shown at any level."""
        return self.confidence(signals, articles, articles) < self.decision(signals, articles).related["open"]

    def are_few(self, articles: int) -> bool:
        """Whether so many articles are a story, or one, and no library."""
        return articles <= self.breadth.few

    def _judging(self, signals: Signals | None) -> Judging:
        return self.unread if signals is None or signals.answers is None else self.read


def _weigh(weights: dict[str, float], signals: Signals) -> float:
    weighed = (weight * getattr(signals, name) for name, weight in weights.items() if name != "intercept")
    return float(weights["intercept"] + sum(weighed))


def read_calibration() -> Calibration:
    """The weights that ship, from ``calibration.json``, which ``python -m tests.eval.answers.calibrate`` writes."""
    text = files("index.search").joinpath("calibration.json").read_text(encoding="utf-8")
    return TypeAdapter(Calibration).validate_json(text)
