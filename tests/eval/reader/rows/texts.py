"""A text → its windows, and the beginnings of its words, by which two texts are compared."""

from __future__ import annotations

import re
from functools import lru_cache

from index.languages.sentences import paragraphs, sentences
from index.search.reader.windows import cut

LONGEST = 90  # words; a longer sentence makes a row too dear
_WORD = re.compile(r"\w+")


@lru_cache(maxsize=1 << 17)
def stems(text: str) -> frozenset[str]:
    return frozenset(word[:5] for word in _WORD.findall(text.lower()) if len(word) > 3)


@lru_cache(maxsize=1 << 17)
def cut_windows(text: str) -> tuple[tuple[int, int], ...]:
    """The windows that the reader would read, as half-open spans."""
    found = []
    for paragraph in paragraphs(text):
        found += [(span.start, span.end) for span in cut(text, sentences(text, paragraph))]
    return tuple(found)
