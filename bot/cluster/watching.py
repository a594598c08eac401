"""How the processes of a cluster are doing: what ``verbatim status --cluster`` tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.cluster.identifying import Budget, read_budget
from bot.cluster.shares import shard_of
from bot.state.database import Database

_PROCESSES = sa.text("""
    select name, host, pid, started, shards, waiting, latency_ms,
        extract(epoch from clock_timestamp() - beat) as lag,
        array(select leases.name from leases where holder = processes.name and expires > clock_timestamp()) as held
    from processes order by started, name""")
_LEASES = sa.text("""
    select name from leases
    where split_part(name, ' of ', 2) in (select shards::text from processes)
        and not (serving and expires > clock_timestamp())""")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterProcess:
    """One process: ``shards`` it holds, ``lag`` seconds since it said that it lives, questions ``waiting`` in line,
    ``latency_ms`` of the gateway."""

    name: str
    host: str
    pid: int
    started: datetime
    shards: Sequence[int]
    lag: float
    waiting: int
    latency_ms: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """All processes, the shards that nobody serves, and what is left of the day's sessions."""

    members: Sequence[ClusterProcess]
    shards: int
    unserved: Sequence[int]
    budget: Budget | None


async def read_cluster(database: Database) -> Watched:
    """How the cluster is now. Raises DatabaseAway."""
    return await database.run(_read)


def _read(connection: sa.Connection) -> Watched:
    rows = connection.execute(_PROCESSES).all()
    members = [
        ClusterProcess(
            name=row.name,
            host=row.host,
            pid=row.pid,
            started=row.started,
            shards=sorted(map(shard_of, row.held)),
            lag=float(row.lag),
            waiting=row.waiting,
            latency_ms=row.latency_ms,
        )
        for row in rows
    ]
    return Watched(
        members=members,
        shards=max((row.shards for row in rows), default=0),
        unserved=sorted(shard_of(row.name) for row in connection.execute(_LEASES)),
        budget=read_budget(connection),
    )
