"""The numbers of a text that count or measure something. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from index.languages.read_text import ReadText, Word
from index.languages.series import MONTHS
from index.languages.words import Mark

YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b(?![,.]\d)")
# What has a number for a name: "line 7" is not seven lines.
NUMBERED = frozenset(
    "article boat bus chapter class crane district engine exit flight gate grade house lane level line lock mine "
    "module page phase pier platform plant reactor road room route section ship shaft stage station studio terminal "
    "track train tram tunnel turbine unit version ward well wing zone".split()
)
MEASURES = frozenset(
    "year month week day hour minut second kilomet kilometr metr meter centimet centimetr millimet millimetr mile feet "
    "foot inch yard acr hectar cubic squar kilogram gram tonn ton litr liter pound dollar euro crown krone kroner penc "
    "penni peso rubl rupe yen yuan franc cent percent degre km m kg mph".split()
)
_MONTH = "|".join(MONTHS)
_CLOCK_OR_DATE = re.compile(
    rf"\d{{1,2}}:\d\d|(?:\bat )\d{{1,2}}\.\d\d\b|\d{{1,2}}(?:\.\d\d)? ?[ap]\.?m\b|\d+(?:st|nd|rd|th)\b|"
    rf"(?:{_MONTH})\s+\d{{1,2}}\b(?! per)|\b\d{{1,2}} (?:{_MONTH})\b|{YEAR.pattern}|"
    rf"\b(?:first|second|third|once|twice)\b|\bone of\b",
    re.IGNORECASE,
)
_ALL = frozenset("them those these us whom which".split())  # "two of them", and not "two of his animals"


def find_numbers(text: ReadText) -> Iterator[tuple[int, Word]]:
    """The counts and amounts of a text with their places among its words; no years, dates, clock times, ordinals,
    nor how often."""
    numbers = [(place, word) for place, word in enumerate(text.words) if word.mark & Mark.NUMBER]
    skipped = _find_skipped(text.text) if numbers else ()
    for place, word in numbers:
        if not any(start <= word.start < end for start, end in skipped):
            yield place, word


@lru_cache(maxsize=64)
def _find_skipped(text: str) -> tuple[tuple[int, int], ...]:
    """Where clock times, dates, ordinals and the like stand: one rule after the other asks it of the same text."""
    return tuple(match.span() for match in _CLOCK_OR_DATE.finditer(text))


def is_bare(text: ReadText, place: int) -> bool:
    """Whether the number at a place among its words stands alone: "900 at any one time", "three per house"."""
    if re.match(r"\s*[,.;:)”\"–]", text.text[text.words[place].end :]):
        return True
    after = text.words[place + 1 : place + 3]
    if after and after[0].text == "of":
        return after[-1].text in _ALL
    return not after or after[0].is_empty or after[0].text == "per"
