"""A name has one holder; who stops renewing loses it, and knows it before anybody else takes it."""

import asyncio

from bot.cluster.leases import Leases

_NAMES = ["shard 0 of 4", "shard 1 of 4", "shard 2 of 4", "shard 3 of 4"]
_TTL = 1.0  # seconds; a busy machine may keep a process from renewing for half of one


async def test_a_name_is_taken_once_however_many_ask_at_the_same_time(shared):
    rivals = [Leases(shared, f"process {number}") for number in range(4)]
    taken = await asyncio.gather(*(leases.take(_NAMES, 3) for leases in rivals))
    assert sorted(name for names in taken for name in names) == _NAMES


async def test_the_first_names_are_taken_first_and_no_more_than_asked(shared):
    assert await Leases(shared, "one").take(_NAMES, 2) == _NAMES[:2]
    assert await Leases(shared, "other").take(_NAMES, 4) == _NAMES[2:]


async def test_what_is_renewed_is_kept_and_what_is_not_goes_to_whoever_asks(shared):
    one, other = Leases(shared, "one", ttl=_TTL), Leases(shared, "other", ttl=_TTL)
    await one.take(_NAMES, 4)
    for _ in range(6):
        await asyncio.sleep(_TTL / 4)
        assert await one.renew() == frozenset()
        assert await other.take(_NAMES, 4) == []
    await asyncio.sleep(_TTL * 1.1)
    assert await other.take(_NAMES, 1) == _NAMES[:1]
    assert await one.renew() == {_NAMES[0]}
    assert one.held == frozenset(_NAMES[1:])


async def test_what_is_released_can_be_taken_at_once(shared):
    one, other = Leases(shared, "one"), Leases(shared, "other")
    await one.take(_NAMES, 4)
    await one.release(_NAMES[:2])
    assert await other.take(_NAMES, 4) == _NAMES[:2]
    assert one.held == frozenset(_NAMES[2:])


async def test_nobody_renews_or_releases_what_another_holds(shared):
    one, other = Leases(shared, "one", ttl=_TTL), Leases(shared, "other")
    await one.take(_NAMES, 1)
    await asyncio.sleep(_TTL * 1.1)
    await other.take(_NAMES, 1)
    await one.release(_NAMES)
    assert await one.renew() == frozenset()
    assert await other.renew() == frozenset()
    assert other.held == {_NAMES[0]}


async def test_a_holder_stops_believing_before_others_may_take_over(shared):
    clock = [0.0]
    leases = Leases(shared, "one", ttl=10.0, now=lambda: clock[0])
    await leases.take(_NAMES, 1)
    clock[0] = 8.9
    assert not leases.is_fenced
    clock[0] = 9.1
    assert leases.is_fenced
    await leases.renew()
    assert not leases.is_fenced
