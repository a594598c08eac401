"""Links → articles, beside what files and folders hold."""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from index.articles import Reading, Source, read
from index.articles.fields import doubt_date
from index.errors import SourceError
from index.settings import IndexSettings, WebSettings
from index.types import Article, ArticleId, StoryId
from index.web.addresses import find_host
from index.web.client import Client
from index.web.memory import PageMemory, forget_servers
from index.web.visiting import Terms, Told, Visitor, find_named

_USUAL = Terms()


def read_all(
    sources: Sequence[Source], settings: IndexSettings, terms: Terms = _USUAL, *, afresh: bool = False
) -> Reading:
    """What files, folders and links hold; ``afresh`` no page is recalled or remembered. Raises NoArticles.

    Where some sources are left as they are, files and folders are read together or not at all: what of them has gone is
    known only when all are read.
    """
    local = [source for source in sources if source.link is None]
    data_dir = settings.data.dir
    if len(local) == len(sources):
        return read(sources, data_dir, terms.tell)
    fetched = read_links(sources, settings.web, None if afresh else data_dir, terms)
    if all(map(terms.leaves, local)):
        stories = {source.story for source in local}
        named = frozenset(story for story in stories if story is not None)
        return replace(fetched, standing=fetched.standing | named, has_gap=None in stories)
    return Reading.join([read(local, data_dir, terms.tell), fetched])


def read_links(
    sources: Sequence[Source], settings: WebSettings, data_dir: Path | None, terms: Terms = _USUAL
) -> Reading:
    """Every article behind the links among ``sources``; the earlier text where one fails or gives something broken."""
    client, pages = Client(settings), 0
    readings, known, left = list[Reading](), set[ArticleId](), set[StoryId]()
    ends = dict[int, float]()  # of servers, by when they must have been read
    for source in sources:
        if source.link is None:
            continue
        now = time.monotonic()
        until = ends.setdefault(source.server, now + terms.server_seconds) if source.server else math.inf
        if terms.leaves(source) or now > until:
            left.add(_story_of(source))
            continue
        visitor = Visitor(
            client=client.for_servers() if source.server else client,
            memory=PageMemory.of(data_dir, source.server),
            terms=terms,
            until=until,
        )
        told = list[Told]()
        for one in visitor.read(source.link):
            told.append(one)
            pages += 1
            terms.tell(pages)
        reading = _gather(source, told, known)
        readings.append(reading)
        known |= {article.id for article in reading.articles}
    return Reading.join([*readings, Reading(articles=(), failures=(), standing=frozenset(left))])


def forget_unnamed(sources: Sequence[Source], data_dir: Path, terms: Terms = _USUAL) -> None:
    """Forgets the pages that no source names any more, nor a feed that one of them names; ``sources`` are all that
    there are. Of a server whose sources are left as they are, nothing is looked at."""
    named = defaultdict[int, list[str]](list, {0: []})
    for source in sources:
        if source.link is not None:
            named[source.server].append(source.link)
    forget_servers(data_dir, named)
    are_left = {source.server for source in sources} - {source.server for source in sources if not terms.leaves(source)}
    for server in named.keys() - are_left:
        memory = PageMemory.of(data_dir, server)
        memory.forget_others(link for source in named[server] for link in find_named(source, memory, terms))


def _gather(source: Source, told: Sequence[Told], known: set[ArticleId]) -> Reading:
    """What one link gave, after articles of these ids."""
    articles = dict[ArticleId, Article]()
    left_out = dict[ArticleId, tuple[str, ...]]()
    remarks = [(source, f"{one.link}: {remark}.") for one in told for remark in one.remarks]
    for one in told:
        if one.article is None:
            continue
        article = _settle(one.article.article, source, one.link)
        if article.id in known or article.id in articles:
            remarks.append((source, f"{one.link}: its article was already read from another link."))
        remarks += [(source, f"{one.link}: {remark}.") for remark in doubt_date(article, now=datetime.now(UTC))]
        articles.setdefault(article.id, article)
        left_out.setdefault(article.id, one.article.left_out)
    gives_several = len(told) > 1 or any(one.article is None for one in told)
    return Reading(
        articles=tuple(articles.values()),
        failures=tuple((source, SourceError(one.link, one.failure)) for one in told if one.failure),
        remarks=tuple(remarks),
        standing=frozenset({_story_of(source)} if gives_several else ()),
        given={source: 0 if told[0].failure else sum(one.failure is None for one in told[1:] or told)},
        left_out=left_out,
    )


def _story_of(source: Source) -> StoryId:
    return source.story or StoryId(find_host(source.link or "") or "story")


def _settle(article: Article, source: Source, link: str) -> Article:
    return replace(
        article,
        id=source.name(article.id or article.url or link),
        story=_story_of(source),
        url=article.url or link,
    )
