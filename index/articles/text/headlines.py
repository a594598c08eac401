"""The first lines of a plain text → its headline, if it has one. Pure.

A headline is copied out of the text, never cut out of it: every line stays where it can be found and quoted.
"""

from __future__ import annotations

import re

from index.articles.text.dates import parse_date
from index.articles.text.heads import is_imprint, is_outlet

_LONGEST = 160  # characters; newspapers' headlines are shorter, and leads seldom are
_LONGEST_BEGINNING = 100  # characters; where there is no headline, the beginning of the text stands for it
_LOOKED_AT = 6  # lines that are not blank; bylines, dates and labels stand above some headlines
_LONGEST_NAME = 4  # words of an outlet's
_ENDS_SENTENCE = re.compile(r"[.…:;,][\"'”’»)]*$|[.!?…,][\"”’»]")
_MARKUP = re.compile(
    r"^(?:#{1,6}|[-*+•])\s+|\s+#+$|[*`]{1,3}(?=\S)|(?<=\S)[*`]{1,3}|"
    r"(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)"  # none within a word: @the_mayor
)
_HEADING = re.compile(r"#{1,6}\s+\S")
# What stands above or below a headline and is none: who wrote it, who took the picture, when, under what label.
_FURNITURE = re.compile(
    r"(?i:by|von|par|por)\s+[^\W\d_]|(?i:photo|image|picture|foto|credit|source|author|date|published|updated|"
    r"correction|section|category|tags?)\b\s*[:/]|(?i:updated|live|breaking|exclusive|video|photos?|opinion)\b[\s\d:.,]*$"
    r"|(?i:(?:for immediate|press) release\W*$|embargoed\b(?=:| (?:until|till|for)\b)|contact:)"
    r"|[A-Z]{2}-[\w-]*-[\w-]+(?:, .*)?$"
    r"|[\W\d_]*$|\(?©|(?:https?:|www\.)\S+$"
)
_DATE = re.compile(
    r"(?i)(?:\w+,?\s+)?(?:(?P<day>\w{3,9}\.?\s+\d{1,2}|\d{1,2}\.?\s+\w{3,9}\.?),?|\d{4}-\d\d-\d\d)\s*(?:\d{4})?\W*$"
)
_ANY_YEAR = 2000  # has every day


def find_headline(text: str) -> str | None:
    """The headline among the first lines; None where the text begins with running text."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    above_was_furniture = False
    for number, line in enumerate(lines[:_LOOKED_AT]):
        if _is_furniture(line):
            above_was_furniture = True
            continue
        if number + 1 == len(lines) or _ENDS_SENTENCE.search(line) or len(line) > _LONGEST:
            return None
        if (above_was_furniture or is_outlet(line)) and _stands_above_furniture(line, lines[number + 1]):
            continue
        return _MARKUP.sub("", line).strip() or None
    return None


def find_heading(text: str) -> str | None:
    """The heading that a Markdown text begins with, without its marks."""
    first = next((line.strip() for line in text.split("\n") if line.strip() and not _is_rule(line)), "")
    return _MARKUP.sub("", first).strip() or None if _HEADING.match(first) else None


def begin(text: str) -> str:
    """The beginning of the running text, cut between words."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    running = next((line for line in lines if not _is_furniture(line)), lines[0])
    first = _MARKUP.sub("", running)
    if len(first) <= _LONGEST_BEGINNING:
        return first
    end = first.rfind(" ", 0, _LONGEST_BEGINNING + 1)
    return first[: end if end > 0 else _LONGEST_BEGINNING]


def _is_furniture(line: str) -> bool:
    return _FURNITURE.match(line) is not None or _is_day(line) or is_imprint(line)


def _is_day(line: str) -> bool:
    """Whether a line is a day, be it without its year; "Bridge 2" only looks like one."""
    found = _DATE.fullmatch(line)
    return found is not None and (found["day"] is None or parse_date(f"{found['day']} {_ANY_YEAR}") is not None)


def _stands_above_furniture(line: str, following: str) -> bool:
    """Whether a short line is an outlet's name by its place: what follows it is a date, or furniture again."""
    return len(line.split()) <= _LONGEST_NAME and _is_furniture(following)


def _is_rule(line: str) -> bool:
    return not any(character.isalnum() for character in line)
