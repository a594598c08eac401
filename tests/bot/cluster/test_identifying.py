"""All processes pass one gate: one IDENTIFY of a bucket at a time, and no more in a day than Discord allows."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.cluster.identifying import Budget, IdentifyGate, read_budget

_PAUSE = 0.3  # seconds


def _budget(**changes):
    facts = {"total": 1000, "remaining": 900, "max_concurrency": 1, "resets_at": datetime.now(UTC) + timedelta(hours=1)}
    return Budget(**facts | changes)


async def _pass_together(shared, shards, **changes):
    """When each shard was let through, in seconds from the beginning; each comes to a gate of its own process."""
    begun = asyncio.get_running_loop().time()

    async def ask():
        return _budget(**changes)

    async def pass_through(shard):
        await IdentifyGate(shared, ask, pause=_PAUSE).pass_through(shard)
        return asyncio.get_running_loop().time() - begun

    return sorted(await asyncio.gather(*map(pass_through, shards)))


async def test_processes_that_come_together_are_let_through_one_after_the_other(shared):
    first, second, third = await _pass_together(shared, range(3))
    assert second - first > _PAUSE * 0.8
    assert third - second > _PAUSE * 0.8


async def test_a_large_bot_connects_several_at_a_time(shared):
    times = await _pass_together(shared, range(4), max_concurrency=4)
    assert times[-1] < _PAUSE


async def test_what_is_left_of_the_day_is_counted_down(shared):
    await _pass_together(shared, [0], remaining=7)
    budget = await shared.run(read_budget)
    assert (budget.remaining, budget.total) == (6, 1000)


async def test_where_nothing_is_left_of_the_day_a_shard_waits_for_the_next(shared):
    answers = [_budget(remaining=0), _budget()]

    async def ask():
        return answers.pop(0)

    begun = asyncio.get_running_loop().time()
    await IdentifyGate(shared, ask, pause=0.02).pass_through(0)
    assert asyncio.get_running_loop().time() - begun > 0.2
    assert not answers
