"""Which processes there are, as each of them counts them."""

import pytest
import sqlalchemy as sa

from bot.cluster.members import Members, find_shards_in_use

_SHARDS = 4


@pytest.fixture
def make(shared):
    """Makes a process that has said that it lives, after those before it."""

    async def make(name, *, shards=_SHARDS):
        member = Members(shared, name, shards)
        await member.beat(waiting=0, latency_ms=None)
        return member

    return make


async def _fall_silent(shared, name):
    await shared.write(
        sa.text("update processes set beat = beat - interval '1 minute' where name = :name"), {"name": name}
    )


async def test_who_lives_is_counted_in_the_order_of_their_coming(make, shared):
    first, second, _ = await make("b"), await make("a"), await make("of another number", shards=2)
    assert await second.find_staying(seconds=10) == ["b", "a"]
    await _fall_silent(shared, "b")
    assert await second.find_staying(seconds=10) == ["a"]
    assert await second.find_staying(seconds=100) == ["b", "a"]
    await first.leave()
    assert await second.find_staying(seconds=100) == ["a"]


async def test_whoever_hung_since_it_said_that_it_lives_still_counts_itself(make, shared):
    member = await make("slow")
    await _fall_silent(shared, "slow")
    assert await member.find_staying(seconds=10) == ["slow"]


async def test_whoever_says_that_it_leaves_is_counted_by_nobody(make):
    stays, leaves = await make("stays"), await make("leaves")
    await leaves.announce_leaving(seconds=60)
    assert await stays.find_staying(seconds=10) == await leaves.find_staying(seconds=10) == ["stays"]


async def test_who_comes_takes_the_number_of_shards_that_those_who_live_count(make, shared):
    assert await find_shards_in_use(shared, seconds=10) is None
    await make("old", shards=2)
    await make("new", shards=8)
    assert await find_shards_in_use(shared, seconds=10) == 2
    await _fall_silent(shared, "old")
    assert await find_shards_in_use(shared, seconds=10) == 8
