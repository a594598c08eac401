"""A question → the question in the clothes that the articles wear: initials or words, one word or two. Pure.

Like spelling correction, it is done to the text before it is encoded, and only where the articles lack what the reader
wrote.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import lru_cache, partial
from itertools import chain

from index.languages.initialisms import INITIALISMS
from index.languages.tokens import REWORDED
from index.languages.words import read_words

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")  # soft hyphens and zero-width marks, which nobody types
_JOINED = 6  # letters from which a word may be two
_WORDS = 4096  # of questions, of which it is kept whether the articles know them
_PART = 3  # letters of the shorter of the two
_CONTINENT = re.compile(r"\b(?:central|latin|north|south) america$", re.IGNORECASE)  # which is no country


class Rewording:
    """Knows the stems of the articles' words."""

    def __init__(self, vocabulary: Collection[str]) -> None:
        self._knows = lru_cache(maxsize=_WORDS)(partial(_are_known, vocabulary))
        self._plain = {word.replace("'", ""): word for word in sorted(word for word in vocabulary if "'" in word)}
        self._rows = [(_alternatives(row), list(_spellings(row))) for row in INITIALISMS]
        self._any = re.compile("|".join(pattern for pattern, _ in self._rows))

    def suit(self, question: str) -> str:
        """The question as the articles would word it."""
        text = _UNSEEN.sub("", unicodedata.normalize("NFC", question))
        for pattern, spellings in self._rows if self._any.search(text) else ():
            text = re.sub(pattern, partial(self._choose, spellings), text)
        return REWORDED.sub(lambda match: self._suit_word(match.group()), text)

    def _choose(self, spellings: list[str], match: re.Match[str]) -> str:
        written = match.group()
        if _CONTINENT.search(match.string[: match.end()]):
            return written
        known = (spelling for spelling in (written, *spellings) if self._knows(spelling))
        return next(known, written)

    def _suit_word(self, word: str) -> str:
        if self._knows(word):
            return word
        bare = re.sub("['’-]", "", word)
        if bare != word and self._knows(bare):
            return bare
        apostrophed = self._plain.get(word.lower())
        return apostrophed or next((pair for pair in _splits(bare) if self._knows(pair)), word)


def _are_known(vocabulary: Collection[str], text: str) -> bool:
    return all(stem in vocabulary for stem, _ in read_words(text))


def _alternatives(row: tuple[str, ...]) -> str:
    """Any spelling as whole words: initials as capitals, words however they are written; longest first."""
    initials, *names = row
    dotted = "".join(rf"{letter}\.?" for letter in initials)
    words = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return rf"(?<![\w.])(?:{dotted}(?![\w])|(?i:{words})(?!\w))"


def _spellings(row: tuple[str, ...]) -> Iterator[str]:
    initials, *names = row
    return chain([initials, "".join(f"{letter}." for letter in initials)], names)


def _splits(word: str) -> Iterator[str]:
    if len(word) >= _JOINED:
        yield from (f"{word[:at]}-{word[at:]}" for at in range(_PART, len(word) - _PART + 1))
