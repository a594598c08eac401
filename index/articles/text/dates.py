"""A date as newspapers, feeds and programs write it → a moment, and how exactly it is known. Pure.

What can be read in two ways is not read: ``08/09/2011`` is August or September.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from index.types import Precision

_YEARS = range(1000, 3000)  # beyond them a date is a mistake, and not every time zone can tell it
_LONGEST = 200  # characters; what is longer is no date
_FULL_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
_NUMBERS = re.compile(r"\s*(\d{1,2})[/-](\d{1,2})[/-]\d{2,4}\b")  # with points it is the day first, everywhere
_EPOCH = re.compile(r"\d{10}|\d{13}")  # seconds or milliseconds since 1970, as programs write them
_NOT_SET = re.compile(r"[a-z] -?0\d{3}\b", re.IGNORECASE)  # Jan 0001, Nov -0001: as programs write that there is none
_YEAR_MONTH = re.compile(r"(\d{4})(?:-(\d{2}))?")
# What newspapers write before a date; one that tells of two moments has two dates, and is not read.
_BEFORE = re.compile(
    r"(?:(?:first|last) )?(?:published|posted|updated|modified|created|aktualisiert|veröffentlicht|stand|publié|"
    r"mis à jour|publicado|actualizado|pubblicato|aggiornato|نشر|تاريخ النشر|آخر تحديث)"
    r"(?: (?:on|at|am|le|el|il|في))?:? (?=.*\d)|den (?=\d)",
    re.IGNORECASE,
)
CLOCKS: Mapping[str, str] = MappingProxyType(  # the zones that newspapers name without saying summer or winter
    {"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}
)
_CLOCK = re.compile(r"[ (]+([ECMP])\.?T\b\.?\)?")  # dateparser knows two of them, as hours that never change
_ZONE_IN_BRACKETS = re.compile(r" \(UTC ?([+-]\d\d:\d\d)\)$")  # as clippers of pages write a date
_ZONE_SAID_TWICE = re.compile(r"(?:GMT|UTC)([+-]\d{4}) \([^()]*\)$")  # as JavaScript writes a date
_LANGUAGES = ["en", "de", "fr", "es", "it", "nl", "pt", "pl", "ar"]  # whose names of months are known
_EVERY_MONTH_HAS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationDate:
    """When something was published: aware, in UTC where no zone is written; its first moment where less is known."""

    moment: datetime
    precision: Precision


def parse_date(written: str) -> PublicationDate | None:
    """What ``written`` says; None where it is no date, none that exists, or one that can be read in two ways."""
    if len(written) > _LONGEST:
        return None
    digits = "".join(str(unicodedata.decimal(character, character)) for character in written)
    text = _BEFORE.sub("", " ".join(digits.split()), count=1)
    for parse in _PARSERS:
        found = parse(text)
        if found is not None:
            moment = found.moment if found.moment.tzinfo else found.moment.replace(tzinfo=UTC)
            return PublicationDate(moment=moment, precision=found.precision) if moment.year in _YEARS else None
    return None


def _year_or_month(text: str) -> PublicationDate | None:
    match = _YEAR_MONTH.fullmatch(text)
    if match is None or not 1 <= int(match[2] or 1) <= _EVERY_MONTH_HAS or int(match[1]) not in _YEARS:
        return None
    moment = datetime(int(match[1]), int(match[2] or 1), 1, tzinfo=UTC)
    return PublicationDate(moment=moment, precision=Precision.MONTH if match[2] else Precision.YEAR)


def _standard(text: str) -> PublicationDate | None:
    """ISO 8601; RFC 2822, as feeds write it."""
    try:
        moment = datetime.fromisoformat(_ZONE_IN_BRACKETS.sub(r"\1", text))
        return PublicationDate(moment=moment, precision=Precision.DAY)
    except (ValueError, OverflowError):
        pass
    if _NOT_SET.search(text):
        return None
    try:
        moment = parsedate_to_datetime(_ZONE_SAID_TWICE.sub(r"\1", text))
    except (ValueError, OverflowError):
        return None
    # It passes over a zone that it does not know.
    return PublicationDate(moment=moment, precision=Precision.DAY) if moment.tzinfo else None


def _epoch(text: str) -> PublicationDate | None:
    if not _EPOCH.fullmatch(text):
        return None
    return PublicationDate(moment=datetime.fromtimestamp(int(text[:10]), UTC), precision=Precision.DAY)


def _in_words(text: str) -> PublicationDate | None:
    """A date in words or in numbers that can be read in one way only; the year is written in full."""
    numbers = _NUMBERS.match(text)
    if not _FULL_YEAR.search(text) or (numbers and _is_either(*map(int, numbers.groups()))):
        return None
    from dateparser.date import DateDataParser

    clock = _CLOCK.search(text)
    settings = {
        "PARSERS": ["absolute-time"],
        "REQUIRE_PARTS": ["year", "month"],
        "RETURN_TIME_AS_PERIOD": True,
        "DATE_ORDER": "DMY",
        "PREFER_DAY_OF_MONTH": "first",
    }
    found = DateDataParser(languages=_LANGUAGES, settings=settings).get_date_data(_CLOCK.sub("", text, count=1))
    if found is None or found.date_obj is None or str(found.date_obj.year) not in text or found.period == "quarter":
        return None
    moment, precision = found.date_obj, Precision.MONTH if found.period == "month" else Precision.DAY
    if clock and not moment.tzinfo:
        moment = moment.replace(tzinfo=ZoneInfo(CLOCKS[f"{clock[1]}T"]))
    return PublicationDate(moment=moment, precision=precision)


def _is_either(one: int, other: int) -> bool:
    """Whether each may be the month, and it matters which."""
    return one != other and max(one, other) <= _EVERY_MONTH_HAS


_PARSERS: Sequence[Callable[[str], PublicationDate | None]] = (_year_or_month, _standard, _epoch, _in_words)
