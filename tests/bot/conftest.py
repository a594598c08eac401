"""What every test of the bot stands on: a loop that must not be blocked, and a bot over a fake library."""

import asyncio
import shutil
import sys
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import discord
import pytest
from blockbuster import blockbuster_ctx
from discord.gateway import DiscordWebSocket
from discord.http import Route
from simcord.env import Env

from bot.client import Verbatim
from bot.connection import SURFACES
from bot.engine.engine import Engine
from bot.reindexing import Reindexing
from bot.settings import Settings
from bot.state.database import Database, _open_file
from bot.state.state import State
from bot.texts.translation import load_translations
from bot.wire.transport import point_at
from index.articles import Source
from index.previewing import preview
from index.progress import BuildReport, Changes, Progress, Stage, to_line
from index.settings import DataSettings, IndexSettings, WebSettings
from tests.bot.discord_double import DiscordDouble
from tests.fakes import FakeLibrary

CHANGES = Changes(new=2, changed=1, removed=1, unchanged=3)
REPORT = BuildReport(generation="next", changes=CHANGES, encoded=4, failed=(), by_story={"harbour": CHANGES})
PROGRESS = Progress(stage=Stage.ENCODING, done=1, total=4)
BUILD = f"print({to_line(PROGRESS)!r}, flush=True); print({to_line(REPORT)!r})"


class ReadsHere(Reindexing):
    """Reads by itself, in a thread, what the real one has a child read."""

    async def preview(self, source):
        return await asyncio.to_thread(self._read, source)

    def _read(self, source):
        web = WebSettings(open_hosts=("127.0.0.1",), pause_seconds=0)  # the tests' own web server
        given = Source.parse(source)
        if given.link:  # as the operator's, to whom alone a host may be open: test_previews has how a server's is read
            given = replace(given, story=None)
        return preview(given, IndexSettings(data=DataSettings(dir=self._data_dir), web=web))


@pytest.fixture(scope="session", autouse=True)
def _nothing_blocks_the_loop():
    load_translations()  # a bot reads them off its loop
    with blockbuster_ctx("bot"):
        yield


@pytest.fixture(scope="session", autouse=True)
def _what_settles_is_looked_for_often():
    """Simcord looks for it twenty times a second, and has no setting for that: it would be a fifth of these tests'
    time. It gives up after five seconds, which the first quotation of a process may take on a busy machine."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(Env._settle_internal.__kwdefaults__, "idle", 0.005)
        patched.setitem(Env.__init__.__kwdefaults__, "settle_timeout", 30.0)
        yield


@pytest.fixture
def pointing_is_undone(monkeypatch):
    """Where discord.py was pointed before, it points again after the test."""
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)


@pytest.fixture
async def double(pointing_is_undone):
    """A Discord of our own, at which discord.py points."""
    async with DiscordDouble() as double:
        point_at(double.api_url, double.gateway_url)
        yield double


@pytest.fixture
def library():
    return FakeLibrary()


@pytest.fixture
def settings(tmp_path):
    return make_settings(tmp_path)


def make_settings(folder: Path, **tables) -> Settings:
    return Settings.model_validate({"data": {"dir": folder}, **tables})


@pytest.fixture
def state_url(database):
    """PostgreSQL with tables for the state, for the bot's own role."""
    return database.bot


@pytest.fixture(params=["a file", "PostgreSQL"])
def place(request, tmp_path):
    """Both homes of the state, with nothing in them."""
    return tmp_path / "deep" / "state.sqlite" if request.param == "a file" else request.getfixturevalue("state_url")


@pytest.fixture
async def shared(state_url):
    """The same, open, as the processes of a cluster share it."""
    database = await Database.open(state_url)
    yield database
    await database.close()


@pytest.fixture
def build():
    """The program that the bot starts as its build child."""
    return BUILD


@pytest.fixture(scope="session")
def empty_state(tmp_path_factory):
    """A state with this version's tables, to be copied: making them takes five times as long as all else at a start."""
    file = tmp_path_factory.mktemp("state") / "state.sqlite"
    _open_file(file).dispose()
    return file


@pytest.fixture
def lay_state(empty_state):
    """Lays an empty state where these settings have theirs, unless there is one."""

    def lay(settings):
        if not (settings.store.url or settings.state_file.exists()):
            settings.data.dir.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(empty_state, settings.state_file)

    return lay


@pytest.fixture
async def open_state(lay_state):
    """Opens the state that these settings have, which is empty where there was none."""
    async with AsyncExitStack() as opened:

        async def open_(settings):
            lay_state(settings)
            state = await State.open(settings.state_file, settings.privacy)
            opened.push_async_callback(state.close)
            return state

        yield open_


@pytest.fixture
async def open_engine():
    """Opens an engine over a library."""
    async with AsyncExitStack() as opened:

        async def open_(library):
            engine = Engine(lambda: library, waiting=200, batch=32)
            engine.start()
            opened.push_async_callback(engine.close, seconds=5)
            await engine.open()
            return engine

        yield open_


@pytest.fixture
def make_bot(settings, library, build, lay_state):
    def make(settings=settings, *, patience=1.0, between_looks=3_600.0):
        lay_state(settings)
        engine = Engine(lambda: library, waiting=settings.questions.waiting, batch=settings.questions.batch)
        child = ReadsHere(settings.data.dir, None, niceness=0, threads=1, command=(sys.executable, "-c", build))
        return Verbatim(settings, engine, child, SURFACES, patience=patience, between_looks=between_looks)

    return make


@pytest.fixture
async def simcord_bot(make_bot):
    bot = make_bot()
    yield bot
    await bot.close()


@pytest.fixture
def server(simcord_env):
    return simcord_env.create_guild("Readers")


@pytest.fixture
def channel(server):
    return server.create_text_channel("news")


@pytest.fixture
def admin(simcord_env, server):
    """Somebody who may manage the server."""
    role = server.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
    return server.add_member(simcord_env.create_user("admin"), roles=[role])
