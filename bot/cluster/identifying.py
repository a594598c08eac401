"""When a shard may connect: Discord takes one IDENTIFY in five seconds (more from large bots), and only so many a day.

All processes pass one gate in the database. What is left for the day is what Discord last said, less those since.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

import sqlalchemy as sa

from bot.state.database import Database

_FRESH_SECONDS = 60.0  # what Discord said of the budget is good for so long
_PATIENCE = 12  # pauses, between two looks whether a new day has begun
PAUSE = 5.0  # seconds between two of one bucket; Discord, "rate limiting" of sharding
_log = logging.getLogger("verbatim")

_RESERVE = sa.text("""
    insert into identify_gate as gate (bucket, free_at)
    values (:bucket, clock_timestamp() + make_interval(secs => :pause))
    on conflict (bucket) do update
    set free_at = greatest(gate.free_at, clock_timestamp()) + make_interval(secs => :pause)
    returning extract(epoch from free_at - clock_timestamp()) - :pause as wait""")
_SPEND = sa.text("""
    update session_budget set remaining = remaining - 1 where remaining > 0
    returning max_concurrency""")
_TELL = sa.text("""
    insert into session_budget (total, remaining, max_concurrency, resets_at)
    values (:total, :remaining, :max_concurrency, :resets_at)
    on conflict (one) do update
    set total = :total, remaining = :remaining, max_concurrency = :max_concurrency, resets_at = :resets_at""")
_READ = sa.text("select total, remaining, max_concurrency, resets_at from session_budget")


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Sessions that may be started: ``remaining`` of ``total`` until ``resets_at``, ``max_concurrency`` at a time."""

    total: int
    remaining: int
    max_concurrency: int
    resets_at: datetime


class IdentifyGate:
    """The gate; ``ask`` gives what Discord says of the budget, ``pause`` is seconds."""

    def __init__(self, database: Database, ask: Callable[[], Awaitable[Budget]], *, pause: float = PAUSE) -> None:
        self._database, self._ask, self._pause = database, ask, pause
        self._asked_at = -math.inf

    async def pass_through(self, shard: int) -> None:
        """Waits until the shard may connect. Raises DatabaseAway, and what asking Discord raises."""
        while True:
            if time.monotonic() - self._asked_at > _FRESH_SECONDS:
                await self._ask_discord()
            wait = await self._database.run(partial(self._reserve, shard=shard))
            if wait is not None:
                await asyncio.sleep(max(0.0, wait))
                return
            self._asked_at = -math.inf
            _log.warning("no session may be started today", extra={"facts": {"shard": shard}})
            await asyncio.sleep(_PATIENCE * self._pause)

    async def _ask_discord(self) -> None:
        await self._database.write(_TELL, asdict(await self._ask()))
        self._asked_at = time.monotonic()

    def _reserve(self, connection: sa.Connection, *, shard: int) -> float | None:
        """Seconds until the shard's turn, which is its own from now on; None where nothing is left of the budget."""
        spent = connection.execute(_SPEND).one_or_none()
        if spent is None:
            return None
        bucket = {"bucket": shard % spent.max_concurrency, "pause": self._pause}
        return float(connection.execute(_RESERVE, bucket).scalar_one())


def read_budget(connection: sa.Connection) -> Budget | None:
    """What is left of the day's sessions; None before anybody has asked."""
    row = connection.execute(_READ).one_or_none()
    return Budget(**row._mapping) if row else None  # noqa: SLF001 - public, for all its name


def budget_of(*, total: int, remaining: int, reset_after: float, max_concurrency: int) -> Budget:
    """The budget as Discord tells it; ``reset_after`` is milliseconds."""
    return Budget(
        total=total,
        remaining=remaining,
        max_concurrency=max(1, max_concurrency),
        resets_at=datetime.now(UTC) + timedelta(milliseconds=reset_after),
    )
