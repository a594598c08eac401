"""A question with its paragraph → the rows that are learnt from: the gold window, a near miss, windows of the same
article, and one of another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from random import Random

from tests.eval.reader.rows.asked import Asked, Paragraph, Row
from tests.eval.reader.rows.disguises import disguise
from tests.eval.reader.rows.elsewhere import Elsewhere
from tests.eval.reader.rows.material import Material
from tests.eval.reader.rows.near_misses import Case, miss
from tests.eval.reader.rows.phrases import exchange, names
from tests.eval.reader.rows.texts import LONGEST, cut_windows, stems

_TURNED = 0.5  # of the near misses that can be: the change is made in the window instead
_UNTITLED = 0.1
_OTHER = 0.25  # of the near misses are questions that people asked of another paragraph
_OTHERS = 60  # of them are looked at
_HARD = 2  # windows of the same article


class PairMaker:
    """Makes the rows of a question: the gold row first, then those that do not answer."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._elsewhere = Elsewhere(material.paragraphs)

    def make(self, asked: Asked, random: Random) -> tuple[Row, ...]:
        """Two to five rows, or none for a question whose window is too long."""
        windows = cut_windows(asked.paragraph.text)
        holding = [window for window in windows if window[0] <= asked.start and asked.end <= window[1]]
        if not holding or len(asked.paragraph.text[slice(*holding[0])].split()) > LONGEST:
            return ()
        is_untitled = random.random() < _UNTITLED
        start, end = holding[0]
        gold = Row(
            kind="gold",
            question=asked.question,
            title=asked.paragraph.title,
            window=asked.paragraph.text[start:end],
            span=(asked.start - start, asked.end - start),
            is_sentence=asked.source == "selqa",
        )
        gold, near = self._miss(gold, asked, random)
        answer = asked.paragraph.text[asked.start : asked.end]
        hard = self._hard(asked, gold.question, answer, random)
        far = self._elsewhere.find(gold.question, answer, asked.paragraph.article, random)
        rows = [row for row in (gold, near, *hard, far) if row]
        state = random.random()  # the rows of a question wear the same clothes
        return tuple(
            replace(row, question=disguise(row.question, Random(state)), title="" if is_untitled else row.title)
            for row in rows
        )

    def _miss(self, gold: Row, asked: Asked, random: Random) -> tuple[Row, Row | None]:
        if asked.paragraph.refused and random.random() < 0.8:
            refused = {refused.question: refused for refused in asked.paragraph.refused}
            question = random.choice([*refused]) if random.random() < 0.5 else _closest(gold.question, [*refused])
            windows = [asked.paragraph.text[slice(*span)] for span in cut_windows(asked.paragraph.text)]
            window = _closest(refused[question].near, windows)
            return gold, Row(kind=asked.source, question=question, title=gold.title, window=window)
        if random.random() < _OTHER and (other := self._other(gold, asked, random)):
            return gold, other
        assert gold.span
        answer = gold.window[slice(*gold.span)]
        case = Case(question=gold.question, window=gold.window, answer=answer, names=self._names(asked.paragraph))
        near = miss(case, random)
        if near is None:
            return gold, None
        if near.exchanged and random.random() < _TURNED and (turned := _turn(gold, *near.exchanged, near.question)):
            return turned, replace(turned, kind=near.kind, question=gold.question, span=None)
        return gold, replace(gold, kind=near.kind, question=near.question, span=None)

    def _other(self, gold: Row, asked: Asked, random: Random) -> Row | None:
        """The gold window under the question of another paragraph that shares most words with it."""
        others = [
            other
            for other in self._material.of_article[asked.paragraph.article]
            if other.paragraph != asked.paragraph
            and other.paragraph.text[other.start : other.end].lower() not in gold.window.lower()
        ]
        if not others:
            return None
        question = _closest(gold.window, [other.question for other in random.sample(others, min(_OTHERS, len(others)))])
        return replace(gold, kind="other", question=question, span=None)

    def _hard(self, asked: Asked, question: str, answer: str, random: Random) -> list[Row]:
        """The question beside windows of the same article, or story, without the answer's words: mostly of those that
        share most words with it."""
        own = stems(question)
        found = []
        for paragraph in self._material.paragraphs[asked.paragraph.article]:
            for start, end in cut_windows(paragraph.text):
                window = paragraph.text[start:end]
                if answer.lower() not in window.lower() and len(window.split()) <= LONGEST:
                    near = 0.5 if paragraph == asked.paragraph else 0
                    found.append((len(own & stems(window)) + near, window, paragraph.title))
        found.sort(key=lambda entry: -entry[0])
        pool = found[:6] if random.random() < 0.8 else found
        drawn = random.sample(pool, min(_HARD, len(pool)))
        return [Row(kind="hard", question=question, title=title, window=window) for _, window, title in drawn]

    def _names(self, paragraph: Paragraph) -> tuple[str, ...]:
        others = self._material.paragraphs[paragraph.article][:40]
        return tuple(dict.fromkeys(name for other in others if other != paragraph for name in _names_in(other.text)))


def _turn(gold: Row, old: str, new: str, question: str) -> Row | None:
    """The gold row with the phrases exchanged in its window too.

    None where the window has not the old one, or the answer has any.
    """
    assert gold.span
    before, answer, after = gold.window[: gold.span[0]], gold.window[slice(*gold.span)], gold.window[gold.span[1] :]
    if exchange(answer, old, new) != answer or not re.search(rf"(?<!\w){re.escape(old)}(?!\w)", before + " | " + after):
        return None
    before, after = exchange(before, old, new), exchange(after, old, new)
    span = (len(before), len(before) + len(answer))
    return replace(gold, question=question, window=before + answer + after, span=span)


def _closest(text: str, others: Sequence[str]) -> str:
    """The one that shares most words with ``text``."""
    own = stems(text)
    return max(others, key=lambda other: len(own & stems(other)))


@lru_cache(maxsize=1 << 16)
def _names_in(text: str) -> tuple[str, ...]:
    return tuple(names(text))
