"""The wire between the bot and Discord: what is lost on it arrives all the same, and once."""

import asyncio
import contextlib
from datetime import UTC, datetime
from threading import Event

import discord
import pytest

from bot.client import Verbatim
from bot.connection import command_names, serve
from bot.errors import TokenRefused
from bot.operations.doctor.portal import ask_discord
from bot.operations.setup import Application, identify, server_link
from index.errors import SettingsError
from index.web.memory import Fetched, PageMemory
from tests.bot.conftest import make_settings
from tests.bot.discord_double import APPLICATION, GUILD, TOKEN
from tests.bot.waiting import until
from tests.fakes import FakeLibrary, article

_FERRY = f"<@{APPLICATION}> When will the ferry to Northholm stop running?"
_GONE = 999999999999999999  # a server that the bot is not in
_QUESTION = "When will the ferry to Northholm stop running?"


@pytest.fixture
def with_token(tmp_path, double):
    return lambda **chosen: make_settings(tmp_path, discord=double.settings | chosen)


async def _at_once(*_, **__):
    """Discord wants five seconds between two identifies; the double does not."""


@contextlib.asynccontextmanager
async def _connected(bot):
    is_ready = asyncio.Event()

    async def on_ready():
        is_ready.set()

    bot.before_identify_hook, bot.on_ready = _at_once, on_ready
    bot._connection.guild_ready_timeout = 0.05  # seconds; two by default, to gather the servers of a larger bot
    serving = asyncio.create_task(serve(bot))
    try:
        await asyncio.wait_for(is_ready.wait(), 10)
        yield
    finally:
        await bot.close()
        await serving


@pytest.fixture
async def bot(make_bot, with_token):
    bot = make_bot(with_token())
    async with _connected(bot):
        yield bot


async def _answered(double, *, times=1):
    await double.until(lambda: len(double.messages) >= times)
    return [*double.messages.values()]


class TestServers:
    """What is kept of a server that the bot is removed from, and of one that Discord cannot serve for a while."""

    @pytest.fixture
    async def upload(self, bot):
        """A file that the server's admins uploaded, with a question that is kept."""
        await bot.state.missed.add_gap(int(GUILD), "Why?", at=datetime.now(UTC))
        file = bot.settings.uploads_dir / GUILD / "memo" / "memo.md"
        await asyncio.to_thread(file.parent.mkdir, parents=True)
        await asyncio.to_thread(file.write_text, "A memo.")
        return file

    async def test_nothing_is_kept_of_a_server_that_the_bot_was_removed_from(self, double, bot, upload):
        page = Fetched(url="u", content_type="text/html", etag=None, modified=None, body=b"A page.")
        fetched = PageMemory.of(bot.settings.data.dir, int(GUILD))
        await asyncio.to_thread(fetched.remember, "https://example.org/a", page)
        await double.dispatch("GUILD_DELETE", {"id": GUILD})
        await until(lambda: not (upload.exists() or fetched.recall("https://example.org/a")))
        assert await bot.state.missed.gaps(int(GUILD)) == []

    async def test_what_is_kept_of_a_server_that_removed_the_bot_while_it_was_off_is_erased(self, bot, upload):
        await bot.state.missed.add_gap(_GONE, "Why?", at=datetime.now(UTC))
        await Verbatim.on_ready(bot)
        assert await bot.state.servers() == {int(GUILD)}
        assert await asyncio.to_thread(upload.exists)

    async def test_a_bot_that_is_in_none_of_the_servers_is_another_one_and_erases_nothing(self, bot):
        await bot.state.missed.add_gap(_GONE, "Why?", at=datetime.now(UTC))
        await Verbatim.on_ready(bot)
        assert await bot.state.servers() == {_GONE}

    async def test_all_is_kept_of_a_server_in_an_outage(self, double, bot, upload):
        await double.dispatch("GUILD_DELETE", {"id": GUILD, "unavailable": True})
        await until(lambda: bot.get_guild(int(GUILD)).unavailable)
        await asyncio.sleep(0.1)
        assert await asyncio.to_thread(upload.exists)
        await Verbatim.on_ready(bot)
        assert len(await bot.state.missed.gaps(int(GUILD))) == 1


