"""Telling channels things unasked, where their admins want it: sources that fail for too long, and a digest."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.cards.card import Card
from bot.cards.changes import DigestEntry, digest_card
from bot.cards.sources import FailingSource, alarm_card, well_again_card
from bot.engine.engine import Engine
from bot.refreshing import KnownSource, Refreshing
from bot.rules.digests import day_of_digest, is_sent
from bot.rules.scopes import concerns, visible_stories
from bot.settings import Settings
from bot.state.notices import WantedNotices, article_key, source_key
from bot.state.state import State
from bot.texts.translation import Translate
from index.errors import VerbatimError
from index.library import QuotationRequest
from index.types import Article, ArticleId, Quotation, Scope, StoryId

_log = logging.getLogger("verbatim")


class Notifying:
    """Looks what there is to tell. ``speak`` gives a server's language, None where it is not this process's to tell;
    ``post`` sends a card to a channel."""

    def __init__(
        self,
        engine: Engine,
        state: State,
        refreshing: Refreshing,
        settings: Settings,
        *,
        speak: Callable[[int], Translate | None],
        post: Callable[[int, Card], Awaitable[None]],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._engine, self._state, self._refreshing, self._settings = engine, state, refreshing, settings
        self._speak, self._post, self._now = speak, post, now

    async def keep_telling(self, *, seconds: float) -> None:
        """Looks every so many ``seconds``; for ever."""
        while True:
            await asyncio.sleep(seconds)
            try:
                await self.look()
            except Exception:  # whatever it is, the next look is another chance
                _log.exception("what is to be told cannot be found out")

    async def look(self) -> None:
        """Looks at the sources, and tells every server what it wants to hear; what goes wrong with one keeps nothing
        from the others."""
        known = await self._refreshing.sources()
        for wanted in await self._state.notices.wanted():
            try:
                await self._tell(wanted, known)
            except Exception:  # whatever it is, the next look is another chance
                _log.exception("a server is not told", extra={"facts": {"server": wanted.server}})

    async def _tell(self, wanted: WantedNotices, known: Iterable[KnownSource]) -> None:
        translate = self._speak(wanted.server)
        if translate is None:
            return
        if wanted.alarm_channel is not None:
            await self._tell_alarms(wanted.server, wanted.alarm_channel, known, translate)
        if wanted.digest_channel is not None and wanted.digest_hour is not None:
            await self._tell_digest(wanted.server, wanted.digest_channel, wanted.digest_hour, translate)

    async def _tell_alarms(self, server: int, channel: int, known: Iterable[KnownSource], translate: Translate) -> None:
        notices, offered = self._state.notices, self._settings.reindex.offered
        told = await notices.alarms(server)
        theirs = {source_key(one.source.written): one for one in known if concerns(one.source.story, offered, server)}
        for gone in told - theirs.keys():  # it may come back, and fail again
            await notices.end_alarm(server, gone)
        for key, one in theirs.items():
            if (visit := one.visit) is None:
                continue
            if one in self._refreshing.stale and key not in told and await notices.begin_alarm(server, key):
                since = visit.well_at or visit.failing_since or visit.read_at
                failing = FailingSource(name=one.name, since=since, problem=one.problem or "")
                await self._post(channel, alarm_card(failing, translate=translate))
            elif visit.is_well and key in told and await notices.end_alarm(server, key):
                await self._post(channel, well_again_card(one.name, translate=translate))

    async def _tell_digest(self, server: int, channel: int, hour: int, translate: Translate) -> None:
        """Sends what is new since the last digest, once a day; the first is of what is new since it was wanted."""
        catalogue, notices = self._engine.catalogue, self._state.notices
        zone = await asyncio.to_thread(ZoneInfo, self._settings.digest.time_zone)  # it may read a file
        day, last = day_of_digest(self._now(), hour, zone), await notices.last_digest(server)
        if catalogue is None or (last is not None and is_sent(day, last.day)):
            return
        chosen = await self._state.server(server)
        visible = visible_stories(catalogue.stories_of(server), self._settings.reindex.offered, chosen, None)
        stories = await self._engine.stories(Scope(stories=visible))
        articles = [article for story in stories for article in story.articles]
        keys = {article.id: article_key(article.id) for article in articles}
        after = None if last is None else last.day  # unless another process has sent it meanwhile
        is_mine = await notices.note_digest(server, day, keys.values(), after=after)
        if last is None or not is_mine:
            return
        new = [article for article in articles if keys[article.id] not in last.articles and article.copy_of is None]
        if new:
            await self._post(channel, digest_card(await self._make_entries(new), translate=translate))

    async def _make_entries(self, new: list[Article]) -> list[DigestEntry]:
        """The articles, newest first, each with the first that somebody is quoted with in it."""
        quoted = dict[ArticleId, Quotation]()
        by_story = defaultdict[StoryId, set[ArticleId]](set)
        for article in new:
            by_story[article.story].add(article.id)
        for story, ids in by_story.items():
            for quotation in await self._quote(story):
                if quotation.article.id in ids and quotation.speaker is not None:
                    quoted.setdefault(quotation.article.id, quotation)
        oldest = datetime.min.replace(tzinfo=UTC)
        new.sort(key=lambda article: article.published_at or oldest, reverse=True)
        return [DigestEntry(article=article, quotation=quoted.get(article.id)) for article in new]

    async def _quote(self, story: StoryId) -> list[Quotation]:
        try:
            return await self._engine.quote(QuotationRequest(scope=Scope(stories=frozenset({story}))))
        except VerbatimError:  # a language in which quotations are not read; a story that has just gone
            return []
