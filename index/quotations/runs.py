"""Runs of capitals → the full names in them, and which of them may be a person's. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.quotations import lexicon
from index.quotations.names import Gender, first_names, gender_of_role, tokens_of
from index.types import Span

# Two capitalised words or more, titles and initials among them. It begins with a set of letters, which makes it fast.
_TITLED = r"[A-ZÀ-Þ](?:(?:rs?|s|en|ep|ov|t|ol|gt|apt|rof|ev|dm)\.(?=[ \u00a0,])|\.|[\w’'-]*)"
_RUN = re.compile(
    rf"{_TITLED}(?:[ \u00a0](?:{_TITLED}"
    r"|(?:de|van|von|der|den|del|della|di|da|dos|bin|al|la)(?=[ ](?:[a-z]{2,4} )?[A-ZÀ-Þ])"
    r"|[“\"][A-Z][\w ]{1,16}[”\"](?= [A-Z])))+"
)
_WORD = re.compile(r"[“\"][^”\"]*[”\"]|\S+")
_NAMES_TOO = frozenset(("Will", "May", "April", "June"))  # function words and months
_PLACES_AND_BODIES = frozenset(
    "house department university college party committee street avenue senate congress court council ministry "
    "states state county city school church hospital press news times post journal bank company group institute "
    "foundation fund association union club team league office bureau agency force forces army navy center centre "
    "park road river lake island islands airport building hall square bridge valley beach act bill law war day week "
    "award prize york hampshire carolina dakota mexico jersey america american americans republican republicans "
    "democrat democrats democratic national international north south east west new white supreme super air united "
    "san los las fox abc nbc cbs cnn msnbc facebook twitter google campaign tower towers wall project "
    "conference convention summit report reports kingdom nations zealand korea arabia africa syria "
    "iraq iran washington reuters associated today tonight america's "
    "ohio iowa florida texas virginia georgia michigan wisconsin pennsylvania california nevada "
    "inc corp llc".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name as it stands at ``start``; ``gender`` is what its title tells, ``titled`` whether it has one."""

    text: str
    start: int
    gender: Gender
    titled: bool


def find_names(text: str, paragraph: Span) -> Iterator[Name]:
    """The capitalised names of a paragraph in order, without titles; of one word only after a title."""
    for run in _RUN.finditer(text, paragraph.start, paragraph.end):
        words = [(match.start(), match.group()) for match in _WORD.finditer(run.group())]
        while words and _opens_sentence(words[0][1]):
            words.pop(0)
        begin, title = _after_titles([word for _, word in words])
        if begin < len(words):
            at = words[begin][0]
            yield Name(
                text=_without_possessive(run.group()[at:]),
                start=run.start() + at,
                gender=gender_of_role(title) if title else Gender.UNKNOWN,
                titled=title is not None,
            )


def _opens_sentence(word: str) -> bool:
    return word.lower().rstrip(".") in lexicon.FUNCTION_WORDS and word not in _NAMES_TOO


def _after_titles(words: list[str]) -> tuple[int, str | None]:
    """Where the name proper begins, after owners ("Fox's") and titles, and the title right before it."""
    begin, title = 0, None
    for number, word in enumerate(words[:-1]):
        low = word.lower().rstrip(".")
        if word.endswith(("'s", "’s")):
            begin, title = number + 1, None
        elif (low in lexicon.TITLES or low in lexicon.COURTESY) and low not in first_names():
            begin, title = number + 1, low
    return begin, title


def _without_possessive(name: str) -> str:
    return name[:-2] if name.endswith(("'s", "’s")) else name.rstrip("’'")


def looks_personal(name: str) -> bool:
    """Whether a name opens with a known first name and is no place or body."""
    words = tokens_of(name)
    return words[0] in first_names() and not any(word in _PLACES_AND_BODIES for word in words[1:])


def looks_like_name(name: str) -> bool:
    """Whether a name of two or three words could be a person's though its first name is not known."""
    words = tokens_of(name)
    return 2 <= len(words) <= 4 and not any(word in _PLACES_AND_BODIES for word in words) and not name.isupper()
