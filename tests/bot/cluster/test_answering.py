"""Every message is answered by one process: the first to hear of it, and only while it holds a lease."""

import asyncio

import sqlalchemy as sa

from bot.cluster.answering import expire_answered, is_first
from bot.cluster.leases import Leases

_LEAVING = sa.text("""
    insert into processes (name, host, pid, started, beat, shards, waiting, leaves)
    values (:name, 'here', 1, now(), now(), 1, 0, clock_timestamp() + make_interval(secs => :seconds))""")


async def test_an_event_is_answered_once_however_many_hear_it(shared):
    for number in range(4):
        await Leases(shared, f"process {number}").take([f"shard {number} of 4"], 1)
    firsts = await asyncio.gather(*(is_first(shared, f"process {number}", 7) for number in range(4)))
    assert sorted(firsts) == [False, False, False, True]
    assert await is_first(shared, "process 0", 8)


async def test_who_holds_nothing_answers_nothing(shared):
    assert not await is_first(shared, "nobody", 7)


async def test_who_slept_longer_than_its_lease_answers_nothing_until_it_has_renewed(shared):
    leases = Leases(shared, "sleeper", ttl=0.1)
    await leases.take(["shard 0 of 1"], 1)
    await asyncio.sleep(0.15)
    assert not await is_first(shared, "sleeper", 7)
    await leases.renew()
    assert await is_first(shared, "sleeper", 7)


async def test_who_is_leaving_answers_what_it_hears_until_it_has_to_be_gone(shared):
    leases = Leases(shared, "leaving")
    await leases.take(["shard 0 of 1"], 1)
    await shared.write(_LEAVING, {"name": "leaving", "seconds": 0.2})
    await leases.release(leases.held)
    assert await is_first(shared, "leaving", 7)
    await asyncio.sleep(0.25)
    assert not await is_first(shared, "leaving", 8)


async def test_what_was_just_answered_is_not_forgotten(shared):
    await Leases(shared, "one").take(["shard 0 of 1"], 1)
    await is_first(shared, "one", 7)
    await expire_answered(shared)
    assert not await is_first(shared, "one", 7)
