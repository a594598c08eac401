"""What a sentence states in answer to a question for a number, if it does so plainly. Pure.

Precision before all: a sentence that says it with "could", "or" or "not", of another year, or with two numbers that
both might be meant, states nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from index.languages.counts import MEASURES, YEAR
from index.languages.read_text import ReadText, Word
from index.languages.series import MONTHS, WEEKDAYS
from index.languages.tokens import CAPITALS
from index.languages.variants import find_variants
from index.languages.words import Mark
from index.search.differing.amounts import Amount, Measure, find_amounts
from index.search.vetoes.counting import ANYBODY, find_thing
from index.types import Span

# How a question asks for an amount; the first that matches says of what.
_ASKS = (
    (Measure.COUNT, r"\bhow many\b"),
    (Measure.COUNT, r"\bwhat (?:is|was) the (?:number|(?:death )?toll) "),
    (Measure.SHARE, r"\b(?:what|which) (?:percentage|percent|share|proportion)\b"),
    (Measure.SHARE, r"\b(?:what|how high) (?:is|was) (?:the )?(?:\w+ )?(?:turnout|inflation|rate)\b"),
    (Measure.MONEY, r"\bhow much\b(?=.*\b(?:cost|pay|paid|earn|owe|borrow|steal|stolen|raise|spen[dt]|fined|worth))"),
    (
        Measure.MONEY,
        r"\bwhat (?:is|was|are|were) the (?:\w+ )?(?:fine|price|cost|budget|salary|reward|ransom|damage)s?\b",
    ),
)
_MEASURES = tuple((measure, re.compile(pattern, re.IGNORECASE)) for measure, pattern in _ASKS)
_TELLS_LITTLE = frozenset("peopl person happen place number percentag share amount total".split())
_PREPOSITION = re.compile(r"\b(?:in|on|at|after|before|during|by|for|from|to|with|since|until|near)\b", re.IGNORECASE)
_CLAUSE = re.compile(
    r"(?<!\d)[,.](?!\d)|[,.](?=\s|$)|[;:!?()–—“”\"]|\b(?:and|but|while|whereas|although|though|because)\b"
)
_UNSURE = re.compile(
    r"\b(?:or|could|may|might|would|should|fear(?:s|ed)?|expect(?:s|ed)?|forecast|predicted|target|if|denied|denies|"
    r"rumou?rs?|not|never|nearly all|per(?! cent)|each|every|another|other|more than one)\b",
    re.IGNORECASE,
)
_BEFORE_IT = re.compile(
    r"\b(?:from|(?<!more )(?<!fewer )(?<!less )than|against|with|of the|out of|first|another|other|last) (?:the )?$",
    re.IGNORECASE,
)
DAY_OR_MONTH = re.compile(rf"\b(?:{'|'.join(map(str.capitalize, WEEKDAYS + MONTHS))})\b")
_PLACES = re.compile(rf"\b(?:in|at|near|on) (?:the )?((?:[{CAPITALS}][\w’'-]+ ?)+)")


# What happened, in words that count the same people or things: a row each.
_SAME_DEED = (
    "kill killed die died dead death deaths perished fatalities",
    "injured injuries hurt wounded",
    "missing unaccounted",
    "arrested arrests detained",
    "destroyed razed wrecked gutted",
    "evacuated evacuees evacuation",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedNumber:
    """A sentence's number, and the days, months and places that are named with it."""

    amount: Amount
    days: frozenset[str]
    places: frozenset[str]

    def contradicts(self, other: StatedNumber) -> bool:
        """Whether both cannot be right of one thing; of another day or another place they may be."""
        return self.amount.excludes(other.amount) and not (
            _are_apart(self.days, other.days) or _are_apart(self.places, other.places)
        )


