"""A count of what is asked for, or of something else. Pure."""

from __future__ import annotations

import re

from index.languages.variants import find_variants
from index.languages.words import Mark
from index.search.vetoes.expecting import numbers
from index.search.vetoes.reading import Case, ReadText, Word, content

_THING = re.compile(
    r"\bhow many (?:of (?:the |these |those |its |his |her |their )?)?(?P<thing>.+?)"
    r"(?:\s(?P<verb>have|has|had|did|do|does|is|are|was|were|can|could|will|would|may|might|must|should|of)\b|"
    r"\s(?:in|from|on|at|with|who|that|there|to|by)\b|[?,.]|$)",
    re.IGNORECASE,
)
_MOST_WORDS = 3  # a longer stretch before the auxiliary is no bare noun
ANYBODY = frozenset({"peopl", "person", "time"})
MEASURES = frozenset(
    "year month week day hour minut second kilomet kilometr metr meter centimet centimetr millimet millimetr mile feet "
    "foot inch yard cubic squar kilogram gram tonn ton pound dollar euro percent degre km m kg mph".split()
)
_REACH = 4  # words from a number to what it counts: "five million cubic yards of sediment"


def counts_something_else(case: Case) -> bool:
    """The article has no such thing; or every number of the mark measures, or counts another thing."""
    thing = find_thing(case.question)
    if thing is None:
        return False
    words, text = case.mark.words, case.mark.text
    counts = [place for place, _ in numbers(case.mark)]
    same = {thing, *find_variants(thing)}
    if not same & case.article.stems and not any(word.startswith(thing) for word in case.article.stems):
        return True
    if thing in case.mark.stems:
        return not any(_counts(words, place, thing, text) for place in counts)
    return thing not in MEASURES and all(_is_of(words, place, MEASURES | case.question.content) for place in counts)


def _is_of(words: tuple[Word, ...], number: int, things: frozenset[str]) -> bool:
    after = [word for word in words[number + 1 : number + 3] if not word.mark & Mark.NUMBER]
    return bool(after) and after[0].stem in things


def find_thing(question: ReadText) -> str | None:
    """The stem of what is counted; None for people, who need not be called so, and where no noun stands alone."""
    match = _THING.search(question.text)
    words = ReadText(match["thing"]).words if match else ()
    most = _MOST_WORDS if match and match["verb"] else 1
    if not 0 < len(words) <= most or words[-1].is_empty or ANYBODY & content(words):
        return None
    return words[-1].stem


def _counts(words: tuple[Word, ...], number: int, thing: str, text: str) -> bool:
    """Whether the number stands before the thing in one phrase, or at the end of one that began with the thing."""
    after = words[number + 1 : number + 1 + _REACH]
    for word in after:
        if word.stem == thing:
            return True
        if word.is_empty and word.text.lower() not in {"of", "the", "his", "her", "its", "their", "more"}:
            break
    ends = not after or after[0].is_empty or bool(re.match(r"\s*[,.;:)”\"]", text[words[number].end :]))
    return ends and any(word.stem == thing for word in words[:number])
