"""What must survive a restart: what each server chose, and in parts what is kept of it, in a SQLite file or PostgreSQL.

Every method but ``open`` and ``close`` is about one server unless it says otherwise, and sees nothing of another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Self

import sqlalchemy as sa

from bot.settings import PrivacySettings
from bot.state.columns import ID, METADATA, TEXT
from bot.state.database import Database
from bot.state.missed import FEEDBACK, GAPS, Missed
from bot.state.notices import Notices
from bot.state.promises import AWAITED, GIVEN, Promises
from bot.state.sources import KeptSources, read_own_stories
from index.types import StoryId

_servers = sa.Table(
    "servers",
    METADATA,
    sa.Column("server", ID, primary_key=True),
    sa.Column("stories", sa.JSON),
    sa.Column("admin_role", ID),
    sa.Column("gaps", sa.Boolean),
    sa.Column("feedback", sa.Boolean),
    sa.Column("marks", sa.Boolean),
)
_channels = sa.Table(
    "channels",
    METADATA,
    sa.Column("channel", ID, primary_key=True),
    sa.Column("server", ID),
    sa.Column("story", TEXT),
    sa.Column("answers_here", sa.Boolean),
)
TABLES = METADATA.sorted_tables
_EXPIRING = (GAPS.c.asked_at, FEEDBACK.c.given_at, AWAITED.c.asked_at, GIVEN.c.given_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """What a server chose for one channel: its story (None: all of the server's), and whether questions are answered
    there without a mention."""

    id: int
    story: StoryId | None = None
    answers_here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """What a server chose. Empty ``stories`` are all that the operator offers; ``admin_role`` is a role's id; ``marks``
    is whether an answer is marked when its article has changed; ``own`` are the stories of the sources that its admins
    added."""

    id: int
    gaps: bool
    feedback: bool
    marks: bool = False
    stories: frozenset[StoryId] = frozenset()
    admin_role: int | None = None
    channels: Mapping[int, Channel] = field(default_factory=dict)
    own: frozenset[StoryId] = frozenset()

    def channel(self, channel: int | None) -> Channel:
        """What was chosen for ``channel``, defaults when nothing was."""
        return self.channels.get(channel or 0, Channel(id=channel or 0))


class State:
    """What is kept, in one database. Made by ``open``; ``close`` it."""

    def __init__(self, database: Database, defaults: PrivacySettings) -> None:
        self.database, self._defaults = database, defaults
        self.missed = Missed(database)
        self.sources = KeptSources(database)
        self.promises = Promises(database)
        self.notices = Notices(database)

    @classmethod
    async def open(cls, place: Path | str, defaults: PrivacySettings) -> Self:
        """The state in a file or at a ``postgresql://`` url; ``defaults`` hold where a server has not chosen.

        Raises:
            BrokenState, NotKept, OldDatabase, OtherSchema, DatabaseAway.
        """
        return cls(await Database.open(place), defaults)

    async def close(self) -> None:
        await self.database.close()

    async def server(self, server: int) -> Server:
        """What a server chose; the defaults where it has not."""

        def read(connection: sa.Connection) -> Server:
            row = connection.execute(sa.select(_servers).where(_servers.c.server == server)).one_or_none()
            rows = connection.execute(sa.select(_channels).where(_channels.c.server == server))
            channels = {
                chosen.channel: Channel(id=chosen.channel, story=chosen.story, answers_here=chosen.answers_here)
                for chosen in rows
            }
            own = read_own_stories(connection, server)
            if row is None:
                defaults = self._defaults
                return Server(id=server, gaps=defaults.gaps, feedback=defaults.feedback, channels=channels, own=own)
            return Server(
                id=server,
                gaps=row.gaps,
                feedback=row.feedback,
                marks=row.marks,
                stories=frozenset(row.stories),
                admin_role=row.admin_role,
                channels=channels,
                own=own,
            )

        return await self.database.run(read)

    async def save_server(self, server: Server, *, before: Server | None = None) -> None:
        """Keeps everything but the channels. With what was chosen ``before``, only what differs is written: another
        process may have changed the rest since. What was kept under a switch that goes off is erased with the same
        transaction."""
        chosen = _choices_of(server)
        changed = _differing(chosen, _choices_of(before) if before else {})
        switches = {"gaps": (GAPS, AWAITED), "feedback": (FEEDBACK,), "marks": (GIVEN,)}
        off = [table for name, tables in switches.items() if changed.get(name) is False for table in tables]
        if not changed:
            return
        keep = self.database.keeping(_servers, {"server": server.id}, chosen, again=changed)

        def save(connection: sa.Connection) -> None:
            connection.execute(keep)
            for table in off:
                connection.execute(sa.delete(table).where(table.c.server == server.id))

        await self.database.run(save)

    async def servers(self) -> set[int]:
        """Those of which anything is kept."""

        def read(connection: sa.Connection) -> set[int]:
            return {row.server for table in TABLES for row in connection.execute(sa.select(table.c.server).distinct())}

        return await self.database.run(read)

    async def erase_server(self, server: int) -> None:
        """Forgets everything about a server, all of it or nothing; uploaded files are left."""
        await self._forget(sa.delete(table).where(table.c.server == server) for table in TABLES)

    async def save_channel(self, server: int, channel: Channel, *, before: Channel | None = None) -> None:
        """Keeps what was chosen for a channel; with what was ``before``, likewise only what differs."""
        chosen = {"server": server, "story": channel.story, "answers_here": channel.answers_here}
        was = {"server": server, "story": before.story, "answers_here": before.answers_here} if before else {}
        if changed := _differing(chosen, was):
            await self.database.write(self.database.keeping(_channels, {"channel": channel.id}, chosen, again=changed))

    async def erase_user(self, user: int) -> int:
        """Forgets everything about a person, in every server; how many entries that were."""
        return await self._forget(sa.delete(table).where(table.c.user == user) for table in TABLES if "user" in table.c)

    async def expire(self, before: datetime) -> int:
        """Forgets what expires and is older, of every server; how many entries that were."""
        return await self._forget(sa.delete(moment.table).where(moment < before) for moment in _EXPIRING)

    async def _forget(self, deletions: Iterable[sa.Delete]) -> int:
        """Forgets all of it or nothing; how many entries that were."""

        def forget(connection: sa.Connection) -> int:
            return sum(connection.execute(deletion).rowcount for deletion in deletions)

        return await self.database.run(forget)


def _choices_of(server: Server) -> dict[str, object]:
    """The columns of what a server chose."""
    return {
        "stories": sorted(server.stories),
        "admin_role": server.admin_role,
        "gaps": server.gaps,
        "feedback": server.feedback,
        "marks": server.marks,
    }


def _differing(columns: Mapping[str, object], before: Mapping[str, object]) -> dict[str, object]:
    """What is another than before, or was not there."""
    return {name: value for name, value in columns.items() if name not in before or before[name] != value}
