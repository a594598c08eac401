"""Numbers as articles write them → what they can mean: a range, and what it measures. Pure.

"About 20" and "19" can mean the same, "at least four" and "14" cannot: whoever says "at least four" knows of a
few more at most. Where nothing says how exact a number is, its zeros do: "12,000" is everything from 11,500 to 12,500.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from index.languages.counts import MEASURES, find_numbers
from index.languages.read_text import ReadText
from index.languages.series import VALUES
from index.languages.words import stem
from index.types import Span

_SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "k": 1_000,
    "million": 10**6,
    "m": 10**6,
    "mn": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
    "dozen": 12,
}
_SIGNS = {"£": "pound", "$": "dollar", "€": "euro", "¥": "yen"}
_CURRENCY = (
    r"dollars?|pounds?|euros?|crowns?|kron(?:a|er|or|e)|francs?|rupees?|yen|yuan|roubles?|rubles?|pesos?|lira|zloty"
)
_WORD = "|".join(sorted(VALUES, key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?:(?P<sign>[£$€¥])\s?)?(?:(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"|\b(?P<word>{_WORD}|half an?|an?(?= (?:dozen|hundred|thousand|million|billion)\b))(?:-(?P<unit>{_WORD}))?\b)"
    rf"(?:[ -]?(?P<scale>{'|'.join(_SCALES)})\b)?"
    rf"(?P<share>\s?%|\spercent\b|\sper cent\b)?(?:\s(?P<currency>{_CURRENCY})\b)?",
    re.IGNORECASE,
)
_ABOUT = 0.1  # of a number that is "about" right; a reporter's "about 20" was 18 to 22
_NONE, _HALF = Decimal(0), Decimal("0.5")
_ROUND = 2  # zeros at its end from which on a number is taken for a rounded one


class Measure(Enum):
    """What an amount is of."""

    COUNT = "count"
    MONEY = "money"
    SHARE = "share"


class _Hedge(Enum):
    """What stands before a number and says how it is meant; a row each, the first that matches counts."""

    MORE = r"(?:more|greater) than|over|at least|no (?:fewer|less) than|upwards? of|in excess of|above"
    LESS = r"(?:fewer|less) than|under|at most|no more than|up to|as many as|below"
    ALMOST = r"nearly|almost|close to|just under"
    ABOUT = r"about|around|some|roughly|approximately|an? estimated|estimated|circa"


_BEFORE = re.compile(
    "(?:" + "|".join(rf"\b(?P<{hedge.name}>{hedge.value})" for hedge in _Hedge) + r") (?:the |an? |(?=half))?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A ``figure``, and everything that it can mean, from ``low`` to ``high``, both included, of a measure; ``span`` is
    where it stands; ``unit`` the stem of what measures it, or its currency; "" where it counts something."""

    figure: float
    low: float
    high: float
    measure: Measure
    span: Span
    unit: str = ""

    def excludes(self, other: Amount) -> bool:
        """Whether they are of one measure and unit, and neither can mean the other's figure."""
        is_alike = self.measure is other.measure and self.unit == other.unit
        return is_alike and not (self._admits(other) or other._admits(self))

    def _admits(self, other: Amount) -> bool:
        return self.low <= other.figure <= self.high


def find_amounts(read: ReadText) -> Iterator[Amount]:
    """The amounts of a text, in order; no years, dates, clock times or ordinals, and no "dozens"."""
    text = read.text
    counting = {word.start for _, word in find_numbers(read)}
    for match in _AMOUNT.finditer(text):
        start, end = match.span("digits" if match["digits"] else "word")
        if counting.isdisjoint(range(start, match.end())) or (text[end : end + 1] == "-" and not match["unit"]):
            continue
        exact, step = _read(match)
        low, high = _bound(text[: match.start()], float(exact), float(step))
        span = Span(start=match.start(), end=match.end())
        yield Amount(
            figure=float(exact), low=low, high=high, measure=_measure(match), span=span, unit=_unit(match, read)
        )


def _read(match: re.Match[str]) -> tuple[Decimal, Decimal]:
    """The number, and by how much it may be off for having been rounded."""
    scale = Decimal(_SCALES.get((match["scale"] or "").lower(), 1))
    if not match["digits"]:
        word, unit = match["word"].lower(), (match["unit"] or "").lower()
        return (_HALF if word.startswith("half") else Decimal(VALUES.get(word, 1) + VALUES.get(unit, 0))) * scale, _NONE
    written = match["digits"].replace(",", "")
    decimals = len(written.partition(".")[2])
    zeros = 0 if decimals else len(written) - len(written.rstrip("0"))
    is_rounded = zeros >= _ROUND or decimals or match["share"] or scale > _SCALES["dozen"]
    place = zeros if zeros >= _ROUND else -decimals
    exact = Decimal(written) * scale
    return exact, min(scale * _HALF * Decimal(10) ** place, exact * Decimal(_ABOUT)) if is_rounded else _NONE


def _bound(before: str, exact: float, step: float) -> tuple[float, float]:
    hedge = _BEFORE.search(before)
    match _Hedge[str(hedge.lastgroup)] if hedge else None:
        case None:
            return exact - step, exact + step
        case _Hedge.MORE:
            return exact, exact * (1 + _ABOUT)
        case _Hedge.LESS:
            return 0, exact
        case _Hedge.ALMOST:
            return exact * (1 - _ABOUT), exact
        case _Hedge.ABOUT:
            return exact * (1 - _ABOUT), exact * (1 + _ABOUT)


def _unit(match: re.Match[str], read: ReadText) -> str:
    if match["sign"]:
        return _SIGNS[match["sign"]]
    if match["currency"]:
        return stem(match["currency"].lower())
    after = next((word for word in read.words if word.start >= match.end()), None)
    is_next = after is not None and not read.text[match.end() : after.start].strip(" -")
    return after.stem if after and is_next and after.stem in MEASURES else ""


def _measure(match: re.Match[str]) -> Measure:
    if match["sign"] or match["currency"]:
        return Measure.MONEY
    return Measure.SHARE if match["share"] else Measure.COUNT
