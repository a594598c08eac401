"""One link → what is behind it now: a page is an article, a feed is as many as it names; taken only if it is sound."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from index.articles import Source
from index.articles.fields import RawArticle, make_article
from index.articles.formats import read_page_bytes
from index.articles.text.dates import parse_date
from index.articles.text.mending import DamagedText, mend
from index.errors import SourceError
from index.types import Article
from index.web.client import Client, NotFetched
from index.web.memory import PageMemory, Remembered

_FEED = re.compile(  # what may stand before its first tag: instructions, comments, a document type
    rb"(?>[^<]+|<\?.*?\?>|<!--.*?-->|<!\w[^<>\[]*(?:\[.*?\]\s*)?>)*+<(?:[\w.-]+:)?(?:rss|feed|RDF)\b", re.DOTALL
)
_HEAD = 10_000  # bytes in which a feed has shown that it is one
_MOST_ITEMS = 500  # of a feed
_MOST_NAMED = 5_000  # items in a feed that is read at all; nested by the hundred thousand they would take minutes
_ITEMS = re.compile(rb"<(?:[\w.-]+:)?(?:item|entry)\b")
_ASKED_AGAIN = 20  # items of a feed, the newest, that are asked for again when only what is due is read
_LEAST_KEPT = 0.5  # of the earlier text's words; an article that lost more of them is held back


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How links are read. ``accept`` takes what a page says now even where it has lost most of its text. ``dry_run``
    writes nothing. With ``only`` the other sources are left as they are, and so are the older items of a feed.
    ``tell`` hears how many pages have been read."""

    accept: bool = False
    dry_run: bool = False
    only: frozenset[Source] | None = None
    most_items: int = _MOST_ITEMS
    tell: Callable[[int], None] = lambda _: None

    def leaves(self, source: Source) -> bool:
        return self.only is not None and source not in self.only


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a link gave, and what an operator should know of it; a feed itself gives nothing, nor does an item that is
    left as it is."""

    link: str
    article: RawArticle | None = None
    failure: str | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Reads links with one client; ``memory`` has what they gave before."""

    client: Client
    memory: PageMemory
    terms: Terms

    def read(self, link: str) -> Iterator[Told]:
        """The link itself, and the items of the feed that it is, or was when it last was sound."""
        known = self.memory.recall(link)
        page, trouble = self._fetch(link, known)
        before = known if known and _is_feed(known) else None
        if page is None:
            yield Told(link=link, failure=trouble)
        elif not _is_feed(page) and before is None:
            yield self._take(link, known, page, trouble)
        else:
            entries = _entries(page)
            if trouble is None and not entries:
                trouble = (
                    "is a feed that names no articles, or far too many."
                    if _is_feed(page)
                    else "was a feed and is none now."
                )
                trouble += " Its earlier articles stay." if before else ""
            if trouble is None:
                self._keep(link, page)
            yield Told(link=link, failure=trouble)
            if trouble is None:
                yield from self._read_items(page, entries)
            elif before is not None:
                yield from self._recall_items(before)

    def _fetch(self, link: str, known: Remembered | None) -> tuple[Remembered | None, str | None]:
        """The page as it is now, or as it was; and why it could not be had."""
        try:
            fetched = self.client.fetch(
                link, etag=known.etag if known else None, modified=known.modified if known else None
            )
        except NotFetched as error:
            return known, f"{error}{' Its earlier text stays.' if known else ''}"
        if fetched.body is None:
            return known, None if known else "gave nothing."
        return Remembered(
            url=fetched.url,
            content_type=fetched.content_type,
            etag=fetched.etag,
            modified=fetched.modified,
            body=fetched.body,
        ), None

    def _take(self, link: str, known: Remembered | None, page: Remembered, trouble: str | None) -> Told:
        """The article of a page, if it is sound beside what was there before; else that."""
        before = _read_or_none(known) if page != known else None  # of the same page it would be the same
        try:
            now = read_page_bytes(page.body, link, page.content_type, url=page.url)
        except SourceError as error:
            if before is None:
                return Told(link=link, failure=trouble or error.reason)
            return Told(link=link, article=before, failure=f"{error.reason} Its earlier text stays.")
        if before is not None and not self.terms.accept and (fault := _find_fault(before.article, now.article)):
            return Told(link=link, article=before, failure=f"{fault} Its earlier text stays.")
        if trouble is None and page != known:
            self._keep(link, page)
        return Told(link=link, article=now, failure=trouble, remarks=now.remarks)

    def _keep(self, link: str, page: Remembered) -> None:
        if not self.terms.dry_run:
            self.memory.remember(link, page)

    def _read_items(self, feed: Remembered, entries: Sequence[Mapping[str, Any]]) -> Iterator[Told]:
        for number, entry in enumerate(entries[: self.terms.most_items]):
            link = entry.get("link", "")
            known = self.memory.recall(link)
            if self.terms.only is not None and number >= _ASKED_AGAIN and known:
                yield Told(link=link)
                continue
            page, trouble = self._fetch(link, known) if link else (None, None)
            told = self._take(link, known, page, trouble) if page else Told(link=link or feed.url, failure=trouble)
            yield _date(told, entry) if told.article else _from_entry(entry, told)

    def _recall_items(self, feed: Remembered) -> Iterator[Told]:
        """The items as they were, where the feed cannot be had: a site that is down is not asked for each of them."""
        for entry in _entries(feed)[: self.terms.most_items]:
            link = entry.get("link", "")
            before = _read_or_none(self.memory.recall(link))
            told = Told(link=link or feed.url, article=before, failure=None if before else "is not asked for now.")
            yield _date(told, entry) if before else _from_entry(entry, told)


