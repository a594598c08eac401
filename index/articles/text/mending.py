"""Text that was damaged before it came → the text as it was meant, where that is certain. Pure.

What is mended here is *the* stored text: every span points into it, and nothing is mended a second time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape

import ftfy
from ftfy.badness import is_bad

_LOST = "\ufffd"
# What nobody sees and no question has: it says where a word may be divided, or may not.
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
# The last byte of a closing mark, which many programs drop: â€ before white space or punctuation is ”.
_CUT_MARK = re.compile(r"â€(?=[\s.,;:!?)\]]|$)")
_STILL_BAD = re.compile(r"â€|Ã[\u0080-\u00bf]")
_SHOWN = 20  # characters on each side of what is damaged
_PRINTED = re.compile(r"[\x00-\x7f“”‘’–—…•]*")  # no byte of a wrong encoding is among these alone
_CONTROLS = re.compile(r"[\u0080-\u009f]")
_ESCAPE = re.compile(  # as JSON writes “, and 🙂 in two halves
    r"\\u(?:[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?!00[01])[0-9a-fA-F]{4})"
)
_MAILED = r"=[C-F][0-9A-F](?:(?:=\n)?=[89AB][0-9A-F])+"  # as e-mail writes “, in UTF-8
_MAIL_SIGN = re.compile(rf"{_MAILED}|=3D|=[ \t]*\n|=20(?==?\n|\Z)|(?<==\n)=20")  # and =, line ends and spaces at them
# Nobody writes them as escapes: controls, marks that turn lines around, halves of pairs, and what is no character.
_UNMEANT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufff0-\uffff]")
_CARRIAGE_RETURN = re.compile(r"&#(?:0*13|[xX]0*[dD]);(?:&#(?:0*10|[xX]0*[aA]);|\n)?")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_ESCAPED_REFERENCE = re.compile(r"&amp;(?=(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-z]{2,8});)")
# Tags that a text was left with; "h < d" and "<3" are none.
_BLOCKS = (
    "p|div|h[1-6]|ul|ol|li|blockquote|table|tr|section|article|figure|figcaption|header|footer|dl|dt|dd|pre|main|aside"
)
_INLINE = "a|abbr|b|big|cite|code|em|font|i|ins|mark|s|small|span|strong|sub|sup|time|u"
_COMMENT = re.compile("<!--"), re.compile("-->")
_ORDER = re.compile(r"\{\{[<%][^{}\n]{0,1000}[>%]\}\}|\{%[^{}\n]{0,1000}%\}")
_HIDDEN = (  # what stands between is no text
    (re.compile(r"<(?:script|style)\b", re.IGNORECASE), re.compile(r"</(?:script|style)\s*>", re.IGNORECASE)),
    _COMMENT,
)
# White space before a tag is taken from its beginning or not at all: a long run is not tried again from each place.
_BREAK = re.compile(r"(?:(?<![ \t])[ \t]++)?<br\s*/?>[ \t]*\n?", re.IGNORECASE)
_BLOCK_TAG = re.compile(rf"(?:(?<!\s)\s++)?</?(?:{_BLOCKS})(?:\s[^<>]*)?/?>\s*", re.IGNORECASE)
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE})(?:\s[^<>]*)?>|<(?:img|hr)\b[^<>]*>", re.IGNORECASE)
_QUOTED_TAG = re.compile(r"<(/?)q(?:\s[^<>]*)?>", re.IGNORECASE)
_MANY_LINES = re.compile(r"\n{3,}")


class DamagedText(ValueError):
    """The text is damaged, and what it was is not certain; ``str()`` says so, as the end of a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """``changes`` says in words what was mended, and what is lost for good."""

    text: str
    changes: tuple[str, ...] = ()


def mend(text: str, *, tags: bool) -> Mended:
    """The text with escapes, mojibake, stray control characters and character references put right, and its words
    whole: without soft hyphens, marks of no width and letters set as one.

    With ``tags`` what is left of a web page's markup goes too: paragraphs become paragraphs.

    Raises:
        DamagedText: there is mojibake that cannot be undone.
    """
    steps: Mapping[str, str] = {
        "escaped characters": (written := _undo_escapes(text)),
        "text read in the wrong encoding": (sound := _undo_mojibake(written)),
        "character references": (plain := _resolve_references(sound)),
        "tags": _remove_tags(plain) if tags else plain,
    }
    before, changes = text, []
    for what, after in steps.items():
        if after != before:
            changes.append(f"{what} put right")
        before = after
    if lost := before.count(_LOST):
        changes.append(f"{lost} characters are lost (�) and cannot be restored")
    return Mended(text=before.translate(_UNSEEN | LIGATURES), changes=tuple(changes))


