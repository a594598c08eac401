"""The same on Discord: a button that is pressed, a direct message that comes, and an answer that is marked."""

from dataclasses import replace

import pytest

from bot.state.state import Server
from tests.bot.seeing import labels, texts
from tests.fakes import HARBOUR, ORCHARD, FakeLibrary, article

_QUESTION = "Where does the zeppelin anchor tonight?"
_NEWS = article("zeppelin", "harbour", "The zeppelin will anchor tonight above the eastern pier.", day=9)
_FERRY = "When will the ferry to Northholm stop running?"
_TELL_ME = "Tell me when it is reported"
_MARK = "⚠️ The article has changed since this answer"


@pytest.fixture
def user(simcord_env):
    return simcord_env.create_user("alice")


@pytest.fixture
async def alice(simcord_env, channel, user):
    await simcord_env.bot.state.save_server(Server(id=channel.guild.id, gaps=True, feedback=False, marks=True))
    return channel.guild.add_member(user)


@pytest.fixture
def exchange(simcord_env, library):
    """Has another index answer, and waits for what follows from it."""

    async def exchange(*articles):
        library.successor = FakeLibrary(articles=articles, name="next")
        bot = simcord_env.bot
        await bot.engine.adopt()
        await bot.afterwards.look(bot.engine.catalogue)

    return exchange


class TestTelling:
    async def _press(self, alice, channel):
        card = await alice.slash(channel, "ask", question=_QUESTION)
        return await alice.click(card.response, label=_TELL_ME)

    async def test_who_pressed_the_button_gets_the_answer_directly_once(self, alice, user, channel, exchange):
        pressed = await self._press(alice, channel)
        assert pressed.ephemeral
        assert "I will send you one direct message if the articles say so within 90 days." in texts(pressed.response)
        for _ in range(2):
            await exchange(*HARBOUR, *ORCHARD, _NEWS)
        told = user.dm_channel.last_message
        assert "**The zeppelin will anchor tonight above the eastern pier.**" in texts(told)
        assert len(user.dm_channel.history()) == 1
        assert labels(told) == []

    @pytest.mark.parametrize("surface", ["a command", "a menu"])
    async def test_a_long_question_is_awaited_whole(self, surface, alice, channel, simcord_env):
        asked = " ".join(f"Where does *zeppelin* {number} anchor?" for number in range(25 if surface[2] == "c" else 45))
        if surface == "a command":
            card = await alice.slash(channel, "ask", question=asked)
        else:
            card = await alice.context_menu(channel, "Ask about this", await alice.send(channel, asked))
        await alice.click(card.response, label=_TELL_ME)
        (awaited,) = await simcord_env.bot.state.promises.awaited()
        assert awaited.question == asked.replace("*", "")

    async def test_who_takes_no_direct_messages_is_no_failure(
        self, alice, user, channel, exchange, simcord_env, caplog
    ):
        caplog.set_level("INFO", "verbatim")
        await self._press(alice, channel)
        path = f"/channels/{user.dm_channel.id}/messages"
        simcord_env.inject_error("POST", path, status=403, code=50007, message="Cannot send messages to this user")
        await exchange(*HARBOUR, _NEWS)
        assert "not told" in caplog.messages
        assert await simcord_env.bot.state.promises.awaited() == []

    async def test_who_left_the_server_is_told_nothing_of_it(self, alice, user, channel, exchange, simcord_env):
        await self._press(alice, channel)
        path = f"/guilds/{channel.guild.id}/members/*"
        simcord_env.inject_error("GET", path, status=404, code=10007, message="Unknown Member")
        await exchange(*HARBOUR, _NEWS)
        assert not user.dm_channel.history()

    async def test_the_button_stands_only_where_questions_are_kept(self, alice, channel, simcord_env):
        await simcord_env.bot.state.save_server(Server(id=channel.guild.id, gaps=False, feedback=False))
        card = await alice.slash(channel, "ask", question=_QUESTION)
        assert _TELL_ME not in labels(card.response)

    async def test_what_is_stored_for_it_is_told_and_erased(self, alice, channel, simcord_env):
        await self._press(alice, channel)
        privacy = await alice.slash(channel, "privacy")
        assert "your id is kept with the question until you are told" in texts(privacy.response)
        await alice.click(privacy.response, label="Erase what is stored about me")
        assert await simcord_env.bot.state.promises.awaited() == []


class TestMarking:
    async def _change(self, exchange):
        body = HARBOUR[0].body.replace("in October", "in November")
        await exchange(replace(HARBOUR[0], body=body), *HARBOUR[1:])

    @pytest.mark.parametrize("surface", ["a command", "a message"])
    async def test_a_public_answer_says_when_its_words_have_changed(
        self, surface, alice, channel, exchange, simcord_env
    ):
        if surface == "a command":
            await alice.slash(channel, "ask", question=_FERRY)
        else:
            await alice.send(channel, f"<@{simcord_env.bot.user.id}> {_FERRY}")
        answer = channel.last_message
        before = texts(answer)
        await self._change(exchange)
        shown = texts(channel.last_message)
        assert channel.last_message.id == answer.id
        assert shown.startswith(f"-# {_MARK}")
        assert shown.endswith(before)
        assert labels(channel.last_message) == labels(answer)

    async def test_an_answer_that_was_deleted_is_no_failure(self, alice, channel, exchange, simcord_env, caplog):
        caplog.set_level("INFO", "verbatim")
        await alice.slash(channel, "ask", question=_FERRY)
        await channel.last_message.delete()
        await self._change(exchange)
        assert "not marked" in caplog.messages
        assert await simcord_env.bot.state.promises.given() == []

    async def test_an_answer_that_was_marked_just_before_the_bot_died_is_not_marked_twice(
        self, alice, channel, exchange, simcord_env
    ):
        await alice.slash(channel, "ask", question=_FERRY)
        given = await simcord_env.bot.state.promises.given()
        await self._change(exchange)
        await simcord_env.bot.state.promises.add_given(*given)
        await simcord_env.bot.afterwards.look(simcord_env.bot.engine.catalogue)
        assert texts(channel.last_message).count(_MARK) == 1

    async def test_nothing_is_kept_of_answers_where_the_server_did_not_ask_for_it(self, alice, channel, simcord_env):
        await simcord_env.bot.state.save_server(Server(id=channel.guild.id, gaps=True, feedback=False))
        await alice.slash(channel, "ask", question=_FERRY)
        await alice.slash(channel, "ask", question=_FERRY, private=True)
        assert await simcord_env.bot.state.promises.given() == []
