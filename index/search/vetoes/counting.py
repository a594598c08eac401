"""A count of what is asked for, or of something else. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.languages.counts import MEASURES, find_numbers, is_bare
from index.languages.read_text import ReadText, Word, content
from index.languages.variants import find_variants
from index.search.vetoes.kinds.expecting import NONE
from index.search.vetoes.parsing.deeds import is_auxiliary
from index.search.vetoes.reading import Case

_ASKED = re.compile(
    r"\bhow many (?:of (?:the |these |those |its |his |her |their |our )?)?(?P<phrase>[^?.,;:]*)", re.IGNORECASE
)
_LONGEST = 5  # words of the phrase that is counted
_NO_PLURAL = ("ss", "us", "is")
_PLURALS = frozenset("people men women children sheep fish police cattle feet mice teeth geese".split())
ANYBODY = frozenset({"peopl", "person", "time"})  # need not be called so
_LIKE = 0.5  # cosine from which a word of the mark may be another word for what is counted
# Measures that are told side by side, and are not one another.
_MEASURES = (("net", "gross", "operating", "pretax", "underlying"), ("profit", "sales revenue turnover"))
_SHARE = re.compile(
    r"\b(?:what|which) (?:share|proportion|per ?cent(?:age)?)\b|\bhow (?:many|much) per ?cent\b", re.IGNORECASE
)
_IS_SHARE = re.compile(
    r"%|\bper ?cent|\b(?:half|halves|(?:third|quarter|(?:fif|six|seven|eigh|nin|ten)th)s?|majority|most|all|none|every|"
    r"each)\b|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+) (?:in|of|out of) ",
    re.IGNORECASE,
)
_BETWEEN = frozenset("of the his her its their more other".split())  # may stand between a number and what it counts
_REACH = 4  # words from a number to what it counts: "five million cubic yards of sediment"


def leaves_it_uncounted(case: Case) -> bool:
    """The mark tells of what is counted in the question, and none of its numbers counts it."""
    if (thing := _find_counted(case.question)) is None or (numbers := _find_counts(case, thing)) is None:
        return False
    called = {thing, *find_variants(thing)}
    return bool(called & case.mark.stems) and not any(_counts(case.mark, place, called) for place in numbers)


def counts_something_else(case: Case) -> bool:
    """The mark does not tell of what is counted, and every number counts another thing."""
    thing = _find_counted(case.question)
    if thing is None or not {thing, *find_variants(thing)}.isdisjoint(case.mark.stems):
        return False
    if (numbers := _find_counts(case, thing)) is None:
        return False
    if thing in MEASURES:
        return False
    if thing in ANYBODY and all(_counts_another(case, place) for place in numbers):
        return True
    is_said = thing in ANYBODY or case.told.get(thing, 0.0) >= _LIKE
    return not is_said and not any(is_bare(case.mark, place) for place in numbers)


def is_another_measure(case: Case) -> bool:
    """Another figure is told than the one asked for, gross for net; or a share is asked for, and none is told."""
    asked, told = ({word.text.lower() for word in text.words} for text in (case.question, case.mark))
    rows = ([set(side.split()) for side in row] for row in _MEASURES)
    if any(_sides(row, asked) and _sides(row, told) and not _sides(row, asked) & _sides(row, told) for row in rows):
        return True
    return bool(_SHARE.search(case.question.text)) and not _IS_SHARE.search(case.mark.text)


def _sides(row: Sequence[set[str]], words: set[str]) -> set[int]:
    return {number for number, side in enumerate(row) if side & words}


def find_thing(question: ReadText) -> str | None:
    """The stem of what is counted; None for people, who need not be called so, and where no noun is plural."""
    thing = _find_counted(question)
    return None if thing in ANYBODY else thing


def _find_counted(question: ReadText) -> str | None:
    """The last plural before the next empty word; those with a name are people: "how many Russians"."""
    match = _ASKED.search(question.text)
    phrase: list[Word] = []
    for word in ReadText(match["phrase"]).words[:_LONGEST] if match else ():
        if word.is_empty or is_auxiliary(word):
            break
        phrase.append(word)
    plurals = [word for word in phrase if _is_plural(word.text.lower())]
    thing = next((word.stem for word in reversed(plurals) if not word.is_name), None)
    return thing or ("peopl" if plurals else None)


def _find_counts(case: Case, thing: str) -> list[int] | None:
    """The places of the mark's numbers that may count; None where it has no number, or "nobody" counts the thing."""
    called, nobodies = {thing, *find_variants(thing)}, NONE.finditer(case.mark.text)
    numbers = [place for place, _ in find_numbers(case.mark)] if thing != "time" else []
    if not numbers or any(_counts_without_number(case.mark, match.end(), called) for match in nobodies):
        return None
    return [place for place in numbers if not _follows_name(case.mark, place)]


def _is_plural(word: str) -> bool:
    return word in _PLURALS or (word.endswith("s") and not word.endswith(_NO_PLURAL))


def _counts(text: ReadText, number: int, things: set[str]) -> bool:
    """Whether the number stands before the thing in one phrase, or at the end of one that began with the thing."""
    for word in text.words[number + 1 : number + 1 + _REACH]:
        if word.stem in things:
            return True
        if word.is_empty and word.text.islower() and word.text not in _BETWEEN:  # "U.S." is no "us"
            break
    return is_bare(text, number) and any(word.stem in things for word in text.words[:number])


def _follows_name(text: ReadText, number: int) -> bool:
    """Whether it stands apart after a name: "Ann Moe, 52, "."""
    before, after = text.words[number - 1 : number], text.text[text.words[number].end :]
    is_apart = bool(before) and before[0].is_name and text.text[before[0].end : text.words[number].start] == ", "
    return is_apart and after[:1] in {",", "."}


def _counts_without_number(text: ReadText, end: int, things: set[str]) -> bool:
    """Whether "nobody", "few", "both", which ends there, counts the thing: it stands alone, or before it."""
    after = next((word for word in text.words if word.start >= end), None)
    return after is None or after.is_empty or after.stem in things or not text.text[end : after.start].isspace()


def _counts_another(case: Case, number: int) -> bool:
    """Whether the next word is something else that the question tells of: how many people answered 900 calls. What has
    a name may be what is asked for: "how many Grammys"."""
    after = case.mark.words[number + 1 : number + 2]
    is_named = any(word.is_name for word in after)
    return not is_named and content(after) <= case.question.content and not is_bare(case.mark, number)
