"""Since when: the day that a person names, as they write it. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from bot.errors import BadDate

_NUMBERS = {word: number for number, word in enumerate("one two three four five six seven".split(), start=1)}
_UNITS = {"day": 1, "week": 7, "month": 30, "year": 365}  # → days; what "a month ago" is, no calendar says
_AGO = re.compile(
    rf"(?:the )?(?:last )?(?:(?P<number>\d{{1,4}}|an?|{'|'.join(_NUMBERS)}) )?(?P<unit>{'|'.join(_UNITS)})s?(?: ago)?"
)
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%Y-%m", "%Y")


def parse_since(written: str, now: datetime) -> datetime:
    """The beginning, in UTC, of the day that ``written`` names.

    Raises:
        BadDate: it names none, or one that no calendar has.
    """
    words = " ".join(written.lower().split())
    try:
        back = _days_back(words, now)
        if back is None:
            return _read(words)
        return datetime(now.year, now.month, now.day, tzinfo=UTC) - timedelta(days=back)
    except (ValueError, OverflowError):
        raise BadDate(written) from None


def _days_back(words: str, now: datetime) -> int | None:
    if words in ("today", "yesterday"):
        return int(words == "yesterday")
    if (weekday := words.removeprefix("last ")) in _WEEKDAYS:
        return (now.weekday() - _WEEKDAYS.index(weekday) - 1) % 7 + 1  # 1 to 7: on a Monday, Monday is a week ago
    if match := _AGO.fullmatch(words):
        number = match["number"] or "one"
        return (int(number) if number.isdigit() else _NUMBERS.get(number, 1)) * _UNITS[match["unit"]]
    return None


def _read(words: str) -> datetime:
    """The day in one of the forms that cannot be misread. Raises ValueError."""
    for form in _FORMS:
        try:
            return datetime.strptime(words, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    raise ValueError(words)
