"""What a server's channels are told unasked: alarms of sources that fail, and digests; and what they have been told.

A notice is noted before it is sent: rather none than two.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any

import sqlalchemy as sa

from bot.state.columns import ID, TEXT
from bot.state.database import Database

_metadata = sa.MetaData()
_notices = sa.Table(
    "notices",
    _metadata,
    sa.Column("server", ID, primary_key=True),
    sa.Column("alarm_channel", ID),
    sa.Column("digest_channel", ID),
    sa.Column("digest_hour", sa.Integer),
)
_alarms = sa.Table(
    "alarms",
    _metadata,
    sa.Column("server", ID, primary_key=True),
    sa.Column("source", TEXT, primary_key=True),  # its key
)
_digests = sa.Table(
    "digests",
    _metadata,
    sa.Column("server", ID, primary_key=True),
    sa.Column("day", TEXT),  # of the last one, YYYY-MM-DD
    sa.Column("articles", TEXT),  # that were known then: their digests, as JSON
)
NOTICES = _metadata.sorted_tables


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedNotices:
    """Which channels of a server are told: of sources that fail, and of what is new, at an ``hour`` of the day."""

    server: int
    alarm_channel: int | None = None
    digest_channel: int | None = None
    digest_hour: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LastDigest:
    """The day of a server's last digest, and the articles that were known then, as ``article_key`` gives them."""

    day: date
    articles: frozenset[str]


def article_key(article: str) -> str:
    """Twelve characters that stand for an article's id."""
    return blake2b(article.encode(), digest_size=6).hexdigest()


def source_key(source: str) -> str:
    """Thirty-two characters that stand for a source, as it is written."""
    return blake2b(source.encode(), digest_size=16).hexdigest()


class Notices:
    """Over the database that the rest of the state lies in."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def wanted(self) -> list[WantedNotices]:
        """What every server wants that wants anything."""
        rows = await self._database.run(lambda connection: list(connection.execute(sa.select(_notices))))
        return [_wanted(row) for row in rows]

    async def of(self, server: int) -> WantedNotices:
        return next((wanted for wanted in await self.wanted() if wanted.server == server), WantedNotices(server=server))

    async def want(self, wanted: WantedNotices) -> None:
        """Keeps what a server wants, in place of what it wanted before."""
        values = {
            "server": wanted.server,
            "alarm_channel": wanted.alarm_channel,
            "digest_channel": wanted.digest_channel,
            "digest_hour": wanted.digest_hour,
        }

        def write(connection: sa.Connection) -> None:
            connection.execute(sa.delete(_notices).where(_notices.c.server == wanted.server))
            connection.execute(sa.insert(_notices).values(**values))
            if wanted.alarm_channel is None:  # who wants to be told again is told of what fails then
                connection.execute(sa.delete(_alarms).where(_alarms.c.server == wanted.server))

        await self._database.run(write)

    async def alarms(self, server: int) -> frozenset[str]:
        """The sources that a server was told of and that have not been well since, as ``source_key`` gives them."""
        query = sa.select(_alarms.c.source).where(_alarms.c.server == server)
        return frozenset(await self._database.run(lambda connection: connection.execute(query).scalars().all()))

    async def begin_alarm(self, server: int, source: str) -> bool:
        """Notes that a server is told of a source that fails; False where it has been told before."""
        place = {"server": server, "source": source}
        try:
            await self._database.run(lambda connection: connection.execute(sa.insert(_alarms).values(**place)) and None)
        except sa.exc.IntegrityError:
            return False
        return True

    async def end_alarm(self, server: int, source: str) -> bool:
        """Notes that a source is well again; False where the server was not told that it was not."""

        def write(connection: sa.Connection) -> bool:
            gone: Any = connection.execute(
                sa.delete(_alarms).where(_alarms.c.server == server, _alarms.c.source == source)
            )
            return bool(gone.rowcount)

        return await self._database.run(write)

    async def last_digest(self, server: int) -> LastDigest | None:
        query = sa.select(_digests).where(_digests.c.server == server)
        row = await self._database.run(lambda connection: connection.execute(query).one_or_none())
        if row is None:
            return None
        return LastDigest(day=date.fromisoformat(row.day), articles=frozenset(json.loads(row.articles)))

    async def note_digest(self, server: int, day: date, articles: Collection[str], *, after: date | None) -> bool:
        """Notes that a digest of this day is sent; False where the last one is not, or no longer, that of ``after``."""

        def write(connection: sa.Connection) -> bool:
            of_server = _digests.c.server == server
            last = connection.execute(sa.select(_digests.c.day).where(of_server).with_for_update()).scalar_one_or_none()
            if last != (after and after.isoformat()):
                return False
            connection.execute(sa.delete(_digests).where(of_server))
            kept = json.dumps(sorted(articles))
            connection.execute(sa.insert(_digests).values(server=server, day=day.isoformat(), articles=kept))
            return True

        return await self._database.run(write)

    async def forget_digest(self, server: int) -> None:
        """As if there had been none: what is new is counted from now on."""
        await self._database.run(
            lambda connection: connection.execute(sa.delete(_digests).where(_digests.c.server == server)) and None
        )


def _wanted(row: Any) -> WantedNotices:
    return WantedNotices(
        server=row.server,
        alarm_channel=row.alarm_channel,
        digest_channel=row.digest_channel,
        digest_hour=row.digest_hour,
    )
