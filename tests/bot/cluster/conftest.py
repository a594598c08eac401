"""What the processes of a cluster share: one database, seen from several of them."""

import pytest

from bot.state.database import Database


@pytest.fixture
async def shared(state_url):
    database = await Database.open(state_url)
    yield database
    await database.close()