class TestSending:
    @pytest.mark.parametrize("fault", ["503", "reset", "html429", "429", "lost"])
    async def test_an_answer_that_the_wire_loses_arrives_once(self, double, bot, fault):
        double.faults.append(("/messages", fault))
        await double.say(_FERRY)
        await double.until(lambda: len(double.posted("/messages")) == 2)
        await asyncio.sleep(0.05)
        assert len(double.messages) == 1
        first, second = (request.body for request in double.posted("/messages"))
        assert first["nonce"] == second["nonce"]
        assert first["enforce_nonce"]

    async def test_two_answers_have_nonces_of_their_own(self, double, bot):
        await double.say(_FERRY)
        await double.say(_FERRY)
        await _answered(double, times=2)
        nonces = {request.body["nonce"] for request in double.posted("/messages")}
        assert len(nonces) == 2
        assert all(len(nonce) <= 25 for nonce in nonces)

    async def test_it_is_given_up_after_a_bounded_number_of_times(self, double, bot, monkeypatch):
        monkeypatch.setattr("bot.wire.transport.PAUSES", (0.01, 0.01))
        double.faults += [("/messages", "503")] * 10
        await double.say(_FERRY)
        await double.until(lambda: len(double.posted("/messages")) == 3)
        await asyncio.sleep(0.1)
        assert len(double.posted("/messages")) == 3

    @pytest.mark.parametrize("refusal", ["404:10003", "403:50013"], ids=["gone", "closed"])
    async def test_a_channel_that_is_gone_or_where_the_bot_may_not_speak_breaks_nothing(self, double, bot, refusal):
        double.faults.append(("/messages", refusal))
        await double.say(_FERRY)
        await double.until(lambda: len(double.posted("/messages")) == 1)
        await double.say(_FERRY)
        await _answered(double)

    async def test_nothing_that_is_sent_can_ping(self, double, bot):
        await double.say(_FERRY)
        await _answered(double)
        (request,) = double.posted("/messages")
        assert request.body["allowed_mentions"]["parse"] == []
        assert request.body["allowed_mentions"]["replied_user"] is False

    async def test_a_reply_that_discord_refuses_is_sent_without_what_it_replies_to(self, double, bot):
        for refusal in ("403:160002", "400:50035", "404:10008"):
            double.faults.append(("/messages", refusal))
            await double.say(_FERRY)
            await double.until(lambda: len(double.posted("/messages")) % 2 == 0 and not double.faults)
            reply, plain = double.posted("/messages")[-2:]
            assert "message_reference" in reply.body
            assert "message_reference" not in plain.body
        assert len(double.messages) == 3

    @pytest.mark.parametrize("fault", ["503", "403:50001", "reset", "html429", "slow"])
    async def test_an_answer_does_not_depend_on_the_sign_that_the_bot_is_typing(
        self, double, make_bot, with_token, library, fault
    ):
        library.hold, double.slowness = Event(), 3.0
        double.faults.append(("/typing", fault))
        async with _connected(make_bot(with_token(), patience=0.01)):
            await double.say(_FERRY)
            await double.until(lambda: double.posted("/typing"))
            library.hold.set()
            await double.until(lambda: double.messages, seconds=2.0)


async def _ask(double):
    await double.interact("ask", question=_QUESTION)


async def _suggest(double):
    await double.suggest("quote", "speaker", "")


async def _open_a_box(double):
    await double.press("v1:follow-up")


async def _change_the_panel(double):
    await double.press("panel:v1:gaps:on")


@pytest.mark.parametrize("custom_id", ["panel:v1:gaps", "v1:of-another-version"])
async def test_whoever_presses_a_button_of_another_version_is_told(double, bot, custom_id):
    await double.press(custom_id)
    await double.until(lambda: "older version of me" in str([request.body for request in double.requests]))


_CALLBACKS = {4: _ask, 8: _suggest, 9: _open_a_box, 6: _change_the_panel}  # by the type that answers them
_FAULTS = {fault: [fault] for fault in ("503", "502", "reset", "html429", "429", "lost", "slow")} | {
    "two 502s": ["502", "502"],
    "a reset, then handled, then reset": ["reset", "lost"],
}


