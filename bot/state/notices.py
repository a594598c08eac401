"""What a server's channels are told unasked: alarms of sources that fail, and digests; and what they have been told.

A notice is noted before it is sent: rather none than two.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

import sqlalchemy as sa

from bot.state.columns import ID, METADATA, TEXT
from bot.state.database import Database

_notices = sa.Table(
    "notices",
    METADATA,
    sa.Column("server", ID, primary_key=True),
    sa.Column("alarm_channel", ID),
    sa.Column("digest_channel", ID),
    sa.Column("digest_hour", sa.Integer),
)
_alarms = sa.Table(
    "alarms",
    METADATA,
    sa.Column("server", ID, primary_key=True),
    sa.Column("source", TEXT, primary_key=True),  # its key
)
_digests = sa.Table(
    "digests",
    METADATA,
    sa.Column("server", ID, primary_key=True),
    sa.Column("day", TEXT),  # of the last one, YYYY-MM-DD
    sa.Column("articles", TEXT),  # that were known then: their digests, as JSON
)


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
        return [WantedNotices(**row._asdict()) for row in await self._database.read(sa.select(_notices))]

    async def of(self, server: int) -> WantedNotices:
        """What a server wants; no channel where it has not chosen one."""
        rows = await self._database.read(sa.select(_notices).where(_notices.c.server == server))
        return WantedNotices(**rows[0]._asdict()) if rows else WantedNotices(server=server)

    async def send_alarms(self, server: int, *, to: int | None) -> None:
        """Keeps which channel is told of sources that fail; where none is, what has been told is forgotten: whoever
        wants to be told again is told of what fails then."""
        await self._want(server, {"alarm_channel": to}, forgotten=_alarms if to is None else None)

    async def send_digests(self, server: int, *, to: int | None, hour: int | None) -> None:
        """Keeps which channel is told at which hour what is new; where none is, it is as if there had been no digest:
        what is new is counted from the next one on."""
        chosen = {"digest_channel": to, "digest_hour": hour}
        await self._want(server, chosen, forgotten=_digests if to is None else None)

    async def _want(self, server: int, chosen: Mapping[str, int | None], *, forgotten: sa.Table | None) -> None:
        """Keeps what was chosen, and leaves the rest as it is then."""

        def write(connection: sa.Connection) -> None:
            connection.execute(self._database.keeping(_notices, {"server": server}, chosen))
            if forgotten is not None:
                connection.execute(sa.delete(forgotten).where(forgotten.c.server == server))

        await self._database.run(write)

    async def alarms(self, server: int) -> frozenset[str]:
        """The sources that a server was told of and that have not been well since, as ``source_key`` gives them."""
        rows = await self._database.read(sa.select(_alarms.c.source).where(_alarms.c.server == server))
        return frozenset(row.source for row in rows)

    async def begin_alarm(self, server: int, source: str) -> bool:
        """Notes that a server is told of a source that fails; False where it has been told before."""
        try:
            await self._database.write(sa.insert(_alarms).values(server=server, source=source))
        except sa.exc.IntegrityError:
            return False
        return True

    async def end_alarm(self, server: int, source: str) -> bool:
        """Notes that a source is well again; False where the server was not told that it was not."""
        its = (_alarms.c.server == server, _alarms.c.source == source)
        return bool(await self._database.write(sa.delete(_alarms).where(*its)))

    async def last_digest(self, server: int) -> LastDigest | None:
        """The last one that was noted; None before the first."""
        for row in await self._database.read(sa.select(_digests).where(_digests.c.server == server)):
            return LastDigest(day=date.fromisoformat(row.day), articles=frozenset(json.loads(row.articles)))
        return None

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