class Wanted:
    """A question for a number: what it is of, and the stems that must stand beside it (``core``) and in the article."""

    def __init__(self, question: str) -> None:
        self._text = ReadText(question)
        self.measure = next((measure for measure, pattern in _MEASURES if pattern.search(question)), None)
        self.thing = find_thing(self._text)

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(word.stem for word in _telling(self._text.words))

    @cached_property
    def _cut(self) -> int:
        """Where the circumstances begin: at the first preposition after what is counted and what it does."""
        for match in _PREPOSITION.finditer(self._text.text):
            if sum(word.end <= match.start() for word in _telling(self._text.words)) >= (2 if self.thing else 1):
                return match.start()
        return len(self._text.text)

    @cached_property
    def core(self) -> frozenset[str]:
        """What is counted and what it does; all that stands before the circumstances where that is not clear."""
        ahead = [word.stem for word in _telling(self._text.words) if word.end <= self._cut]
        if self.thing or self.measure is Measure.MONEY or ANYBODY & {word.stem for word in self._text.words}:
            return frozenset([*([self.thing] if self.thing else []), *ahead[-1:]])
        return frozenset(ahead)

    @cached_property
    def events(self) -> frozenset[str]:
        """What the circumstances are: "crash" in "in the bus crash". Another report may call it something else."""
        phrases = _PREPOSITION.split(self._text.text[self._cut :])
        ends = [words[-1] for phrase in phrases if (words := ReadText(phrase).words)]
        return frozenset(word.stem for word in ends if not word.mark & (Mark.NAME | Mark.TIME))

    def is_told_in(self, article: ReadText, *, known: bool) -> bool:
        """Whether the article knows all that the question speaks of; of an event that is ``known`` to be the same, it
        need not use the same word."""
        stems = self.stems - self.events if known else self.stems
        return len(self.stems) > 1 and all(_stands_in(stem, article.stems) for stem in stems)

    def read(self, sentence: str, *, year: int | None) -> StatedNumber | None:
        """What the sentence states, in an article of that ``year``; None where it states nothing plainly."""
        if self.measure is None or any(int(named) != year for named in YEAR.findall(sentence)):
            return None
        found = [number for clause in _clauses(sentence) if (number := self._read_clause(sentence, clause))]
        return found[0] if len(found) == 1 else None

    def _read_clause(self, sentence: str, clause: Span) -> StatedNumber | None:
        read = ReadText(clause.of(sentence))
        if not all(_stands_in(stem, read.stems) for stem in self.core) or _UNSURE.search(read.text):
            return None
        amounts = [amount for amount in find_amounts(read) if self._fits(amount, read)]
        if len(amounts) != 1:
            return None
        days = frozenset(DAY_OR_MONTH.findall(read.text))
        return StatedNumber(
            amount=amounts[0],
            days=days,
            places=frozenset(place.strip() for place in _PLACES.findall(read.text)) - days,
        )

    def _fits(self, amount: Amount, read: ReadText) -> bool:
        after = next((word for word in read.words if word.start >= amount.span.end), None)
        measures = after is not None and after.stem in MEASURES and after.stem not in self.stems
        return amount.measure is self.measure and not measures and not _BEFORE_IT.search(read.text[: amount.span.start])


def _telling(words: tuple[Word, ...]) -> Iterator[Word]:
    return (
        word for word in words if not word.is_empty and not word.mark & Mark.NUMBER and word.stem not in _TELLS_LITTLE
    )


def _stands_in(stem: str, stems: frozenset[str]) -> bool:
    same = next((deeds for deeds in _deeds() if stem in deeds), frozenset[str]())
    return not stems.isdisjoint((stem, *find_variants(stem), *same))


@lru_cache(maxsize=1)
def _deeds() -> tuple[frozenset[str], ...]:
    return tuple(ReadText(row).stems for row in _SAME_DEED)


def _clauses(sentence: str) -> Iterator[Span]:
    start = 0
    for match in [*_CLAUSE.finditer(sentence), None]:
        end = match.start() if match else len(sentence)
        if sentence[start:end].strip():
            yield Span(start=start, end=end)
        start = match.end() if match else end


def _are_apart(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and one.isdisjoint(other)
