"""The claimed words in the forms that comparisons need."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from index.checking.alignment import StemmedText, stem_text
from index.checking.words import STOP, compared_words, is_content, is_number, word_spans

_ELLIPSIS = re.compile(r"…|\.(?:\s?\.)+")
_PROBES_MAX = 12  # longest content words of a claim that are looked for before anything is compared
_PLAIN_PROBES_MAX = 2  # of a claim of which one word at most tells something: that may be the one that differs
_PROBE_LETTERS = 5  # of each; endings and slips come later in a word


@dataclass(frozen=True, kw_only=True)
class Wording:
    text: str

    @cached_property
    def words(self) -> list[str]:
        return compared_words(self.text)

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Where the words stand in the text."""
        return word_spans(self.text)

    def before(self, word: int) -> str:
        """The signs and spaces between the word and the last before it."""
        (_, end), (start, _) = self.spans[word - 1 : word + 1]
        return self.text[end:start]

    @cached_property
    def names(self) -> frozenset[int]:
        """Which words are written with a capital, but for the first."""
        return frozenset(at for at, (start, _) in enumerate(self.spans) if at and self.text[start].isupper())

    def said(self, start: int, end: int, *, closed: bool) -> str:
        """The claim's own text from word ``start`` up to word ``end``, if ``closed`` with the stop behind the last."""
        spans = self.spans[start:end]
        stop = STOP.match(self.text, spans[-1][1]) if spans and closed else None
        return self.text[spans[0][0] : stop.end() if stop else spans[-1][1]] if spans else ""

    @cached_property
    def parts(self) -> list[str]:
        """The words between ellipses, each part with a space before, between and behind its words."""
        parts = map(compared_words, _ELLIPSIS.split(self.text))
        return [f" {' '.join(words)} " for words in parts if words]

    @cached_property
    def alignable(self) -> StemmedText:
        return stem_text(self.words)

    @cached_property
    def content(self) -> dict[str, str]:
        """The words that tell something, numbers among them, by their stems."""
        return {found: word for word, found in zip(self.words, self.alignable.stems, strict=True) if is_content(word)}

    @cached_property
    def probes(self) -> list[str]:
        """Beginnings of the longest telling words, or of the longest words: some stand in whatever comes close."""
        telling = {word: found for found, word in self.content.items() if word.isalpha() and not is_number(word)}
        told, most = (telling, _PROBES_MAX) if len(telling) > 1 else (set(self.words), _PLAIN_PROBES_MAX)
        longest = sorted(told, key=lambda word: (word not in telling, -len(word), word))[:most]
        probes = {_beginning(word, telling.get(word, word)) for word in longest} - {""}
        return sorted(probes or {max(self.words, key=len)[:_PROBE_LETTERS]} if self.words else ())


def _beginning(word: str, found: str) -> str:
    """What the word and its stem begin with."""
    shared = takewhile(lambda letters: letters[0] == letters[1], zip(word, found, strict=False))
    return "".join(letter for letter, _ in shared)[:_PROBE_LETTERS]
