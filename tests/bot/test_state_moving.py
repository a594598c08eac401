"""What is kept moves whole from one home to the other, and a database that is away is told of, and comes back."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import NotEmpty
from bot.settings import PrivacySettings
from bot.state.missed import Feedback
from bot.state.moving import copy_state, count_state
from bot.state.promises import Given
from bot.state.sources import ServerSource
from bot.state.state import Channel, Server, State
from index.errors import DatabaseAway, OtherSchema
from tests.databases import away

_NOW = datetime(2011, 8, 20, 12, tzinfo=UTC)


@pytest.fixture
async def homes(tmp_path, state_url):
    """The state in a file, and in PostgreSQL."""
    states = [await State.open(place, PrivacySettings()) for place in (tmp_path / "state.sqlite", state_url)]
    yield states
    for state in states:
        await state.close()


async def _fill(state):
    await state.save_server(Server(id=1, gaps=True, feedback=False, stories=frozenset({"b", "a"}), admin_role=7))
    await state.save_server(Server(id=2, gaps=False, feedback=True))
    await state.save_channel(1, Channel(id=10, story="a", answers_here=True))
    await state.missed.add_gap(1, "why?", at=_NOW)
    await state.missed.add_gap(1, "¿quién?", at=_NOW)
    await state.missed.add_feedback(2, Feedback(user=5, subject="a1", helpful=False, reason="old", given_at=_NOW))
    await state.promises.add_given(Given(message=9, channel=10, server=1, article="a", words="w", given_at=_NOW))
    await state.sources.add(ServerSource(server=1, name="n", file=Path("f"), added_at=_NOW))


async def _see(state):
    return [
        await state.server(1),
        await state.server(2),
        *[await read(None) for read in (state.missed.gaps, state.missed.feedback, state.sources.of)],
        await state.promises.given(),
    ]


@pytest.mark.parametrize("is_back", [False, True])
async def test_all_that_is_kept_moves_and_is_read_alike(homes, is_back):
    here, there = reversed(homes) if is_back else homes
    await _fill(here)
    assert await copy_state(here.database, there.database) == await count_state(here.database)
    assert await _see(there) == await _see(here)


async def test_nothing_is_written_over(homes):
    for state in homes:
        await _fill(state)
    before = await _see(homes[1])
    with pytest.raises(NotEmpty):
        await copy_state(homes[0].database, homes[1].database)
    assert await _see(homes[1]) == before


async def test_a_database_that_is_away_is_told_of_and_comes_back_by_itself(state_url):
    state = await State.open(state_url, PrivacySettings())
    await state.missed.add_gap(1, "why?", at=_NOW)
    with away(state_url), pytest.raises(DatabaseAway):
        await state.missed.gaps(1)
    assert [gap.question for gap in await state.missed.gaps(1)] == ["why?"]
    await state.close()


async def test_a_database_that_is_not_there_is_told_of_at_the_start(tmp_path):
    with pytest.raises(DatabaseAway):
        await State.open(f"postgresql://nobody@/nothing?host={tmp_path}", PrivacySettings())


async def test_tables_of_another_version_are_told_of_with_what_to_do(postgres_server):
    with pytest.raises(OtherSchema, match="verbatim store upgrade"):
        await State.open(postgres_server, PrivacySettings())
