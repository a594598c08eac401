"""What the bot still has to see to when another index goes live: who asked to be told, and which answers it gave.

Both are bounded and expire. A person's id is kept only for the one thing that they pressed a button for.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.state.columns import ID, METADATA, MOMENT, TEXT
from bot.state.database import Database
from index.types import ArticleId

_MOST_AWAITED = 20  # questions of one person
_MOST_GIVEN = 500  # answers of one server
AWAITED = sa.Table(
    "awaited",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("user", ID),
    sa.Column("server", ID),
    sa.Column("channel", ID),
    sa.Column("question", TEXT),
    sa.Column("story", TEXT),
    sa.Column("since", TEXT),
    sa.Column("language", TEXT),
    sa.Column("asked_at", MOMENT),
)
GIVEN = sa.Table(
    "given",
    METADATA,
    sa.Column("message", ID, primary_key=True),
    sa.Column("channel", ID),
    sa.Column("server", ID),
    sa.Column("article", TEXT),
    sa.Column("words", TEXT),
    sa.Column("given_at", MOMENT),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """A question whose answer somebody wants to be told of, once. ``id`` is of the press of the button; ``story`` and
    ``since`` are what the question was limited to, as on its card; ``language`` is a tag of ``bot.texts``."""

    id: str
    user: int
    server: int
    channel: int
    question: str
    story: str
    since: str
    language: str
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer that stands in a message of the bot's: the words that were marked, and their article."""

    message: int
    channel: int
    server: int
    article: ArticleId
    words: str
    given_at: datetime


class Promises:
    """The tables of both, in the state's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add_awaited(self, awaited: Awaited) -> None:
        """Keeps a question once a person and server; of too many the oldest are forgotten."""
        row = asdict(awaited)
        same = [AWAITED.c[name] == row[name] for name in ("user", "server", "question")]

        def write(connection: sa.Connection) -> None:
            connection.execute(sa.delete(AWAITED).where(*same))
            connection.execute(AWAITED.insert().values(**row))
            _forget_oldest(connection, AWAITED.c.id, AWAITED.c.user == awaited.user, AWAITED.c.asked_at, _MOST_AWAITED)

        await self._database.run(write)

    async def awaited(self) -> list[Awaited]:
        """Those of all servers, oldest first."""
        rows = await self._database.read(sa.select(AWAITED).order_by(AWAITED.c.asked_at, AWAITED.c.id))
        return [Awaited(**row._asdict()) for row in rows]

    async def settle(self, awaited: Awaited) -> bool:
        """Forgets a question; whether it was still there, so that of several who would tell one does."""
        return bool(await self._database.write(sa.delete(AWAITED).where(AWAITED.c.id == awaited.id)))

    async def add_given(self, given: Given) -> None:
        """Keeps where an answer stands; of too many of a server the oldest are forgotten."""

        def write(connection: sa.Connection) -> None:
            connection.execute(GIVEN.insert().values(**asdict(given)))
            _forget_oldest(connection, GIVEN.c.message, GIVEN.c.server == given.server, GIVEN.c.given_at, _MOST_GIVEN)

        await self._database.run(write)

    async def given(self) -> list[Given]:
        """Those of all servers, newest first."""
        rows = await self._database.read(sa.select(GIVEN).order_by(GIVEN.c.given_at.desc(), GIVEN.c.message))
        return [Given(**row._asdict()) for row in rows]

    async def withdraw(self, given: Given) -> bool:
        """Forgets an answer; whether it was still there."""
        return bool(await self._database.write(sa.delete(GIVEN).where(GIVEN.c.message == given.message)))


def _forget_oldest(
    connection: sa.Connection, key: sa.Column[Any], whose: sa.ColumnElement[bool], when: sa.Column[Any], most: int
) -> None:
    kept = sa.select(key).where(whose).order_by(when.desc()).limit(most)
    connection.execute(sa.delete(key.table).where(whose, key.not_in(kept)))
