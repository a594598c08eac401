"""One process of a cluster, whole."""

import asyncio

import pytest

from bot.cluster.cluster import Times
from bot.connection import make_bot, serve
from tests.bot.conftest import make_settings


@pytest.fixture
async def bot(double, state_url, tmp_path, library):
    """One process, which holds the only shard."""
    bot = make_bot(
        make_settings(tmp_path, discord=double.settings, store={"url": state_url}),
        open_library=lambda _: library,
        times=Times(lease=1.0, beat=0.2, identify=0.05),
    )
    bot._connection.guild_ready_timeout = 0.05  # seconds; two by default, to gather the servers of a larger bot
    serving = asyncio.create_task(serve(bot))
    await double.until(lambda: double.serves(0))
    await bot.wait_until_ready()
    yield bot
    await bot.close()
    await serving
