"""Foreign text made safe to show, and found again in what was shown. Pure.

Articles, questions and names are shown as they are and nothing in them acts: every character that Discord's Markdown
could read is escaped with a backslash, and characters that nobody sees but that move or hide others are left out.
Markdown in a card is therefore always ours: bold marks what was asked for, italic square brackets mark what was cut.
"""

from __future__ import annotations

import re
from collections.abc import Callable

CUT = "*[…]*"  # stands where text was left out; never looks like this in foreign text, whose marks are escaped

# What the Markdown of Discord could read: marks anywhere; emoji and addresses by their colon; headings, lists and small
# print at the start of a line, however far it is indented. Found by the place before it, where the backslash goes.
_BEFORE_MARKUP = re.compile(r"(?=[\\`*_~|<>@\[\]]|:\S|(?<!\S)[-#+]|(?<=\d)[.)](?:\s|$))")

# Controls and format characters (Unicode Cc, Cf, Cs) with no shape of their own, and letters that are drawn as nothing.
# The line feed is not among them, nor are joiners, which Persian, Hindi and some emoji need; those are seen to apart.
_HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u070f\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000110bd\U000110cd"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f]"
)
_LINE_BREAK = re.compile("[\t\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029]")  # and the tab: each is shown as a space
_STRAY_JOINER = re.compile(  # begins with what it finds: looked for so, it takes a sixth of the time
    r"[\u200c\u200d](?:(?<![^\x00-\x7f\s\u200c\u200d].)|(?![^\x00-\x7f\s\u200c\u200d]))"
)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"

_RENDERED = re.compile(
    rf"\\(?P<escaped>[^0-9A-Za-z\s])|\*\*?|~~|[{_ISOLATE}{_END_ISOLATE}]|^(?:> |-# |#{{1,3}} )", re.MULTILINE
)


def displayable(text: str) -> str:
    """What a reader can see of a text: no bidirectional controls, no zero-width or control characters.

    Joiners stay between two characters beyond ASCII. Tabs and line breaks other than the line feed become spaces.
    """
    return _STRAY_JOINER.sub("", _HIDDEN.sub("", _LINE_BREAK.sub(" ", text)))


def escape(text: str) -> str:
    """The text as Markdown that shows ``displayable(text)`` and does nothing else."""
    return _BEFORE_MARKUP.sub(r"\\", displayable(text))


def visible(rendered: str) -> str:
    """What a reader sees of Markdown that this package wrote: ``visible(escape(text)) == displayable(text)``."""
    return _RENDERED.sub(lambda mark: mark["escaped"] or "", rendered)


def isolate(rendered: str) -> str:
    """The same, kept from reordering what stands beside it when it holds right-to-left letters."""
    return f"{_ISOLATE}{rendered}{_END_ISOLATE}" if _RIGHT_TO_LEFT.search(rendered) else rendered


def clip(text: str, limit: int, *, render: Callable[[str], str] = escape) -> str:
    """One line of foreign text, rendered in at most ``limit`` characters; ``CUT`` says that words were left out."""
    line = " ".join(displayable(text).split())
    if len(line) <= limit and len(whole := isolate(render(line))) <= limit:  # rendering shortens nothing
        return whole
    room = limit - len(f" {CUT}") - len(f"{_ISOLATE}{_END_ISOLATE}")
    return f"{isolate(render(line[: cut_at_word(line, room, render=render)]))} {CUT}"


def clip_plain(text: str, limit: int) -> str:
    """One line of foreign text where Discord reads no Markdown (labels), at most ``limit`` characters."""
    line = " ".join(displayable(text).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def cut_at_word(text: str, limit: int, *, render: Callable[[str], str] = escape) -> int:
    """Where to end ``text`` so that it renders in at most ``limit`` characters: after a word, if there is one."""
    low, high = 0, min(len(text), limit)  # nothing that is shown gets shorter by rendering
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if len(render(text[:middle])) <= limit else (low, middle - 1)
    if low == len(text) or text[low].isspace():
        return len(text[:low].rstrip())
    before = re.search(r"^.*\S(?=\s)", text[:low], re.DOTALL)
    return before.end() if before else low


def block_quote(text: str) -> str:
    """Rendered text as a block quote, every line of it."""
    return "\n".join(f"> {line}" for line in text.split("\n"))


def bold(rendered: str) -> str:
    """Rendered text in bold, line by line, because bold does not reach across lines of a quote."""
    return "\n".join(f"**{line}**" if line.strip() else line for line in rendered.split("\n"))


def strong(text: str) -> str:
    """Foreign text in bold."""
    return bold(escape(text))


def strike(text: str) -> str:
    """One line of foreign text struck out."""
    return f"~~{escape(text)}~~" if text.strip() else ""
