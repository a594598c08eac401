"""What the doctor finds on this side of the wire."""

import asyncio
from pathlib import Path
from types import SimpleNamespace

import discord
import pytest

from bot.admins import Admins
from bot.cards.admin import Finding
from bot.connection import command_names
from bot.engine.engine import Engine
from bot.operations.doctor import examine
from bot.operations.doctor.machine import (
    look_at_encoder,
    look_at_index,
    look_at_place,
    look_at_reader,
    look_at_sources,
    look_at_state,
)
from bot.operations.doctor.running import look_at_bot, look_at_notices
from bot.operations.setup import user_link
from bot.rules.access import Admin
from bot.state.notices import WantedNotices
from bot.state.state import Channel, Server
from bot.texts.translation import load_translations
from index.encoding.exports import Exports
from index.encoding.model_files import find_model
from index.errors import NoIndexYet
from index.search.reader import reader
from tests.bot.conftest import make_settings

_ENGLISH = load_translations().to("en")


def test_a_missing_index_is_named_with_the_command_that_builds_one(tmp_path):
    (finding,) = look_at_index(make_settings(tmp_path))
    assert not finding.healthy
    assert "verbatim index build" in finding.fix


def test_a_model_without_weights_is_named(tmp_path):
    (finding,) = look_at_encoder(make_settings(tmp_path, encoder={"model": str(tmp_path)}))
    assert not finding.healthy
    assert "no weights" in finding.what


@pytest.mark.model
def test_a_reader_is_in_place_unless_it_is_off_or_damaged(tmp_path, monkeypatch):
    assert look_at_reader(make_settings(tmp_path)) == Finding(what="The reader is in place.")
    finding = look_at_reader(make_settings(tmp_path, answers={"reader": "off"}))
    assert finding.healthy
    assert "[answers] reader" in finding.what
    (tmp_path / "reader.onnx").write_bytes(b"weights")
    monkeypatch.setattr(reader, "FILE", tmp_path / "reader.onnx")
    finding = look_at_reader(make_settings(tmp_path))
    assert not finding.healthy
    assert "not the published file" in finding.fix


def test_a_model_that_cannot_be_exported_is_said_to_be_slower(tmp_path):
    class Unexportable:
        def export(self, folder):
            raise RuntimeError

    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "model.safetensors").write_bytes(b"weights")
    settings = make_settings(tmp_path / "data", encoder={"model": str(tmp_path / "model")})
    assert look_at_encoder(settings)[0].what == "The encoder is in place."
    Exports(settings.data.dir / "models").make(find_model(settings.encoder), Unexportable)
    (finding,) = look_at_encoder(settings)
    assert "slower" in finding.what
    assert "cannot be exported" in finding.what


def test_sources_that_are_not_set_are_named(tmp_path):
    (finding,) = look_at_sources(make_settings(tmp_path))
    assert "[reindex] sources" in finding.fix


def test_a_source_that_is_missing_is_named_and_one_that_is_there_is_well(tmp_path):
    (tmp_path / "here.txt").write_text("Title\n\nWords.")
    named = (str(tmp_path / "here.txt"), f"s={tmp_path}/gone", "https://example.org/feed.xml")
    here, gone, link = look_at_sources(make_settings(tmp_path, reindex={"sources": named}))
    assert here.healthy
    assert not gone.healthy
    assert (link.healthy, link.what) == (True, "The source https://example.org/feed.xml is read by the build.")


