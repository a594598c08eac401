"""A misspelt question → the question with its words put right by those of the articles. Pure.

It is done to the text, before it is encoded: a misspelt name misleads the encoder as much as it misses the terms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from index.languages.tokens import SPELT
from index.languages.words import fold, stem

_LONG = 7  # letters from which two slips are forgiven, not one


class Speller:
    """Knows how often the articles use each word; of two equally near words the more frequent one is meant."""

    def __init__(self, frequencies: Mapping[str, int], is_known: Callable[[str], bool]) -> None:
        """``frequencies`` are of the articles' words in lower case. ``is_known`` tells of a word that is right
        though the articles lack it."""
        self._right, self._is_known = {*frequencies, *map(stem, frequencies)}, is_known
        self._by_first_letter: dict[str, list[str]] = {}
        for word in sorted(frequencies, key=lambda word: (-frequencies[word], word)):
            self._by_first_letter.setdefault(word[0], []).append(word)

    def correct(self, question: str) -> str:
        """The question with every unknown word replaced by the articles' nearest, a swap of neighbours being one slip.

        The first letter is taken to be right, as it is in most misspellings.
        """
        return SPELT.sub(self._correct_word, question)

    def _correct_word(self, match: re.Match[str]) -> str:
        written, word = match.group(), fold(match.group())
        if not word or self._is_right(word) or self._is_right(stem(word)):
            return written
        is_name = written[0].isupper()
        slips = 1 if len(word) < _LONG or is_name else 2  # two slips apart may be another person
        near = extractOne(word, self._by_first_letter.get(word[0], ()), scorer=OSA.distance, score_cutoff=slips)
        if not near:
            return written
        return near[0].capitalize() if is_name else near[0]

    def _is_right(self, word: str) -> bool:
        return word in self._right or self._is_known(word)
