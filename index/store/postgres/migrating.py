"""The tables of the database, made and brought up to date by their owner."""

from __future__ import annotations

from pathlib import Path

import psycopg
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from index.errors import OtherSchema
from index.store.postgres.connecting import connect, named_failures

MIGRATIONS = Path(__file__).parent / "migrations"
VERSIONS = "index_versions"  # the table in which alembic keeps which migration was the last; the bot's has its own


def upgrade(url: str, *, migrations: Path = MIGRATIONS, versions: str = VERSIONS) -> str:
    """Brings the tables up to date, as their owner, and gives their version.

    Raises:
        DatabaseAway. OtherSchema: the database refuses, as to somebody who may not make tables.
    """
    config = _configure(migrations, versions)
    try:
        with named_failures(), _engine(url).begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except sa.exc.DBAPIError as error:
        raise OtherSchema(_find_version(url, versions), newest(migrations), str(error.orig)) from error
    return newest(migrations)


def require(url: str, *, migrations: Path = MIGRATIONS, versions: str = VERSIONS) -> None:
    """Raises OtherSchema where the tables are not this version's, and DatabaseAway."""
    found = _find_version(url, versions)
    if found != newest(migrations):
        raise OtherSchema(found, newest(migrations))


def newest(migrations: Path = MIGRATIONS) -> str:
    """The version that this program's tables have."""
    return str(ScriptDirectory.from_config(_configure(migrations, VERSIONS)).get_current_head())


def _find_version(url: str, versions: str) -> str | None:
    with named_failures(), connect(url) as connection:
        try:
            row = connection.execute(f"select version_num from {versions}").fetchone()  # noqa: S608 - a constant
        except psycopg.errors.UndefinedTable:
            return None
    return str(row[0]) if row else None


def _configure(migrations: Path, versions: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations))
    config.attributes["versions"] = versions
    return config


def _engine(url: str) -> sa.Engine:
    """SQLAlchemy's engine, for alembic alone; it connects as ``connect`` does."""

    def open_connection() -> psycopg.Connection:
        connection = connect(url)
        connection.autocommit = False
        return connection

    return sa.create_engine("postgresql+psycopg://", creator=open_connection, poolclass=sa.pool.NullPool)
