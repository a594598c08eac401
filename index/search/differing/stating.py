"""What a sentence states in answer to a question for a number, if it does so plainly. Pure.

Precision above all: a sentence that says it with "could", "or" or "not", of another year, or with two numbers that
both might be meant, states nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from index.languages.counts import MEASURES, YEAR
from index.languages.read_text import ReadText, Word
from index.languages.series import MONTHS, WEEKDAYS
from index.languages.tokens import CAPITALS
from index.languages.words import Mark
from index.search.differing.amounts import Amount, Measure, find_amounts
from index.search.differing.clauses import PREPOSITION, find_clauses, stands_in
from index.search.vetoes.counting import ANYBODY, find_thing
from index.search.vetoes.parsing.asked import Ask, asks_whether, find_asks
from index.types import Span

# How a question asks for an amount; the first that matches says of what.
_ASKS = (
    (Measure.COUNT, r"\bhow many\b"),
    (Measure.COUNT, r"\b(?:number of|toll)\b"),
    (Measure.SHARE, r"\b(?:what|which) (?:percentage|percent|share|proportion)\b"),
    (Measure.SHARE, r"\b(?:what|how high) (?:is|was) (?:the )?(?:\w+ )?(?:turnout|inflation|rate)\b"),
    (Measure.MONEY, r"\bhow much\b(?=.*\b(?:cost|pay|paid|earn|owe|borrow|steal|stolen|raise|spen[dt]|fined|worth))"),
    (
        Measure.MONEY,
        r"\bwhat (?:is|was|are|were) the (?:\w+ )?(?:fine|price|cost|budget|salary|reward|ransom|damage)s?\b",
    ),
)
_MEASURES = tuple((measure, re.compile(pattern, re.IGNORECASE)) for measure, pattern in _ASKS)
_NO_NUMBER = frozenset({Ask.HOUR, Ask.DAY, Ask.TIME, Ask.PLACE, Ask.PERSON, Ask.NAME, Ask.REASON})
_TELLS_LITTLE = frozenset("peopl person happen place still now latest number toll percentag share amount total".split())
_UNSURE = re.compile(
    r"\b(?:or|could|may|might|would|should|fear(?:s|ed)?|expect(?:s|ed)?|forecast|predicted|target|if|denied|denies|"
    r"rumou?rs?|not|never|nearly all|per(?! cent)|each|every|another|other|more than one)\b",
    re.IGNORECASE,
)
_BEFORE_IT = re.compile(
    r"\b(?:from|(?<!more )(?<!fewer )(?<!less )than|against|with|of the|out of|first|another|other|last) (?:the )?$",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"\b(?:no ?(?:one|body)|none)\b", re.IGNORECASE)
_WHOEVER = re.compile(rf"\b(?:toll|number of)\b|{_NOBODY.pattern}", re.IGNORECASE)  # need not say of whom
_AMONG = re.compile(r"\bamong\b", re.IGNORECASE)  # a part of whom is asked about
_CIRCUMSTANCES = re.compile(rf"(?<=\w )(?:{PREPOSITION.pattern}).*$", re.IGNORECASE)
# "Doubled its demand to", "the toll has risen to": what the number was of before has its own word here.
_CHANGED = re.compile(
    r"(?P<before>[^,;:]*?)\b(?:doubled|tripled|raised|increased|lowered|cut|reduced|revised|"
    r"rose|risen|climbed|grew|grown|jumped|fell|fallen|dropped)(?P<after> [^,;:]*?)? to $"
)
DAY_OR_MONTH = re.compile(rf"\b(?:{'|'.join(map(str.capitalize, WEEKDAYS + MONTHS))})\b")
_PLACES = re.compile(rf"\b(?:in|at|near|on) (?:the )?((?:[{CAPITALS}][\w’'-]+ ?)+)")


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
    def asks_for_number(self) -> bool:
        """Whether a number may answer: neither yes or no nor a time, place, person or reason is asked for."""
        return self.measure is not None or not (asks_whether(self._text) or find_asks(self._text) & _NO_NUMBER)

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(word.stem for word in _telling(self._text.words))

    @cached_property
    def _cut(self) -> int:
        """Where the circumstances begin: at the first preposition after what is counted and what it does."""
        for match in PREPOSITION.finditer(self._text.text):
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
        phrases = PREPOSITION.split(self._text.text[self._cut :])
        ends = [words[-1] for phrase in phrases if (words := ReadText(phrase).words)]
        return frozenset(word.stem for word in ends if not word.mark & (Mark.NAME | Mark.TIME))

    def is_told_in(self, article: ReadText, *, known: bool) -> bool:
        """Whether the article knows all that the question speaks of; of an event that is ``known`` to be the same, it
        need not use the same word."""
        stems = self.stems - self.events if known else self.stems
        return (known or len(self.stems) > 1) and all(stands_in(stem, article.stems) for stem in stems)

    def read(self, sentence: str, *, year: int | None) -> StatedNumber | None:
        """What the sentence states, in an article of that ``year``; None where it states nothing plainly."""
        if self.measure is None or self._is_of_another_year(sentence, year):
            return None
        found = [number for clause in find_clauses(sentence) if (number := self._read_clause(sentence, clause))]
        return found[0] if len(found) == 1 else None

    def read_pointed(self, sentence: str, pointed: Span, *, year: int | None) -> StatedNumber | None:
        """The number of the sentence that is pointed at; None where there is none, or it is of another year."""
        return next((number for span, number in self.read_all(sentence, year=year) if span.overlaps(pointed)), None)

    def read_all(self, sentence: str, *, year: int | None) -> Iterator[tuple[Span, StatedNumber]]:
        """Every number of the sentence, of whatever it is, and where it stands; none where it is of another year."""
        if self._is_of_another_year(sentence, year) or (_AMONG.search(sentence) and not _AMONG.search(self._text.text)):
            return
        amounts = list(self._find_amounts(ReadText(sentence)))
        for clause in find_clauses(sentence):
            for amount in amounts:
                if clause.contains(amount.span):
                    yield amount.span, _state(amount, clause.of(sentence))

    def _is_of_another_year(self, sentence: str, year: int | None) -> bool:
        """Whether the sentence, in an article of that year, names another than is asked about, or not that one."""
        asked, told = set(YEAR.findall(self._text.text)), set(YEAR.findall(sentence))
        return bool((asked ^ told) - {str(year)})

    def read_changed(self, sentence: str, before: str, *, year: int | None) -> StatedNumber | None:
        """To what the sentence says that a number changed, of which the question or the sentence ``before`` tells."""
        known = self.stems | ReadText(before).content
        for span, number in self.read_all(sentence, year=year):
            match = _CHANGED.search(sentence[: span.start])
            phrase = _CIRCUMSTANCES.sub("", match["after"] or match["before"]) if match else ""
            what = [word.stem for word in _telling(ReadText(phrase).words) if not word.is_name]
            if what and stands_in(what[-1], known):
                return number
        return None

    def _find_amounts(self, read: ReadText) -> Iterator[Amount]:
        """The amounts of a text, and "nobody" where it is asked how many."""
        nobody = [Span(start=match.start(), end=match.end()) for match in _NOBODY.finditer(read.text)]
        yield from (amount for amount in find_amounts(read) if not any(map(amount.span.overlaps, nobody)))
        if self.measure is Measure.COUNT:
            yield from (Amount(figure=0, low=0, high=0, measure=Measure.COUNT, span=span) for span in nobody)

    def _read_clause(self, sentence: str, clause: Span) -> StatedNumber | None:
        read = ReadText(clause.of(sentence))
        core = self.core - {self.thing} if _WHOEVER.search(read.text) else self.core
        if not core or not all(stands_in(stem, read.stems) for stem in core) or _UNSURE.search(read.text):
            return None
        amounts = [amount for amount in self._find_amounts(read) if self._fits(amount, read)]
        return _state(amounts[0], read.text) if len(amounts) == 1 else None

    def _fits(self, amount: Amount, read: ReadText) -> bool:
        after = next((word for word in read.words if word.start >= amount.span.end), None)
        measures = after is not None and after.stem in MEASURES and after.stem not in self.stems
        # "600 homes", where it is asked how many people left their homes
        counts = after is not None and after.text.endswith("s") and after.stem in self.core - {self.thing}
        return (
            amount.measure is self.measure
            and not (measures or counts)
            and not _BEFORE_IT.search(read.text[: amount.span.start])
        )


def _state(amount: Amount, clause: str) -> StatedNumber:
    days = frozenset(DAY_OR_MONTH.findall(clause))
    places = frozenset(place.strip() for place in _PLACES.findall(clause)) - days
    return StatedNumber(amount=amount, days=days, places=places)


def _telling(words: tuple[Word, ...]) -> Iterator[Word]:
    return (
        word for word in words if not word.is_empty and not word.mark & Mark.NUMBER and word.stem not in _TELLS_LITTLE
    )


def _are_apart(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and one.isdisjoint(other)
