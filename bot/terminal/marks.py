"""Marks on an article's words: styles where the terminal has them, characters where it has none. Pure.

Where there are no styles (a pipe, a log, TERM=dumb, NO_COLOR) the marked sentence stands between ``>>`` and ``<<``. A
word that was claimed but not said is always in ``[-…-]``, and one that was said but not claimed in ``{+…+}``, as wdiff
writes them, because styles are lost when somebody copies the line. Where the text itself contains such a sign, the mark
is made longer (``>>>``, ``[--``), and where the two touch, a space is put between them, so that neither is taken for
the other.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderableType
from rich.padding import Padding
from rich.text import Text

from bot.terminal.printing import is_wrapped, printable, shows_styles
from index.types import Edit, Span

_INDENT = 4  # columns


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of an article's text, indented; with the part of it marked that lies in ``marked``."""

    body: str
    span: Span
    marked: Span | None = None

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterable[RenderableType]:
        text = Text.assemble(*self._parts(with_styles=shows_styles(console)))
        if is_wrapped(options):
            yield Padding(text, (0, 0, 0, _INDENT))
        else:
            lines = text.split("\n", allow_blank=True)
            yield Text("\n").join(Text(" " * _INDENT).append_text(line) if line else line for line in lines)

    def _parts(self, *, with_styles: bool) -> list[tuple[str, str]]:
        span, marked = self.span, self.marked or Span(start=self.span.start, end=self.span.end)
        start, end = max(span.start, marked.start), min(span.end, marked.end)
        before, inside, after = (
            printable(self.body[slice(*ends)]) for ends in ((span.start, start), (start, end), (end, span.end))
        )
        if self.marked is None:
            return [(inside, "")]
        if with_styles:
            return [(before, ""), (inside, "bold green"), (after, "")]
        marks = _choose([before, inside, after], lambda size: (">" * size, "<" * size), least=2)
        return [(_join(before, _join(_enclose(inside, marks), after)), "")]


def show_edits(edits: Sequence[Edit]) -> Text:
    """The claim with what was really said: each word that differs stands between marks."""
    texts = [printable(f"{edit.claimed} {edit.said}") for edit in edits]
    only_claimed = _choose(texts, lambda size: ("[" + "-" * size, "-" * size + "]"))
    only_said = _choose(texts, lambda size: ("{" + "+" * size, "+" * size + "}"))
    words = []
    for edit in edits:
        if edit.claimed == edit.said:
            words.append(Text(printable(edit.said)))
            continue
        if edit.claimed:
            words.append(Text(_enclose(printable(edit.claimed), only_claimed), style="strike red"))
        if edit.said:
            words.append(Text(_enclose(printable(edit.said), only_said), style="underline green"))
    return Text(" ").join(words)


def _choose(texts: Iterable[str], marks: Callable[[int], tuple[str, str]], *, least: int = 1) -> tuple[str, str]:
    """The shortest pair of marks that stands in none of the texts."""
    text = "\n".join(texts)
    pairs = map(marks, itertools.count(least))
    return next((opening, closing) for opening, closing in pairs if opening not in text and closing not in text)


def _enclose(words: str, marks: tuple[str, str]) -> str:
    opening, closing = marks
    return _join(_join(opening, words), closing)


def _join(one: str, other: str) -> str:
    """Both, apart by a space where one ends and the other begins with the same sign."""
    return f"{one} {other}" if one and one[-1:] == other[:1] else one + other
