"""A time other than the one that is asked about. Pure."""

from __future__ import annotations

import re

from index.languages.counts import YEAR
from index.languages.read_text import ReadText
from index.languages.series import MONTHS, WEEKDAYS
from index.search.vetoes.reading import Case

_MONTH = "|".join(MONTHS)
_WEEKDAYS = re.compile(rf"\b({'|'.join(WEEKDAYS)})\b", re.IGNORECASE)
_DATED = r"\b\d{1,2}(?:st|nd|rd|th)? (?:of )?|\b(?:in|of|last|next|by|during|early|late|mid) "
_TODAY = re.compile(r"\b(?:today|yesterday|tomorrow|tonight|this (?:morning|afternoon|evening|week))\b", re.IGNORECASE)
_MONTHS = re.compile(
    rf"(?<!until )(?<!since )(?:(?:{_DATED})({_MONTH})|\b(?!May\b|March\b)({_MONTH.title()}))\b(?! \d{{4}})",
    re.IGNORECASE,
)
_DAYS = re.compile(rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?:{_MONTH})|(?:{_MONTH}) (\d{{1,2}}))\b", re.IGNORECASE)
_SEASONS = re.compile(r"\b(?:in|last|next|this|of|early|late) (?:the )?(spring|summer|autumn|winter)\b", re.IGNORECASE)
_QUARTER = re.compile(r"\b(first|second|third|fourth)[- ]quarter\b", re.IGNORECASE)
_ITS_MONTHS = {"january": "first", "april": "second", "july": "third", "october": "fourth"}  # with which it begins
_MONTHS_OF = re.compile(r"\b(january[-–]march|april[-–]june|july[-–]september|october[-–]december)\b", re.IGNORECASE)
_ASKED_YEAR = re.compile(rf"(?<!since )(?<!after )(?<!before )({YEAR.pattern})")
_SINCE = re.compile(rf"\bsince (?:\w+ )?{YEAR.pattern}(?!,? when)", re.IGNORECASE)  # until when nothing of the kind was
_THEN = re.compile(rf"(?:^In|\b(?:in|since)(?= \d+,? when\b)) (?P<year>{YEAR.pattern})")  # of which the rest tells
_NEW = re.compile(
    r"\b(?P<who>who(?:['’]s| is| was| will be) (?:the |[\w.’'-]+['’]s? )*)?(?:new|next) (?P<what>[a-z-]+(?: [a-z-]+)?)",
    re.IGNORECASE,
)
_COMES = re.compile(
    r"\b(?:new\w*|next|succe\w+|replac\w+|(?:took|tak(?:es?|en|ing))(?: \w+){0,2} (?:charge|office|over)|appoint\w*|"
    r"elect\w*|nam(?:e[ds]?|ing)|bec[ao]m\w+|promot\w+|hir(?:e[ds]?|ing)|incoming|designate|sworn|chosen?|interim|"
    r"acting|nominat\w+|since|w[io]ns?|beat|crowned)\b",
    re.IGNORECASE,
)
_ANOTHER = re.compile(r"\b(?:an?|any|no|another) new (?P<what>\w+)|\banother one\b", re.IGNORECASE)
_OUTCOME = re.compile(
    r"\bwill (?:(?:\w+ ){0,3}?(?:win|lose|prevail|beat|be the (?:outcome|result|score|winner))|"
    r"(?:the )?(?:outcome|result|score))\b",
    re.IGNORECASE,
)
_FORETOLD = re.compile(
    r"\b(?:favou?rites?|likely|polls?|odds|tipped|expect\w*|predict\w*|(?:will|would|to) (?:win|lose|prevail|beat))\b",
    re.IGNORECASE,
)
_AFTERWARDS = re.compile(r"\b(?:after|before|since) \w+ing\b.*", re.IGNORECASE)  # when something else was


def is_of_another_time(case: Case) -> bool:
    """A year, season, month, day or weekday of the question is not the mark's."""
    asked, mark = _AFTERWARDS.sub("", case.question.text), case.mark.text
    if any(_is_another_year(year, case) for year in _ASKED_YEAR.findall(asked)):
        return True
    for pattern in (_WEEKDAYS, _MONTHS, _DAYS, _SEASONS):
        wanted = _find_times(pattern, asked)
        told = _find_times(pattern, mark) if wanted else set()
        if told and not wanted & (told | _find_times(pattern, case.lead.text)):
            return True
    return _is_another_quarter(asked, mark) or _is_long_ago(asked, case)


def _is_another_quarter(asked: str, mark: str) -> bool:
    """The mark has other months than those of the quarter that is asked about."""
    wanted = _find_times(_QUARTER, asked)
    told = {_ITS_MONTHS[re.split("[-–]", months)[0]] for months in (_find_times(_MONTHS_OF, mark) if wanted else ())}
    return bool(told) and not wanted & told


def _is_long_ago(asked: str, case: Case) -> bool:
    """A day of late is asked about, and the mark tells of it what was so in an earlier year, and of no such day."""
    is_of_late = _WEEKDAYS.search(asked) or _TODAY.search(asked)
    then = _THEN.search(case.mark.text) if is_of_late else None
    if then is None or case.year is None or int(then["year"]) >= case.year or then["year"] in asked:
        return False
    before, after = (ReadText(part).stems & case.question.content for part in case.mark.text.split(then.group(), 1))
    return len(after) > len(before) and not _WEEKDAYS.search(case.mark.text)


def is_of_the_old_one(case: Case) -> bool:
    """Who is new in an office is asked, or something of a new thing that the article tells apart from the old: "a new
    one"; and the mark has nothing new."""
    match = _NEW.search(case.question.text)
    if match is None or _COMES.search(case.mark.text):
        return False
    if match["who"]:
        return True
    thing = ReadText(match["what"]).stems
    told = (_ANOTHER.finditer(text) for text in (case.article.text, case.newer))
    apart = [one for ones in told for one in ones if not one["what"] or ReadText(one["what"]).stems <= thing | {"one"}]
    return bool(apart) and not _ANOTHER.search(case.above.text)


def is_still_to_come(case: Case) -> bool:
    """Who will win is asked, or how it will end, and the mark foretells nothing."""
    return bool(_OUTCOME.search(case.asked.text)) and not _FORETOLD.search(case.mark.text)


def _find_times(pattern: re.Pattern[str], text: str) -> set[str]:
    return {match[match.lastindex or 0].lower() for match in pattern.finditer(text)}


def _is_another_year(year: str, case: Case) -> bool:
    """Not told of in or before the mark, nor the year of the report; a neighbouring year may be meant by it."""
    told = _SINCE.sub("", f"{case.lead.text}\n{case.mark.text}")
    if year in told:
        return False
    if case.year is not None and int(year) > case.year + 1:
        return False  # of what is to come
    if case.year is not None and abs(int(year) - case.year) <= 1:
        return int(year) != case.year and bool(YEAR.search(case.mark.text))
    return case.year is not None or bool(YEAR.search(case.article.text))
