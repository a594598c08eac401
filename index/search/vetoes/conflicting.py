"""Another time, another name, the opposite: what the question says and the mark contradicts. Pure."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from index.languages import load
from index.languages.counts import NUMBERED, YEAR
from index.languages.negation import negating_words
from index.languages.read_text import ReadText, content
from index.languages.series import MONTHS, WEEKDAYS
from index.languages.words import Mark, stem
from index.search.vetoes.asked import asks_whether
from index.search.vetoes.reading import Case

_MONTH = "|".join(MONTHS)
_WEEKDAYS = re.compile(rf"\b({'|'.join(WEEKDAYS)})\b", re.IGNORECASE)
_DATED = r"\b\d{1,2}(?:st|nd|rd|th)? (?:of )?|\b(?:in|of|last|next|by|during|early|late|mid) "
_MONTHS = re.compile(
    rf"(?<!until )(?<!since )(?:(?:{_DATED})({_MONTH})|\b(?!May\b|March\b)({_MONTH.title()}))\b(?! \d{{4}})",
    re.IGNORECASE,
)
_RELATIVE = frozenset({"before", "win", "won"})  # what is before one is after another, and where one wins another loses
_DAYS = re.compile(rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?:{_MONTH})|(?:{_MONTH}) (\d{{1,2}}))\b", re.IGNORECASE)
_SEASONS = re.compile(r"\b(?:in|last|next|this|of|early|late) (?:the )?(spring|summer|autumn|winter)\b", re.IGNORECASE)
_ASKED_YEAR = re.compile(rf"(?<!since )(?<!after )(?<!before )({YEAR.pattern})")
_SINCE = re.compile(rf"\bsince (?:\w+ )?{YEAR.pattern}(?!,? when)", re.IGNORECASE)  # until when nothing of the kind was
_AFTERWARDS = re.compile(r"\b(?:after|before|since) \w+ing\b.*", re.IGNORECASE)  # when something else was
_NAMED = r"(?:the )?(?P<place>[A-Z][\w’'-]*[a-z]{2,}(?: [A-Z][\w’'-]+)*)"
_PLACE = re.compile(rf"\b(?:in|at|near|from|off|outside|across|along|into|over|through|to) {_NAMED}")
_NUMBERED = re.compile(
    rf"\b(?P<what>{'|'.join(sorted(NUMBERED))}) (?:no\.? |number )?(?P<number>\d{{1,4}})\b(?![.,]\d)", re.IGNORECASE
)
_HOW_MANY = re.compile(r"\bhow (?:many|long)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[,.;:!?()–—“”\"]")
_NEGATED = 3  # words after a "no" or a "not" that it denies
# Words for one thing, and for its opposite, or for what befalls others of the same.
_OPPOSITES = (
    "northern : southern; north : south; eastern : western; east : west; oldest elder : youngest younger; "
    "highest : lowest; largest biggest : smallest; fastest : slowest; men man boys boy : women woman girls girl; "
    "brother : sister; father : mother; son : daughter; husband : wife; upper : lower; left : right; "
    "inbound : outbound; acquitted cleared innocent : convicted guilty; "
    "killed killing died dead deaths fatal : injured injuring injuries hurt wounded"
)


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
    return False


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


def is_of_another_place(case: Case) -> bool:
    """The question is about a place that the article tells of elsewhere, and the mark names others."""
    places = (ReadText(match["place"]) for match in _PLACE.finditer(case.question.text))
    known = case.mark.stems | case.above.stems
    others = {name for match in _PLACE.finditer(case.mark.text) for name in ReadText(match["place"]).stems}
    return bool(others - case.question.stems) and any(
        not place.stems & known and place.stems <= case.article.stems and not place.words[0].mark & Mark.TIME
        for place in places
    )


def is_of_another_number(case: Case) -> bool:
    """The question is about one of those that have numbers for names, and the mark about others."""
    asked, told = _find_numbered(case.question.text), _find_numbered(case.mark.text)
    return any(what in told and number not in told[what] for what, numbers in asked.items() for number in numbers)


def _find_numbered(text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for match in _NUMBERED.finditer(text):
        found.setdefault(match["what"].lower(), set()).add(match["number"])
    return found


def denies_it(case: Case) -> bool:
    """The mark denies what the question takes for granted; yes or no and "how many" are answered by that."""
    asked = case.asked
    if _negation().search(asked.text) or asks_whether(asked) or _HOW_MANY.search(asked.text):
        return False
    return bool(_denied(case.mark) & content(word for word in asked.words if not word.is_name))


def affirms_it(case: Case) -> bool:
    """The question takes for granted that something is not so, and the mark says that it is; yes or no is answered by
    that."""
    if asks_whether(case.asked):
        return False
    return bool(_denied(case.question) & case.mark.stems) and not _negation().search(case.mark.text)


def has_the_opposite(case: Case) -> bool:
    """The mark has the opposite of a word of the question, and not the word; yes or no is answered by that."""
    if asks_whether(case.asked):
        return False
    asked, told = case.question.stems, case.mark.stems
    return any(
        one & asked and other & told and not one & told and not other & asked
        for sides in _opposites()
        for one, other in (sides, sides[::-1])
    )


@lru_cache(maxsize=1)
def _opposites() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Pairs of sides: the stems of words that mean one thing, and of those that mean its opposite."""
    sides = [tuple(side.split() for side in row.split(":")) for row in _OPPOSITES.split(";")]
    pairs = [([one], [other]) for one, other in load("en").antonyms if one not in _RELATIVE]
    return tuple((frozenset(map(stem, one)), frozenset(map(stem, other))) for one, other in (*sides, *pairs))


@cache
def _negation() -> re.Pattern[str]:
    """What denies the words after it: no count ("no fewer"), no alternative ("or not"), nothing that ends later."""
    return re.compile(
        rf"(?<!or )\b(?:no(?! (?:more|less|fewer))|{negating_words()})\b(?! (?:the )?only\b)(?!.*\b(?:until|before)\b)",
        re.IGNORECASE,
    )


def _denied(text: ReadText) -> frozenset[str]:
    """The stems that stand just after a negation, in its clause."""
    denied: set[int] = set()  # where words begin
    for match in _negation().finditer(text.text):
        end = _CLAUSE.search(text.text, match.end())
        limit = end.start() if end else len(text.text)
        following = [word for word in text.words if match.end() <= word.start < limit]
        denied |= {word.start for word in following[:_NEGATED] if not word.is_empty and not word.is_name}
    if not denied:
        return frozenset()
    said = content(word for word in text.words if word.start not in denied)
    return content(word for word in text.words if word.start in denied) - said
