"""Person names: their words, their likely gender, and when two of them are one person."""

from __future__ import annotations

import re
from enum import Enum
from functools import cache, lru_cache
from importlib.resources import files

from index import languages
from index.languages import load
from index.languages.tokens import NAMED
from index.languages.words import fold as without_accents

_NICKNAME = re.compile(r"[\"“”‘(].*[\"“”’)]")
_SUFFIXES = frozenset("jr sr ii iii iv phd md".split())
_BOUND = re.compile(r"^(?:[ae][lnsrtdz]h?-|ul-|(?:[dl]|dell)')(?=\w{2})")  # al-Sadr and Sadr are one
_DRESS = re.compile(r"[*_`\[\]\\~]+|</?\w+>|[^\S ]")  # markup, and any space but the plain one
FULL = {
    "sen": "senator", "rep": "representative", "gov": "governor", "lt": "lieutenant", "sgt": "sergeant",
    "capt": "captain", "gen": "general", "col": "colonel", "prof": "professor", "rev": "reverend", "adm": "admiral",
}  # fmt: skip
_UNMARKED = str.maketrans("łøđßıæœðþʼ’", "lodsiaodt''")


class Gender(Enum):
    FEMALE = "female"
    MALE = "male"
    UNKNOWN = "unknown"


@cache
def first_names() -> dict[str, Gender]:
    """First name in lower case, with its accents and without → gender; the file tells where it comes from."""
    genders = {"F": Gender.FEMALE, "M": Gender.MALE, "U": Gender.UNKNOWN}
    names: dict[str, Gender] = {}
    for line in files(languages).joinpath("first_names.txt").read_text(encoding="utf-8").splitlines():
        mark, _, rest = line.partition(" ")
        if mark in genders:
            names |= dict.fromkeys((form for name in rest.split() for form in (name, fold_name(name))), genders[mark])
    return names


@cache
def _left_out() -> frozenset[str]:
    words = load("en").words
    return _SUFFIXES | words["courtesy"] | words["particles"] | frozenset("بن ابن آل دي دو دا ديل فان دير فون".split())


@lru_cache(maxsize=1 << 12)
def tokens_of(name: str) -> tuple[str, ...]:
    """The telling words of a name, so that its forms agree: no accents, particles, nickname, title, stops or Jr."""
    words = [
        _BOUND.sub("", fold_name(word).rstrip(".'").removesuffix("'s"))
        for word in NAMED.findall(_NICKNAME.sub(" ", name))
    ]
    return tuple(word for word in words if word not in _left_out()) or tuple(words)


def plain(text: str) -> str:
    """A name or a role without what dresses it in Markdown: Ana *Ruiz*, O\\'Dowd."""
    return " ".join(_DRESS.sub(_undress, text).split()) if _DRESS.search(text) else text


def _undress(match: re.Match[str]) -> str:
    return " " if match[0].isspace() else ""


def fold_name(text: str) -> str:
    """``text`` in lower case without accents."""
    return without_accents(text.lower().translate(_UNMARKED))


def gender_of(name: str) -> Gender:
    """The gender that a first name betrays."""
    plain = first_names().get(tokens_of(name)[0] if tokens_of(name) else "")
    return plain or first_names().get(name.partition(" ")[0].lower(), Gender.UNKNOWN)


def gender_of_role(words: str) -> Gender:
    """The gender that a role or a title betrays: spokeswoman, Mrs."""
    found = {word.lower().rstrip(".") for word in NAMED.findall(words)}
    table = load("en").words
    female, male = bool(found & table["female"]), bool(found & table["male"])
    if female == male:
        return Gender.UNKNOWN
    return Gender.FEMALE if female else Gender.MALE


def is_same_person(one: str, other: str) -> bool:
    """Whether two full names name one person: Donald Trump, Donald J. Trump; not Carol Clark, Dennis Clark.

    The end of a longer name is the same person too: Aung Nan Soe Win, Soe Win.
    """
    short, long = sorted((tokens_of(one), tokens_of(other)), key=len)
    if not short or short == long:
        return bool(short)
    if len(short) == 1:
        return False
    if short[-1] == long[-1] and _may_be_given(short[0], long[0]):
        return True
    return len(long) > len(short) and len(long) >= 3 and long[-len(short) :] == short


def _may_be_given(given: str, other: str) -> bool:
    short, long = sorted((given, other), key=len)
    return short == long or (long.startswith(short) and (len(short) == 1 or len(short) >= 3))
