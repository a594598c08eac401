"""One link → what is behind it now: a page is an article, a feed is as many as it names; taken only if it is sound."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from index.articles import Source
from index.articles.fields import RawArticle
from index.errors import SourceError
from index.types import Article
from index.web import given
from index.web.client import Client, NotFetched
from index.web.given import Item, ReadsPages, is_feed
from index.web.memory import Fetched, PageMemory

_MOST_ITEMS = 500  # of a feed
_ASKED_AGAIN = 20  # items of a feed, the newest, that are asked for again when only what is due is read
_NO_TIME = "will be read next time, because this server's links have taken long enough."
_NO_ROOM = "is not read, because the pages of this server's links take up all the room they are allowed; remove some."
_LEAST_KEPT = 0.5  # of the earlier text's words; an article that lost more of them is held back


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How links are read. ``accept`` takes what a page says now even where it has lost most of its text. ``dry_run``
    writes nothing. With ``only`` the other sources are left as they are, and so are the older items of a feed.
    ``tell`` hears how many pages, or files, have been read. ``pages`` reads what was fetched. All links of one server
    together may take ``server_seconds``; what they have no time for is left for the next time."""

    accept: bool = False
    dry_run: bool = False
    only: frozenset[Source] | None = None
    most_items: int = _MOST_ITEMS
    tell: Callable[[int], None] = lambda _: None
    pages: ReadsPages = given
    server_seconds: float = 600.0

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
    """Reads links with one client; ``memory`` has what they gave before. ``until`` is the moment, of the monotonic
    clock, from which on nothing more is asked for."""

    client: Client
    memory: PageMemory
    terms: Terms
    until: float = math.inf

    def read(self, link: str) -> Iterator[Told]:
        """The link itself, and the items of the feed that it is, or was when it last was sound."""
        known = self.memory.recall(link)
        page, trouble = self._fetch(link, known)
        before = known if known and is_feed(known) else None
        if page is None:
            yield Told(link=link, failure=trouble)
        elif not is_feed(page) and before is None:
            yield self._take(link, known, page, trouble)
        else:
            items = self._read_feed(page)
            if trouble is None and not items:
                trouble = (
                    "is a feed that names no articles, or far too many."
                    if is_feed(page)
                    else "was a feed, but no longer is."
                )
                trouble += " Its earlier articles stay." if before else ""
            if trouble is None:
                self._keep(link, page)
            yield Told(link=link, failure=trouble)
            if trouble is None:
                yield from self._read_items(page, items)
            elif before is not None:
                yield from self._recall_items(before)

    def _fetch(self, link: str, known: Fetched | None) -> tuple[Fetched | None, str | None]:
        """The page as it is now, or as it was; and why it could not be had."""
        try:
            fetched = self.client.fetch(link, known)
        except NotFetched as error:
            return known, f"{error}{' Its earlier text stays.' if known else ''}"
        if fetched is None:
            return known, None if known else "gave nothing."
        if not self.memory.has_room(link, len(fetched.body)):
            return known, _NO_ROOM
        return fetched, None

    def _take(self, link: str, known: Fetched | None, page: Fetched, trouble: str | None) -> Told:
        """The article of a page, if it is sound beside what was there before; else that."""
        before = self._read_or_none(known) if page != known else None  # of the same page it would be the same
        try:
            now = self.terms.pages.read_fetched(page, link)
        except SourceError as error:
            if before is None:
                return Told(link=link, failure=trouble or error.reason)
            return Told(link=link, article=before, failure=f"{error.reason} Its earlier text stays.")
        if before is not None and not self.terms.accept and (fault := _find_fault(before.article, now.article)):
            return Told(link=link, article=before, failure=f"{fault} Its earlier text stays.")
        if trouble is None and page != known:
            self._keep(link, page)
        return Told(link=link, article=now, failure=trouble, remarks=now.remarks)

    def _keep(self, link: str, page: Fetched) -> None:
        if not self.terms.dry_run:
            self.memory.remember(link, page)

    def _read_feed(self, feed: Fetched) -> Sequence[Item]:
        return self.terms.pages.read_items(feed, self.terms.most_items)

    def _read_items(self, feed: Fetched, items: Sequence[Item]) -> Iterator[Told]:
        for number, item in enumerate(items):
            known = self.memory.recall(item.link)
            is_late = time.monotonic() > self.until
            if known and (is_late or (self.terms.only is not None and number >= _ASKED_AGAIN)):
                yield Told(link=item.link)
                continue
            if is_late:
                yield Told(link=item.link or feed.url, failure=_NO_TIME)
                continue
            page, trouble = self._fetch(item.link, known) if item.link else (None, None)
            told = Told(link=item.link or feed.url, failure=trouble)
            told = self._take(item.link, known, page, trouble) if page else told
            yield _date(told, item) if told.article else _tell(item, told)

    def _recall_items(self, feed: Fetched) -> Iterator[Told]:
        """The items as they were, where the feed cannot be had: a site that is down is not asked for each of them."""
        for item in self._read_feed(feed):
            before = self._read_or_none(self.memory.recall(item.link))
            told = Told(
                link=item.link or feed.url, article=before, failure=None if before else "was not fetched this time."
            )
            yield _date(told, item) if before else _tell(item, told)

    def _read_or_none(self, known: Fetched | None) -> RawArticle | None:
        try:
            return self.terms.pages.read_fetched(known, known.url) if known else None
        except SourceError:
            return None


def find_named(link: str, memory: PageMemory, terms: Terms) -> set[str]:
    """The link, and those that it named when it was last read, if it is a feed."""
    known = memory.recall(link)
    return {link, *(item.link for item in (terms.pages.read_items(known, terms.most_items) if known else ()))}


def _date(told: Told, item: Item) -> Told:
    """The item with the day that the feed tells of it, where its page tells none."""
    if told.article is None or told.article.article.published_at or item.published is None:
        return told
    dated = replace(told.article.article, published_at=item.published.moment, precision=item.published.precision)
    return replace(told, article=replace(told.article, article=dated))


def _tell(item: Item, told: Told) -> Told:
    """An item by what the feed itself says, where its page cannot be had."""
    if isinstance(item.told, str):
        return replace(told, failure=told.failure or item.told)
    why = (told.failure or "has no link").rstrip(".")
    remark = f"only what the feed says about it was read, because the page {why}"
    return Told(link=told.link, article=item.told, remarks=(remark, *item.told.remarks))


def _find_fault(before: Article, now: Article) -> str | None:
    """Why an extraction is not to be taken for the article that was there."""
    if len(now.body.split()) < _LEAST_KEPT * len(before.body.split()):
        return "has lost more than half of its text."
    if before.language and now.language and before.language[:2] != now.language[:2]:
        return f"has changed language from {before.language} to {now.language}."
    return None
