"""Turns of a transcript: words that a label gives to a speaker, without quotation marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.languages import load
from index.types import Span

_SPEECH = r"\s*(?=[^\s\"“‘'«])"
_ASIDE = r"(?: [(\[][^)\]\n]{1,40}[)\]])?"  # a time, a manner
_QUESTION = re.compile(r"(?:\*\*)?(?P<label>Q|A|QUESTION|ANSWER|Question|Answer)(?:[:.]|\s?[—–])(?:\*\*)?\s" + _SPEECH)
_CAPITALS = re.compile(
    r"[*\[]{0,2}(?P<label>(?:[A-ZÀ-Þ][A-ZÀ-Þ'’.-]+ ){0,4}[A-ZÀ-Þ][A-ZÀ-Þ'’-]{2,})\]?"
    + _ASIDE
    + r":?\*{0,2}:?\s"
    + _SPEECH
)
_NAMES = re.compile(
    r"[*\[]{0,2}(?P<label>[A-ZÀ-Þ][\w'’.-]+(?: [A-ZÀ-Þ][\w'’.-]+){1,3})\]?"
    + _ASIDE
    + r"(?::\*{0,2}|\*{0,2}:)\s"
    + _SPEECH
)
_PATTERNS = {_QUESTION: 2, _CAPITALS: 2, _NAMES: 2}  # with the fewest turns that make a conversation
_LONGEST_LABEL = 200  # characters
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
    for pattern, fewest in _PATTERNS.items():
        matches = {number: pattern.match(body, one.start, one.end) for number, one in enumerate(paragraphs)}
        turns = {number: _turn(match, paragraphs[number].end) for number, match in matches.items() if match}
        voices = {turn.label.of(body) for turn in turns.values()}
        is_all = len(turns) == len(paragraphs)
        if len(turns) >= fewest and len(voices) >= 2 and (pattern is not _NAMES or len(voices) < len(turns) or is_all):
            return turns
    return {}


def follows_label(body: str, at: int) -> bool:
    """Whether nothing but the label of a turn stands before ``at`` in its line."""
    line = body[max(0, at - _LONGEST_LABEL) : at].replace("\r", "\n").rpartition("\n")[2].lstrip()
    labels = (pattern.match(body, at - len(line)) for pattern in _PATTERNS)
    return any(label is not None and label.end() == at for label in labels)


def _turn(match: re.Match[str], end: int) -> Turn:
    label, start = match["label"], match.start("label")
    nameless = match.re is _QUESTION
    return Turn(
        label=Span(start=start, end=start + len(label)),
        span=Span(start=match.end(), end=end),
        title=_title(label, start),
        asks=nameless and label in _ASKING,
        answers=nameless and label not in _ASKING,
    )


def _title(label: str, start: int) -> Span | None:
    words, titles = label.split(), load("en").words["titles"]
    numbers = [number for number, word in enumerate(words[:-1]) if word.lower().rstrip(".") in titles]
    return Span(start=start, end=start + len(" ".join(words[: numbers[-1] + 1]))) if numbers else None
