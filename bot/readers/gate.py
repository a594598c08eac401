"""What every question passes: how often somebody may ask, and which stories they may see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.cards.buttons import Within
from bot.cluster.limits import SharedLimits
from bot.engine.engine import Catalogue, Engine
from bot.errors import NoStories, StoryGone
from bot.rules.access import Asker
from bot.rules.dates import parse_since
from bot.rules.limits import Limits
from bot.rules.scopes import narrow, story_key, visible_stories
from bot.settings import Settings
from index.types import Scope, StoryId


class Gate:
    """One engine, and the rules before it. ``limits`` are those of a cluster; without them they are this process's
    own."""

    def __init__(
        self, engine: Engine, settings: Settings, *, now: Callable[[], datetime], limits: SharedLimits | None = None
    ) -> None:
        self._engine, self._offered, self._now = engine, settings.reindex.offered, now
        self._limits = limits or Limits(per_user=settings.questions.per_user, per_server=settings.questions.per_server)

    async def count(self, asker: Asker) -> None:
        """Counts a question of somebody's. Raises RateLimited, and DatabaseAway in a cluster."""
        await self._limits.count(user=asker.user, server=asker.server.id if asker.server else None, at=self._now())

    def visible(self, asker: Asker, catalogue: Catalogue) -> frozenset[StoryId]:
        """The stories that may be asked about where somebody asks."""
        known = catalogue.stories_of(asker.server.id if asker.server else None)
        return visible_stories(known, self._offered, asker.server, asker.channel)

    def known(self, asker: Asker) -> frozenset[StoryId]:
        """The same of the index that is open; none while none is."""
        catalogue = self._engine.catalogue
        return self.visible(asker, catalogue) if catalogue else frozenset()

    def scope(self, asker: Asker, catalogue: Catalogue, story: str | None = None, since: str | None = None) -> Scope:
        """Where a question is looked up; ``since`` is a day as people write it.

        Raises:
            NoStories, UnknownStory, BadDate, TwoDays.
        """
        if not (visible := self.visible(asker, catalogue)):
            raise NoStories
        return narrow(visible, story, parse_since(since, self._now()) if since else None)

    def scope_within(self, asker: Asker, catalogue: Catalogue, within: Within) -> Scope:
        """The limits of the question before. Raises StoryGone when its story may not be seen here any more."""
        if not within.story:
            return self.scope(asker, catalogue, since=within.since)
        for story in self.visible(asker, catalogue):
            if story_key(story) == within.story:
                return self.scope(asker, catalogue, story, within.since)
        raise StoryGone

    def limits_of(self, scope: Scope, asker: Asker) -> Within:
        """What a question was limited to beyond what may be seen here, for what follows from its answer."""
        stories = scope.stories or frozenset()
        is_narrowed = len(stories) == 1 and stories != self.known(asker)
        return Within(
            story=story_key(next(iter(stories))) if is_narrowed else "",
            since=f"{scope.since:%Y-%m-%d}" if scope.since else "",
        )
