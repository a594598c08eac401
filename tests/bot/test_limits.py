"""How often one person and one server may ask."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import RateLimited
from bot.rules.limits import Limits

_NOON = datetime(2011, 8, 20, 12, tzinfo=UTC)


async def test_a_person_may_ask_so_often_a_minute_and_then_waits_for_the_oldest_to_pass():
    limits = Limits(per_user=2, per_server=100)
    await limits.count(user=1, server=9, at=_NOON)
    await limits.count(user=1, server=9, at=_NOON + timedelta(seconds=10))
    with pytest.raises(RateLimited) as caught:
        await limits.count(user=1, server=9, at=_NOON + timedelta(seconds=20))
    assert caught.value.until == _NOON + timedelta(seconds=60)
    assert caught.value.whole_server is False
    await limits.count(user=1, server=9, at=_NOON + timedelta(seconds=60))


async def test_another_person_is_not_held_back():
    limits = Limits(per_user=1, per_server=100)
    await limits.count(user=1, server=9, at=_NOON)
    await limits.count(user=2, server=9, at=_NOON)


async def test_a_server_may_ask_so_often_whoever_asks_and_another_server_still_may():
    limits = Limits(per_user=100, per_server=2)
    await limits.count(user=1, server=9, at=_NOON)
    await limits.count(user=2, server=9, at=_NOON + timedelta(seconds=10))
    with pytest.raises(RateLimited) as caught:
        await limits.count(user=3, server=9, at=_NOON + timedelta(seconds=20))
    assert caught.value.whole_server
    assert caught.value.until == _NOON + timedelta(seconds=60)
    await limits.count(user=3, server=8, at=_NOON)


async def test_a_refused_question_is_not_counted():
    limits = Limits(per_user=1, per_server=100)
    await limits.count(user=1, server=9, at=_NOON)
    for second in range(1, 60):
        with pytest.raises(RateLimited):
            await limits.count(user=1, server=9, at=_NOON + timedelta(seconds=second))
    await limits.count(user=1, server=9, at=_NOON + timedelta(seconds=60))


async def test_direct_messages_count_for_nobody_but_the_person():
    limits = Limits(per_user=5, per_server=1)
    await limits.count(user=1, server=None, at=_NOON)
    await limits.count(user=2, server=None, at=_NOON)


async def test_what_is_older_than_a_minute_is_not_kept():
    limits = Limits(per_user=5, per_server=5)
    for user in range(100):
        await limits.count(user=user, server=user, at=_NOON)
    await limits.count(user=1, server=1, at=_NOON + timedelta(minutes=2))
    assert (len(limits._users), len(limits._servers)) == (1, 1)


async def test_who_is_refused_again_has_been_told_until_a_question_of_theirs_is_taken_or_a_minute_has_passed():
    limits = Limits(per_user=1, per_server=100)

    async def was_told(second, *, user=1):
        with pytest.raises(RateLimited) as caught:
            await limits.count(user=user, server=9, at=_NOON + timedelta(seconds=second))
        return caught.value.is_told

    for user in (1, 2):
        await limits.count(user=user, server=9, at=_NOON)
    assert [await was_told(1), await was_told(2), await was_told(2, user=2), await was_told(3)] == [
        False,
        True,
        False,
        True,
    ]
    await limits.count(user=1, server=9, at=_NOON + timedelta(seconds=60))
    assert [await was_told(61), await was_told(62)] == [False, True]


async def test_who_is_refused_for_the_whole_server_is_told_once_until_there_is_room_again():
    limits = Limits(per_user=5, per_server=1)
    await limits.count(user=1, server=9, at=_NOON)
    for second in (1, 2):
        with pytest.raises(RateLimited) as caught:
            await limits.count(user=2, server=9, at=_NOON + timedelta(seconds=second))
    assert caught.value.is_told
    await limits.count(user=1, server=9, at=_NOON + timedelta(minutes=2))
    with pytest.raises(RateLimited) as caught:
        await limits.count(user=2, server=9, at=_NOON + timedelta(minutes=2))
    assert not caught.value.is_told
