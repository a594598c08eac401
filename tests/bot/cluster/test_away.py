"""While the database is away everybody is told so at once, the bot stays connected, and it goes on by itself."""

import asyncio

from index.store.postgres.connecting import connect
from tests.bot.discord_double import APPLICATION, GUILD
from tests.bot.waiting import until
from tests.databases import away

_QUESTION = "When will the ferry to Northholm stop running?"
_ANSWERED, _AWAY = "will stop running in October", "cannot reach my library"


async def _told(double, ask, suffix):
    """What comes to a channel or an interaction next, as one text."""
    before = len(double.did("POST", suffix))
    await ask
    await double.until(lambda: len(double.did("POST", suffix)) > before)
    return str(double.did("POST", suffix)[before].body)


async def _every(pause, *, seconds):
    """Comes by now and then, for so long."""
    end = asyncio.get_running_loop().time() + seconds
    while asyncio.get_running_loop().time() < end:
        yield
        await asyncio.sleep(pause)


async def test_everybody_is_told_at_once_and_the_bot_goes_on_by_itself(double, bot):
    mention = f"<@{APPLICATION}> {_QUESTION}"
    assert _ANSWERED in await _told(double, double.say(mention), "/messages")
    with away(bot.settings.store.url):
        begun = asyncio.get_running_loop().time()
        assert _AWAY in await _told(double, double.say(mention), "/messages")
        assert _AWAY in await _told(double, double.interact("ask", question=_QUESTION), "/callback")
        assert _AWAY in await _told(double, double.interact("verbatim gaps"), "/callback")
        assert asyncio.get_running_loop().time() - begun < 3.0
        await until(lambda: bot.cluster.is_fenced)
        assert not bot.is_connected
        assert _AWAY in await _told(double, double.say(mention), "/messages")
    await until(lambda: bot.is_connected)
    assert _ANSWERED in await _told(double, double.say(mention), "/messages")
    assert len(double.identifies) == 1
    assert bot.get_guild(int(GUILD))


async def test_a_beat_that_fails_in_a_way_that_nobody_foresaw_is_followed_by_the_next(double, bot, monkeypatch, caplog):
    monkeypatch.setattr(bot.cluster._members, "find_staying", _lost)
    await until(lambda: caplog.text.count("a beat failed") >= 2)
    monkeypatch.undo()
    told = caplog.text.count("a beat failed")
    await asyncio.sleep(1.0)
    assert caplog.text.count("a beat failed") <= told + 1
    assert bot.is_connected
    assert double.serves(0)


async def _lost(*, seconds):
    return []


async def test_whoever_cannot_say_in_time_that_it_answers_does_not(double, bot):
    with connect(bot.settings.store.url) as other, other.transaction():
        other.execute("lock table answered in exclusive mode")
        assert _AWAY in await _told(double, double.say(f"<@{APPLICATION}> {_QUESTION}"), "/messages")
    assert _ANSWERED in await _told(double, double.say(f"<@{APPLICATION}> {_QUESTION}"), "/messages")


async def test_a_lease_is_renewed_however_many_questions_wait_for_the_database(double, bot):
    with connect(bot.settings.store.url) as other, other.transaction():
        other.execute("lock table answered in exclusive mode")
        for _ in range(8):
            await double.say(f"<@{APPLICATION}> {_QUESTION}")
        renewed = [not bot.cluster.is_fenced async for _ in _every(0.1, seconds=2.0)]
    assert all(renewed)


async def test_an_event_that_comes_twice_is_answered_once(double, bot):
    await double.say(f"<@{APPLICATION}> {_QUESTION}")
    _, _, event, message = double._events[-1]
    await double.dispatch(event, message)
    await asyncio.sleep(0.5)
    assert len(double.did("POST", "/messages")) == 1
