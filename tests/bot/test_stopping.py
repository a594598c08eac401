"""``verbatim run`` as a process: one on a data folder, and gone within ten seconds of being told to stop."""

import asyncio
import json
import os
import signal
import sys
import textwrap
import time
from pathlib import Path

import pytest

from bot.errors import AlreadyRunning
from bot.operations.lock import locked
from index.store.folder.data_folder import DataFolder
from tests.bot.discord_double import APPLICATION, TOKEN, DiscordDouble

_ROOT = Path(__file__).parents[2]
_RUN = """
    import os, sys, time
    sys.path.insert(0, {root!r})
    from bot import connection
    from bot.settings import read_bot_settings
    from tests.fakes import FakeLibrary

    def open_library(settings):
        time.sleep({opening})
        return FakeLibrary()

    connection.run(read_bot_settings("", os.environ), open_library=open_library)
"""


async def start(double, data, *, opening=0.0):
    environment = {
        "PATH": os.environ["PATH"],
        "VERBATIM_DATA__DIR": str(data),
        "VERBATIM_DISCORD__API_URL": double.api_url,
        "VERBATIM_DISCORD__GATEWAY_URL": double.gateway_url,
        "VERBATIM_DISCORD__TOKEN": TOKEN,
    }
    script = textwrap.dedent(_RUN.format(root=str(_ROOT), opening=opening))
    return await asyncio.create_subprocess_exec(
        sys.executable, "-W", "ignore", "-c", script, env=environment, stderr=asyncio.subprocess.PIPE
    )


async def stop(bot, number=signal.SIGTERM):
    """The seconds that it took, and what the process said."""
    told = time.monotonic()
    bot.send_signal(number)
    async with asyncio.timeout(12):
        _, said = await bot.communicate()
    return time.monotonic() - told, said.decode()


async def until_said(bot, words):
    said = ""
    async with asyncio.timeout(30):
        while words not in said:
            said += (await bot.stderr.readline()).decode()
    return said


async def test_a_discord_that_cannot_be_reached_any_more_keeps_nobody_waiting(tmp_path):
    async with DiscordDouble() as double:
        bot = await start(double, tmp_path)
        await double.until(lambda: double.identifies, seconds=30)
    before = await until_said(bot, "trying again in")
    seconds, said = await stop(bot)
    assert bot.returncode == 0
    assert seconds < 8
    assert "Traceback" not in before + said


async def test_a_discord_that_says_nothing_any_more_keeps_nobody_waiting(tmp_path):
    async with DiscordDouble(says_no_goodbye=True) as double:
        bot = await start(double, tmp_path)
        await double.until(lambda: double.identifies, seconds=30)
        seconds, _ = await stop(bot)
        assert bot.returncode == 0
        assert seconds < 8


async def test_an_index_that_is_still_opening_for_nobody_is_not_waited_for(tmp_path):
    async with DiscordDouble() as double:
        bot = await start(double, tmp_path, opening=60)
        await double.until(lambda: double.identifies, seconds=30)
        seconds, said = await stop(bot, signal.SIGINT)  # test_operations has SIGTERM, which means the same
        assert (bot.returncode, "Traceback" in said) == (0, False)
        assert seconds < 8


async def test_told_twice_it_ends_at_once(tmp_path):
    async with DiscordDouble() as double:
        bot = await start(double, tmp_path, opening=60)
        await double.until(lambda: double.identifies, seconds=30)
        await double.say(f"<@{APPLICATION}> When will the ferry to Northholm stop running?")
        await double.until(lambda: double.posted("/typing"), seconds=30)  # it waits for the index
        told = time.monotonic()
        while bot.returncode is None:  # it may hear of two at once as of one
            bot.send_signal(signal.SIGTERM)
            await asyncio.sleep(0.3)
        await bot.communicate()
        assert bot.returncode == 1
        assert time.monotonic() - told < 8  # long before its clock, which waits for the question


async def test_a_second_bot_on_the_same_data_is_refused_with_the_first_ones_name(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "data")
    async with DiscordDouble() as double:
        first = await start(double, tmp_path / "data")
        await double.until(lambda: double.identifies, seconds=30)
        second = await start(double, tmp_path / "link")
        _, refusal = await second.communicate()
        assert second.returncode == 1
        assert f"process {first.pid} on " in refusal.decode()
        assert len(double.identifies) == 1
        first.kill()
        await first.wait()
        third = await start(double, tmp_path / "data")  # what died holds nothing
        await double.until(lambda: len(double.identifies) == 2, seconds=30)
        _, said = await stop(third)
    first_line = said.partition("\n")[0]
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
