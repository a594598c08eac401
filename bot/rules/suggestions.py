"""What an autocomplete offers while somebody types. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_CHOICES = 25  # Discord, "autocomplete choices"
_CHOICE_LENGTH = 100  # characters; Discord, "choice name and value"


@dataclass(frozen=True, slots=True)
class Choice:
    """One suggestion: what is shown, and what is filled in; 1 to 100 characters each."""

    name: str
    value: str


def choose(typed: str, entries: Iterable[tuple[str, str]]) -> list[Choice]:
    """The first 25 (what follows the value when shown, value) that hold what is typed; too long a value is left out,
    because it could not be filled in whole."""
    wanted = typed.casefold().strip()
    choices = []
    for suffix, value in entries:
        if wanted in value.casefold() and 0 < len(value) <= _CHOICE_LENGTH - len(suffix):
            choices.append(Choice(f"{value}{suffix}", value))
        if len(choices) == _CHOICES:
            break
    return choices
