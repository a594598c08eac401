"""A database and the threads that ask it, so that the event loop only waits: a SQLite file, or PostgreSQL by a url.

Every call is one transaction. A file is brought up to date when it is opened; PostgreSQL's tables by their owner, with
``upgrade_state``.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy.dialects import postgresql, sqlite

from bot.errors import BrokenState, NotKept
from index.errors import DatabaseAway

if TYPE_CHECKING:
    from index.store.postgres.connecting import Connection

_MIGRATIONS = Path(__file__).parent / "migrations"
_VERSIONS = "state_versions"  # the table in which alembic keeps which migration was the last; the index's has its own
_BUSY_SECONDS = 10  # how long SQLite waits for another process that writes (a backup)
# Beginnings of SQLite's own names.
_TAKES_NOTHING = ("SQLITE_READONLY", "SQLITE_FULL", "SQLITE_BUSY", "SQLITE_IOERR")
_CONNECTIONS = 4  # to PostgreSQL, and threads that use them; what is asked takes a millisecond or two
_STATEMENT_MILLISECONDS = 3_000
_PATIENCE_SECONDS = 5.0  # for one call to PostgreSQL, the wait for a connection included
_log = logging.getLogger("verbatim")

Returned = TypeVar("Returned")


class Database:
    """The database, open. Made by ``open``; ``close`` it."""

    def __init__(self, engine: sa.Engine, threads: ThreadPoolExecutor) -> None:
        self._engine, self._threads = engine, threads

    @classmethod
    async def open(cls, place: Path | str, *, connections: int = _CONNECTIONS) -> Self:
        """The database in a file, which is made if it is not there, or at a ``postgresql://`` url.

        Raises:
            BrokenState: the file is damaged, or a later version's.
            NotKept: it has to be brought up to date, and may only be read; or nothing can be written in its folder.
            OtherSchema: PostgreSQL's tables are not this version's. OldDatabase, DatabaseAway.
        """
        threads = ThreadPoolExecutor(1 if isinstance(place, Path) else connections, thread_name_prefix="verbatim-state")
        make = partial(_open_file, place) if isinstance(place, Path) else partial(_open_url, place, connections)
        try:
            engine = await asyncio.get_running_loop().run_in_executor(threads, make)
        except BaseException:
            threads.shutdown(wait=False)
            raise
        return cls(engine, threads)

    @property
    def is_shared(self) -> bool:
        """Whether it is PostgreSQL, which other processes may use, too."""
        return self._engine.dialect.name == "postgresql"

    async def run(self, work: Callable[[sa.Connection], Returned], *, seconds: float = _PATIENCE_SECONDS) -> Returned:
        """What ``work`` gives, done in one transaction.

        Raises:
            DatabaseAway: PostgreSQL does not answer, after ``seconds`` at the latest.
            NotKept: the file may only be read, the disk is full, or another process holds the file for too long.
        """
        told = _told_when_away() if self.is_shared else _told_when_not_kept(self._engine.url.database or "")

        def run() -> Returned:
            with told, self._engine.begin() as connection:
                return work(connection)

        try:
            async with asyncio.timeout(seconds if self.is_shared else None):
                return await asyncio.get_running_loop().run_in_executor(self._threads, run)
        except TimeoutError as error:
            raise DatabaseAway(f"nothing came within {seconds:g} seconds") from error

    async def read(self, query: sa.Select[Any]) -> Sequence[sa.Row[Any]]:
        """The rows of one query. Raises like ``run``."""
        return await self.run(lambda connection: connection.execute(query).all())

    async def write(self, statement: sa.Executable, values: Mapping[str, object] | None = None) -> int:
        """Runs one statement that writes; the number of rows it touched. Raises like ``run``."""

        def write(connection: sa.Connection) -> int:
            result: Any = connection.execute(statement, values)
            return int(result.rowcount)

        return await self.run(write)

    def keeping(
        self, table: sa.Table, key: Mapping[str, object], entry: Mapping[str, Any], *, again: Mapping[str, Any] = {}
    ) -> sa.Executable:
        """What writes an entry; where there is one of that key its columns are replaced, with ``again`` where that is
        given."""
        statement = (postgresql if self.is_shared else sqlite).insert(table).values(**key, **entry)
        unique = [_place(column, value, is_shared=self.is_shared) for column, value in key.items()]
        keeping: sa.Executable = statement.on_conflict_do_update(index_elements=unique, set_=again or entry)
        return keeping

    async def close(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._threads, self._engine.dispose)
        self._threads.shutdown(wait=False)


def upgrade_state(url: str) -> str:
    """Brings the tables of the bot's state in PostgreSQL up to date, as their owner, and gives their version.

    Raises:
        DatabaseAway.
    """
    from index.store.postgres.migrating import upgrade

    return upgrade(url, migrations=_MIGRATIONS, versions=_VERSIONS)


def _place(key: str, value: object, *, is_shared: bool) -> Any:
    """What a column of a key is unique by. PostgreSQL indexes no text of more than 2,704 bytes: its digest is."""
    column: sa.ColumnClause[Any] = sa.column(key)
    return sa.func.md5(column) if is_shared and isinstance(value, str) else column


def _open_file(file: Path) -> sa.Engine:
    file.parent.mkdir(parents=True, exist_ok=True)
    url = sa.URL.create("sqlite", database=str(file))  # as text, a path may hold signs that mean something in a URL
    engine = sa.create_engine(url, connect_args={"timeout": _BUSY_SECONDS})
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))  # it would be interpolated
    if file.exists() and not os.access(file, os.W_OK):  # SQLite reads it all the same
        _log.error("the bot's state can only be read: nothing new is kept", extra={"facts": {"file": str(file)}})
    try:
        with _told_when_not_kept(file), engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        with _told_when_not_kept(file), engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except sa.exc.DatabaseError as error:
        raise BrokenState(file, str(error.orig)) from error
    except CommandError as error:
        raise BrokenState(file, "a newer version wrote it") from error
    return engine


def _open_url(url: str, connections: int) -> sa.Engine:
    from index.store.postgres.connecting import connect
    from index.store.postgres.migrating import require

    def open_connection() -> Connection:
        return connect(url)

    require(url, migrations=_MIGRATIONS, versions=_VERSIONS)
    engine = sa.create_engine(
        "postgresql+psycopg://",
        creator=open_connection,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=_PATIENCE_SECONDS,
        pool_pre_ping=True,  # one that was cut while it lay idle is replaced, and nobody hears of it
    )
    sa.event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: sa.Connection) -> None:
    """Begins a transaction, whose statements are ended if they take too long, with one message: it is one of many."""
    client: Any = connection.connection.driver_connection
    client.execute(f"begin; set local statement_timeout = {_STATEMENT_MILLISECONDS}")


@contextmanager
def _told_when_not_kept(file: Path | str) -> Iterator[None]:
    """Raises NotKept for a file that takes nothing."""
    try:
        yield
    except sa.exc.OperationalError as error:
        if str(getattr(error.orig, "sqlite_errorname", "")).startswith(_TAKES_NOTHING):
            raise NotKept(file, str(error.orig)) from error
        raise


@contextmanager
def _told_when_away() -> Iterator[None]:
    """Raises DatabaseAway for a PostgreSQL that is stopped, cut off, too slow or out of connections."""
    from index.store.postgres.connecting import named_failures

    try:
        with named_failures():
            yield
    except (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError) as error:
        raise DatabaseAway(str(getattr(error, "orig", error)).strip()) from error
