"""Which part of an article's text a card shows: whole sentences around what matters, as a block quote. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.texts.markdown import CUT, bold, cut_at_word, escape, isolate, quote
from index.types import Span

_CUTS = len(f"{CUT} ") * 2  # characters
_SEAMS = 4  # characters; where bold starts and ends, a mark may be escaped that stood safe in the middle of a word


def excerpt(body: str, sentences: Sequence[Span], *, focus: Span, is_bold: bool, limit: int) -> str:
    """A block quote of ``body`` around ``focus``, at most ``limit`` characters rendered.

    ``sentences`` are what may be shown, in order; as many of them as fit are. Where some, or the end of a focus that
    alone is too long, had to go, ``CUT`` says so. Everything else in the quote is a slice of the body.
    """
    shown = _choose(body, sentences, focus, limit - _CUTS - _SEAMS)
    before = f"{CUT} " if sentences[0].start < shown.start else ""
    after = f" {CUT}" if shown.end < sentences[-1].end else ""
    lines = _render(body, shown, focus if is_bold else None)
    return quote(f"{before}{lines}{after}")


def _choose(body: str, sentences: Sequence[Span], focus: Span, limit: int) -> Span:
    """The widest run of sentences around the focus that fits, else as much of the focus as fits."""
    touched = [number for number, sentence in enumerate(sentences) if sentence.overlaps(focus)]
    if not touched:
        raise ValueError("the focus must lie in the sentences")
    first, last = touched[0], touched[-1]
    shown = Span(start=sentences[first].start, end=sentences[last].end)
    room = limit - len(_render_widest(shown.of(body)))
    if room < 0:
        return _shorten(body, focus, limit)
    sides = [iter(sentences[last + 1 :]), reversed(sentences[:first])]
    while sides:
        side = sides.pop(0)
        if (neighbour := next(side, None)) is None:
            continue
        added = body[shown.end : neighbour.end] or body[neighbour.start : shown.start]
        if (cost := len(_render_widest(added))) <= room:
            room -= cost
            shown = Span(start=min(shown.start, neighbour.start), end=max(shown.end, neighbour.end))
            sides.append(side)  # the sides take turns
    return shown


def _shorten(body: str, focus: Span, limit: int) -> Span:
    words = focus.of(body)
    length = cut_at_word(words, limit, render=_render_widest)
    return Span(start=focus.start, end=focus.start + max(1, length))


def _render_widest(text: str) -> str:
    """The text as the quote that takes most room: all of it in bold."""
    return quote(_render(text, Span(start=0, end=len(text)), Span(start=0, end=len(text))))


def _render(body: str, shown: Span, highlight: Span | None) -> str:
    """The shown text, escaped, with what of it is highlighted in bold."""
    start = max(shown.start, highlight.start) if highlight else shown.end
    end = max(start, min(shown.end, highlight.end)) if highlight else shown.end
    marked = bold(escape(body[start:end])) if start < end else ""
    text = f"{escape(body[shown.start : start])}{marked}{escape(body[end : shown.end])}"
    return "\n".join(isolate(line) for line in text.split("\n"))
