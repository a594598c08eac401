"""What is done when another index goes live: questions that it closes, people who wait, answers that have changed.

It looks at which index answers, not at who built it: a reindex, a refresh, a command beside the bot, or a build while
the bot was away are all the same to it.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import islice, zip_longest
from typing import Protocol

from bot.cards.card import Answered, Card
from bot.engine.engine import Catalogue, Engine
from bot.errors import NotKept
from bot.readers import Readers
from bot.rules.access import Asker
from bot.state.promises import Given
from bot.state.state import State
from index.errors import DatabaseAway, VerbatimError
from index.types import Article, ArticleId, Scope, StoryId

_MOST_ASKED = 1_000  # open questions that are asked again at once: of each server in turn, most asked first
_NOBODY = 0  # the id of no person
_log = logging.getLogger("verbatim")


class Reach(Protocol):
    """How people and messages are reached; nothing raises."""

    @property
    def is_ready(self) -> bool:
        """Whether it is known by now which servers are reached from here."""

    def reaches(self, server: int) -> bool:
        """Whether a server is reached from here; of several processes each sees to its own."""

    async def mark(self, *, channel: int, message: int, line: str) -> bool:
        """Whether that is settled: the message is marked, or nobody can mark it any more. Marked twice, it has one."""

    async def tell(self, *, server: int, user: int, card: Card) -> None: ...


class Afterwards:
    """Over one engine and one state. ``find_asker`` gives who asks by the ids of person, server and channel, and the
    tag of a language."""

    def __init__(
        self,
        engine: Engine,
        state: State,
        readers: Readers,
        reach: Reach,
        find_asker: Callable[[int, int, int | None, str | None], Awaitable[Asker]],
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._engine, self._state, self._readers = engine, state, readers
        self._reach, self._find_asker, self._now = reach, find_asker, now

    async def remember(self, answered: Answered, server: int, channel: int, message: int) -> None:
        """Keeps with what was answered where."""
        given = Given(
            message=message,
            channel=channel,
            server=server,
            article=answered.article,
            words=answered.words,
            given_at=self._now(),
        )
        with suppress(DatabaseAway, NotKept):  # the answer stands, whether it can be marked later or not
            await self._state.promises.add_given(given)

    async def follow(self, *, seconds: float) -> None:
        """Looks every so many ``seconds`` whether another index answers, the first one included; for ever."""
        seen = None
        while True:
            await asyncio.sleep(seconds)
            catalogue = self._engine.catalogue
            if catalogue is None or catalogue.manifest.id == seen or not self._reach.is_ready:
                continue
            try:
                await self.look(catalogue)
            except (DatabaseAway, NotKept):  # this index is looked at again, when it is back
                continue
            except Exception:  # whatever it is, the next index is looked at again
                _log.exception("what another index changes was not seen to the end")
            seen = catalogue.manifest.id

    async def look(self, catalogue: Catalogue) -> None:
        """Sees to all of it. An answer that Discord kept from being marked is seen to with the next index."""
        await self._mark_changed(catalogue)
        await self._close_gaps()
        await self._tell_waiting()

    async def _mark_changed(self, catalogue: Catalogue) -> None:
        by_server = defaultdict[int, list[Given]](list)
        for given in await self._state.promises.given():
            if self._reach.reaches(given.server):
                by_server[given.server].append(given)
        for server, own in by_server.items():
            with _apart("answers are not looked at"):  # until the next index
                await self._mark_changed_of(own, catalogue.stories_of(server))

    async def _mark_changed_of(self, own: Sequence[Given], stories: frozenset[StoryId]) -> None:
        """Of whatever another server calls the same, nothing is said."""
        scope = Scope(stories=stories, articles=frozenset(given.article for given in own))
        articles = {article.id: article for article in await self._engine.articles(scope)}
        for given in await asyncio.to_thread(_find_changed, own, articles):
            await self._mark(given, is_gone=given.article not in articles)

    async def _mark(self, given: Given, *, is_gone: bool) -> None:
        asker = await self._find_asker(_NOBODY, given.server, None, None)
        line = asker.translate("answer.gone" if is_gone else "answer.changed")
        if await self._reach.mark(channel=given.channel, message=given.message, line=line):
            await self._state.promises.withdraw(given)

    async def _close_gaps(self) -> None:
        by_server = defaultdict[int, list[tuple[int, str]]](list)
        for server, question in await self._state.missed.open_gaps():
            if self._reach.reaches(server):
                by_server[server].append((server, question))
        in_turn = (gap for round_ in zip_longest(*by_server.values()) for gap in round_ if gap)
        for server, question in islice(in_turn, _MOST_ASKED):
            with _apart("a question stays open"):
                asker = await self._find_asker(_NOBODY, server, None, None)
                if await self._readers.awaiting.is_answered(asker, question):
                    await self._state.missed.close_gap(server, question, at=self._now())

    async def _tell_waiting(self) -> None:
        """Who is told is forgotten first: better not told after a crash than told twice."""
        for awaited in await self._state.promises.awaited():
            if not self._reach.reaches(awaited.server):
                continue
            with _apart("somebody waits on"):
                asker = await self._find_asker(awaited.user, awaited.server, awaited.channel or None, awaited.language)
                reply = await self._readers.awaiting.answer_awaited(asker, awaited)
                if reply is not None and await self._state.promises.settle(awaited):
                    await self._reach.tell(server=awaited.server, user=awaited.user, card=reply.card)


@contextmanager
def _apart(told: str) -> Iterator[None]:
    """What goes wrong with one keeps nothing from the next. Raises DatabaseAway, NotKept, which go wrong with all."""
    try:
        yield
    except (DatabaseAway, NotKept):
        raise
    except VerbatimError as error:  # busy, or not to be asked here any more
        _log.info(told, extra={"facts": {"failure": type(error).__name__}})
    except Exception:
        _log.exception(told)


def _find_changed(given: Sequence[Given], articles: Mapping[ArticleId, Article]) -> list[Given]:
    """The answers whose words do not stand in their article any more; another line break is no change."""

    def stands(answer: Given) -> bool:
        article = articles.get(answer.article)
        return article is not None and _flat(answer.words) in _flat(article.body)

    return [answer for answer in given if not stands(answer)]


def _flat(text: str) -> str:
    return " ".join(text.split())
