"""Links that show where they lead. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

from bot.texts.markdown import displayable

_URL_MAX = 512  # characters; Discord, link buttons
_EDGE_WORDS = 5  # words at each end of a long passage; enough to be found once in an article
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_HOST_MAX = 253  # characters; RFC 1035
_SAFE = "%/:=&?~+!$,;'@()*-._"  # stay as they are in a path, a query or a fragment; the rest is percent-encoded


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address that Discord takes, and the host it leads to, in ASCII so that no look-alike letter hides in it."""

    url: str
    host: str


def link_to(url: str | None, words: str) -> Link | None:
    """The link that opens a page at ``words``; None for what is not a whole web address, or hides where it leads.

    The words go into a text fragment (https://wicg.github.io/scroll-to-text-fragment/) unless that makes it too long.
    """
    try:
        parts = urlsplit(url or "")
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
    except ValueError:  # a bad port or bracket; a host that IDNA does not know
        return None
    if parts.scheme not in ("http", "https") or "@" in parts.netloc:
        return None
    if len(host) > _HOST_MAX or not _HOST.fullmatch(host):
        return None
    page = _page(parts, host + port)
    for address in (f"{page}{'' if '#' in page else '#'}:~:text={_fragment(words)}", page):
        if len(address) <= _URL_MAX:
            return Link(url=address, host=host)
    return None


def _page(parts: SplitResult, host: str) -> str:
    """The address without a text fragment of its own, percent-encoded throughout."""
    query = f"?{quote(parts.query, safe=_SAFE, errors='replace')}" if parts.query else ""
    anchor = parts.fragment.partition(":~:")[0]
    fragment = f"#{quote(anchor, safe=_SAFE, errors='replace')}" if anchor else ""
    return f"{parts.scheme}://{host}{quote(parts.path, safe=_SAFE, errors='replace')}{query}{fragment}"


def _fragment(words: str) -> str:
    """The words, or their first and last few: a browser marks all between."""
    listed = displayable(words).split()
    ends = [listed] if len(listed) <= 2 * _EDGE_WORDS else [listed[:_EDGE_WORDS], listed[-_EDGE_WORDS:]]
    return ",".join(quote(" ".join(end), safe="").replace("-", "%2D") for end in ends)
