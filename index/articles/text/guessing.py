"""Bytes that are not UTF-8, with nothing to say what they are → their encoding, where it is certain. Pure.

A reading is right if its words are words and its language is one that is written that way: a wrong one puts capitals
and signs in the middle of words, or gives letters that the language does not have.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

import ftfy.bad_codecs  # noqa: F401 - registers sloppy-windows-1252

from index.languages import guess_language

WESTERN = "sloppy-windows-1252"  # the five bytes that windows-1252 leaves open are control characters, as in browsers
_HOMES: Mapping[str, str] = MappingProxyType(  # encoding → the languages that it is for; the Western ones have the rest
    {
        WESTERN: "",
        "cp1250": "bs cs hr hu pl ro sk sl sq sr",
        "cp1254": "az ku tr",
        "cp1257": "et lt lv",
        "cp1255": "he yi",
        "cp1251": "be bg kk ky mk mn ru sr tg uk",
        "koi8-r": "ru",
        "koi8-u": "uk",
        "cp1253": "el",
        "iso-8859-7": "el",
        "cp1256": "ar fa ps ug ur",
        "iso-8859-2": "bs cs hr hu pl ro sk sl sq sr",
        "mac-roman": "",
        "cp850": "",
    }
)
_OTHERS = frozenset(" ".join(_HOMES.values()).split())
_LATIN = frozenset({WESTERN, "cp1250", "cp1254", "cp1257", "iso-8859-2", "mac-roman", "cp850"})
_MOST_STRANGE = 0.02  # of the words with a letter beyond ASCII
_BEYOND = 0.5  # of the letters; Latin scripts have fewer beyond ASCII, the others more
_LOOKED_AT = 20_000  # characters


def _class(*kinds: str) -> str:
    """A set of characters up to box drawing, as an expression writes it: those of these categories of Unicode."""
    return "".join(re.escape(sign) for sign in map(chr, range(0x80, 0x2600)) if unicodedata.category(sign) in kinds)


_CAPITAL, _SIGN = _class("Lu"), _class("Cc", "Co", "No", "Sc", "Sk", "Sm", "So") + "¿¡§¶†‡‰‚„"
_STRANGE = re.compile(  # not in any word, but in words of a wrong encoding
    rf"[a-z{_class('Ll')}][{_CAPITAL}]|(?<!\w)(?:[{_CAPITAL}][A-Z]|[A-Z][{_CAPITAL}])[a-z]|"
    rf"[^\W\d_][{_SIGN}]+[^\W\d_]|¶\w|[.,!?][{_CAPITAL}](?!\w)|[ךםןףץ][א-ת]"  # the last: forms that end a word
)
_LETTER = re.compile(r"[^\W\d_]")
_FOREIGN_WORD = re.compile(r"(?<!\w)\w*[^\W\d_a-zA-Z]\w*")


def guess_encoding(data: bytes) -> str | None:
    """The encoding that the text is in; None where none fits."""
    return next((encoding for encoding in _HOMES if _fits(data, encoding)), None) or _guess_of_many(data)


def _fits(data: bytes, encoding: str) -> bool:
    try:
        text = data.decode(encoding)[:_LOOKED_AT]
    except UnicodeDecodeError:
        return False
    letters = _LETTER.findall(text)
    beyond = sum(1 for letter in letters if not letter.isascii())
    if (beyond > _BEYOND * len(letters)) == (encoding in _LATIN):
        return False
    if len(_STRANGE.findall(text)) > _MOST_STRANGE * len(_FOREIGN_WORD.findall(text)):
        return False
    language = guess_language(text)
    return language in _HOMES[encoding].split() if _HOMES[encoding] else language not in _OTHERS


def _guess_of_many(data: bytes) -> str | None:
    """An encoding of several bytes a character, whose bytes betray it; of the others charset-normalizer takes German
    and Spanish for Hungarian."""
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    return best.encoding if best and best.multi_byte_usage else None
