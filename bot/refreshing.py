"""The index, kept current: builds that admins ask for, what is due by itself, what a command has built beside the bot.

Whatever a build did, the index that answers is swapped for the new one only when that is whole.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.engine.engine import Engine
from bot.errors import ReindexRunning
from bot.reindexing import Build, Reindexing
from bot.rules.schedule import has_settled, is_due
from bot.settings import Settings, read_duration
from bot.state.sources import ServerSource
from bot.state.state import State
from index.articles import Source
from index.articles.files import find_files, fingerprint
from index.articles.visits import Visit, recall_visits
from index.errors import NoArticles, VerbatimError
from index.progress import BuildReport, Progress
from index.store.homes import watch
from index.types import GenerationId, StoryId, split_story

_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)  # after a build of what is due that failed
_REST = 9  # times as long as taking an index into use took: where others build all the time, a tenth goes into it
_KEYS = re.compile(r"(?<=//)[^/?#]*@|[?#].*")  # a password in a link, or a query, which may hold one
# The same of a link in a sentence, such as that of an article which a feed names.
_KEYS_WITHIN = re.compile(r"(https?://[^\s?#]*)[?#]\S*?(?=:?(?:\s|$))", re.IGNORECASE)
_log = logging.getLogger("verbatim")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSource:
    """A source of the operator's, or one that a server's admins ``added``, with how often it is read or looked at, and
    what came of the last visit."""

    source: Source
    added: ServerSource | None
    interval: timedelta | None
    visit: Visit | None

    @property
    def name(self) -> str:
        """As admins call it, without the folders and the keys that are the operator's business."""
        return self.added.name if self.added else _KEYS.sub("", self.source.link or self.source.path.name)

    @property
    def problem(self) -> str | None:
        """What of it could not be read, likewise."""
        told = self.visit.problem if self.visit else None
        if told is None:
            return None
        if self.source.link is not None:
            return _KEYS_WITHIN.sub(r"\1", told.replace(self.source.link, self.name))
        return told.replace(f"{self.source.path.parent}/", "").removeprefix(f"{self.source.path.name}: ")


