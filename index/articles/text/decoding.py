"""The bytes of a file → its text. Labels of encodings mean what browsers take them for (WHATWG Encoding Standard)."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import webencodings

from index.articles.text.guessing import WESTERN, guess_encoding

_MARKS = (  # of byte order; the longer first, because one begins with the other
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")  # not in any text, but in most binary files
_LOOKED_AT = 65_536  # bytes from the beginning in which control characters show that this is no text
_MOST_CONTROLS = 0.001  # of them; a few are strays, which nobody sees
_LATIN_ENDS = "\u0250"  # beyond it lie other scripts, where a Western byte would be a guess
_STRAY = "stray-windows-1252"
_ESCAPES = frozenset({"iso2022_jp"})  # encodings of seven bits, which pass for ASCII


class UnreadableBytes(ValueError):
    """The bytes are no text that can be read for certain; ``str()`` says why, as the end of a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """``mended`` are the numbers of the lines, from 1, that were in another encoding than the rest."""

    text: str
    mended: tuple[int, ...] = ()


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text, with line ends as ``\\n``: by its byte order mark, else UTF-8 if it can be, else as ``declared``, else
    as far as it is certain.

    Raises:
        UnreadableBytes: nothing in it; no text; broken off; damaged.
    """
    if not data.strip(codecs.BOM_UTF8 + b" \t\r\n"):
        raise UnreadableBytes("is empty.")
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None) or _find_wide(data)
    if encoding is None and _is_binary(data[:_LOOKED_AT].decode("latin-1")):
        raise UnreadableBytes("is not a text file.")
    mended: tuple[int, ...] = ()
    try:
        if encoding is not None:
            text = data.decode(encoding)
        elif (codec := _lookup(declared)) in _ESCAPES:
            text = data.decode(str(codec))
        else:
            text, mended = _decode_bytes(data, codec)
    except UnicodeDecodeError as error:
        raise UnreadableBytes(f"is cut off or damaged: it is not valid {error.encoding}.") from error
    if _is_binary(text[:_LOOKED_AT]):
        raise UnreadableBytes("is not a text file.")
    text = _CONTROL.sub("", text.removeprefix("\ufeff"))
    return Decoded(text=text.replace("\r\n", "\n").replace("\r", "\n"), mended=mended)


def _is_binary(head: str) -> bool:
    return len(_CONTROL.findall(head)) > _MOST_CONTROLS * len(head)


def _find_wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of ASCII is zero, always on the same side."""
    head = data[: _LOOKED_AT & ~1]
    zeros = head[::2].count(0), head[1::2].count(0)
    if len(data) % 2 or (zeros[0] == 0) == (zeros[1] == 0):
        return None
    encoding = "utf-16-be" if zeros[0] else "utf-16-le"
    try:
        is_text = not _CONTROL.search(head.decode(encoding, "ignore")) and bool(data.decode(encoding))
    except UnicodeDecodeError:
        return None
    return encoding if is_text else None


def _lookup(label: str | None) -> str | None:
    """The codec of the encoding that browsers take a label for; UTF-16 in a page that could be read is UTF-8 to
    them."""
    encoding = webencodings.lookup(label) if label else None
    if encoding is None or encoding.name.startswith("utf-"):
        return None
    return WESTERN if encoding.name == "windows-1252" else encoding.codec_info.name


def _decode_bytes(data: bytes, declared: str | None) -> tuple[str, tuple[int, ...]]:
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        if len(data) - error.start < 4 and error.reason == "unexpected end of data":
            raise UnreadableBytes("ends in the middle of a character; is the file complete?") from error
    if declared is not None:
        return data.decode(declared), ()
    lines = data.splitlines(keepends=True)
    strange = tuple(number for number, line in enumerate(lines, start=1) if not _is_utf8(line))
    sound = b"".join(line for line in lines if _is_utf8(line)).decode("utf-8")
    if sound.isascii():
        if (guessed := guess_encoding(data)) is None:
            raise UnreadableBytes("is in an encoding that cannot be told with certainty; save it as UTF-8.")
        return data.decode(guessed), ()
    if any(character.isalpha() and character >= _LATIN_ENDS for character in sound):
        raise UnreadableBytes(f"is damaged: line {strange[0]} is not valid UTF-8, unlike the others.")
    return data.decode("utf-8", _STRAY), strange


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decode_stray(error: UnicodeError) -> tuple[str, int]:
    """In UTF-8, bytes that are none: windows-1252, as an editor that saved one paragraph leaves them."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode(WESTERN), error.end


codecs.register_error(_STRAY, _decode_stray)
