"""Body → its quotation marks, each with the way it turns. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import islice

from index.types import Span

# Marks; and what looks like one and is not: tags with their attributes, 6'11", the '90s, rock 'n' roll, and the
# apostrophe inside a word.
_MARK = re.compile(
    r"(?P<none><[^<>\n]{1,400}>|\d+['’′]\s?\d+(?:\s\d/\d)?[\"”″]|(?<![\w'’])['’‘](?=\d0s)|(?<=[\w])['’](?=\w)"
    r"|(?<![\w'’])['’‘](?:(?i:n|em|tis|twas|til|cause|round|bout|cos)\b(?:['’](?!['’]))?|\d\d\b(?!\w)(?=[\s,.;)])))"
    r"|(?P<double>[“”„‟\"«»]|``|'{2,3}|’{2})|(?P<single>[‘’'‚‹›])"
)
_EDGE_BEFORE = frozenset(" \t\n\r\u00a0\u2009\u202f([{—–-/…")
_EDGE_AFTER = frozenset(" \t\n\r\u00a0\u2009\u202f)]}—–-/.,;:!?…")
_MARKS = frozenset("“”„‟\"«»`'‘’‚‹›")
_SINGLE = frozenset("‘’'‚‹›")
_OPENING = frozenset(("“", "„", "‟", "‘", "‚", "‹", "``", "«"))
_CLOSING = frozenset("”»›")
# Of one paragraph: a paragraph with more is no prose and is read as one without any, so that a text of nothing but
# marks costs little. Five thousand are over two thousand quotations, those nested in them included.
_MOST = 5_000


class Turn(Enum):
    """Which way a mark turns; straight ones may turn either way."""

    OPENS = "opens"
    CLOSES = "closes"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Mark:
    """One quotation mark, of one to three characters."""

    start: int
    end: int
    text: str
    turn: Turn

    @property
    def is_single(self) -> bool:
        return self.text in _SINGLE


def find_marks(body: str, paragraph: Span) -> list[Mark]:
    """The quotation marks of a paragraph in order; none if they are too many for prose."""
    marks = list(islice(_read(body, paragraph), _MOST + 1))
    return marks if len(marks) <= _MOST else []


def _read(body: str, paragraph: Span) -> Iterator[Mark]:
    odd = body.count('"', paragraph.start, paragraph.end) % 2 == 1
    for match in _MARK.finditer(body, paragraph.start, paragraph.end):
        if match.lastgroup == "none":
            continue
        text, start, end = match.group(), match.start(), match.end()
        if text == '"' and odd and start > paragraph.start and body[start - 1].isdigit():
            continue  # a 14" screen
        before = body[start - 1] if start > paragraph.start else " "
        after = body[end] if end < paragraph.end else " "
        yield Mark(start, end, text, _turn(text, before, after))


def _turn(text: str, before: str, after: str) -> Turn:
    loose_before, loose_after = before in _EDGE_BEFORE, after in _EDGE_AFTER
    if text in _OPENING:
        is_slip = text == "“" and loose_after and not loose_before
        return Turn.CLOSES if is_slip else Turn.OPENS
    if text in _CLOSING:
        return Turn.CLOSES
    opens = (loose_before or before in _MARKS) and not after.isspace() and (not loose_after or after in "….")
    closes = not before.isspace() and (loose_after or after in _MARKS)
    if opens == closes:
        return Turn.EITHER
    return Turn.OPENS if opens else Turn.CLOSES