class TestEveryOperation:
    """Whatever befalls whatever is sent, it arrives, once, and in time."""

    @pytest.mark.parametrize("faults", _FAULTS.values(), ids=_FAULTS)
    async def test_every_callback_arrives_once_within_three_seconds(self, double, make_bot, with_token, faults):
        double.slowness = 0.3
        bot = make_bot(with_token())
        async with _connected(bot):
            await bot.engine.open()
            for number, tell in enumerate(_CALLBACKS.values(), start=1):
                double.faults += [("/callback", fault) for fault in faults]
                began = asyncio.get_running_loop().time()
                await tell(double)
                await double.until(lambda number=number: len(double.did("POST", "/callback")) == number)
                assert asyncio.get_running_loop().time() - began < 3.0
                await until(lambda: not double.faults)
            await bot.responder.drain(seconds=5)
        assert [request.body["type"] for request in double.did("POST", "/callback")] == list(_CALLBACKS)

    @pytest.mark.parametrize("faults", _FAULTS.values(), ids=_FAULTS)
    @pytest.mark.parametrize("place", ["/callback", "@original", "/interaction-token"])
    async def test_what_was_deferred_reaches_whoever_asked_and_the_channel_at_most_once(
        self, double, make_bot, with_token, library, monkeypatch, place, faults
    ):
        monkeypatch.setattr("bot.wire.adapter.PAUSES", (0.05, 0.05, 0.05))
        double.slowness = 0.3
        library.hold = Event()
        bot = make_bot(with_token(), patience=0.01)
        async with _connected(bot):
            double.faults += [(place, fault) for fault in faults]
            await _ask(double)
            await double.until(lambda: double.did("POST", "/callback"))
            library.hold.set()
            await double.until(lambda: double.did("PATCH", "@original"))
            await bot.responder.drain(seconds=5)
        (deferral,) = double.did("POST", "/callback")
        assert deferral.body == {"type": 5, "data": {"flags": 64}}
        assert "October" in str(double.did("PATCH", "@original")[-1].body)
        is_doubtful = place == "/interaction-token" and "reset" in faults  # it may stand there: not sent again
        assert len(double.did("POST", "/interaction-token")) == (0 if is_doubtful else 1)

    @pytest.mark.parametrize("faults", _FAULTS.values(), ids=_FAULTS)
    async def test_files_arrive_whole_however_often_they_are_sent(self, double, bot, faults):
        double.slowness = 0.3
        await bot.state.missed.add_gap(int(GUILD), _QUESTION, at=datetime.now(UTC))
        double.faults += [("/callback", fault) for fault in faults]
        await double.interact("verbatim export")
        await double.until(lambda: double.did("POST", "/callback"))
        (sent,) = double.did("POST", "/callback")
        assert sent.body["data"]["flags"] & 64  # for the admin alone
        assert sorted(sent.body["files"]) == ["verbatim-gaps.csv", "verbatim-questions.jsonl"]
        assert all(_QUESTION in text for text in sent.body["files"].values())

    @pytest.mark.parametrize("faults", _FAULTS.values(), ids=_FAULTS)
    async def test_files_that_come_late_arrive_whole(self, double, make_bot, with_token, monkeypatch, faults):
        monkeypatch.setattr("bot.wire.adapter.PAUSES", (0.05, 0.05, 0.05))
        double.slowness = 0.3
        bot = make_bot(with_token(), patience=0)
        async with _connected(bot):
            await bot.state.missed.add_gap(int(GUILD), _QUESTION, at=datetime.now(UTC))
            double.faults += [("@original", fault) for fault in faults]
            await double.interact("verbatim export")
            await double.until(lambda: double.did("PATCH", "@original"))
            await bot.responder.drain(seconds=5)
        sent = double.did("PATCH", "@original")[-1]
        assert [_QUESTION in text for text in sent.body["files"].values()] == [True, True]
        assert not double.posted("/interaction-token")

    async def test_an_expired_interaction_is_answered_in_the_channel(self, double, bot):
        double.faults.append(("/callback", "404:10062"))
        await _ask(double)
        (message,) = await _answered(double)
        assert "October" in str(message["components"])


