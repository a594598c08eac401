"""A process that is told to stop answers what is in its line, as long as it may take to hand its shards over."""

import asyncio
from threading import Event

from tests.bot.discord_double import APPLICATION
from tests.bot.waiting import until

_LONG = 1.0  # seconds; longer than a bot by itself may take for its last words here


async def test_a_process_that_is_told_to_stop_answers_its_line_however_long_that_takes(
    double, bot, library, monkeypatch
):
    monkeypatch.setattr("bot.client._GRACE_SECONDS", 0.3)
    monkeypatch.setattr("bot.client._LAST_WORDS_SECONDS", 0.6)
    library.hold = Event()
    await double.say(f"<@{APPLICATION}> When will the ferry to Northholm stop running?")
    await until(lambda: any(library.batches))
    leaving = asyncio.create_task(bot.close())
    await asyncio.sleep(_LONG)
    assert not leaving.done()
    library.hold.set()
    await leaving
    (answer,) = double.did("POST", "/messages")
    assert "will stop running in October" in str(answer.body)
