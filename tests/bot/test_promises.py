"""Who waits for an answer, and which answers were given: bounded, expiring, erased, and alike in both homes."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import pytest

from bot.settings import PrivacySettings
from bot.state.promises import GIVEN, Awaited, Given
from bot.state.state import State

_NOW = datetime(2011, 8, 20, 12, tzinfo=UTC)


@pytest.fixture
async def state(place):
    state = await State.open(place, PrivacySettings())
    yield state
    await state.close()


def _awaited(number=1, **changes):
    given = {
        "id": f"press-{number}",
        "user": 2**63 - 1,
        "server": 1,
        "channel": 5,
        "question": f"Why {number}?",
        "story": "0a1b2c3d",
        "since": "2011-08-01",
        "language": "de",
        "asked_at": _NOW + timedelta(seconds=number),
    }
    return Awaited(**given | changes)


def _given(number=1, **changes):
    given = {"message": number, "channel": 5, "server": 1, "article": "a", "words": "It sank.", "given_at": _NOW}
    return Given(**given | {"given_at": _NOW + timedelta(seconds=number)} | changes)


async def test_what_is_kept_comes_back(state):
    await state.promises.add_awaited(_awaited())
    await state.promises.add_given(_given())
    assert await state.promises.awaited() == [_awaited()]
    assert await state.promises.given() == [_given()]


async def test_a_question_is_awaited_once_by_one_person_in_one_server(state):
    await state.promises.add_awaited(_awaited(1))
    await state.promises.add_awaited(_awaited(2, question="Why 1?"))
    await state.promises.add_awaited(_awaited(3, question="Why 1?", server=2))
    assert [awaited.id for awaited in await state.promises.awaited()] == ["press-2", "press-3"]


async def test_of_too_many_the_oldest_are_forgotten(state):
    for number in range(22):
        await state.promises.add_awaited(_awaited(number))
    await state.promises.add_awaited(_awaited(99, user=4))
    kept = [awaited.id for awaited in await state.promises.awaited()]
    assert kept == [*(f"press-{number}" for number in range(2, 22)), "press-99"]


async def test_of_one_servers_answers_the_newest_500_are_kept(state):
    earlier = [asdict(given) for given in map(_given, range(1, 501))]
    await state.database.run(lambda connection: connection.execute(GIVEN.insert(), earlier))
    for given in (_given(501), _given(502), _given(999, server=2)):
        await state.promises.add_given(given)
    kept = [given.message for given in await state.promises.given()]
    assert kept == [999, *range(502, 2, -1)]


async def test_what_a_person_awaits_is_erased_with_all_else_of_them(state):
    await state.promises.add_awaited(_awaited(1))
    await state.promises.add_awaited(_awaited(2, user=4))
    assert await state.erase_user(2**63 - 1) == 1
    assert [awaited.user for awaited in await state.promises.awaited()] == [4]


async def test_both_expire(state):
    await state.promises.add_awaited(_awaited())
    await state.promises.add_given(_given())
    assert await state.expire(_NOW) == 0
    assert await state.expire(_NOW + timedelta(days=1)) == 2
    assert await state.promises.awaited() == []


async def test_an_answer_is_withdrawn_once(state):
    await state.promises.add_given(_given())
    assert [await state.promises.withdraw(_given()) for _ in range(2)] == [True, False]


async def test_a_question_may_hold_what_postgresql_does_not_take(state):
    await state.promises.add_awaited(_awaited(question="Why\0?"))
    assert [awaited.question for awaited in await state.promises.awaited()] == ["Why?"]
