"""What must survive a restart: settings, gaps, feedback and sources of each server, in a SQLite file or in PostgreSQL.

Every method but ``open`` and ``close`` is about one server unless it says otherwise, and sees nothing of another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa

from bot.errors import NoSuchSource
from bot.settings import PrivacySettings
from bot.state.columns import ID, SECONDS, TEXT, read_time, storable
from bot.state.database import Database
from bot.state.notices import NOTICES, Notices
from bot.state.promises import AWAITED, GIVEN, PROMISES, Promises
from index.types import StoryId

_metadata = sa.MetaData()
_servers = sa.Table(
    "servers",
    _metadata,
    sa.Column("server", ID, primary_key=True),
    sa.Column("stories", sa.JSON),
    sa.Column("admin_role", ID),
    sa.Column("gaps", sa.Boolean),
    sa.Column("feedback", sa.Boolean),
    sa.Column("marks", sa.Boolean),
)
_channels = sa.Table(
    "channels",
    _metadata,
    sa.Column("channel", ID, primary_key=True),
    sa.Column("server", ID),
    sa.Column("story", TEXT),
    sa.Column("answers_here", sa.Boolean),
)
_gaps = sa.Table(
    "gaps",
    _metadata,
    sa.Column("server", ID, primary_key=True),
    sa.Column("question", TEXT, primary_key=True),
    sa.Column("times", sa.Integer),
    sa.Column("asked_at", SECONDS),
    sa.Column("closed_at", SECONDS),
)
_feedback = sa.Table(
    "feedback",
    _metadata,
    sa.Column("server", ID, primary_key=True),
    sa.Column("user", ID, primary_key=True),
    sa.Column("subject", TEXT, primary_key=True),
    sa.Column("helpful", sa.Boolean),
    sa.Column("reason", TEXT),
    sa.Column("given_at", SECONDS),
)
_sources = sa.Table(
    "sources",
    _metadata,
    sa.Column("server", ID, primary_key=True),
    sa.Column("name", TEXT, primary_key=True),
    sa.Column("file", TEXT),  # or the link
    sa.Column("added_at", SECONDS),
    sa.Column("refresh", TEXT),
)
TABLES = [*_metadata.sorted_tables, *NOTICES, *PROMISES]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A question that the stories could not answer when it was asked; who asked is not known. ``closed_at`` is when an
    index was there that answers it, None while none is."""

    question: str
    times: int
    asked_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What a reader thought of one answer; ``subject`` names the answer, ``reason`` may be empty."""

    user: int
    subject: str
    helpful: bool
    reason: str
    given_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSource:
    """A file, a folder or a link that a server's admins added; its ``story`` is visible to that server alone. A link's
    ``refresh`` is how often it is read again, "" as often as the settings say."""

    server: int
    name: str
    added_at: datetime
    file: Path | None = None
    link: str | None = None
    refresh: str = ""

    def __post_init__(self) -> None:
        if (self.file is None) == (self.link is None):
            raise ValueError("a source is a file or a link")

    @property
    def story(self) -> StoryId:
        return server_story(self.server, self.name)

    @property
    def written(self) -> str:
        """As a build takes it: STORY=PATH or STORY=LINK."""
        return f"{self.story}={self.link or self.file}"


def server_story(server: int, name: str) -> StoryId:
    """The id of the story of a server's source; it tells the server, so that no other can see it."""
    return StoryId(f"g{server}-{name}")


