"""What an autocomplete offers while somebody types. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from index.languages.words import fold

_CHOICES = 25  # Discord, "autocomplete choices"
_CHOICE_LENGTH = 100  # characters; Discord, "choice name and value"


@dataclass(frozen=True, slots=True)
class Choice:
    """One suggestion: what is shown, and what is filled in; 1 to 100 characters each."""

    name: str
    value: str


def choose_suggestions(typed: str, entries: Iterable[tuple[str, str]]) -> list[Choice]:
    """The first 25 (what follows the value when shown, value) that hold every word typed, whatever its case, accents
    and hyphens; each value once. Too long a value is left out, because it could not be filled in whole."""
    wanted, chosen = _fold(typed).split(), dict[str, Choice]()
    for suffix, value in entries:
        is_fitting = all(word in _fold(value) for word in wanted)
        if is_fitting and value not in chosen and 0 < len(value) <= _CHOICE_LENGTH - len(suffix):
            chosen[value] = Choice(f"{value}{suffix}", value)
        if len(chosen) == _CHOICES:
            break
    return list(chosen.values())


def _fold(text: str) -> str:
    return fold(text).replace("-", " ")
