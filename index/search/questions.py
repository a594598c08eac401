"""A question's text → what it asks about, and what kind of answer it expects. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from index.encoding.encoder import Vectors
from index.languages.variants import find_variants
from index.languages.words import Mark, read_words

# The least cosine of two questions that ask the same. Of the pairs about one article in tests/eval/answers' questions
# that want the same kind of answer, 27 with the same answer and 230 with another, it joins 5 and 0; at .75 5 and 1.
_SAME = 0.8


class Expectation(StrEnum):
    """What the answer should hold."""

    PERSON = "person"
    NUMBER = "number"
    TIME = "time"
    PLACE = "place"
    REASON = "reason"
    NAME = "name"
    ANYTHING = "anything"


_PEOPLE = (
    "person|man|woman|actor|actress|singer|player|president|leader|politician|celebrity|star|rapper|author|director|"
    r"comedian|senator|governor|minister|official|spokes\w+"
)
_PLACES = (
    "country|countries|city|state|nation|town|place|island|park|region|continent|ocean|river|county|airport|location|"
    "area"
)
_THINGS = "company|team|show|film|movie|song|album|brand|airline|organization|agency|platform|app"
_MEASURES = "many|much|old|long|far|tall|large|big|high|fast|often|heavy|deep|wide"
_AMOUNTS = "percentage|percent|number|amount|age|share|fraction|proportion|price"
_TIMES = "year|date|day|month|century|decade|time|season"
_ASKS = tuple(  # the first that matches decides
    (kind, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE))
    for kind, pattern in (
        (Expectation.PERSON, rf"who|whom|whose|which (?:\w+ ){{0,2}}?(?:{_PEOPLE})"),
        (Expectation.NUMBER, rf"how (?:{_MEASURES})|about how|approximately|what (?:{_AMOUNTS})"),
        (Expectation.TIME, rf"when|since|(?:what|which) (?:\w+ )?(?:{_TIMES})"),
        (Expectation.PLACE, rf"where|(?:what|which) (?:\w+ ){{0,2}}?(?:{_PLACES})"),
        (Expectation.REASON, r"why|what (?:is|was) the (?:reason|cause)|what caused|for what reason"),
        (Expectation.NAME, rf"which|name of|titled|called|named|what (?:\w+ ){{0,2}}?(?:{_THINGS})"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedQuestion:
    """What a question asks about: each stem once, in order, without empty words.

    ``text`` is the question as it is searched; ``variants`` are the stems that count as each of ``stems``;
    ``words`` are the stems of all its words; ``term_words`` is where each of ``stems`` stands first among them, and
    ``pairs`` are the places in ``stems`` of words that stand side by side.
    """

    text: str
    stems: tuple[str, ...]
    variants: tuple[tuple[str, ...], ...]
    marks: tuple[int, ...]
    words: tuple[str, ...]
    term_words: tuple[int, ...]
    pairs: tuple[tuple[int, int], ...]
    expectation: Expectation
    is_negated: bool


def read_question(text: str) -> ParsedQuestion:
    words = read_words(text)
    places: dict[str, int] = {}
    marks: list[int] = []
    term_words: list[int] = []
    order: list[int | None] = []
    for position, (stem, mark) in enumerate(words):
        if mark & Mark.EMPTY and not mark & Mark.NUMBER:
            order.append(None)
            continue
        if stem not in places:
            places[stem] = len(places)
            marks.append(mark)
            term_words.append(position)
        order.append(places[stem])
    return ParsedQuestion(
        text=text,
        stems=tuple(places),
        variants=tuple(find_variants(stem) for stem in places),
        marks=tuple(marks),
        words=tuple(stem for stem, _ in words),
        term_words=tuple(term_words),
        pairs=tuple((a, b) for a, b in pairwise(order) if a is not None and b is not None and a != b),
        expectation=_find_expectation(text),
        is_negated=any(mark & Mark.NEGATION for _, mark in words),
    )


def group_alike(questions: Sequence[ParsedQuestion], vectors: Sequence[Vectors]) -> list[list[int]]:
    """The places of the questions that ask the same, together: each joins the first group whose first question it is
    like. ``vectors`` are of unit length."""
    groups: list[list[int]] = []
    for place, question in enumerate(questions):
        first = (group for group in groups if _ask_the_same(questions[group[0]], question))
        near = (group for group in first if float(vectors[group[0]] @ vectors[place]) >= _SAME)
        if (found := next(near, None)) is not None:
            found.append(place)
        else:
            groups.append([place])
    return groups


def _ask_the_same(one: ParsedQuestion, other: ParsedQuestion) -> bool:
    """Whether both want the same kind of answer, and name the same numbers."""
    return one.expectation is other.expectation and _numbers(one) == _numbers(other)


def _numbers(question: ParsedQuestion) -> frozenset[str]:
    pairs = zip(question.stems, question.marks, strict=True)
    return frozenset(stem for stem, mark in pairs if mark & Mark.NUMBER)


def _find_expectation(text: str) -> Expectation:
    return next((kind for kind, pattern in _ASKS if pattern.search(text)), Expectation.ANYTHING)