class State:
    """What is kept, in one database. Made by ``open``; ``close`` it."""

    def __init__(self, database: Database, defaults: PrivacySettings) -> None:
        self.database, self._defaults = database, defaults
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
        def read(connection: sa.Connection) -> Server:
            row = connection.execute(sa.select(_servers).where(_servers.c.server == server)).one_or_none()
            rows = connection.execute(sa.select(_channels).where(_channels.c.server == server))
            channels = {
                chosen.channel: Channel(id=chosen.channel, story=chosen.story, answers_here=chosen.answers_here)
                for chosen in rows
            }
            names = connection.execute(sa.select(_sources.c.name).where(_sources.c.server == server)).scalars()
            own = frozenset(server_story(server, name) for name in names)
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
        switches = {"gaps": (_gaps, AWAITED), "feedback": (_feedback,), "marks": (GIVEN,)}
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

        def erase(connection: sa.Connection) -> None:
            for table in TABLES:
                connection.execute(sa.delete(table).where(table.c.server == server))

        await self.database.run(erase)

    async def save_channel(self, server: int, channel: Channel, *, before: Channel | None = None) -> None:
        """Keeps what was chosen for a channel; with what was ``before``, likewise only what differs."""
        chosen = {"server": server, "story": channel.story, "answers_here": channel.answers_here}
        was = {"server": server, "story": before.story, "answers_here": before.answers_here} if before else {}
        if changed := _differing(chosen, was):
            await self.database.write(self.database.keeping(_channels, {"channel": channel.id}, chosen, again=changed))

    async def add_gap(self, server: int, question: str, *, at: datetime) -> None:
        """Counts a question that could not be answered, and is open again; who asked is not taken."""
        asked = {"times": 1, "asked_at": int(at.timestamp()), "closed_at": None}
        key = {"server": server, "question": storable(question)}
        again = {**asked, "times": _gaps.c.times + 1}
        await self.database.write(self.database.keeping(_gaps, key, asked, again=again))

    async def gaps(self, server: int | None) -> list[Gap]:
        """The questions that could not be answered, most asked first, then newest; of all servers where it is None."""
        query = sa.select(_gaps).order_by(_gaps.c.times.desc(), _gaps.c.asked_at.desc(), _gaps.c.question)
        if server is not None:
            query = query.where(_gaps.c.server == server)
        return [_gap(row) for row in await self.database.read(query)]

    async def open_gaps(self) -> list[tuple[int, str]]:
        """The servers and the questions that are still open, most asked first."""
        query = (
            sa.select(_gaps).where(_gaps.c.closed_at.is_(None)).order_by(_gaps.c.times.desc(), _gaps.c.asked_at.desc())
        )
        return [(row.server, row.question) for row in await self.database.read(query)]

    async def close_gap(self, server: int, question: str, *, at: datetime) -> None:
        """Says of a question that it is answered now."""
        its = (_gaps.c.server == server, _gaps.c.question == question)
        await self.database.write(sa.update(_gaps).where(*its).values(closed_at=int(at.timestamp())))

    async def add_feedback(self, server: int, feedback: Feedback) -> None:
        """Keeps what a reader thinks now; what the same reader thought of the same answer before is replaced."""
        opinion = {
            "helpful": feedback.helpful,
            "reason": storable(feedback.reason),
            "given_at": int(feedback.given_at.timestamp()),
        }
        key = {"server": server, "user": feedback.user, "subject": storable(feedback.subject)}
        await self.database.write(self.database.keeping(_feedback, key, opinion))

    async def feedback(self, server: int | None) -> list[Feedback]:
        """What readers thought, newest first; of all servers where it is None."""
        query = sa.select(_feedback).order_by(_feedback.c.given_at.desc())
        if server is not None:
            query = query.where(_feedback.c.server == server)
        return [
            Feedback(
                user=row.user,
                subject=row.subject,
                helpful=row.helpful,
                reason=row.reason,
                given_at=read_time(row.given_at),
            )
            for row in await self.database.read(query)
        ]

    async def erase_user(self, user: int) -> int:
        """Forgets everything about a person, in every server; how many entries that were."""
        awaited = await self.promises.erase_user(user)
        return awaited + await self.database.write(sa.delete(_feedback).where(_feedback.c.user == user))

    async def expire(self, before: datetime) -> int:
        """Forgets what expires and is older, of every server; how many entries that were."""
        seconds = int(before.timestamp())
        gaps = await self.promises.expire(before)
        gaps += await self.database.write(sa.delete(_gaps).where(_gaps.c.asked_at < seconds))
        return gaps + await self.database.write(sa.delete(_feedback).where(_feedback.c.given_at < seconds))

    async def add_source(self, source: ServerSource) -> None:
        """Keeps a source, in place of one with the same name."""
        entry = {
            "file": source.link or str(source.file),
            "added_at": int(source.added_at.timestamp()),
            "refresh": source.refresh,
        }
        key = {"server": source.server, "name": source.name}
        await self.database.write(self.database.keeping(_sources, key, entry))

    async def sources(self, server: int | None) -> list[ServerSource]:
        """The sources of one server by name; of all servers, when ``server`` is None."""
        query = sa.select(_sources).order_by(_sources.c.server, _sources.c.name)
        if server is not None:
            query = query.where(_sources.c.server == server)
        return [_source(row) for row in await self.database.read(query)]

    async def remove_source(self, server: int, name: str) -> None:
        """Forgets a source; its file is left.

        Raises:
            NoSuchSource: the server has none of that name.
        """
        if not await self.database.write(
            sa.delete(_sources).where(_sources.c.server == server, _sources.c.name == name)
        ):
            raise NoSuchSource(name)


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


def _gap(row: Any) -> Gap:
    closed_at = None if row.closed_at is None else read_time(row.closed_at)
    return Gap(question=row.question, times=row.times, asked_at=read_time(row.asked_at), closed_at=closed_at)


def _source(row: Any) -> ServerSource:
    is_link = row.file.lower().startswith(("http://", "https://"))
    return ServerSource(
        server=row.server,
        name=row.name,
        file=None if is_link else Path(row.file),
        link=row.file if is_link else None,
        added_at=read_time(row.added_at),
        refresh=row.refresh,
    )
