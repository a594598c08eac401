"""A count of what is asked for, or of something else. Pure."""

from __future__ import annotations

import re

from index.languages.counts import find_numbers
from index.languages.read_text import ReadText, Word
from index.languages.variants import find_variants
from index.languages.words import Mark
from index.search.vetoes.deeds import is_auxiliary
from index.search.vetoes.expecting import NONE
from index.search.vetoes.reading import Case

_ASKED = re.compile(
    r"\bhow many (?:of (?:the |these |those |its |his |her |their |our )?)?(?P<phrase>[^?.,;:]*)", re.IGNORECASE
)
_LONGEST = 5  # words of the phrase that is counted
_NO_PLURAL = ("ss", "us", "is")
_PLURALS = frozenset("people men women children sheep fish police cattle feet mice teeth geese".split())
ANYBODY = frozenset({"peopl", "person", "time"})  # need not be called so
MEASURES = frozenset(
    "year month week day hour minut second kilomet kilometr metr meter centimet centimetr millimet millimetr mile feet "
    "foot inch yard acr hectar cubic squar kilogram gram tonn ton litr liter pound dollar euro crown krone kroner penc "
    "penni peso rubl rupe yen yuan franc cent percent degre km m kg mph".split()
)
_CURRENCY = re.compile(r"[$£€¥]\s*$")
_LIKE = 0.55  # cosine from which a word of the mark may be another word for what is counted
_REACH = 4  # words from a number to what it counts: "five million cubic yards of sediment"


def counts_something_else(case: Case) -> bool:
    """Every number of the mark measures, or counts another thing than the one that is asked for."""
    thing = _find_counted(case.question)
    found = [place for place, _ in find_numbers(case.mark)]
    if thing is None or thing == "time" or NONE.search(case.mark.text) or not found:
        return False
    same = {thing, *find_variants(thing)}
    if same & case.mark.stems:
        return not any(_counts(case.mark, place, same) for place in found)
    if thing in MEASURES or all(_measures(case.mark, place) for place in found):
        return thing not in MEASURES
    is_said = thing in ANYBODY or case.told.get(thing, 0.0) >= _LIKE
    return not is_said and not any(_is_bare(case.mark, place) for place in found)


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
    thing = next((word for word in reversed(phrase) if _is_plural(word.text.lower())), None)
    return None if thing is None else "peopl" if thing.is_name else thing.stem


def _is_plural(word: str) -> bool:
    return word in _PLURALS or (word.endswith("s") and not word.endswith(_NO_PLURAL))


def _counts(text: ReadText, number: int, things: set[str]) -> bool:
    """Whether the number stands before the thing in one phrase, or at the end of one that began with the thing."""
    for word in text.words[number + 1 : number + 1 + _REACH]:
        if word.stem in things:
            return True
        if word.is_empty and word.text.lower() not in {"of", "the", "his", "her", "its", "their", "more"}:
            break
    return _is_bare(text, number) and any(word.stem in things for word in text.words[:number])


def _is_bare(text: ReadText, number: int) -> bool:
    """Whether the number stands alone: "more than 900 at any one time"."""
    after = text.words[number + 1 : number + 2]
    return not after or after[0].is_empty or bool(re.match(r"\s*[,.;:)”\"]", text.text[text.words[number].end :]))


def _measures(text: ReadText, number: int) -> bool:
    """Whether it is a length, a sum or an age: "27 million dollars", "$5", "a 61-year-old"."""
    if _CURRENCY.search(text.text[: text.words[number].start]):
        return True
    after = [word for word in text.words[number + 1 : number + 1 + _REACH] if not word.mark & Mark.NUMBER]
    between = text.text[text.words[number].end : after[0].start] if after else "."
    return bool(after) and after[0].stem in MEASURES and not re.search(r"[,.;:)”\"]", between)