class TestStopping:
    async def test_nobody_is_left_without_a_word_when_discord_takes_two_seconds(
        self, double, make_bot, with_token, library
    ):
        library.hold = Event()
        double.slowness = 2.0
        double.faults += [("/callback", "slow")] * 5 + [("@original", "slow")] * 8 + [("/messages", "slow")] * 2
        bot = make_bot(with_token(), patience=0.05)
        async with _connected(bot):
            for number in range(3):
                await double.interact("ask", token=f"asker-{number}", question=_QUESTION, reader=str(10**17 + number))
            await double.say(_FERRY)
            await _open_a_box(double)
            await asyncio.sleep(0.2)
            began = asyncio.get_running_loop().time()
            library.hold.set()
        assert asyncio.get_running_loop().time() - began < 10.0
        assert len(double.did("PATCH", "@original")) == 3
        assert len(double.messages) == 1
        assert 9 in {request.body["type"] for request in double.did("POST", "/callback")}


class TestManyAtOnce:
    async def test_fifty_who_ask_while_the_index_is_being_opened_are_all_told_within_three_seconds_and_answered(
        self, double, make_bot, with_token, library
    ):
        opened = Event()

        def open_slowly():
            opened.wait(10)
            return library

        bot = make_bot(with_token(), patience=0.3)
        bot.engine._open_library = open_slowly
        async with _connected(bot):
            began = asyncio.get_running_loop().time()
            for number in range(50):
                await double.interact("ask", token=f"asker-{number}", question=_QUESTION, reader=str(10**17 + number))
            await double.until(lambda: len(double.posted("/callback")) == 50)
            assert all(request.at - began < 3.0 for request in double.posted("/callback"))
            assert {request.body["type"] for request in double.posted("/callback")} == {5}
            opened.set()
            await double.until(lambda: len(double.did("PATCH", "@original")) == 50)


class TestTheGateway:
    async def test_the_intents_hold_no_privileged_one(self, double, bot):
        intents = discord.Intents._from_value(double.identifies[0]["intents"])
        assert not any((intents.message_content, intents.members, intents.presences))

    async def test_a_broken_connection_is_resumed_and_what_was_missed_is_answered(self, double, bot):
        await double.cut()
        await double.say(_FERRY)
        await double.until(lambda: double.resumes)
        await _answered(double)
        assert len(double.identifies) == 1

    async def test_a_gateway_that_is_away_for_a_while_is_resumed_and_what_was_missed_is_answered(self, double, bot):
        double.refuses_connections = 1
        await double.cut()
        await double.say(_FERRY)
        await _answered(double)
        assert not double.refuses_connections
        assert len(double.resumes) == len(double.identifies) == 1

    async def test_a_bot_of_several_shards_hears_all_its_servers(self, double, make_bot, with_token):
        servers = [GUILD, str((2 << 32) + (1 << 22))]
        double.guilds = servers
        async with _connected(make_bot(with_token(shards=2))):
            for server in servers:
                await double.say(_FERRY, guild=server)
            await _answered(double, times=2)
        assert [said["shard"] for said in double.identifies] == [[0, 2], [1, 2]]

    async def test_a_reconnect_that_the_gateway_asks_for_is_a_resume(self, double, bot):
        await double.tell(7)
        await double.until(lambda: double.resumes)
        await double.say(_FERRY)
        await _answered(double)

    async def test_an_invalid_session_is_begun_anew(self, double, bot):
        double.refuses_resumes = True
        await double.cut()
        await double.until(lambda: len(double.identifies) == 2)
        await double.say(_FERRY)
        await _answered(double)

    async def test_resuming_stays_at_the_gateway_that_the_settings_name(self, double, make_bot, with_token):
        double.resume_gateway_url = "wss://gateway.elsewhere.invalid/"
        async with _connected(make_bot(with_token())):
            await double.cut()
            await double.until(lambda: double.resumes)

    async def test_a_wrong_token_is_named(self, double, make_bot, with_token):
        with pytest.raises(TokenRefused):
            await serve(make_bot(with_token(token="wrong.token")))

    @pytest.mark.parametrize(("code", "named"), [(4004, TokenRefused), (4011, SettingsError)])
    async def test_what_the_gateway_closes_for_is_named(self, double, make_bot, with_token, code, named):
        double.closes_with = code
        with pytest.raises(named):
            await serve(make_bot(with_token()))

    async def test_no_token_is_named(self, make_bot):
        with pytest.raises(SettingsError, match="VERBATIM_DISCORD__TOKEN"):
            await serve(make_bot())

    async def test_an_intent_that_is_off_in_the_portal_is_named(self, double, make_bot, with_token):
        with pytest.raises(SettingsError, match="Privileged Gateway Intents"):
            await serve(make_bot(with_token(message_content=True)))

    async def test_an_intent_that_is_on_is_used(self, double, make_bot, with_token):
        double.allows_message_content = True
        async with _connected(make_bot(with_token(message_content=True))):
            assert len(double.identifies) == 1

    async def test_a_person_who_installed_the_bot_sees_in_a_strange_server_what_everybody_may(
        self, double, bot, library
    ):
        strange = "100000000000000099"
        secret = article("memo", f"g{strange}-memo", "The mayor keeps seventeen llamas behind the townhall.")
        library.successor = FakeLibrary(articles=[*library.articles, secret])
        await bot.engine.open()
        await bot.engine.adopt()
        await double.interact("ask", guild=strange, question="Where does the mayor keep seventeen llamas?")
        await double.interact("ask", guild=strange, token="second", question=_QUESTION)
        await double.until(lambda: len(double.posted("/callback")) == 2)
        refused, found = sorted(str(request.body) for request in double.posted("/callback"))
        assert "llamas behind" not in refused + found
        assert "Northholm" in refused + found

    async def test_the_commands_are_synced(self, double, bot):
        assert {command["name"] for command in double.commands} >= {"ask", "quote", "check", "reindex"}


