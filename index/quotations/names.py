"""Person names: their tokens, their likely gender, and when two of them are one person."""

from __future__ import annotations

import re
from enum import Enum
from functools import cache, lru_cache
from importlib.resources import files

from index.quotations import lexicon

_TOKEN = re.compile(r"[^\W\d_][\w’'.-]*")
_NICKNAME = re.compile(r"[\"“”‘].*[\"“”’]")
_SUFFIXES = frozenset("jr sr ii iii iv phd md".split())


class Gender(Enum):
    FEMALE = "female"
    MALE = "male"
    UNKNOWN = "unknown"


@cache
def first_names() -> dict[str, Gender]:
    """First name in lower case → gender; the file tells where it comes from."""
    names: dict[str, Gender] = {}
    for line in files(__package__).joinpath("first_names.txt").read_text(encoding="utf-8").splitlines():
        mark, _, rest = line.partition(" ")
        if mark in ("F", "M"):
            names |= dict.fromkeys(rest.split(), Gender.FEMALE if mark == "F" else Gender.MALE)
    return names


@lru_cache(maxsize=1 << 12)
def tokens_of(name: str) -> tuple[str, ...]:
    """The words of a name in lower case, without nickname, full stops, or Jr."""
    words = [
        word.lower().rstrip(".").replace("’", "'").removesuffix("'s")
        for word in _TOKEN.findall(_NICKNAME.sub(" ", name))
    ]
    return tuple(word for word in words if word not in _SUFFIXES and word not in lexicon.COURTESY) or tuple(words)


def gender_of(name: str) -> Gender:
    """The gender that a first name betrays."""
    return first_names().get(tokens_of(name)[0] if tokens_of(name) else "", Gender.UNKNOWN)


def gender_of_role(words: str) -> Gender:
    """The gender that a role or a title betrays: spokeswoman, Mrs."""
    found = {word.lower().rstrip(".") for word in _TOKEN.findall(words)}
    female, male = bool(found & lexicon.FEMALE_ROLES), bool(found & lexicon.MALE_ROLES)
    if female == male:
        return Gender.UNKNOWN
    return Gender.FEMALE if female else Gender.MALE


def is_same_person(one: str, other: str) -> bool:
    """Whether two full names name one person: Donald Trump, Donald J. Trump; not Carol Clark, Dennis Clark."""
    first, second = tokens_of(one), tokens_of(other)
    if not first or not second:
        return False
    if len(first) == 1 or len(second) == 1:
        return first == second
    given, other_given = first[0], second[0]
    close = given == other_given or (given[0] == other_given[0] and min(len(given), len(other_given)) == 1)
    return (first[-1] == second[-1] and (close or _is_short_for(given, other_given))) or first == second


def _is_short_for(given: str, other: str) -> bool:
    short, long = sorted((given, other), key=len)
    return len(short) >= 3 and long.startswith(short)