def find_named(link: str, memory: PageMemory) -> set[str]:
    """The link, and those that it named when it was last read, if it is a feed."""
    known = memory.recall(link)
    return {link, *(entry.get("link", "") for entry in (_entries(known) if known else ()))}


def _is_feed(page: Remembered) -> bool:
    return _FEED.match(page.body[:_HEAD]) is not None


def _entries(page: Remembered) -> Sequence[Mapping[str, Any]]:
    """The items of a feed as feedparser gives them; none where it is no feed, or names far too many."""
    import feedparser

    if not _is_feed(page) or sum(1 for _ in _ITEMS.finditer(page.body)) > _MOST_NAMED:
        return ()
    headers = {"content-type": page.content_type, "content-location": page.url}
    entries: Sequence[Mapping[str, Any]] = feedparser.parse(page.body, response_headers=headers).entries
    return entries


def _date(told: Told, entry: Mapping[str, Any]) -> Told:
    """The item with the day that the feed tells of it, where its page tells none."""
    published = parse_date(_written_date(entry))
    if told.article is None or told.article.article.published_at or published is None:
        return told
    dated = replace(told.article.article, published_at=published.moment, precision=published.precision)
    return replace(told, article=replace(told.article, article=dated))


def _written_date(entry: Mapping[str, Any]) -> str:
    return str(entry.get("published") or entry.get("updated") or "")


def _from_entry(entry: Mapping[str, Any], told: Told) -> Told:
    """An item by what the feed itself says, where its page cannot be had."""
    contents = entry.get("content")
    written = contents[0].get("value") if isinstance(contents, list) and contents else entry.get("summary")
    fields = {
        "id": None if entry.get("link") else f"{told.link}#{entry.get('id') or entry.get('title') or ''}",
        "title": _plain(str(entry.get("title") or "")),
        "text": _plain(str(written or "")),
        "url": entry.get("link"),
        "author": entry.get("authors"),
        "published_at": _written_date(entry),
    }
    try:
        raw = make_article(fields, told.link)
    except SourceError as error:
        return replace(told, failure=told.failure or error.reason)
    why = (told.failure or "has no link").rstrip(".")
    remark = f"only what the feed says of it was read: the page {why}"
    return Told(link=told.link, article=raw, remarks=(remark, *raw.remarks))


def _plain(written: str) -> str:
    try:
        return mend(written, tags=True).text
    except DamagedText:
        return ""


def _read_or_none(known: Remembered | None) -> RawArticle | None:
    try:
        return read_page_bytes(known.body, known.url, known.content_type, url=known.url) if known else None
    except SourceError:
        return None


def _find_fault(before: Article, now: Article) -> str | None:
    """Why an extraction is not to be taken for the article that was there."""
    if len(now.body.split()) < _LEAST_KEPT * len(before.body.split()):
        return "has lost more than half of its text."
    if before.language and now.language and before.language[:2] != now.language[:2]:
        return f"has changed its language from {before.language} to {now.language}."
    return None
