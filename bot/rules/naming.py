"""What sources that admins add are called. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from hashlib import blake2b

from bot.texts.reading import as_seen

_NAME_MAX = 40  # characters of a source's name
_IN_NAMES = frozenset("LMN")  # Unicode's letters, the marks that belong to them, and numbers
_SCHEME = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)


def is_link(written: str) -> bool:
    """Whether it is an address of the web, as one word."""
    return bool(_SCHEME.match(written)) and written.isprintable() and " " not in written


def name_source(called: str, *, apart_by: str = "") -> str:
    """The name of a source that people call so: small letters and digits of any script, and hyphens. Where it is cut,
    where nothing is left of it, and where something tells it apart from others of that name, a digest ends it."""
    seen = unicodedata.normalize("NFKC", as_seen(called)).casefold()
    name = "-".join("".join(one if unicodedata.category(one)[0] in _IN_NAMES else " " for one in seen).split())
    if name and len(name) <= _NAME_MAX and not apart_by:
        return name
    digest = blake2b(f"{called}{apart_by}".encode(), digest_size=4).hexdigest()
    return f"{name[: _NAME_MAX - len(digest) - 1].rstrip('-') or 'source'}-{digest}"


def name_link(link: str, own: Mapping[str, str | None]) -> str:
    """What a link is called among a server's ``own`` sources, names with their links: as its address without the query,
    which may hold a key."""
    if known := next((name for name, its in own.items() if its == link), None):
        return known
    called = _SCHEME.sub("", link).partition("?")[0]
    name = name_source(called)
    return name_source(called, apart_by=link) if name in own else name
