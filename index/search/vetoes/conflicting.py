"""A place, or one of those that a number tells apart, other than the one that is asked about. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from index.languages.counts import NUMBERED
from index.languages.names import first_names
from index.languages.read_text import ReadText, Word
from index.languages.series import VALUES
from index.languages.tokens import CAPITALS
from index.languages.words import Mark
from index.search.vetoes.reading import Case

_KIND = "area|borough|capital|city|county|district|island|municipality|parish|port|province|region|state|town|village"
_NAMED = (
    rf"(?:the (?:(?:[a-z-]+ ){{0,2}}(?:{_KIND}) of )?)?"
    rf"(?P<place>[{CAPITALS}][\w’'-]*[^\W\d_{CAPITALS}](?: [{CAPITALS}][\w’'-]+)*)"  # no initials
)
_PLACE = re.compile(rf"\b(?:in|at|near|between|from|off|outside|across|along|into|over|through|to) {_NAMED}")
_NUMBERED = re.compile(
    rf"\b(?P<what>{'|'.join(sorted(NUMBERED))}) (?:no\.? |number )?(?P<number>\d{{1,4}})\b(?![.,]\d)", re.IGNORECASE
)


def is_of_another_place(case: Case) -> bool:
    """The question is about a place that the article tells of elsewhere, and the mark names others. Where the mark
    names none, the article's beginning tells where it is; and several articles of a story take that for known."""
    if case.beside:
        return False
    known = case.mark.stems | case.above.stems
    others = {name for match in _PLACE.finditer(case.mark.text) for name in ReadText(match["place"]).stems}
    if not others - case.question.stems:
        known |= case.beginning.stems
    return any(
        not place.stems & known
        and not _is_surname(place.text, case)
        and not place.words[0].mark & Mark.TIME
        and place.stems <= case.article.stems
        for place in (ReadText(match["place"]) for match in _PLACE.finditer(case.question.text))
    )


def _is_surname(name: str, case: Case) -> bool:
    """Whether the article has it behind a first name, or before an age: to steal "from Moe"."""
    told = re.finditer(rf"\b(\w+) {re.escape(name)}\b(, \d\d[,.])?", case.article.text)
    return any(match[2] or match[1].lower() in first_names() for match in told)


def is_of_another_number(case: Case) -> bool:
    """The question is about one of those that a number tells apart, line 7, the second half; the mark about others."""
    asked = _find_numbered(case.question.text)
    told = _find_numbered(case.mark.text) if asked else {}
    if any(what in told and number not in told[what] for what, numbers in asked.items() for number in numbers):
        return True
    asked_before = [*_find_numbers_before(case.question)]
    if not asked_before:
        return False
    told_of = {(what, sort) for _, sort, what in _find_numbers_before(case.mark)}
    known = {_read_number(word) for word in case.mark.words} | {"first"}  # that often has no second
    return any((what, sort) in told_of and one not in known for one, sort, what in asked_before)


def _find_numbered(text: str) -> dict[str, set[str]]:
    """What has a number for a name: "line 7"."""
    found: dict[str, set[str]] = {}
    for match in _NUMBERED.finditer(text):
        found.setdefault(match["what"].lower(), set()).add(match["number"])
    return found


def _find_numbers_before(text: ReadText) -> Iterator[tuple[str, bool, str]]:
    """The number, whether it counts, and what it stands before: "the second half", "within two nights"."""
    for number, what in pairwise(text.words):
        plain = _read_number(number)
        is_thing = not what.is_empty and not (what.mark & Mark.NUMBER and plain.isdigit())
        if number.mark & Mark.NUMBER and is_thing and plain not in {"once", "1"}:
            yield plain, plain.isdigit(), what.text if what.is_name else what.stem


def _read_number(word: Word) -> str:
    plain = word.text.lower()
    return str(VALUES.get(plain, plain.replace(",", "")))
