"""The head of a mail that was saved as text, from ``From:`` to the first blank line → the fields of its text. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.utils import parseaddr
from types import MappingProxyType

_LINE = re.compile(r"(?P<name>[^\W\d][\w-]{0,40})[ \t\u00a0]*:(?:[ \t]+(?P<value>.*))?")
_FORWARDED = re.compile(r"\s*-{3,}[^\n-]{0,60}-{3,}\s*\n")  # the line that programs put above a mail that is sent on
_FOLDED = re.compile(r"\n(?=[ \t]+\S)")  # RFC 5322, 2.2.3: a line that begins with a space belongs to the one above
_NAMES: Mapping[str, str] = MappingProxyType(  # as mail programs write them in the languages that are read
    dict.fromkeys(("from", "von", "de", "من"), "author")
    | dict.fromkeys(("subject", "betreff", "objet", "asunto", "الموضوع"), "title")
    | dict.fromkeys(("date", "sent", "datum", "gesendet", "envoyé", "enviado", "fecha"), "published_at")
)


def read_mail_head(text: str) -> tuple[Mapping[str, str], str] | None:
    """Sender, subject and date, and the text below; None where the text does not begin as a mail does: with nothing but
    lines of a name and a value, a sender's and a subject's among them."""
    above = _FORWARDED.match(text)
    head, _, body = text[above.end() if above else 0 :].partition("\n\n")
    lines = [_LINE.fullmatch(line) for line in _FOLDED.sub(" ", head).split("\n")]
    written = {_NAMES.get(line["name"].lower(), ""): _decode(line["value"] or "") for line in lines if line}
    if not all(lines) or not {"author", "title"} <= written.keys():
        return None
    name, address = parseaddr(written["author"])
    fields = written | {"author": name or address or written["author"]}
    return {field: value for field, value in fields.items() if field}, body.strip("\n")


def _decode(value: str) -> str:
    """The value with its encoded words (RFC 2047) decoded; one that is broken stays as it is."""
    try:
        return " ".join(str(make_header(decode_header(value))).split())
    except (HeaderParseError, LookupError, ValueError):
        return value.strip()
