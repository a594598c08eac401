"""How often one person, and one server, may ask, counted over all processes."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.errors import RateLimited
from bot.rules.limits import WINDOW
from bot.state.database import Database

_LOCK = sa.text("select pg_advisory_xact_lock(:key)")
_COUNT = {
    column: sa.text(f"""
        select count(*) as times, min(at) as first from asked
        where {column} = :id and at > :since and at < :until""")  # noqa: S608
    for column in ("person", "server")
}
_KEEP = sa.text("insert into asked (person, server, at) values (:person, :server, :at)")
_EXPIRE = sa.text("delete from asked where at <= :since or at >= :until")


class SharedLimits:
    """Remembers in the database when questions were asked, for a minute; who was told that it was too often, itself."""

    def __init__(self, database: Database, *, per_user: int, per_server: int) -> None:
        self._database, self._per_user, self._per_server = database, per_user, per_server
        self._told: set[int] = set()

    async def count(self, *, user: int, server: int | None, at: datetime) -> None:
        """Counts one question. Raises RateLimited like ``Limits.count``, and DatabaseAway."""
        full = await self._database.run(lambda connection: self._count(connection, user, server, at))
        if full is None:
            self._told.discard(user)
            return
        until, whole_server = full
        is_told = user in self._told
        self._told.add(user)
        raise RateLimited(until, whole_server=whole_server, is_told=is_told)

    async def expire(self, at: datetime) -> None:
        """Forgets what counts no more: what is older than a minute, or lies further ahead. Raises DatabaseAway."""
        self._told.clear()
        await self._database.write(_EXPIRE, {"since": at - WINDOW, "until": at + WINDOW})

    def _count(
        self, connection: sa.Connection, user: int, server: int | None, at: datetime
    ) -> tuple[datetime, bool] | None:
        """Keeps the question and gives None; or when the next one is free, and whether the whole server is full."""
        ids = {"person": user} if server is None else {"person": user, "server": server}
        for key in sorted(ids.values()):  # in one order everywhere, so that nobody waits for whoever waits for them
            connection.execute(_LOCK, {"key": key})
        for column, number in ids.items():  # what lies further ahead was asked before the clock was set back
            most = self._per_user if column == "person" else self._per_server
            row = connection.execute(_COUNT[column], {"id": number, "since": at - WINDOW, "until": at + WINDOW}).one()
            if row.times >= most:
                return row.first + WINDOW, column == "server"
        connection.execute(_KEEP, {"person": user, "server": server, "at": at})
        return None