def mend_controls(text: str) -> str:
    """The text with the marks of windows-1252 that came as control characters: U+0093 is “."""
    return ftfy.fixes.fix_c1_controls(text) if _CONTROLS.search(text) else text


def _undo_escapes(text: str) -> str:
    """``\\u201c`` of a JSON file, ``=E2=80=9C`` of a mail (with the line ends that it adds), where they stay."""
    return _undo_mail(_ESCAPE.sub(_unescape, text))


def _unescape(escape: re.Match[str]) -> str:
    character = bytes.fromhex(escape.group().replace("\\u", "")).decode("utf-16-be", "replace")
    return escape.group() if _UNMEANT.search(character) else character


def _undo_mail(text: str) -> str:
    """A mail has no other ``=`` than its own signs: a text with one of another kind is none."""
    if not re.search(_MAILED, text) or "=" in _MAIL_SIGN.sub("", text):
        return text
    try:
        pieces = [_read_sign(sign.group()) for sign in _MAIL_SIGN.finditer(text)]
    except UnicodeDecodeError:
        return text
    signs = iter(pieces)
    return text if _UNMEANT.search("".join(pieces)) else _MAIL_SIGN.sub(lambda _: next(signs), text)


def _read_sign(sign: str) -> str:
    return bytes.fromhex("".join(sign.split()).replace("=", "")).decode()


def _undo_mojibake(text: str) -> str:
    if _PRINTED.fullmatch(text):
        return text
    lines = [_undo_line(line) for line in text.split("\n")]
    for line in lines:
        if bad := _STILL_BAD.search(line):
            words = line[max(0, bad.start() - _SHOWN) : bad.end() + _SHOWN].strip()
            raise DamagedText(f"is damaged: “{words}” was read in the wrong encoding and cannot be put right.")
    return "\n".join(lines)


def _undo_line(line: str) -> str:
    if _PRINTED.fullmatch(line) or not (is_bad(line) or _CONTROLS.search(line)):
        return line
    return mend_controls(ftfy.fix_encoding(_CUT_MARK.sub("â€\x9d", line)))


def _resolve_references(text: str) -> str:
    """``&ldquo;`` and ``&#8220;``, escaped once or twice; an ampersand that begins no reference stays."""
    return _REFERENCE.sub(_resolve, _CARRIAGE_RETURN.sub("\n", _ESCAPED_REFERENCE.sub("&", text)))


def _resolve(reference: re.Match[str]) -> str:
    character = unescape(reference.group())
    return character if character and not _UNMEANT.search(character) else reference.group()


def _remove_tags(text: str) -> str:
    if "<" not in text:
        return text
    shown = text
    for opens, closes in _HIDDEN:
        shown = _cut_between(shown, opens, closes)
    broken = _BREAK.sub("\n", shown)
    blocks = _BLOCK_TAG.sub("\n\n", broken)
    marked = _QUOTED_TAG.sub(lambda tag: "”" if tag[1] else "“", blocks)  # as a browser shows it
    bare = _INLINE_TAG.sub("", marked)
    return _MANY_LINES.sub("\n\n", bare).strip("\n") if bare != text else text


def drop_unshown(text: str) -> str:
    """The text without what Markdown does not show either: ``<!-- … -->``, and the orders that Hugo and Jekyll carry
    out, ``{{< figure >}}`` and ``{% include %}``."""
    without = _ORDER.sub("", _cut_between(text, *_COMMENT))
    return text if without == text else _MANY_LINES.sub("\n\n", without)


def _cut_between(text: str, opens: re.Pattern[str], closes: re.Pattern[str]) -> str:
    """The text without what stands between marks that open and close; in one pass, and nothing where none closes."""
    pieces, at = list[str](), 0
    while (start := opens.search(text, at)) and (end := closes.search(text, start.end())):
        pieces.append(text[at : start.start()])
        at = end.end()
    return "".join([*pieces, text[at:]])
