"""Where a sentence's clauses are, and whether one has a word of the question, be it in other words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from index.languages.read_text import ReadText
from index.languages.variants import find_variants
from index.types import Span

PREPOSITION = re.compile(r"\b(?:in|on|at|after|before|during|by|for|from|to|with|since|until|near)\b", re.IGNORECASE)
_CLAUSE = re.compile(
    r"(?<!\d)[,.](?!\d)|[,.](?=\s|$)|[;:!?()–—“”\"]|\b(?:and|but|while|whereas|although|though|because)\b"
)
# What happened, in words that count the same people or things: a row each.
_SAME_DEED = (
    "kill killed die died dead death deaths perished fatalities",
    "injured injuries hurt wounded",
    "missing unaccounted",
    "arrested arrests detained",
    "destroyed razed wrecked gutted",
    "evacuated evacuees evacuation",
)


def find_clauses(sentence: str) -> Iterator[Span]:
    """The clauses of a sentence, in order, as its marks and joining words part them."""
    start = 0
    for match in [*_CLAUSE.finditer(sentence), None]:
        end = match.start() if match else len(sentence)
        if sentence[start:end].strip():
            yield Span(start=start, end=end)
        start = match.end() if match else end


def stands_in(stem: str, stems: frozenset[str]) -> bool:
    """Whether a stem is among others, itself or as another word for the same thing or deed."""
    same = next((deeds for deeds in _deeds() if stem in deeds), frozenset[str]())
    return not stems.isdisjoint((stem, *find_variants(stem), *same))


@cache
def _deeds() -> tuple[frozenset[str], ...]:
    return tuple(ReadText(row).stems for row in _SAME_DEED)
