"""Real processes on a Discord of our own: one dies or hangs, another serves its shards, nobody is answered twice."""

import asyncio
import signal

import pytest

from tests.bot.cluster.processes import Processes, guild_of
from tests.bot.discord_double import DiscordDouble

_SHARDS = 4
_TIMES = {"lease": 3.0, "beat": 0.3, "identify": 0.05}  # seconds; a busy machine may keep a process from nine beats
_TAKEN_OVER = 3 * _TIMES["lease"]  # as many leases' lives as thirty seconds are of real ones


@pytest.fixture
async def two(state_url, tmp_path):
    """Two processes that share four shards."""
    guilds = [guild_of(shard) for shard in range(_SHARDS)]
    async with (
        DiscordDouble(guilds=guilds) as double,
        Processes(double, state_url, tmp_path, _SHARDS, _TIMES) as processes,
    ):
        await processes.start(2)
        await processes.settled()
        yield processes


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGSTOP], ids=lambda number: number.name)
async def test_the_shards_of_a_process_that_dies_or_hangs_are_served_by_another_in_time(two, end):
    await two.answered_once(await two.ask_everywhere())
    lost = two.running[0]
    shards = await two.shards_of(lost)
    assert len(shards) == _SHARDS / 2
    lost.signal(end)
    await two.taken_over(shards, seconds=_TAKEN_OVER)
    asked = await two.ask_everywhere()
    await two.answered_once(asked)
    lost.signal(signal.SIGCONT)
    await asyncio.sleep(0.5)
    await two.answered_once([*asked, *await two.ask_everywhere()])


async def test_who_comes_later_gets_a_share_and_everybody_is_answered_once(two):
    asked = []

    async def keep_asking():
        while True:
            asked.extend(await two.ask_everywhere())
            await two.answered(asked)
            await asyncio.sleep(_TIMES["beat"])

    asking = asyncio.create_task(keep_asking())
    await two.start()
    watched = await two.settled()
    assert sorted(len(member.shards) for member in watched.members) == [1, 1, 2]
    await asyncio.sleep(3 * _TIMES["beat"])  # whoever served before has left by then
    asking.cancel()
    await two.answered_once([*asked, *await two.ask_everywhere()])


async def test_whoever_is_told_to_stop_serves_its_shards_until_others_do_and_everybody_is_answered_once(two):
    asked, first = [], two.running[0]
    shards = await two.shards_of(first)
    before = len(two.double.identifies)
    first.signal(signal.SIGTERM)
    async with asyncio.timeout(20):
        while first.exitcode is None:
            asked.extend(await two.ask_everywhere())
            await two.answered(asked)
            await asyncio.sleep(_TIMES["beat"] / 3)
    assert first.exitcode == 0
    assert {said["shard"][0] for said in two.double.identifies[before:]} == set(shards)
    await two.answered_once([*asked, *await two.ask_everywhere()])


async def test_whoever_is_told_to_stop_waits_for_one_that_is_only_late(two):
    first, late = two.running
    shards = await two.shards_of(first)
    before = len(two.double.identifies)
    late.signal(signal.SIGSTOP)
    first.signal(signal.SIGTERM)
    await asyncio.sleep(1.3 * _TIMES["lease"])
    late.signal(signal.SIGCONT)
    async with asyncio.timeout(20):
        assert await first.ended() == 0
    assert set(shards) <= {said["shard"][0] for said in two.double.identifies[before:]}
    await two.answered_once(await two.ask_everywhere())


async def test_where_all_are_told_to_stop_nobody_waits_for_another(two):
    for process in two.running:
        process.signal(signal.SIGTERM)
    async with asyncio.timeout(10):
        assert [await process.ended() for process in two.running] == [0, 0]


async def test_through_a_pooler_processes_share_the_shards_and_everybody_is_answered_once(pooler, database, tmp_path):
    guilds = [guild_of(shard) for shard in range(_SHARDS)]
    async with (
        DiscordDouble(guilds=guilds) as double,
        Processes(double, pooler.address(database.bot), tmp_path, _SHARDS, _TIMES) as processes,
    ):
        await processes.start(2)
        await processes.settled()
        for _ in range(5):
            await processes.answered_once(await processes.ask_everywhere())
        lost = processes.running[0]
        shards = await processes.shards_of(lost)
        lost.signal(signal.SIGKILL)
        await processes.taken_over(shards, seconds=_TAKEN_OVER)
        await processes.answered_once(await processes.ask_everywhere())
