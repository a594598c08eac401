"""Titles that go before a name. Pure."""

from __future__ import annotations

from index.languages import load
from index.languages.words import fold


def is_title(word: str) -> bool:
    """Whether it is a title or courtesy: "Senator", "Dr"."""
    return load("en").is_a(fold(word), "titles", "courtesy") or fold(word) == "prime"
