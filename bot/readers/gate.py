"""What every question passes: how often somebody may ask, and which stories they may see."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection
from datetime import UTC, datetime

from bot.cards.buttons import Within
from bot.cluster.limits import SharedLimits
from bot.engine.engine import Catalogue, Engine
from bot.errors import StoryGone
from bot.rules.access import Asker
from bot.rules.dates import parse_since
from bot.rules.limits import Limits
from bot.rules.scopes import narrow, story_key, visible_stories
from bot.settings import Settings
from bot.state.state import State
from index.errors import UnknownStory
from index.types import Quotation, Scope, StoryId


class Gate:
    """One engine and one state, and the rules before them. ``stale_since`` says since when a source of these stories
    has not been read that should have been."""

    def __init__(
        self,
        engine: Engine,
        state: State,
        settings: Settings,
        *,
        stale_since: Callable[[Collection[StoryId]], datetime | None] = lambda _: None,
        choose: Callable[[list[Quotation]], Quotation] = random.choice,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        limits: SharedLimits | None = None,
    ) -> None:
        """``limits`` are those of a cluster; without them they are this process's own."""
        self._engine, self._state, self._settings = engine, state, settings
        self._stale_since, self._choose, self._now = stale_since, choose, now
        self._limits = limits or Limits(per_user=settings.questions.per_user, per_server=settings.questions.per_server)

    async def _count(self, asker: Asker) -> None:
        await self._limits.count(user=asker.user, server=asker.server.id if asker.server else None, at=self._now())

    def _visible(self, asker: Asker, catalogue: Catalogue) -> frozenset[StoryId]:
        known = catalogue.stories_of(asker.server.id if asker.server else None)
        return visible_stories(known, self._settings.reindex.offered, asker.server, asker.channel)

    def _known(self, asker: Asker) -> frozenset[StoryId]:
        catalogue = self._engine.catalogue
        return self._visible(asker, catalogue) if catalogue else frozenset()

    def _scope(self, asker: Asker, catalogue: Catalogue, story: str | None = None, since: str | None = None) -> Scope:
        visible = self._visible(asker, catalogue)
        if not visible:
            raise UnknownStory(story or "", ())
        return narrow(visible, story, parse_since(since, self._now()) if since else None)

    def _scope_within(self, asker: Asker, catalogue: Catalogue, within: Within) -> Scope:
        """The limits of the question before. Raises StoryGone when its story may not be seen here any more."""
        if not within.story:
            return self._scope(asker, catalogue, since=within.since)
        for story in self._visible(asker, catalogue):
            if story_key(story) == within.story:
                return self._scope(asker, catalogue, story, within.since)
        raise StoryGone

    def _limits_of(self, scope: Scope, asker: Asker) -> Within:
        """What a question was limited to beyond what may be seen here, for what follows from its answer."""
        stories = scope.stories or frozenset()
        is_narrowed = len(stories) == 1 and stories != self._known(asker)
        return Within(
            story=story_key(next(iter(stories))) if is_narrowed else "",
            since=f"{scope.since:%Y-%m-%d}" if scope.since else "",
        )
