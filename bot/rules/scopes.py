"""Which stories may be seen where: what the operator offers, what a server added, what it bound. Pure.

Every question carries the scope that is made here, so nothing of one server reaches another.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import datetime

from bot.state.state import Channel, Server
from index.errors import UnknownStory
from index.types import Scope, StoryId

_OF_A_SERVER = re.compile(r"g(\d{15,20})-.+")  # see state.server_story; ids of Discord have 17 to 19 digits today


def visible_stories(
    stories: Iterable[StoryId], offered: Collection[str], server: Server | None, channel: Channel | None
) -> frozenset[StoryId]:
    """The stories of the index that may be seen in a place; ``server`` is None in direct messages and user installs.

    ``offered`` are the operator's words: STORY, or SERVER_ID:STORY; none at all offers every story of the operator's.
    """
    seen = {story for story in stories if _admits(story, offered, server.id if server else None)}
    if server is not None and server.stories:
        seen &= server.stories
    if channel is not None and channel.story is not None:
        seen &= {channel.story}
    return frozenset(seen)


def narrow(visible: frozenset[StoryId], story: str | None, since: datetime | None = None) -> Scope:
    """The scope of one question: what is visible, or the one story of it that was asked for.

    Raises:
        UnknownStory: the story is not among the visible ones; it names those alone.
    """
    if story is None:
        return Scope(stories=visible, since=since)
    if story not in visible:
        raise UnknownStory(story, sorted(visible))
    return Scope(stories=frozenset({StoryId(story)}), since=since)


def _admits(story: StoryId, offered: Collection[str], server: int | None) -> bool:
    if added := _OF_A_SERVER.fullmatch(story):
        return int(added.group(1)) == server
    return not offered or story in offered or f"{server}:{story}" in offered
