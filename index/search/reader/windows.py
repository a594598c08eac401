"""A passage → the windows that are read one by one: runs of whole sentences. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from index.types import Span

WINDOW_WORDS = 60  # a window of about two or three sentences costs half a passage, and is judged as well


def cut(text: str, sentences: Sequence[Span]) -> list[Span]:
    """The windows of ``sentences`` in order; they cover all of them and do not overlap.

    A sentence that is longer than a window is one alone.
    """
    windows: list[Span] = []
    words = 0
    for sentence in sentences:
        length = len(sentence.of(text).split())
        if windows and words + length <= WINDOW_WORDS:
            windows[-1] = Span(start=windows[-1].start, end=sentence.end)
            words += length
        else:
            windows.append(sentence)
            words = length
    return windows