class TestTheDoctor:
    async def test_all_is_well(self, double, bot, with_token):
        findings = await ask_discord(with_token(), command_names())
        assert all(finding.healthy for finding in findings)

    async def test_commands_that_discord_does_not_know_are_named(self, double, with_token):
        *_, commands = await ask_discord(with_token(), command_names())
        assert not commands.healthy
        assert "ask" in commands.what

    async def test_a_wrong_token_is_named_with_the_place_to_reset_it(self, double, with_token):
        (finding,) = await ask_discord(with_token(token="wrong.token"), command_names())
        assert not finding.healthy
        assert "Reset Token" in finding.fix

    async def test_a_missing_token_is_named(self, double, tmp_path):
        (finding,) = await ask_discord(make_settings(tmp_path), command_names())
        assert "VERBATIM_DISCORD__TOKEN" in finding.fix

    async def test_an_intent_that_is_off_is_named_with_the_switch(self, double, bot, with_token):
        findings = await ask_discord(with_token(message_content=True), command_names())
        (off,) = [finding for finding in findings if not finding.healthy]
        assert "Privileged Gateway Intents" in off.fix
        assert off.link == f"https://discord.com/developers/applications/{APPLICATION}/bot"

    async def test_an_intent_that_is_on_is_well(self, double, bot, with_token):
        double.application_flags = 1 << 19
        assert all(finding.healthy for finding in await ask_discord(with_token(message_content=True), command_names()))

    async def test_a_discord_that_cannot_be_reached_is_named(self, tmp_path, with_token):
        (finding,) = await ask_discord(with_token(api_url="http://127.0.0.1:9/api"), command_names())
        assert "cannot be reached" in finding.what


class TestSetup:
    async def test_a_token_is_told_with_its_application(self, double):
        assert await identify(double.api_url, TOKEN) == Application(id=int(APPLICATION), name="Verbatim")

    async def test_a_wrong_token_is_refused(self, double):
        with pytest.raises(TokenRefused):
            await identify(double.api_url, "wrong.token")

    def test_the_invite_asks_for_the_permissions_that_are_needed_and_no_more(self):
        assert "permissions=274877975552" in server_link(1)
        assert "scope=bot+applications.commands" in server_link(1)
