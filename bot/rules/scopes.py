"""Which stories may be seen where: what the operator offers, what a server added, what it bound. Pure.

Every question carries the scope that is made here, so nothing of one server reaches another.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import datetime
from hashlib import blake2b

from bot.errors import ConcernsOthers
from bot.state.state import Channel, Server
from index.errors import UnknownStory
from index.languages.words import fold
from index.types import Scope, StoryId, split_story, story_name

_WORD = re.compile(r"\w+")


def visible_stories(
    stories: Iterable[StoryId], offered: Collection[str], server: Server | None, channel: Channel | None
) -> frozenset[StoryId]:
    """The stories of the index that may be seen in a place; ``server`` is None in direct messages and user installs.

    ``offered`` are the operator's words: STORY, or SERVER_ID:STORY; none at all offers every story of the operator's.
    """
    seen = {story for story in stories if admits(story, offered, server.id if server else None)}
    if server is not None:  # a source that was removed is in the index until the next build
        seen = {story for story in seen if not split_story(story)[0] or story in server.own}
    if server is not None and server.stories:
        seen &= server.stories
    if channel is not None and channel.story is not None:
        seen &= {channel.story}
    return frozenset(seen)


def narrow(visible: frozenset[StoryId], story: str | None, since: datetime | None = None) -> Scope:
    """The scope of one question: what is visible, or the one story of it that was asked for, by its id or by the name
    that people read.

    Raises:
        UnknownStory: the story is not among the visible ones; it names those alone.
    """
    if story is None:
        return Scope(stories=visible, since=since)
    wanted = _fold(story)
    for known in sorted(visible):
        if known == story or _fold(story_name(known)) == wanted:
            return Scope(stories=frozenset({known}), since=since)
    raise UnknownStory(story, sorted(map(story_name, visible)))


def story_called(name: str | None, stories: Iterable[StoryId]) -> StoryId | None:
    """The one of the stories whose name is this, or alone has all of its words; None where there is none such."""
    words = _words(name or "")
    named = {story: _words(story_name(story)) for story in stories}
    exact = [story for story, own in named.items() if own == words]
    found = exact or [story for story, own in named.items() if own >= words]
    return found[0] if len(found) == 1 and not all(map(str.isdecimal, words)) else None


def _fold(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").split())


def _words(name: str) -> set[str]:
    """Without case, accents and what joins them: "Côte d’Azur" is "cote-d-azur"."""
    return set(_WORD.findall(fold(name)))


def story_key(story: StoryId) -> str:
    """Eight characters that stand for a story in a custom id, where its name may not fit."""
    return blake2b(story.encode(), digest_size=4).hexdigest()


def concerns(story: StoryId | None, offered: Collection[str], server: int) -> bool:
    """Whether a server's admins hear of a source of this story. One that names none may hold articles of any: they hear
    of it where every story is offered to everybody."""
    return not offered if story is None else admits(story, offered, server)


def admits(story: StoryId, offered: Collection[str], server: int | None) -> bool:
    """Whether a server may see a story: one that it added itself, or that the operator offers to it."""
    if owner := split_story(story)[0]:
        return owner == server
    return not offered or story in offered or f"{server}:{story}" in offered


def require_own(story: StoryId | None, server: int) -> None:
    """Raises ConcernsOthers for all stories (None), and for one that the server has not added itself."""
    if story is None or split_story(story)[0] != server:
        raise ConcernsOthers
