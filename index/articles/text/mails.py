"""A mail that was saved as text, from ``From:`` on → the fields of its head, and its text. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from email import message_from_string
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from types import MappingProxyType
from typing import Any

import webencodings

_LINE = re.compile(r"(?P<name>[^\W\d][\w-]{0,40})[ \t\u00a0]*:(?:[ \t]+(?P<value>.*))?")
_ABOVE = re.compile(  # what programs put above a mail that is sent on, and above each of a mailbox
    r"\s*+-{3,}+(?:[^\n-]{1,60}-{3,}+)?[ \t]*+\n|From \S++ .*\d{4}\n"
)
_FOLDED = re.compile(r"\n(?=[ \t]+\S)")  # RFC 5322, 2.2.3: a line that begins with a space belongs to the one above
_NAMES: Mapping[str, str] = MappingProxyType(  # as mail programs write them in the languages that are read
    dict.fromkeys(("from", "von", "de", "من"), "author")
    | dict.fromkeys(("subject", "betreff", "objet", "asunto", "الموضوع"), "title")
    | dict.fromkeys(("date", "sent", "datum", "gesendet", "envoyé", "enviado", "fecha"), "published_at")
)
_PACKED = re.compile(r"^content-(?:type|transfer-encoding):", re.IGNORECASE | re.MULTILINE)
_ADDRESS = re.compile(r"<[^<>]*>|\[mailto:[^\[\]]*\]")
_COMMENTED = re.compile(r"[^\s@]+@[^\s@]++ +\(([^()]+)\)")  # as RSS writes whoever sent something, too
_SHOWN = ("text/plain", "text/html")  # parts that are the mail's text, the first that there is


def read_mail(text: str) -> tuple[Mapping[str, str], str] | None:
    """Sender, subject and date, and the text below, unpacked (RFC 2045); None where the text does not begin as a mail
    does: with nothing but lines of a name and a value, a sender's and a subject's among them."""
    above = _ABOVE.match(text)
    head, _, body = text[above.end() if above else 0 :].partition("\n\n")
    lines = [_LINE.fullmatch(line) for line in _FOLDED.sub(" ", head).split("\n")]
    written = {_NAMES.get(line["name"].lower(), ""): _decode(line["value"] or "") for line in lines if line}
    if not all(lines) or not {"author", "title"} <= written.keys():
        return None
    fields = written | {"author": _name_sender(written["author"])}
    body = _unpack(f"{head}\n\n{body}", body) if _PACKED.search(head) else body
    return {field: value for field, value in fields.items() if field}, body.strip("\n")


def _name_sender(sender: str) -> str:
    """Who a mail says that it is from: the name, without the address where it has one; else the address."""
    name = _ADDRESS.sub("", sender).strip(" \"'")
    if commented := _COMMENTED.fullmatch(name):
        return commented[1]
    return name or sender.strip(" <>")


def _decode(value: str) -> str:
    """The value with its encoded words (RFC 2047) decoded; one that is broken stays as it is."""
    try:
        return " ".join(str(make_header(decode_header(value))).split())
    except (HeaderParseError, LookupError, ValueError):
        return value.strip()


def _unpack(written: str, body: str) -> str:
    """The text of a mail that may have several parts, packed in several ways; its whole body where none is text."""
    try:
        parts = list(_find_parts(message_from_string(written)))
        part = next((part for kind in _SHOWN for part in parts if part.get_content_type() == kind), None)
        if part is None:
            return body
        if str(part.get("Content-Transfer-Encoding", "")).strip().lower() not in ("base64", "quoted-printable"):
            return str(part.get_payload())  # which was decoded with the file
        charset = webencodings.lookup(part.get_content_charset() or "") or webencodings.UTF8
        data = part.get_payload(decode=True)
    except (RecursionError, TypeError):  # parts within parts within parts; a parameter told whole and in pieces
        return body
    return str(charset.codec_info.decode(data, "replace")[0]).replace("\r\n", "\n")


def _find_parts(part: Message) -> Iterator[Message]:
    """A part and those within it, without what is attached, be it a mail of several parts."""
    if part.get_content_disposition() == "attachment":
        return
    yield part
    inner: list[Any] = list(part.get_payload()) if part.is_multipart() else []
    for one in inner:
        yield from _find_parts(one)
