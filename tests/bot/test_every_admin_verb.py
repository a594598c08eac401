"""What must hold for everything that admins can do, over the list of all of it."""

import ast
import itertools
import re
import typing
from datetime import UTC, datetime
from pathlib import Path

import discord
import pytest
from discord import app_commands

from bot.admins import Admins
from bot.cards import settings_panel
from bot.connection import SURFACES
from bot.refreshing import Refreshing
from bot.rules.access import Admin
from bot.server_sources import PastedText, ServerSources, Upload
from bot.state.missed import Feedback
from bot.state.sources import ServerSource, server_story
from bot.state.state import Channel, Server
from bot.texts.translation import load_translations
from index.progress import BuildReport, Changes, Failure, Preview, Remark
from tests.bot.calling import hear, verbs_of
from tests.bot.conftest import make_settings
from tests.bot.seeing import custom_ids, texts
from tests.fakes import HARBOUR, ORCHARD, FakeLibrary, article


async def _find_nothing(_wanted):
    return []


_VERBS = verbs_of(Admins)
_TRANSLATE = load_translations().to("en")
_HERE, _THERE = 111111111111111111, 222222222222222222
_THEIRS = server_story(_THERE, "memo")
_MARKDOWN = b"The bridge over the Aller opened on Sunday.\n"
_ARGUMENTS = {
    "admin": Admin(
        server=Server(id=_HERE, gaps=True, feedback=True), channel=Channel(id=5, story=None), translate=_TRANSLATE
    ),
    "tell": lambda progress: None,
    "story": _THEIRS,
    "full": True,
    "dry_run": True,
    "name": _THEIRS,
    "troubles_first": True,
    "application": 7,
    "written": "bridge.md",
    "link": "https://example.org/feed.xml",
    "refresh": "15min",
    "to": 5,
    "hour": 8,
    "pasted": PastedText(headline="A bridge", date="", outlet="", address="", text="The bridge opened."),
    "upload": Upload(filename="memo.md", content=_MARKDOWN),
    "control": "gaps:on",
    "values": [_THEIRS],
    "of_server": [],
    "look_at_notices": _find_nothing,
}


class _Reindexing:
    """Reads nothing, and reports every source as broken."""

    is_running = False

    async def run(self, sources, build, tell):
        stories = [source.partition("=")[0] for source in sources]
        failed = tuple(Failure(story=story, message=f"{story} is broken") for story in stories)
        remarks = tuple(Remark(story=story, message=f"{story} was mended") for story in stories)
        by_story = dict.fromkeys(stories, Changes(new=1, changed=2, removed=3, unchanged=4))
        changes = Changes.total(by_story.values())
        return BuildReport(
            generation=None, changes=changes, encoded=0, failed=failed, remarks=remarks, by_story=by_story
        )

    async def preview(self, source):
        return Preview(articles=(article("bridge", "x", "The bridge over the Aller opened."),), count=1)


@pytest.fixture
def open_admins(tmp_path, open_engine, open_state):
    """Makes admins' verbs; with another server beside this one, which has something of everything."""
    numbers = itertools.count()

    async def open_(*, beside):
        folder = tmp_path / str(next(numbers))
        open_to_admins = folder / "open"
        open_to_admins.mkdir(parents=True)
        (open_to_admins / "bridge.md").write_bytes(_MARKDOWN)
        settings = make_settings(
            folder / "data", reindex={"folder": str(open_to_admins), "sources": (f"wire={open_to_admins}",)}
        )
        state = await open_state(settings)
        secret = article("memo", _THEIRS, "The mayor keeps seventeen llamas behind the townhall.")
        engine = await open_engine(FakeLibrary(articles=(*HARBOUR, *ORCHARD, *((secret,) if beside else ()))))
        if beside:
            await _furnish(state, folder)
        reindexing = _Reindexing()
        refreshing = Refreshing(engine, state, reindexing, settings)
        return Admins(engine, state, refreshing, ServerSources(state, reindexing, settings), settings), state

    return open_


async def _furnish(state, folder):
    """Gives the other server settings, a channel, a source, a gap and an opinion."""
    now = datetime.now(UTC)
    await state.save_server(Server(id=_THERE, gaps=True, feedback=True, stories=frozenset({_THEIRS}), admin_role=7))
    await state.save_channel(_THERE, Channel(id=6, story=_THEIRS, answers_here=True))
    await state.sources.add(ServerSource(server=_THERE, name="memo", file=folder / "memo.md", added_at=now))
    await state.missed.add_gap(_THERE, "Where are the llamas?", at=now)
    opinion = Feedback(user=3, subject="llamas", helpful=False, reason="too many llamas", given_at=now)
    await state.missed.add_feedback(_THERE, opinion)


async def _all_of(state):
    """Everything that is kept of the other server."""
    return (
        await state.server(_THERE),
        await state.sources.of(_THERE),
        await state.missed.gaps(_THERE),
        await state.missed.feedback(_THERE),
    )


@pytest.mark.parametrize("fully", [False, True], ids=["barely", "fully"])
@pytest.mark.parametrize("verb", _VERBS)
async def test_another_server_changes_nothing_that_an_admin_sees_and_is_itself_left_as_it_was(verb, fully, open_admins):
    alone, _ = await open_admins(beside=False)
    among, state = await open_admins(beside=True)
    before = await _all_of(state)
    seen = [await hear(admins, verb, _ARGUMENTS, fully=fully, translate=_TRANSLATE) for admins in (alone, among)]
    assert seen[0] == seen[1]
    assert await _all_of(state) == before


