"""Who somebody is, where a text introduces a name. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.languages.read_text import ReadText, Word
from index.languages.words import BASES
from index.search.vetoes.parsing.titles import is_title
from index.types import Hit

_WHO_IS = re.compile(
    r"\bwho(?:['’]s| is| was) (?P<who>(?:[A-Z][a-z]{1,3}\. )?[^?,.;]+?)(?: again)?\s*\??\s*$", re.IGNORECASE
)
_ARTICLE = r"(?:the|an?|one of|its|his|her|their|our|my|whose|\w+['’]s?)"
_SAYS = r"(?:said|told|says|tells|added|adds)\b"
_AFTER = re.compile(
    rf"(?:,(?: (?:aged )?\d+,)?)? who (?!{_SAYS})|,(?: (?:aged )?\d+,)? {_ARTICLE} | (?:is|was|became) {_ARTICLE} |"
    rf",(?: (?:aged )?\d+,)? (?!{_SAYS})(?:[a-z-]+ ){{0,3}}(?P<what>[a-z-]+) (?:of|at|for) "
)
_APPOSED = re.compile(rf"\b{_ARTICLE} (?:[\w-]+ ){{0,6}}[\w-]+, $", re.IGNORECASE)
_BEFORE = re.compile(rf"\b{_ARTICLE} (?:[\w-]+ ){{0,3}}(?P<what>[a-z-]+) $", re.IGNORECASE)
_NEAR = 120  # characters beside a name in which it is introduced


def find_introduction(question: str, hits: Sequence[Hit]) -> Hit | None:
    """The first sentence of the hits that says what somebody is beside the name that the question asks about."""
    match = _WHO_IS.search(question)
    asked = ReadText(match["who"]).words if match else ()
    if not asked or not all(word.is_name for word in asked):
        return None
    name = [word for word in asked if not is_title(word.text)]
    for hit in hits if name else ():
        for sentence in hit.passage.sentences:
            if _introduces([word.stem for word in name], sentence.of(hit.passage.article.body)):
                return replace(hit, highlight=sentence)
    return None


def _introduces(name: Sequence[str], text: str) -> bool:
    """Whether the name stands there with what its bearer is behind it, or before it."""
    words = ReadText(text).words
    for written in _names(text, words):
        if {*name} <= {word.stem for word in written}:
            start, end = written[0].start, written[-1].end
            before, after = text[max(0, start - _NEAR) : start], _AFTER.match(text[end : end + _NEAR])
            called = _BEFORE.search(before)
            if after and (after["what"] is None or _is_noun(after["what"])):
                return True
            if _APPOSED.search(before) or (called and _is_noun(called["what"])):
                return True
    return False


def _is_noun(word: str) -> bool:
    """As far as its look tells: "the chairman Karl Moe" is called something, "the police arrested Karl Moe" is not."""
    is_deed = word.endswith(("ed", "ing")) or word in BASES
    return bool(ReadText(word).content) and not is_deed


def _names(text: str, words: Sequence[Word]) -> Iterator[list[Word]]:
    """Runs of words of names, with nothing but a space between them."""
    run: list[Word] = []
    for word in words:
        if run and not (word.is_name and text[run[-1].end : word.start] == " "):
            yield run
            run = []
        if word.is_name:
            run.append(word)
    if run:
        yield run
