"""The limits of a minute over all processes; ``test_limits`` has what they share with those of one."""

import asyncio
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from bot.cluster.cluster import Cluster, Times
from bot.cluster.limits import SharedLimits

_NOON = datetime(2011, 8, 20, 12, tzinfo=UTC)


async def test_processes_count_together_even_at_the_same_moment(shared):
    processes = [SharedLimits(shared, per_user=3, per_server=100) for _ in range(4)]
    results = await asyncio.gather(
        *(limits.count(user=1, server=9, at=_NOON) for limits in processes * 2), return_exceptions=True
    )
    assert sorted(type(result).__name__ for result in results) == ["NoneType"] * 3 + ["RateLimited"] * 5


async def test_what_is_older_than_a_minute_is_forgotten(shared):
    limits = SharedLimits(shared, per_user=1, per_server=1)
    await limits.count(user=1, server=9, at=_NOON)
    await limits.expire(_NOON + timedelta(minutes=1))
    await limits.count(user=1, server=9, at=_NOON)


async def _asked(shared):
    query = sa.text("select person from asked order by person")
    return await shared.run(lambda connection: connection.execute(query).scalars().all())


async def test_what_a_clock_that_was_ahead_left_is_forgotten_too(shared):
    limits = SharedLimits(shared, per_user=1, per_server=9)
    await limits.count(user=1, server=9, at=_NOON + timedelta(days=1))
    await limits.count(user=2, server=9, at=_NOON)
    await limits.expire(_NOON)
    assert await _asked(shared) == [2]


async def test_a_process_that_starts_forgets_who_asked_before_the_last_one_stopped(shared, state_url):
    limits, now = SharedLimits(shared, per_user=1, per_server=9), datetime.now(UTC)
    await limits.count(user=1, server=9, at=now - timedelta(hours=1))
    await limits.count(user=2, server=9, at=now)
    most = {"shards": 1, "per_user": 1, "per_server": 9}
    cluster = await Cluster.join(state_url, shared, recommended=None, budget=None, times=Times(), **most)
    await cluster.close()
    assert await _asked(shared) == [2]
