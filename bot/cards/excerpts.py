"""Which part of an article's text a card shows: whole sentences around what matters, as a block quote. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from bot.texts.markdown import CUT, block_quote, bold, cut_at_word, escape, isolate
from index.languages.sentences import paragraphs
from index.languages.sentences import sentences as sentences_of
from index.types import Span

_CUTS = len(f"{CUT} ") * 2  # characters
_GLIMPSE, _GLIMPSE_MAX, _LEAD = 350, 600, 110  # characters, rendered
_SEAMS = 4  # characters; where bold starts and ends, a mark may be escaped that stood safe in the middle of a word


def excerpt(body: str, sentences: Sequence[Span], *, focus: Span, is_bold: bool, limit: int) -> str:
    """A block quote of ``body`` around ``focus``, at most ``limit`` characters rendered.

    ``sentences`` are what may be shown, in order; as many of them as fit are. Where some, or the end of a focus that
    alone is too long, had to go, ``CUT`` says so. Everything else in the quote is a slice of the body.
    """
    room = limit - _CUTS - _SEAMS
    shown = _widen(body, sentences, focus, room=room, lead=room) or _shorten(body, focus, room)
    return _quote(body, sentences, shown, focus if is_bold else None)


def glimpse(body: str, sentences: Sequence[Span], *, focus: Span, is_bold: bool) -> str:
    """A short block quote around ``focus``: what ``glimpsed`` gives, with ``CUT`` where sentences had to go."""
    shown = glimpsed(body, sentences, focus=focus)
    return _quote(body, sentences, shown, focus if is_bold else None)


def glimpsed(body: str, sentences: Sequence[Span], *, focus: Span) -> Span:
    """What is shown of ``sentences`` around ``focus``: so little before it that it is seen at once, and the rest of
    some 350 characters after it, all from its own paragraph. Sentences that are longer are shown whole, up to 600."""
    around = [paragraph for paragraph in paragraphs(body) if paragraph.overlaps(focus)]
    touched = [sentence for sentence in sentences if sentence.overlaps(focus)]
    own = [s for s in sentences if s in touched or any(paragraph.contains(s) for paragraph in around)]
    return (
        _widen(body, own, focus, room=_GLIMPSE - _CUTS - _SEAMS, lead=_LEAD)
        or _widen(body, touched, focus, room=_GLIMPSE_MAX, lead=0)
        or _shorten(body, focus, _GLIMPSE_MAX)
    )


def sentences_around(body: str, span: Span, *, beside: int) -> list[Span]:
    """The sentences of the paragraphs that ``span`` touches, and of so many paragraphs on each side; none where it
    touches none."""
    every = paragraphs(body)
    touched = [number for number, paragraph in enumerate(every) if paragraph.overlaps(span)]
    shown = every[max(0, touched[0] - beside) : touched[-1] + 1 + beside] if touched else []
    return [sentence for paragraph in shown for sentence in sentences_of(body, paragraph)]


def _quote(body: str, sentences: Sequence[Span], shown: Span, highlight: Span | None) -> str:
    before = f"{CUT} " if sentences[0].start < shown.start else ""
    after = f" {CUT}" if shown.end < sentences[-1].end else ""
    return block_quote(f"{before}{_render(body, shown, highlight)}{after}")


def _widen(body: str, sentences: Sequence[Span], focus: Span, *, room: int, lead: int) -> Span | None:
    """The widest run of sentences around the focus that fits in ``room``, of it at most ``lead`` before the focus;
    None when the focus alone does not fit."""
    touched = [number for number, sentence in enumerate(sentences) if sentence.overlaps(focus)]
    if not touched:
        raise ValueError("the focus must lie in the sentences")
    first, last = touched[0], touched[-1]
    shown = Span(start=sentences[first].start, end=sentences[last].end)
    room -= len(_render_widest(shown.of(body)))
    if room < 0:
        return None
    ahead, behind = deque(sentences[last + 1 :]), deque(reversed(sentences[:first]))
    while ahead or behind:  # the sides take turns
        if ahead and (cost := len(_render_widest(body[shown.end : ahead[0].end]))) <= room:
            room -= cost
            shown = Span(start=shown.start, end=ahead.popleft().end)
        else:
            ahead.clear()
        if behind and (cost := len(_render_widest(body[behind[0].start : shown.start]))) <= min(room, lead):
            room, lead = room - cost, lead - cost
            shown = Span(start=behind.popleft().start, end=shown.end)
        else:
            behind.clear()
    return shown


def _shorten(body: str, focus: Span, limit: int) -> Span:
    words = focus.of(body)
    length = cut_at_word(words, limit, render=_render_widest)
    return Span(start=focus.start, end=focus.start + max(1, length))


def _render_widest(text: str) -> str:
    """The text as the quote that takes most room: all of it in bold."""
    return block_quote(_render(text, Span(start=0, end=len(text)), Span(start=0, end=len(text))))


def _render(body: str, shown: Span, highlight: Span | None) -> str:
    """The shown text, escaped, with what of it is highlighted in bold."""
    start = max(shown.start, highlight.start) if highlight else shown.end
    end = max(start, min(shown.end, highlight.end)) if highlight else shown.end
    marked = bold(escape(body[start:end])) if start < end else ""
    text = f"{escape(body[shown.start : start])}{marked}{escape(body[end : shown.end])}"
    return "\n".join(isolate(line) for line in text.split("\n"))
