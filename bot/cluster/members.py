"""The processes of a cluster, a row each: who lives and who leaves, and what of the shards is served."""

from __future__ import annotations

import os
import platform
from collections.abc import Collection, Sequence

import sqlalchemy as sa

from bot.state.database import Database

_BEAT = sa.text("""
    insert into processes (name, host, pid, started, beat, shards, waiting, latency_ms)
    values (:name, :host, :pid, clock_timestamp(), clock_timestamp(), :shards, :waiting, :latency)
    on conflict (name) do update set beat = clock_timestamp(), waiting = :waiting, latency_ms = :latency""")
_STAYING = sa.text("""
    select name from processes
    where shards = :shards and leaves is null
        and (name = :name or beat > clock_timestamp() - make_interval(secs => :seconds))
    order by started, name""")
_SERVED = sa.text("""
    select count(*) from leases
    where name = any(cast(:names as text[])) and serving and expires > clock_timestamp()""")
_FOLLOWED = sa.text("""
    select name from leases
    where name = any(cast(:names as text[])) and holder <> :me and serving and expires > clock_timestamp()""")
_IN_USE = sa.text("""
    select shards from processes where beat > clock_timestamp() - make_interval(secs => :seconds)
    order by started limit 1""")
_ANNOUNCE = sa.text("""
    update processes set leaves = clock_timestamp() + make_interval(secs => :seconds) where name = :name""")
_LEAVE = sa.text("delete from processes where name = :name")
_BURY = sa.text("delete from processes where beat < clock_timestamp() - interval '1 hour'")


class Members:
    """What the process ``name`` says of itself, and knows of the others, of which those count that have as many
    ``shards``. All raise DatabaseAway."""

    def __init__(self, database: Database, name: str, shards: int) -> None:
        self._database, self.name, self._shards = database, name, shards

    async def beat(self, *, waiting: int, latency_ms: float | None) -> None:
        """Says that it lives, how many questions wait in line, and how long Discord takes to answer."""
        values = {"name": self.name, "host": platform.node(), "pid": os.getpid(), "shards": self._shards}
        await self._database.write(_BEAT, values | {"waiting": waiting, "latency": latency_ms})

    async def find_staying(self, *, seconds: float) -> Sequence[str]:
        """Who has said so within the last seconds, and it itself whenever it did, the oldest first; not who leaves."""
        values = {"name": self.name, "shards": self._shards, "seconds": seconds}
        return await self._database.run(lambda connection: connection.execute(_STAYING, values).scalars().all())

    async def count_served(self, leases: Collection[str]) -> int:
        """How many of these leases' shards somebody serves."""
        values = {"names": list(leases)}
        return await self._database.run(lambda connection: connection.execute(_SERVED, values).scalar_one())

    async def find_followed(self, leases: Collection[str]) -> set[str]:
        """Those of these leases whose shards another serves."""
        values = {"names": list(leases), "me": self.name}
        return await self._database.run(lambda connection: set(connection.execute(_FOLLOWED, values).scalars()))

    async def announce_leaving(self, *, seconds: float) -> None:
        """Says that it will be gone in so many seconds at the latest."""
        await self._database.write(_ANNOUNCE, {"name": self.name, "seconds": seconds})

    async def leave(self) -> None:
        """Says no more of itself: it is gone."""
        await self._database.write(_LEAVE, {"name": self.name})

    async def bury(self) -> None:
        """Forgets who has said nothing for an hour."""
        await self._database.write(_BURY)


async def find_shards_in_use(database: Database, *, seconds: float) -> int | None:
    """How many shards those count who have said within the last seconds that they live; None where nobody has. Raises
    DatabaseAway."""
    return await database.run(lambda connection: connection.scalar(_IN_USE, {"seconds": seconds}))
