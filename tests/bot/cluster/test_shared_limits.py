"""The limits of a minute hold over all processes as they do in one."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.cluster.cluster import Cluster, Times
from bot.cluster.limits import SharedLimits
from bot.errors import RateLimited
from bot.rules.limits import Limits

_NOON = datetime(2011, 8, 20, 12, tzinfo=UTC)


@pytest.fixture(params=["one process", "many"])
def make(request):
    if request.param == "one process":
        return Limits
    shared = request.getfixturevalue("shared")
    return lambda **most: SharedLimits(shared, **most)


async def test_a_person_may_ask_so_often_a_minute_and_then_waits_for_the_oldest_to_pass(make):
    limits = make(per_user=2, per_server=100)
    await limits.count(user=1, server=9, at=_NOON)
    await limits.count(user=1, server=8, at=_NOON + timedelta(seconds=10))
    with pytest.raises(RateLimited) as caught:
        await limits.count(user=1, server=None, at=_NOON + timedelta(seconds=20))
    assert (caught.value.until, caught.value.whole_server) == (_NOON + timedelta(minutes=1), False)
    await limits.count(user=2, server=9, at=_NOON + timedelta(seconds=20))
    await limits.count(user=1, server=9, at=_NOON + timedelta(seconds=60))


async def test_a_server_may_ask_so_often_whoever_asks(make):
    limits = make(per_user=100, per_server=2)
    for user in (1, 2):
        await limits.count(user=user, server=9, at=_NOON)
    with pytest.raises(RateLimited) as caught:
        await limits.count(user=3, server=9, at=_NOON)
    assert caught.value.whole_server
    await limits.count(user=3, server=8, at=_NOON)
    await limits.count(user=3, server=None, at=_NOON)


async def test_a_clock_that_was_set_back_holds_nobody_up(make):
    limits = make(per_user=1, per_server=1)
    await limits.count(user=1, server=9, at=_NOON)
    await limits.count(user=1, server=9, at=_NOON - timedelta(hours=1))


async def test_a_refused_question_is_not_counted_and_is_told_once(make):
    limits, told = make(per_user=1, per_server=100), []
    await limits.count(user=1, server=9, at=_NOON)
    for second in range(1, 3):
        with pytest.raises(RateLimited) as caught:
            await limits.count(user=1, server=9, at=_NOON + timedelta(seconds=second))
        told.append(caught.value.is_told)
    await limits.count(user=1, server=9, at=_NOON + timedelta(seconds=60))
    assert told == [False, True]


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
