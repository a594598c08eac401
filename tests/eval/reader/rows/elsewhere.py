"""A question → a window of another article that shares much with it and does not answer it: a library's near misses."""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence
from random import Random

from tests.eval.reader.rows.asked import Paragraph, Row
from tests.eval.reader.rows.texts import LONGEST, cut_windows, stems

_BEST = 6  # windows that one is drawn from
_COMMON = 2_000  # windows that a stem may stand in; one that stands in more tells little, and costs time


class Elsewhere:
    """All windows of all articles, by the stems of their words."""

    def __init__(self, paragraphs: Mapping[str, Sequence[Paragraph]]) -> None:
        self._windows: list[tuple[Paragraph, int, int]] = []
        self._holding: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        for paragraph in (paragraph for of_article in paragraphs.values() for paragraph in of_article):
            for start, end in cut_windows(paragraph.text):
                for stem in stems(f"{paragraph.title} {paragraph.text[start:end]}"):
                    self._holding[stem].append(len(self._windows))
                self._windows.append((paragraph, start, end))

    def find(self, question: str, answer: str, article: str, random: Random) -> Row | None:
        """The question beside one of the windows of other articles that share its rarest words."""
        shared: defaultdict[int, float] = defaultdict(float)
        for stem in sorted(stems(question)):
            holding = self._holding.get(stem, ())
            if len(holding) <= _COMMON:
                for window in holding:
                    shared[window] += math.log(len(self._windows) / len(holding))
        best: list[Row] = []
        for place in sorted(shared, key=lambda place: (-shared[place], place)):
            paragraph, start, end = self._windows[place]
            window = paragraph.text[start:end]
            if paragraph.article != article and answer.lower() not in window.lower() and len(window.split()) <= LONGEST:
                best.append(Row(kind="elsewhere", question=question, title=paragraph.title, window=window))
            if len(best) == _BEST:
                break
        return random.choice(best) if best else None