def test_what_is_missing_is_named_with_the_folder_in_which_it_was_looked_for(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    source, folder = look_at_sources(make_settings(tmp_path, reindex={"sources": ("news",), "folder": "open"}))
    assert source.what == f"The source {tmp_path / 'news'} is missing."
    assert folder.what == f"The folder {tmp_path / 'open'} is missing."


def test_the_folder_that_is_open_to_admins_is_looked_for(tmp_path):
    _, finding = look_at_sources(make_settings(tmp_path, reindex={"folder": str(tmp_path / "gone")}))
    assert "[reindex] folder" in finding.fix
    assert len(look_at_sources(make_settings(tmp_path, reindex={"folder": str(tmp_path)}))) == 1


def test_an_intent_is_missed_only_where_a_channel_needs_it(tmp_path, library):
    engine = Engine(lambda: library, waiting=10, batch=4)
    settings, listening = make_settings(tmp_path), make_settings(tmp_path, discord={"message_content": True})
    is_well = [
        look_at_bot(chosen, engine, answers_here=needed, application=1)[1].healthy
        for chosen in (settings, listening)
        for needed in (False, True)
    ]
    assert is_well == [True, False, True, True]


async def test_an_index_is_said_to_be_opening_until_it_is_open_or_there_is_none(tmp_path, library):
    def fail():
        raise NoIndexYet(tmp_path)

    for open_library, said in ((lambda: library, "The index is open."), (fail, "No index is open.")):
        engine = Engine(open_library, waiting=10, batch=4)
        assert "being opened" in _look_at_index(tmp_path, engine)
        engine.start()
        await asyncio.gather(engine.open(), return_exceptions=True)
        assert _look_at_index(tmp_path, engine) == said
        await engine.close(seconds=5)


async def test_an_admin_who_asks_how_the_index_is_hears_that_it_is_being_opened(tmp_path, library):
    admins = Admins(Engine(lambda: library, waiting=10, batch=4), None, None, None, make_settings(tmp_path))
    server = Server(id=1, gaps=False, feedback=False)
    reply = await admins.status(Admin(server=server, channel=Channel(id=2), translate=_ENGLISH))
    assert "being opened" in str(reply.card.view.to_components())


def _look_at_index(folder, engine):
    return look_at_bot(make_settings(folder), engine, answers_here=False, application=1)[0].what


def test_the_data_folder_and_the_settings_file_are_said(tmp_path):
    place, file = look_at_place(tmp_path / "new", tmp_path / "verbatim.toml")
    assert place.what == f"The data folder is {tmp_path / 'new'}."
    assert file.what == f"The settings file is {tmp_path / 'verbatim.toml'}."
    assert look_at_place(tmp_path, None)[1].what.startswith(f"There is no config/verbatim.toml in {Path.cwd()};")


def test_a_data_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("x")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        assert not look_at_place(place, None)[0].healthy
        assert not look_at_state(make_settings(place)).healthy
    assert look_at_state(make_settings(tmp_path / "new")).healthy


@pytest.mark.model
def test_a_story_that_is_offered_and_not_in_the_index_is_named(sample_library):
    folder = sample_library.generation.folder.parents[1]
    offered = ("us-iraq-2011", "7:us-iraq-2011", "us-irak", "7:us-irak")
    _, *findings = look_at_index(make_settings(folder, reindex={"offered": offered}))
    assert [finding.what for finding in findings] == [
        "The index has no story us-irak.",
        "The index has no story 7:us-irak.",
    ]
    assert findings[0].fix == "Correct [reindex] offered; the index has: us-iraq-2011."


@pytest.mark.parametrize(("status", "found"), [(404, 1), (403, 1), (503, 0)])
async def test_a_channel_that_discord_tells_nothing_of_is_not_said_to_be_gone(status, found):
    kinds = {404: discord.NotFound, 403: discord.Forbidden, 503: discord.DiscordServerError}

    async def fail(_channel):
        raise kinds[status](SimpleNamespace(status=status, reason=""), "")

    guild = SimpleNamespace(get_channel_or_thread=lambda _: None, fetch_channel=fail)
    assert len(await look_at_notices(guild, WantedNotices(server=1, alarm_channel=2))) == found


def test_the_link_for_one_person_asks_for_no_permission():
    assert "permissions" not in user_link(1)
    assert "integration_type=1" in user_link(1)


def test_everything_is_looked_at_even_without_a_token(tmp_path):
    troubles = [finding.what for finding in examine(make_settings(tmp_path), command_names()) if not finding.healthy]
    assert troubles == ["There is no usable index.", "No sources are set.", "There is no token."]


@pytest.mark.parametrize("spoil", [lambda _: b"no database at all", lambda whole: whole[:4096] + b"?" * 8192])
def test_a_state_that_the_bot_would_not_start_with_is_told(tmp_path, lay_state, spoil):
    settings = make_settings(tmp_path)
    lay_state(settings)
    settings.state_file.chmod(0o600)
    assert look_at_state(settings).healthy
    settings.state_file.write_bytes(spoil(settings.state_file.read_bytes()))
    finding = look_at_state(settings)
    assert "will not start" in finding.what
    assert "verbatim restore FILE" in finding.fix


def test_what_every_user_of_the_machine_can_read_is_told(tmp_path):
    settings = make_settings(tmp_path)
    file = settings.state_file
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"")
    for folder_mode, mode, healthy in ((0o755, 0o644, False), (0o700, 0o644, True), (0o755, 0o640, True)):
        file.parent.chmod(folder_mode)
        file.chmod(mode)
        finding = look_at_state(settings)
        assert finding.healthy is healthy
    file.chmod(0o644)
    assert "chmod -R o=" in look_at_state(settings).fix
