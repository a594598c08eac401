"""What a link gave → the article of a page, or the items of a feed. Pure.

Whatever a stranger's page does to what reads it ends in a sentence: it must not take the other sources with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Protocol

from index.articles.fields import RawArticle, make_article
from index.articles.formats import decode_page, read_page_bytes
from index.articles.text.dates import PublicationDate, parse_date
from index.articles.text.mending import DamagedText, mend
from index.errors import SourceError
from index.web.memory import Fetched

_FEED = re.compile(  # what may stand before its first tag: instructions, comments, a document type
    rb"(?>[^<]+|<\?.*?\?>|<!--.*?-->|<!\w[^<>\[]*(?:\[.*?\]\s*)?>)*+<(?:[\w.-]+:)?(?:rss|feed|RDF)\b", re.DOTALL
)
_HEAD = 10_000  # bytes in which a feed has shown that it is one
_MOST_NAMED = 5_000  # items in a feed that is read at all; nested by the hundred thousand they would take minutes
_ITEMS = re.compile(rb"<(?:[\w.-]+:)?(?:item|entry)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What a feed says of one of its articles: its ``link``, "" for none, when it was ``published``, and as ``told``
    the article as far as the feed itself holds it, or what is wrong with that."""

    link: str
    published: PublicationDate | None
    told: RawArticle | str


class ReadsPages(Protocol):
    """What reads pages: this module, or a process that runs it."""

    def read_fetched(self, page: Fetched, link: str) -> RawArticle: ...

    def read_items(self, page: Fetched, most: int) -> Sequence[Item]: ...


def is_feed(page: Fetched) -> bool:
    return _FEED.match(page.body[:_HEAD]) is not None


def read_fetched(page: Fetched, link: str) -> RawArticle:
    """The article of a page, which ``link`` led to. Raises SourceError."""
    try:
        return read_page_bytes(page.body, link, page.content_type, url=page.url)
    except SourceError:
        raise
    except Exception as error:  # what is made to break breaks lxml and trafilatura each in ways of its own
        raise SourceError(link, "is not a page that can be read.") from error


def read_items(page: Fetched, most: int) -> tuple[Item, ...]:
    """The first ``most`` items of a feed; none where it is no feed, or names far too many."""
    if not is_feed(page) or sum(1 for _ in _ITEMS.finditer(page.body)) > _MOST_NAMED:
        return ()
    try:
        return tuple(_read_item(entry, page.url) for entry in _parse(page)[:most])
    except Exception:  # likewise
        return ()


def _parse(page: Fetched) -> Sequence[Mapping[str, Any]]:
    """The items as feedparser gives them, which decodes by whatever Python has a codec for, and opens files."""
    import feedparser

    text, _ = decode_page(page.url, page.body, page.content_type)
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": page.url}
    entries: Sequence[Mapping[str, Any]] = feedparser.parse(BytesIO(text.encode()), response_headers=headers).entries
    return entries


def _read_item(entry: Mapping[str, Any], feed: str) -> Item:
    link = str(entry.get("link") or "")
    written = str(entry.get("published") or entry.get("updated") or "")
    return Item(link=link, published=parse_date(written), told=_tell(entry, link or feed, written))


def _tell(entry: Mapping[str, Any], place: str, written: str) -> RawArticle | str:
    contents = entry.get("content")
    text = contents[0].get("value") if isinstance(contents, list) and contents else entry.get("summary")
    fields = {
        "id": None if entry.get("link") else f"{place}#{entry.get('id') or entry.get('title') or ''}",
        "title": _plain(str(entry.get("title") or "")),
        "text": _plain(str(text or "")),
        "url": entry.get("link"),
        "author": entry.get("authors"),
        "published_at": written,
    }
    try:
        return make_article(fields, place)
    except SourceError as error:
        return error.reason


def _plain(written: str) -> str:
    try:
        return mend(written, tags=True).text
    except DamagedText:
        return ""
