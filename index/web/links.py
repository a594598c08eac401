"""Links → articles: a page is one, a feed is as many as it names. What is there now is taken only if it is sound."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from index.articles import Reading, Source, read
from index.articles.fields import RawArticle, make_article
from index.articles.formats import read_page_bytes
from index.articles.text.mending import DamagedText, mend
from index.errors import SourceError, VerbatimError
from index.settings import WebSettings
from index.types import Article, ArticleId, StoryId
from index.web.addresses import find_host
from index.web.client import Client, NotFetched
from index.web.memory import Remembered, recall, remember

_FEED = re.compile(rb"[^<]*(?:<[?!][^<>]*>[^<>]*)*<(?:rss|feed|rdf:RDF)\b")
_HEAD = 10_000  # bytes in which a feed has shown that it is one
_MOST_ITEMS = 500  # of a feed
_LEAST_KEPT = 0.5  # of the earlier text's words; an article that lost more of them is held back


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a link gave, and what an operator should know of it; a feed itself gives nothing."""

    link: str
    article: RawArticle | None = None
    failure: str | None = None
    remarks: tuple[str, ...] = ()


def read_links(
    sources: Sequence[Source], settings: WebSettings, data_dir: Path, *, accept: bool = False, dry_run: bool = False
) -> Reading:
    """Every article behind the links among ``sources``; the earlier text where a link fails or gives something broken.

    ``accept`` takes what a page says now even where it has lost most of its text. ``dry_run`` writes nothing.
    """
    reader = _Reader(client=Client(settings), data_dir=data_dir, accept=accept, dry_run=dry_run)
    articles = dict[ArticleId, Article]()
    failures, remarks = list[tuple[Source, VerbatimError]](), list[tuple[Source, str]]()
    standing = set[StoryId]()
    for source in sources:
        told = list(reader.read(source.link)) if source.link else []
        for one in told:
            remarks += [(source, f"{one.link}: {remark}.") for remark in one.remarks]
            if one.failure:
                failures.append((source, SourceError(one.link, one.failure)))
            if one.article:
                article = _settle(one.article.article, source, one.link)
                if article.id in articles:
                    remarks.append((source, f"{one.link}: its article was read from another link."))
                articles.setdefault(article.id, article)
        if len(told) > 1 or any(one.article is None for one in told):
            standing.add(_story_of(source))
    return Reading(
        articles=tuple(articles.values()),
        failures=tuple(failures),
        remarks=tuple(remarks),
        standing=frozenset(standing),
    )


def read_all(
    sources: Sequence[Source], settings: WebSettings, data_dir: Path, *, accept: bool = False, dry_run: bool = False
) -> Reading:
    """What files, folders and links hold. Raises NoArticles."""
    if not any(source.link for source in sources):
        return read(sources)
    fetched = read_links(sources, settings, data_dir, accept=accept, dry_run=dry_run)
    local = [source for source in sources if source.link is None]
    return read(local).beside(fetched) if local else fetched


def _story_of(source: Source) -> StoryId:
    return source.story or StoryId(find_host(source.link or "") or "story")


def _settle(article: Article, source: Source, link: str) -> Article:
    own_id = article.id or article.url or link
    return replace(
        article,
        id=ArticleId(f"{source.story}/{own_id}" if source.story else own_id),
        story=_story_of(source),
        url=article.url or link,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    client: Client
    data_dir: Path
    accept: bool
    dry_run: bool

    def read(self, link: str) -> Iterator[Told]:
        """The link itself, and the items of the feed that it is."""
        page, trouble = self._fetch(link)
        if page is None:
            yield Told(link=link, failure=trouble)
        elif _FEED.match(page.body[:_HEAD]):
            if trouble is None:
                self._keep(link, page)
            yield Told(link=link, failure=trouble)
            yield from self._read_feed(page)
        else:
            yield self._take(link, page, trouble)

    def _fetch(self, link: str) -> tuple[Remembered | None, str | None]:
        """The page as it is now, or as it was; and why it could not be had."""
        known = recall(self.data_dir, link)
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

    def _take(self, link: str, page: Remembered, trouble: str | None) -> Told:
        """The article of a page, if it is sound beside what was there before; else that."""
        known = recall(self.data_dir, link)
        before = _read_or_none(known)
        try:
            now = read_page_bytes(page.body, link, page.content_type, url=page.url)
        except SourceError as error:
            if before is None:
                return Told(link=link, failure=trouble or error.reason)
            return Told(link=link, article=before, failure=f"{error.reason} Its earlier text stays.")
        if before is not None and not self.accept and (fault := _find_fault(before.article, now.article)):
            return Told(link=link, article=before, failure=f"{fault} Its earlier text stays.")
        if trouble is None and page != known:
            self._keep(link, page)
        return Told(link=link, article=now, failure=trouble, remarks=now.remarks)

    def _keep(self, link: str, page: Remembered) -> None:
        if not self.dry_run:
            remember(self.data_dir, link, page)

    def _read_feed(self, feed: Remembered) -> Iterator[Told]:
        import feedparser

        entries = feedparser.parse(
            feed.body, response_headers={"content-type": feed.content_type, "content-location": feed.url}
        ).entries
        for entry in entries[:_MOST_ITEMS]:
            link = entry.get("link", "")
            page, trouble = self._fetch(link) if link else (None, None)
            told = self._take(link, page, trouble) if page else Told(link=link or feed.url, failure=trouble)
            yield told if told.article else _from_entry(entry, told)


def _from_entry(entry: Mapping[str, Any], told: Told) -> Told:
    """An item by what the feed itself says, where its page cannot be had."""
    contents = entry.get("content")
    written = contents[0].get("value") if isinstance(contents, list) and contents else entry.get("summary")
    fields = {
        "title": entry.get("title"),
        "text": _plain(str(written or "")),
        "url": entry.get("link"),
        "author": entry.get("author"),
        "published_at": entry.get("published") or entry.get("updated"),
    }
    try:
        raw = make_article(fields, told.link)
    except SourceError as error:
        return replace(told, failure=told.failure or error.reason)
    why = (told.failure or "has no link").rstrip(".")
    return Told(link=told.link, article=raw, remarks=(f"only what the feed says of it was read: the page {why}",))


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
