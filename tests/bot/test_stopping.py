"""``verbatim run`` as a process: one on a data folder, and gone within ten seconds of being told to stop."""

import asyncio
import json
import os
import signal
import subprocess
import time

import pytest

from bot.errors import AlreadyRunning
from bot.operations.lock import locked
from index.store.folder.data_folder import DataFolder
from tests.bot.discord_double import APPLICATION, TOKEN, DiscordDouble
from tests.bot.process import answer
from tests.bot.waiting import until
from tests.forking import Forked


def start(double, data, *, opening=0.0, thinking=0.0):
    environment = {
        "PATH": os.environ["PATH"],
        "VERBATIM_DATA__DIR": str(data),
        "VERBATIM_DISCORD__API_URL": double.api_url,
        "VERBATIM_DISCORD__GATEWAY_URL": double.gateway_url,
        "VERBATIM_DISCORD__TOKEN": TOKEN,
    }
    return Forked(answer, opening, thinking, environment=environment, folder=data.parent)


async def stop(bot, number=signal.SIGTERM):
    """The seconds that it took."""
    told = time.monotonic()
    bot.signal(number)
    async with asyncio.timeout(12):
        await bot.ended()
    return time.monotonic() - told


async def test_a_stop_answers_what_was_asked_and_then_ends_quietly(tmp_path):
    async with DiscordDouble() as double:
        bot = start(double, tmp_path, thinking=0.6)
        await double.until(lambda: double.identifies, seconds=30)
        await double.say(f"<@{APPLICATION}> When will the ferry to Northholm stop running?")
        await until(lambda: "asked" in bot.said, seconds=30)
        await stop(bot)
        assert (bot.exitcode, len(double.messages)) == (0, 1), bot.said
        assert TOKEN not in bot.said


async def test_a_discord_that_cannot_be_reached_any_more_keeps_nobody_waiting(tmp_path):
    async with DiscordDouble() as double:
        bot = start(double, tmp_path)
        await double.until(lambda: double.identifies, seconds=30)
    await until(lambda: "trying again in" in bot.said, seconds=30)
    assert await stop(bot) < 8
    assert (bot.exitcode, "Traceback" in bot.said) == (0, False)


async def test_a_discord_that_says_nothing_any_more_keeps_nobody_waiting(tmp_path):
    async with DiscordDouble(says_no_goodbye=True) as double:
        bot = start(double, tmp_path)
        await double.until(lambda: double.identifies, seconds=30)
        assert await stop(bot) < 8
        assert bot.exitcode == 0


async def test_an_index_that_is_still_opening_for_nobody_is_not_waited_for(tmp_path):
    async with DiscordDouble() as double:
        bot = start(double, tmp_path, opening=60)
        await double.until(lambda: double.identifies, seconds=30)
        assert await stop(bot, signal.SIGINT) < 8  # SIGTERM means the same
        assert (bot.exitcode, "Traceback" in bot.said) == (0, False)


async def test_a_thread_that_has_nearly_opened_the_index_ends_before_the_process(tmp_path):
    """It would crash in the middle of a library of C++."""
    async with DiscordDouble() as double:
        bot = start(double, tmp_path, opening=2.5)
        await double.until(lambda: double.identifies, seconds=30)
        await stop(bot)
        assert (bot.exitcode, "opened" in bot.said) == (0, True)


async def test_told_twice_it_ends_at_once(tmp_path):
    async with DiscordDouble() as double:
        bot = start(double, tmp_path, opening=60)
        await double.until(lambda: double.identifies, seconds=30)
        await double.say(f"<@{APPLICATION}> When will the ferry to Northholm stop running?")
        await double.until(lambda: double.posted("/typing"), seconds=30)  # it waits for the index
        told = time.monotonic()
        while bot.exitcode is None:  # it may hear of two at once as of one
            bot.signal(signal.SIGTERM)
            await asyncio.sleep(0.3)
        assert bot.exitcode == 1
        assert time.monotonic() - told < 8  # long before its clock, which waits for the question


async def test_a_second_bot_on_the_same_data_is_refused_with_the_first_ones_name(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "data")
    async with DiscordDouble() as double:
        first = start(double, tmp_path / "data")
        await double.until(lambda: double.identifies, seconds=30)
        second = start(double, tmp_path / "link")
        assert await second.ended() == 1
        assert f"process {first.pid} on " in second.said
        assert len(double.identifies) == 1
        first.signal(signal.SIGKILL)
        await first.ended()
        third = start(double, tmp_path / "data")  # what died holds nothing
        await double.until(lambda: len(double.identifies) == 2, seconds=30)
        await stop(third)
    first_line = third.said.partition("\n")[0]
    assert "verbatim 0." in first_line
    assert "discord.py 2" in first_line
    assert f"data={tmp_path}" in first_line
    assert not (tmp_path / "data" / "bot.json").exists()


def test_a_holder_that_has_not_said_its_name_yet_is_a_holder(tmp_path):
    with locked(tmp_path):
        assert json.loads((tmp_path / "bot.json").read_text())["pid"] == os.getpid()
        (tmp_path / "bot.json").unlink()
        with pytest.raises(AlreadyRunning, match="process unknown"), locked(tmp_path):
            raise AssertionError("nobody gets here")
    with locked(tmp_path):
        pass


@pytest.mark.parametrize("lock", [locked, lambda folder: DataFolder(folder).locked()])
def test_a_lock_is_given_back_however_its_holder_ends_and_whoever_still_looks_at_what_went_wrong(tmp_path, lock):
    with pytest.raises(ZeroDivisionError) as kept, lock(tmp_path):
        raise ZeroDivisionError
    with lock(tmp_path):
        assert kept.tb  # which holds what the lock was taken with


def test_what_is_written_under_the_lock_is_for_no_other_user_to_read(tmp_path):
    folder, before = tmp_path / "new" / "data", os.umask(0o022)
    try:
        with locked(folder):
            (folder / "uploads").mkdir()
            subprocess.run(["touch", folder / "uploads" / "by-a-child"], check=True)
            places = [folder, *folder.rglob("*")]
            assert not any(place.stat().st_mode & 0o077 for place in places if place.name != "bot.lock")
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)
