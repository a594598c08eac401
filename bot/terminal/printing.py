"""How things get to a terminal, a pipe or a log: which styles there are, where lines end, what may be printed."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Mapping, Sequence

from rich import box
from rich.console import Console, ConsoleOptions, RenderableType
from rich.table import Column, Table
from rich.text import Text

from index.streams import is_unicode

_BREAKS = "\u00ad\u200b\u2060\ufeff"  # soft hyphens, and spaces and joiners without a width


def show(renderable: RenderableType, console: Console | None = None) -> None:
    """Prints to standard output: wrapped for a person at a terminal, a paragraph a line for programs and files."""
    console = console or Console(highlight=False)
    console.print(renderable, soft_wrap=not console.is_terminal)


def show_json(document: Mapping[str, object]) -> None:
    """One JSON document on a line; escaped where the output's encoding is not Unicode."""
    sys.stdout.write(json.dumps(document, ensure_ascii=not is_unicode(sys.stdout)) + "\n")


def shows_styles(console: Console) -> bool:
    """Whether bold and colours arrive: not in a pipe or a log, with TERM=dumb or NO_COLOR."""
    return console.color_system is not None and not console.no_color


def is_wrapped(options: ConsoleOptions) -> bool:
    """Whether lines end at the terminal's edge."""
    return not options.no_wrap


def listed(heading: str, lines: Sequence[str], *, most: int) -> list[Text]:
    """Lines below a heading, which may be empty, after a blank one; how many did not fit is said in a last line."""
    left = [f"… and {len(lines) - most:,} more"] if len(lines) > most else []
    shown = [Text(f"  {printable(line)}") for line in [*lines[:most], *left]]
    return [Text(), *([Text(heading)] if heading else []), *shown] if lines else []


def tabulated(rows: Sequence[Sequence[str]], caption: str = "") -> RenderableType:
    """A table whose first row is its heading; what looks like rich's markup in it is shown as it is."""
    heading, *others = [[Text(printable(cell)) for cell in row] for row in rows]
    table = Table(*map(Column, heading), box=box.SIMPLE, padding=(0, 1, 0, 0), caption=Text(printable(caption)))
    for row in others:
        table.add_row(*row)
    return table


def printable(text: str) -> str:
    """The text with control and direction-override characters as symbols, so that it cannot command a terminal, and
    without those that only say where a line may break."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_to_printable, text))


def _to_printable(character: str) -> str:
    if character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cf"}:
        return character
    if character in _BREAKS:
        return ""
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)  # the block of control pictures
    return character if character in "\u200c\u200d" else "\ufffd"  # joiners shape letters and emoji
