"""How often one person and one server may ask: in one process, and counted over many."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.cluster.limits import SharedLimits
from bot.errors import RateLimited
from bot.rules.limits import Limits

_NOON = datetime(2011, 8, 20, 12, tzinfo=UTC)


@pytest.fixture(params=["one process", "many"])
def make(request):
    if request.param == "one process":
        return Limits
    shared = request.getfixturevalue("shared")
    return lambda **most: SharedLimits(shared, **most)


async def _refused(limits, second, *, user=1):
    """The refusal of a question so many seconds after noon."""
    with pytest.raises(RateLimited) as caught:
        await limits.count(user=user, server=9, at=_NOON + timedelta(seconds=second))
    return caught.value


async def test_a_person_may_ask_so_often_a_minute_and_then_waits_for_the_oldest_to_pass(make):
    limits = make(per_user=2, per_server=100)
    await limits.count(user=1, server=8, at=_NOON)
    await limits.count(user=1, server=None, at=_NOON + timedelta(seconds=10))
    refusal = await _refused(limits, 20)
    assert (refusal.until, refusal.whole_server) == (_NOON + timedelta(minutes=1), False)
    await limits.count(user=2, server=9, at=_NOON + timedelta(seconds=20))
    await limits.count(user=1, server=9, at=_NOON + timedelta(seconds=60))


async def test_a_server_may_ask_so_often_whoever_asks(make):
    limits = make(per_user=100, per_server=2)
    await limits.count(user=1, server=9, at=_NOON)
    await limits.count(user=2, server=9, at=_NOON + timedelta(seconds=10))
    refusal = await _refused(limits, 20, user=3)
    assert (refusal.until, refusal.whole_server) == (_NOON + timedelta(minutes=1), True)
    for server in (8, None):
        await limits.count(user=3, server=server, at=_NOON + timedelta(seconds=20))


async def test_a_clock_that_was_set_back_holds_nobody_up(make):
    limits = make(per_user=1, per_server=1)
    await limits.count(user=1, server=9, at=_NOON)
    await limits.count(user=1, server=9, at=_NOON - timedelta(hours=1))


async def test_a_refused_question_is_not_counted(make):
    limits = make(per_user=1, per_server=100)
    await limits.count(user=1, server=9, at=_NOON)
    for second in (1, 30, 59):
        await _refused(limits, second)
    await limits.count(user=1, server=9, at=_NOON + timedelta(seconds=60))


async def test_who_is_refused_again_has_been_told_until_a_question_of_theirs_is_taken(make):
    limits = make(per_user=1, per_server=100)
    for user in (1, 2):
        await limits.count(user=user, server=9, at=_NOON)
    refusals = [await _refused(limits, second, user=user) for second, user in ((1, 1), (2, 1), (2, 2), (3, 1))]
    assert [refusal.is_told for refusal in refusals] == [False, True, False, True]
    await limits.count(user=1, server=9, at=_NOON + timedelta(seconds=60))
    assert [(await _refused(limits, second)).is_told for second in (61, 62)] == [False, True]


async def test_who_is_refused_for_the_whole_server_is_told_once_until_there_is_room_again():
    limits = Limits(per_user=5, per_server=1)
    await limits.count(user=1, server=9, at=_NOON)
    assert [(await _refused(limits, second, user=2)).is_told for second in (1, 2)] == [False, True]
    await limits.count(user=1, server=9, at=_NOON + timedelta(minutes=2))
    assert not (await _refused(limits, 120, user=2)).is_told


async def test_what_is_older_than_a_minute_is_not_kept():
    limits = Limits(per_user=5, per_server=5)
    for user in range(100):
        await limits.count(user=user, server=user, at=_NOON)
    await limits.count(user=1, server=1, at=_NOON + timedelta(minutes=2))
    assert (len(limits._users), len(limits._servers)) == (1, 1)
