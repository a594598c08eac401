"""What must survive a restart: settings, gaps, feedback and sources of each server, in one SQLite file.

Every method but ``open`` and ``close`` is about one server unless it says otherwise, and sees nothing of another. All
access runs in one thread of its own, so the event loop only waits.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self, TypeVar

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy.dialects.sqlite import insert

from bot.errors import BrokenState, NoSuchSource
from bot.settings import PrivacySettings
from index.types import StoryId

_MIGRATIONS = Path(__file__).parent / "migrations"
_BUSY_SECONDS = 10  # how long SQLite waits for another process that writes (a backup)

_metadata = sa.MetaData()
_servers = sa.Table(
    "servers",
    _metadata,
    sa.Column("server", sa.Integer, primary_key=True),
    sa.Column("stories", sa.JSON),
    sa.Column("admin_role", sa.Integer),
    sa.Column("gaps", sa.Boolean),
    sa.Column("feedback", sa.Boolean),
)
_channels = sa.Table(
    "channels",
    _metadata,
    sa.Column("channel", sa.Integer, primary_key=True),
    sa.Column("server", sa.Integer),
    sa.Column("story", sa.Text),
    sa.Column("answers_here", sa.Boolean),
)
_gaps = sa.Table(
    "gaps",
    _metadata,
    sa.Column("server", sa.Integer, primary_key=True),
    sa.Column("question", sa.Text, primary_key=True),
    sa.Column("times", sa.Integer),
    sa.Column("asked_at", sa.Integer),
)
_feedback = sa.Table(
    "feedback",
    _metadata,
    sa.Column("server", sa.Integer, primary_key=True),
    sa.Column("user", sa.Integer, primary_key=True),
    sa.Column("subject", sa.Text, primary_key=True),
    sa.Column("helpful", sa.Boolean),
    sa.Column("reason", sa.Text),
    sa.Column("given_at", sa.Integer),
)
_sources = sa.Table(
    "sources",
    _metadata,
    sa.Column("server", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("file", sa.Text),
    sa.Column("added_at", sa.Integer),
)

Outcome = TypeVar("Outcome")


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """What a server chose for one channel: its story (None: all of the server's), and whether questions are answered
    there without a mention."""

    id: int
    story: StoryId | None = None
    answers_here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """What a server chose. Empty ``stories`` are all that the operator offers; ``admin_role`` is a role's id."""

    id: int
    gaps: bool
    feedback: bool
    stories: frozenset[StoryId] = frozenset()
    admin_role: int | None = None
    channels: Mapping[int, Channel] = field(default_factory=dict)

    def channel(self, channel: int | None) -> Channel:
        """What was chosen for ``channel``, defaults when nothing was."""
        return self.channels.get(channel or 0, Channel(id=channel or 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A question that the stories could not answer; who asked is not known."""

    question: str
    times: int
    asked_at: datetime


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
    """A file or folder of articles that a server's admins added; its ``story`` is visible to that server alone."""

    server: int
    name: str
    file: Path
    added_at: datetime

    @property
    def story(self) -> StoryId:
        return server_story(self.server, self.name)


def server_story(server: int, name: str) -> StoryId:
    """The id of the story of a server's source; it tells the server, so that no other can see it."""
    return StoryId(f"g{server}-{name}")


class State:
    """The database, open. Made by ``open``; ``close`` it."""

    def __init__(self, engine: sa.Engine, thread: ThreadPoolExecutor, defaults: PrivacySettings) -> None:
        self._engine, self._thread, self._defaults = engine, thread, defaults

    @classmethod
    async def open(cls, file: Path, defaults: PrivacySettings) -> Self:
        """The state in ``file``, made or brought up to date first; ``defaults`` hold where a server has not chosen."""
        thread = ThreadPoolExecutor(1, thread_name_prefix="verbatim-state")
        engine = await asyncio.get_running_loop().run_in_executor(thread, _open, file)
        return cls(engine, thread, defaults)

    async def close(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._engine.dispose)
        self._thread.shutdown(wait=False)

    async def server(self, server: int) -> Server:
        def read(connection: sa.Connection) -> Server:
            row = connection.execute(sa.select(_servers).where(_servers.c.server == server)).one_or_none()
            rows = connection.execute(sa.select(_channels).where(_channels.c.server == server))
            channels = {
                chosen.channel: Channel(id=chosen.channel, story=chosen.story, answers_here=chosen.answers_here)
                for chosen in rows
            }
            if row is None:
                defaults = self._defaults
                return Server(id=server, gaps=defaults.gaps, feedback=defaults.feedback, channels=channels)
            return Server(
                id=server,
                gaps=row.gaps,
                feedback=row.feedback,
                stories=frozenset(row.stories),
                admin_role=row.admin_role,
                channels=channels,
            )

        return await self._run(read)

    async def save_server(self, server: Server) -> None:
        """Keeps everything but the channels."""
        chosen = {
            "stories": sorted(server.stories),
            "admin_role": server.admin_role,
            "gaps": server.gaps,
            "feedback": server.feedback,
        }
        statement = insert(_servers).values(server=server.id, **chosen)
        await self._execute(statement.on_conflict_do_update(index_elements=["server"], set_=chosen))

    async def save_channel(self, server: int, channel: Channel) -> None:
        chosen = {"server": server, "story": channel.story, "answers_here": channel.answers_here}
        statement = insert(_channels).values(channel=channel.id, **chosen)
        await self._execute(statement.on_conflict_do_update(index_elements=["channel"], set_=chosen))

    async def add_gap(self, server: int, question: str, *, at: datetime) -> None:
        """Counts a question that could not be answered; who asked is not taken."""
        seconds = int(at.timestamp())
        statement = insert(_gaps).values(server=server, question=question, times=1, asked_at=seconds)
        more = {"times": _gaps.c.times + 1, "asked_at": seconds}
        await self._execute(statement.on_conflict_do_update(index_elements=["server", "question"], set_=more))

    async def gaps(self, server: int | None) -> list[Gap]:
        """The questions that could not be answered, most asked first, then newest; of all servers where it is None."""
        query = sa.select(_gaps).order_by(_gaps.c.times.desc(), _gaps.c.asked_at.desc(), _gaps.c.question)
        if server is not None:
            query = query.where(_gaps.c.server == server)
        return await self._run(
            lambda connection: [
                Gap(question=row.question, times=row.times, asked_at=_time(row.asked_at))
                for row in connection.execute(query)
            ]
        )

    async def add_feedback(self, server: int, feedback: Feedback) -> None:
        """Keeps what a reader thinks now; what the same reader thought of the same answer before is replaced."""
        opinion = {
            "helpful": feedback.helpful,
            "reason": feedback.reason,
            "given_at": int(feedback.given_at.timestamp()),
        }
        statement = insert(_feedback).values(server=server, user=feedback.user, subject=feedback.subject, **opinion)
        keys = ["server", "user", "subject"]
        await self._execute(statement.on_conflict_do_update(index_elements=keys, set_=opinion))

    async def feedback(self, server: int | None) -> list[Feedback]:
        """What readers thought, newest first; of all servers where it is None."""
        query = sa.select(_feedback).order_by(_feedback.c.given_at.desc())
        if server is not None:
            query = query.where(_feedback.c.server == server)
        return await self._run(
            lambda connection: [
                Feedback(
                    user=row.user,
                    subject=row.subject,
                    helpful=row.helpful,
                    reason=row.reason,
                    given_at=_time(row.given_at),
                )
                for row in connection.execute(query)
            ]
        )

    async def erase_user(self, user: int) -> int:
        """Forgets everything about a person, in every server; how many entries that were."""
        return await self._execute(sa.delete(_feedback).where(_feedback.c.user == user))

    async def expire(self, before: datetime) -> int:
        """Forgets gaps and feedback of every server that are older; how many entries that were."""
        seconds = int(before.timestamp())
        gaps = await self._execute(sa.delete(_gaps).where(_gaps.c.asked_at < seconds))
        return gaps + await self._execute(sa.delete(_feedback).where(_feedback.c.given_at < seconds))

    async def add_source(self, source: ServerSource) -> None:
        """Keeps a source, in place of one with the same name."""
        entry = {"file": str(source.file), "added_at": int(source.added_at.timestamp())}
        statement = insert(_sources).values(server=source.server, name=source.name, **entry)
        await self._execute(statement.on_conflict_do_update(index_elements=["server", "name"], set_=entry))

    async def sources(self, server: int | None) -> list[ServerSource]:
        """The sources of one server by name; of all servers, when ``server`` is None."""
        query = sa.select(_sources).order_by(_sources.c.server, _sources.c.name)
        if server is not None:
            query = query.where(_sources.c.server == server)
        return await self._run(
            lambda connection: [
                ServerSource(server=row.server, name=row.name, file=Path(row.file), added_at=_time(row.added_at))
                for row in connection.execute(query)
            ]
        )

    async def remove_source(self, server: int, name: str) -> None:
        """Forgets a source; its file is left.

        Raises:
            NoSuchSource: the server has none of that name.
        """
        if not await self._execute(sa.delete(_sources).where(_sources.c.server == server, _sources.c.name == name)):
            raise NoSuchSource(name)

    async def _execute(self, statement: sa.Executable) -> int:
        """Runs a statement that writes; the number of rows it touched."""

        def run(connection: sa.Connection) -> int:
            result: Any = connection.execute(statement)
            return int(result.rowcount)

        return await self._run(run)

    async def _run(self, work: Callable[[sa.Connection], Outcome]) -> Outcome:
        def run() -> Outcome:
            with self._engine.begin() as connection:
                return work(connection)

        return await asyncio.get_running_loop().run_in_executor(self._thread, run)


def _open(file: Path) -> sa.Engine:
    file.parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(f"sqlite:///{file}", connect_args={"timeout": _BUSY_SECONDS})
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except sa.exc.DatabaseError as error:
        raise BrokenState(file, str(error.orig)) from error
    except CommandError as error:
        raise BrokenState(file, "a newer version wrote it") from error
    return engine


def _time(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