@pytest.mark.parametrize("verb", verbs_of(Admins))
def test_every_verb_takes_an_admin(verb):
    hints = typing.get_type_hints(getattr(Admins, verb))
    assert next(iter(hints.values())) is Admin


def test_the_check_of_the_permission_alone_makes_an_admin():
    root = Path(settings_panel.__file__).parents[1]
    makers = {
        file.relative_to(root).as_posix()
        for file in root.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "Admin"
    }
    assert makers == {"rules/access.py"}


def _admins_commands():
    """Each command of an admin by its full name, and the group or command that Discord knows."""
    for command in SURFACES.commands:
        if command.default_permissions is not None:
            leaves = command.walk_commands() if isinstance(command, app_commands.Group) else [command]
            yield from ((leaf.qualified_name, leaf, command.name) for leaf in leaves)


_COMMANDS = list(_admins_commands())
_SAMPLES = {
    discord.AppCommandOptionType.string: "late-news",
    discord.AppCommandOptionType.integer: 1,
    discord.AppCommandOptionType.boolean: True,
    discord.AppCommandOptionType.attachment: ("late.md", _MARKDOWN),
}


def _options(command, *, fully):
    """A value for each parameter, or for those that must be given."""
    return {
        parameter.display_name: parameter.choices[0].value if parameter.choices else _SAMPLES[parameter.type]
        for parameter in command.parameters
        if fully or parameter.required
    }


class TestForced:
    """A server's own settings may show a command to anybody: what Discord was told is no check."""

    @pytest.fixture
    def reader(self, simcord_env, server):
        """Somebody without the permission, for whom the server's settings let every command through."""
        reader = server.add_member(simcord_env.create_user("reader"))
        for name in {name for _, _, name in _COMMANDS}:
            spec = simcord_env.backend.find_command(name, None)
            server.set_command_permissions(int(spec["id"]), {reader: True})
        return reader

    @pytest.mark.parametrize(("name", "command"), [(name, command) for name, command, _ in _COMMANDS])
    async def test_every_command_refuses_whom_discord_lets_through_and_answers_an_admin_privately(
        self, name, command, reader, admin, channel, simcord_env
    ):
        bot = simcord_env.bot
        for fully in (False, True):
            refused = await reader.slash(channel, name, **_options(command, fully=fully))
            assert refused.ephemeral
            assert "Manage Server" in texts(refused.response)
        assert channel.last_message is None
        assert await bot.state.sources.of(channel.guild.id) == []
        assert not bot.reindexing.is_running
        answered = await admin.slash(channel, name, **_options(command, fully=False))
        if answered.modal is not None:
            return
        assert answered.ephemeral
        assert "Manage Server" not in texts(answered.response)

    @pytest.mark.parametrize(
        ("name", "option"),
        [
            (name, parameter.display_name)
            for name, command, _ in _COMMANDS
            for parameter in command.parameters
            if parameter.autocomplete
        ],
    )
    async def test_nothing_is_suggested_to_whom_discord_lets_through(
        self, name, option, reader, admin, channel, simcord_env
    ):
        await simcord_env.bot.engine.open()
        await admin.slash(channel, "sources add", file=("late.md", _MARKDOWN))
        assert await admin.autocomplete(channel, name, option, "")
        assert await reader.autocomplete(channel, name, option, "") == []

    async def test_every_control_of_the_panel_refuses_who_lost_the_permission(
        self, admin, server, channel, simcord_env
    ):
        await simcord_env.bot.engine.open()
        panel = await admin.slash(channel, "verbatim settings")
        before = await simcord_env.bot.state.server(server.id)
        simcord_env.backend.get_guild(server.id).members[admin.id].role_ids.clear()
        controls = custom_ids(panel.response)
        assert controls
        for control in controls:
            result = await _use(admin, panel.response, control, server)
            assert "Manage Server" in texts(result.followups[0]), control
        assert await simcord_env.bot.state.server(server.id) == before


async def _use(person, panel, control, server):
    """Presses a button of the panel, or chooses the first of a select."""
    view = discord.ui.LayoutView.from_message(panel.message)
    (item,) = [item for item in view.walk_children() if getattr(item, "custom_id", None) == control]
    if isinstance(item, discord.ui.Button):
        return await person.click(panel, custom_id=control)
    chosen = [item.options[0].value] if isinstance(item, discord.ui.Select) else [server.default_role]
    return await person.select(panel, chosen, custom_id=control)


def test_every_control_is_on_the_panel():
    shown = set()
    for is_on in (False, True):
        server = Server(id=_HERE, gaps=is_on, feedback=is_on, marks=is_on)
        channel = Channel(id=1, answers_here=is_on)
        card = settings_panel.panel_card(server, channel, stories=["iraq"], listens=True, translate=_TRANSLATE)
        shown |= {re.fullmatch(settings_panel.TEMPLATE, custom_id)["control"] for custom_id in _custom_ids_of(card)}
    switches = {f"{name}:{state}" for name in ("gaps", "feedback", "marks", "here") for state in ("on", "off")}
    assert shown == switches | {"stories", "channel_story", "admin_role"}


def _custom_ids_of(card):
    items = [getattr(item, "custom_id", None) for item in card.view.walk_children()]
    return [custom_id for custom_id in items if custom_id]
