"""Since when: the day that a person names, as they write it. Pure.

It is read on the event loop, and in few forms, so that each can be listed: what reads the dates of articles
(``index.articles.text.dates``) takes a third of a second to load, and does not say which two days a date may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from bot.errors import BadDate, TwoDays
from index.languages.series import VALUES, WEEKDAYS

_UNITS = {"day": 1, "week": 7, "month": 30, "year": 365}  # → days; what "a month ago" is, no calendar says
_AGO = re.compile(
    rf"(?:the )?(?:last )?(?:(?P<number>\d{{1,4}}|an?|{'|'.join(VALUES)}) )?(?P<unit>{'|'.join(_UNITS)})s?(?: ago)?"
)
_DAYS = ("%d %B", "%d %b", "%B %d", "%b %d", "%B", "%b")  # and months, which begin with their first day
_FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%Y-%m", "%Y", *(f"{day} %Y" for day in _DAYS))
_EITHER = ("%d/%m/%Y", "%m/%d/%Y")
_DRESS = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b|,|(?<=[a-z])\.|(?<=\bsep)t\b|\b(?:of|the)\b")
_SINCE = re.compile(r"^(?:since|from) ")
_LEAP = 8  # years; as many may lie between two 29ths of February


def parse_since(written: str, now: datetime) -> datetime:
    """The beginning, in UTC, of the day that ``written`` names.

    Raises:
        BadDate: it names none, or one that no calendar has.
        TwoDays: it may be either of two.
    """
    words = _SINCE.sub("", " ".join(written.lower().split()))
    try:
        back = _days_back(words, now)
        if back is None:
            return _read(words, now)
        return datetime(now.year, now.month, now.day, tzinfo=UTC) - timedelta(days=back)
    except (ValueError, OverflowError):
        raise BadDate(written) from None


def _days_back(words: str, now: datetime) -> int | None:
    if words in ("now", "today", "yesterday"):
        return int(words == "yesterday")
    if (weekday := words.removeprefix("last ")) in WEEKDAYS:
        return (now.weekday() - WEEKDAYS.index(weekday) - 1) % 7 + 1  # 1 to 7: on a Monday, Monday is a week ago
    if match := _AGO.fullmatch(words):
        number = match["number"] or "one"
        return (int(number) if number.isdigit() else VALUES.get(number, 1)) * _UNITS[match["unit"]]
    return None


def _read(words: str, now: datetime) -> datetime:
    """The day in one of the forms that cannot be misread; without a year it is the last one. Raises ValueError,
    TwoDays."""
    if len(days := sorted(set(_try(words.replace("-", "/"), _EITHER)))) > 1:
        raise TwoDays(words, *(day.date() for day in days))
    plain = " ".join(_DRESS.sub(" ", words).split())
    days += _try(plain, _FORMS)
    for year in range(now.year, now.year - _LEAP - 1, -1):
        days += [day for day in _try(f"{plain} {year}", [f"{form} %Y" for form in _DAYS]) if day <= now]
    if not days:
        raise ValueError(words)
    return days[0]


def _try(words: str, forms: Iterable[str]) -> Iterator[datetime]:
    """The day that the words are in each of the forms that they have."""
    for form in forms:
        with suppress(ValueError):
            yield datetime.strptime(words, form).replace(tzinfo=UTC)
