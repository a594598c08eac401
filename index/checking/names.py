"""Whether two names are one person's."""

from __future__ import annotations

import re

from index.checking.words import read_words

_COURTESIES = frozenset(
    "mr mrs ms miss mx dr prof professor sir dame lord lady madam mme rev gen general col colonel capt captain lt sgt "
    "adm president minister secretary ambassador senator sen rep gov governor mayor jr sr the".split()
)
_ANONYMOUS = re.compile(r"(?:an?|one|another|some)\s", re.IGNORECASE)


def is_same_person(first: str, second: str) -> bool:
    """Whether the names agree without courtesies, case and middle names; a bare surname agrees with its bearer."""
    shorter, longer = sorted((_read_name(first), _read_name(second)), key=len)
    if not shorter or shorter[-1] != longer[-1]:
        return False
    rest = iter(longer)
    return len(shorter) == 1 or (shorter[0] == longer[0] and all(word in rest for word in shorter))


def is_anonymous(name: str) -> bool:
    """Whether the name only describes: "a senior official" may be anybody."""
    return bool(_ANONYMOUS.match(name))


def _read_name(name: str) -> list[str]:
    words = read_words(name)
    return [word for word in words if word not in _COURTESIES] or words