class Refreshing:
    """One at a time: of builds, and of changes of the index that answers."""

    def __init__(
        self,
        engine: Engine,
        state: State,
        reindexing: Reindexing,
        settings: Settings,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._engine, self._state, self._reindexing, self._settings = engine, state, reindexing, settings
        self._now = now
        self._adopting = asyncio.Lock()
        self._looks: dict[Source, _Look] = {}
        self._failed, self._rests_until = 0, datetime.min.replace(tzinfo=UTC)
        self.stale: tuple[KnownSource, ...] = ()

    @property
    def is_running(self) -> bool:
        """Whether a build has not finished."""
        return self._reindexing.is_running

    def stale_since(self, stories: Collection[StoryId]) -> datetime | None:
        """Since when what is shown of these stories may be out of date, because a source of theirs fails; None where
        none does. A source that names no story may hold articles of any."""
        known = [
            one.visit.well_at or one.visit.failing_since
            for one in self.stale
            if one.visit is not None and (one.source.story is None or one.source.story in stories)
        ]
        return min((moment for moment in known if moment is not None), default=None)

    async def sources(self) -> list[KnownSource]:
        """Those of the operator and of every server; which of them are ``stale`` is known from then on."""
        added = await self._state.sources.of(None)
        known = await asyncio.to_thread(self._describe, added)
        after, now = read_duration(self._settings.refresh.stale), self._now()
        self.stale = tuple(one for one in known if after and one.visit and one.visit.is_stale(now, after))
        return known

    async def build(self, wanted: Build, tell: Callable[[Progress], None]) -> BuildReport:
        """Builds from all sources, and takes the new index into use.

        Raises:
            NoArticles: there is no source. ReindexRunning, ReindexFailed, ReindexCancelled.
            VerbatimError: the new index cannot be opened; the old one stays in use.
        """
        added = await self._state.sources.of(None)
        sources = [*self._settings.reindex.sources, *(source.written for source in added)]
        if not sources:
            raise NoArticles([])
        report = await self._reindexing.run(sources, wanted, tell)
        if report.generation is not None:
            await self._adopt(report.generation)
        return report

    async def keep_fresh(self, *, seconds: float, is_mine: Callable[[], bool] = lambda: True) -> None:
        """Looks every so many ``seconds`` what is due, and reads it again, all of it in one build; for ever.

        ``is_mine`` tells whether that is for this process to do: each of several would ask the same sites.
        """
        while True:
            await asyncio.sleep(seconds)
            try:
                if is_mine():
                    await self.refresh()
            except Exception:  # whatever it is, it is tried again; the old index stays in use
                _log.exception("what is due cannot be read")

    async def refresh(self) -> BuildReport | None:
        """Reads what is due, if anything is, and takes out what no source names any more; None otherwise, and while
        another build runs or the last one failed a moment ago."""
        now = self._now()
        is_resting = now < self._rests_until <= now + _LONGEST_PAUSE  # the clock may have been set back
        if self.is_running or self._engine.is_opening or is_resting:
            return None
        known = await self.sources()
        due = [source.written for source in await self._find_due(known, now)]
        due += [f"{story}=removed" for story in self._find_unnamed(known)]
        if not due:
            return None
        try:
            report = await self.build(Build(only=due), lambda _: None)
        except ReindexRunning:
            return None
        except VerbatimError as error:
            pause = min(_FIRST_PAUSE * 2 ** min(self._failed, 10), _LONGEST_PAUSE)
            self._failed, self._rests_until = self._failed + 1, now + pause
            _log.warning("a refresh failed", extra={"facts": {"reason": str(error), "seconds": pause.seconds}})
            return None
        self._failed = 0
        _log.info("refreshed", extra={"facts": {"sources": len(due), "failed": len(report.failed)}})
        return report

    async def follow(self, *, seconds: float) -> None:
        """Looks every so many ``seconds`` whether a command has made another generation current (a build, a rollback),
        and takes it into use; for ever. One that cannot be opened is left until there is another; what a standby of the
        database does not hold yet is waited for."""
        seen, states, loop = None, watch(self._settings), asyncio.get_running_loop()
        while True:
            if not self._settings.store.url:  # a database tells of what has changed
                await asyncio.sleep(seconds)
            try:
                current = await asyncio.to_thread(next, states)
            except Exception:  # whatever it is, it is asked anew: what broke off once has come to its end
                _log.exception("which index is current cannot be told")
                states = watch(self._settings)
                await asyncio.sleep(seconds)
                continue
            if current in (None, seen):
                continue
            seen, begun = current, loop.time()
            try:
                in_use = await self._adopt(current)
            except Exception:  # whatever it is, the old one stays in use
                _log.exception("an index cannot be taken into use", extra={"facts": {"generation": current}})
                continue
            if self._settings.store.standby_url and in_use != current:  # it lags behind
                seen = in_use
                await asyncio.sleep(seconds)
            await asyncio.sleep(_REST * (loop.time() - begun))

    async def _adopt(self, generation: GenerationId) -> GenerationId:
        """Takes a generation that is current now into use, unless it is already; gives what is in use then."""
        async with self._adopting:
            catalogue = self._engine.catalogue
            if catalogue is None or catalogue.manifest.id != generation:
                await self._engine.adopt()
            return (await self._engine.open()).manifest.id

    def _find_unnamed(self, known: Sequence[KnownSource]) -> set[StoryId]:
        """The stories of servers that are in the index, and whose source was removed; none where there would be nothing
        else in it."""
        catalogue, named = self._engine.catalogue, {one.source.story for one in known}
        if catalogue is None or not known:
            return set()
        return {story for story in catalogue.manifest.stories if split_story(story)[0] and story not in named}

    async def _find_due(self, known: Sequence[KnownSource], now: datetime) -> list[Source]:
        links = [one.source for one in known if one.source.link and is_due(one.interval, one.visit, now)]
        return [*links, *await asyncio.to_thread(self._find_settled, known, now)]

    def _find_settled(self, known: Sequence[KnownSource], now: datetime) -> list[Source]:
        """The files and folders whose turn it is and that have changed since they were read, but not any more."""
        settled = list[Source]()
        for one in known:
            before = self._looks.get(one.source)
            is_early = before is not None and one.interval is not None and before.at <= now < before.at + one.interval
            if one.source.link or one.interval is None or is_early:
                continue
            look = _look(one.source.path, self._settings.data.dir)
            self._looks[one.source] = _Look(at=now, look=look)
            if has_settled(one.visit, look, before.look if before else None):
                settled.append(one.source)
        return settled

    def _describe(self, added: Sequence[ServerSource]) -> list[KnownSource]:
        visits = recall_visits(self._settings.data.dir)
        operators = [(text, None) for text in self._settings.reindex.sources]
        known = list[KnownSource]()
        for text, own in (*operators, *((own.written, own) for own in added)):
            source = Source.parse(text)
            interval = self._settings.refresh.interval(text, is_link=source.link is not None)
            if own is not None and own.refresh:
                interval = read_duration(own.refresh)
            visit = visits.get(source.written)
            known.append(KnownSource(source=source, added=own, interval=interval, visit=visit))
        return known


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """How a file or folder looked, and when."""

    at: datetime
    look: str


def _look(path: Path, data_dir: Path) -> str:
    """How a file or folder looks now, whatever becomes of the data in it; "" where it cannot be looked at."""
    try:
        return fingerprint(list(find_files(path, data_dir)))
    except OSError:
        return ""
