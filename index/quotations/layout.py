"""The paragraphs and sentences of one text, and where an offset lies among them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from index.languages.sentences import sentences
from index.types import Span


class Layout:
    """Sentences are found paragraph by paragraph, when they are first asked for."""

    def __init__(self, text: str, paragraphs: Sequence[Span]) -> None:
        self.text, self.paragraphs = text, paragraphs
        self._starts = [paragraph.start for paragraph in paragraphs]
        self._sentences: dict[int, list[Span]] = {}

    def sentences(self, paragraph: int) -> list[Span]:
        """The sentences of a paragraph, by its number; none before the first paragraph and after the last."""
        if paragraph not in self._sentences:
            is_there = 0 <= paragraph < len(self.paragraphs)
            self._sentences[paragraph] = sentences(self.text, self.paragraphs[paragraph]) if is_there else []
        return self._sentences[paragraph]

    def locate(self, at: int) -> tuple[int, int]:
        """The number of the paragraph that holds ``at``, and that of the sentence within it."""
        paragraph = max(0, bisect_right(self._starts, at) - 1)
        number = bisect_right(self.sentences(paragraph), at, key=lambda sentence: sentence.start) - 1
        return paragraph, max(0, number)

    def backwards(self, at: int, *, paragraphs: int) -> Iterator[Span]:
        """The sentences before that of ``at``, nearest first, as far back as that many earlier paragraphs."""
        paragraph, number = self.locate(at)
        yield from reversed(self.sentences(paragraph)[:number])
        for earlier in range(paragraph - 1, max(-1, paragraph - paragraphs - 1), -1):
            yield from reversed(self.sentences(earlier))
