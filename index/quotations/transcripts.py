"""Turns of a transcript: words that a label gives to a speaker, without quotation marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.quotations import lexicon
from index.types import Span

_QUESTION = re.compile(r"(?P<label>Q|A|QUESTION|ANSWER|Question|Answer)(?:[:.]|\s?[—–])\s+(?=[^\s\"“‘'«])")
_CAPITALS = re.compile(
    r"(?P<label>(?:[A-ZÀ-Þ][A-ZÀ-Þ'’.-]+ ){0,4}[A-ZÀ-Þ][A-ZÀ-Þ'’-]{2,})(?: \([^)\n]{1,40}\))?:\s+(?=[^\s\"“‘'«])"
)
_NAMES = re.compile(r"(?P<label>[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’.-]+){1,3}):\s+(?=[^\s\"“‘'«])")
_ASKING = frozenset(("Q", "QUESTION", "Question"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn: ``label`` is where the speaker is given, ``span`` the words. ``asks`` and ``answers`` mark the nameless
    labels Q and A; ``title`` is the role in the label ("COMMISSIONER")."""

    label: Span
    span: Span
    title: Span | None = None
    asks: bool = False
    answers: bool = False


def find_turns(body: str, paragraphs: Sequence[Span]) -> dict[int, Turn]:
    """The turns by paragraph number; none unless the labels make a conversation (two turns, two voices)."""
    for pattern, fewest in ((_QUESTION, 2), (_CAPITALS, 2), (_NAMES, 3)):
        turns: dict[int, Turn] = {}
        labels: list[str] = []
        for number, paragraph in enumerate(paragraphs):
            match = pattern.match(body, paragraph.start, paragraph.end)
            if match and match.end() < paragraph.end:
                label = match["label"]
                nameless = pattern is _QUESTION
                labels.append(label)
                turns[number] = Turn(
                    label=Span(start=match.start("label"), end=match.end("label")),
                    span=Span(start=match.end(), end=paragraph.end),
                    title=_title(label, match.start("label")),
                    asks=nameless and label in _ASKING,
                    answers=nameless and label not in _ASKING,
                )
        if len(turns) >= fewest and len(set(labels)) >= 2 and (pattern is not _NAMES or len(set(labels)) < len(labels)):
            return turns
    return {}


def _title(label: str, start: int) -> Span | None:
    words = label.split()
    last = max(
        (number for number, word in enumerate(words[:-1]) if word.lower().rstrip(".") in lexicon.TITLES), default=None
    )
    return None if last is None else Span(start=start, end=start + len(" ".join(words[: last + 1])))
