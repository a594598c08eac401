"""The tables of the database, made and brought up to date by their owner."""

from __future__ import annotations

from pathlib import Path

import psycopg
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from index.errors import OldDatabase, OtherSchema
from index.store.postgres.connecting import connect, named_failures

MIGRATIONS = Path(__file__).parent / "migrations"
VERSIONS = "index_versions"  # the table in which alembic keeps which migration was the last; the bot's has its own
_OLDEST = 15  # PostgreSQL
_OLDEST_VECTOR = (0, 8)  # pgvector; it looks on where what it found is not in the scope (hnsw.iterative_scan)
_ENGINE = """select current_setting('server_version_num')::int, coalesce(
    (select extversion from pg_extension where extname = 'vector'),
    (select default_version from pg_available_extensions where name = 'vector'))"""


def upgrade(url: str, *, migrations: Path = MIGRATIONS, versions: str = VERSIONS) -> str:
    """Brings the tables up to date, as their owner, and gives their version.

    Raises:
        DatabaseAway, OldDatabase. OtherSchema: the database refuses, as to somebody who may not make tables.
    """
    config = _configure(migrations, versions)
    found = _find_version(url, versions)
    try:
        with named_failures(), _engine(url).begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except sa.exc.DBAPIError as error:
        raise OtherSchema(found, newest(migrations), str(error.orig)) from error
    return newest(migrations)


def require(url: str, *, migrations: Path = MIGRATIONS, versions: str = VERSIONS) -> None:
    """Raises OldDatabase, OtherSchema where the tables are not this version's, and DatabaseAway."""
    found = _find_version(url, versions)
    if found != newest(migrations):
        raise OtherSchema(found, newest(migrations))


def newest(migrations: Path = MIGRATIONS) -> str:
    """The version that this program's tables have."""
    return str(ScriptDirectory.from_config(_configure(migrations, VERSIONS)).get_current_head())


def require_recent(server: int, vector: str | None) -> None:
    """``server`` is PostgreSQL's version in its own count, ``vector`` that of pgvector, None where there is none yet.
    Raises OldDatabase."""
    if server // 10_000 < _OLDEST:
        raise OldDatabase(
            f"PostgreSQL {server // 10_000}", f"PostgreSQL {_OLDEST}", "pg_upgrade brings everything along."
        )
    if vector and tuple(map(int, vector.split(".")[:2])) < _OLDEST_VECTOR:
        told = "Install it there, then run in this database, as the extension's owner: alter extension vector update"
        raise OldDatabase(f"pgvector {vector}", "pgvector " + ".".join(map(str, _OLDEST_VECTOR)), told)


def _find_version(url: str, versions: str) -> str | None:
    """The version of the tables that are there, None where there are none. Raises OldDatabase."""
    with named_failures(), connect(url) as connection:
        ((server, vector),) = connection.execute(_ENGINE)
        require_recent(server, vector)
        try:
            row = connection.execute(f"select version_num from {versions}").fetchone()  # noqa: S608 - a constant
        except psycopg.errors.UndefinedTable:
            return None
    return str(row[0]) if row else None


def _configure(migrations: Path, versions: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))  # it would be interpolated
    config.attributes["versions"] = versions
    return config


def _engine(url: str) -> sa.Engine:
    """SQLAlchemy's engine, for alembic alone; it connects as ``connect`` does."""

    def open_connection() -> psycopg.Connection:
        connection = connect(url)
        connection.autocommit = False
        return connection

    return sa.create_engine("postgresql+psycopg://", creator=open_connection, poolclass=sa.pool.NullPool)
