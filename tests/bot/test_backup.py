"""A backup and the way back: whole or not at all, from a bot that runs, into a folder that is used or new."""

import asyncio
import json
import os
import re
import shutil
import zipfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import connect

import pytest
from aiohttp import ClientError

from bot import connection
from bot.errors import AlreadyRunning, BrokenBackup, BrokenRestore, BrokenState
from bot.operations import restoring
from bot.operations.backup import back_up, look_into, unpack
from bot.operations.lock import locked
from bot.operations.restoring import is_used, missing_sources, restore
from bot.settings import read_bot_settings
from bot.state.sources import ServerSource
from bot.state.state import Server, State
from index.articles import Source
from index.building import build
from index.errors import ModelError
from index.store.folder.data_folder import DataFolder
from tests.bot.conftest import make_settings
from tests.index.fake_encoder import FakeEncoder
from tests.killing import run_killed

_AT = datetime(2011, 8, 20, tzinfo=UTC)
_ARTICLES = {
    "bridge.md": '---\ntitle: The bridge\npublished_at: "2011-08-18T08:00:00-04:00"\n---\n“We wait,” said Ana Pohl.\n',
    "pier.txt": "The pier\n\nCracks “everywhere”,\u00a0and   more.\n",
}
_SETTINGS = '[answers]\nlevel = "strict"\n'


@pytest.fixture
def here(tmp_path):
    """The settings of a data folder with an index, uploads and a source."""
    articles = tmp_path / "articles"
    articles.mkdir()
    for name, text in _ARTICLES.items():
        (articles / name).write_text(text, encoding="utf-8")
    settings = make_settings(tmp_path / "data", reindex={"sources": (f"harbour={articles}",)})
    build([Source.parse(f"harbour={articles}")], settings, FakeEncoder)
    upload = settings.uploads_dir / "7" / "memo" / "memo.md"
    upload.parent.mkdir(parents=True)
    upload.write_text("A memo.", encoding="utf-8")
    (tmp_path / "verbatim.toml").write_text(_SETTINGS)
    return settings


@pytest.fixture
async def state(here):
    state = await State.open(here.state_file, here.privacy)
    await state.save_server(Server(id=7, gaps=True, feedback=False, stories=frozenset({"harbour"})))
    upload = here.uploads_dir / "7" / "memo" / "memo.md"
    await state.sources.add(ServerSource(server=7, name="memo", file=upload, added_at=_AT))
    yield state
    await state.close()


@pytest.fixture
def archive(here, tmp_path, state):
    """A backup that was taken while the bot ran."""
    back_up(here, tmp_path / "verbatim.toml", tmp_path / "backup.zip")
    return tmp_path / "backup.zip"


def articles_in(settings):
    return list(DataFolder(settings.data.dir).open_current().articles)


def everything_in(folder):
    """Every file but locks, with its bytes."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and not file.name.endswith((".lock", "-shm"))
    }


async def test_all_of_it_is_there_again_in_another_folder(here, archive, tmp_path):
    there = make_settings(tmp_path / "elsewhere")
    contents, after = await asyncio.to_thread(restore, archive, there, FakeEncoder)
    assert contents.articles == 2
    assert articles_in(there) == articles_in(here)
    again = await State.open(there.state_file, there.privacy)
    assert (await again.server(7)).stories == {"harbour"}
    (source,) = await again.sources.of(7)
    await again.close()
    assert source.file == there.uploads_dir / "7" / "memo" / "memo.md"
    assert source.file.read_text() == "A memo."
    assert (after / "verbatim.toml").read_text() == _SETTINGS
    assert (after / "sources" / "1" / "pier.txt").read_text(encoding="utf-8") == _ARTICLES["pier.txt"]
    assert not (there.data.dir / ".restore").exists()


def test_the_earlier_texts_of_articles_are_there_again(here, tmp_path):
    pier = tmp_path / "articles" / "pier.txt"
    for cracks in ("17 cracks", "19 cracks"):
        pier.write_text(f"The pier\n\nThere are {cracks} in it.")
        build([Source.parse(f"harbour={tmp_path / 'articles'}")], here, FakeEncoder)
    back_up(here, None, tmp_path / "backup.zip")
    there = make_settings(tmp_path / "elsewhere")
    restore(tmp_path / "backup.zip", there, FakeEncoder)
    earlier = DataFolder(there.data.dir).open_current().revisions
    assert earlier == DataFolder(here.data.dir).open_current().revisions
    assert "There are 17 cracks" in earlier[-1].article.body


def test_a_backup_of_the_first_format_which_had_no_earlier_texts_is_put_back(here, archive, tmp_path):
    def make_old(files, contents):
        del files["revisions.jsonl"], contents["files"]["revisions.jsonl"]
        contents["format"] = 1

    _rewrite(archive, make_old)
    there = make_settings(tmp_path / "elsewhere")
    restore(archive, there, FakeEncoder)
    assert articles_in(there) == articles_in(here)


@pytest.mark.parametrize("called", ["a#b", "a?b", "a%20b", "50% & more", "a;b:c@d", "sqlite:", "näme"])
async def test_a_data_folder_may_be_called_anything(tmp_path, called):
    here, there = make_settings(tmp_path / called), make_settings(tmp_path / "other" / called)
    state = await State.open(here.state_file, here.privacy)
    await state.save_server(Server(id=7, gaps=True, feedback=False))
    await state.close()
    await asyncio.to_thread(back_up, here, None, tmp_path / "backup.zip")
    await asyncio.to_thread(restore, tmp_path / "backup.zip", there, FakeEncoder)
    again = await State.open(there.state_file, there.privacy)
    assert (await again.server(7)).gaps
    await again.close()
    assert {file.name for file in tmp_path.iterdir()} == {called, "other", "backup.zip"}


def _cut(file):
    os.truncate(file, file.stat().st_size // 2)


@pytest.mark.parametrize("spoil", [lambda file: file.write_bytes(b"no database" * 99), _cut])
async def test_a_damaged_state_is_told_with_what_to_do_and_the_earlier_backup_stays(tmp_path, spoil):
    here, archive = make_settings(tmp_path / "data"), tmp_path / "backup.zip"
    await (await State.open(here.state_file, here.privacy)).close()
    await asyncio.to_thread(back_up, here, None, archive)
    before = archive.read_bytes()
    spoil(here.state_file)
    with pytest.raises(BrokenState, match="verbatim restore"):
        await asyncio.to_thread(back_up, here, None, archive)
    assert archive.read_bytes() == before


def test_a_state_that_cannot_be_opened_is_named(tmp_path):
    here = make_settings(tmp_path / "data")
    here.state_file.mkdir(parents=True)
    with pytest.raises(OSError, match=r"state\.sqlite") as caught:
        back_up(here, None, tmp_path / "backup.zip")
    assert caught.value.filename == str(here.state_file)


def test_what_a_build_finds_in_a_source_is_in_the_backup_whatever_it_is_called(here, tmp_path):
    articles, linked = tmp_path / "articles", tmp_path / "elsewhere"
    (linked / "deep").mkdir(parents=True)
    (linked / "deep" / "far.txt").write_text("Far\n\nIt is far.")
    (articles / "linked").symlink_to(linked)
    (articles / ".hidden.txt").write_text("Hidden")
    (articles / os.fsdecode(b"caf\xe9.txt")).write_text("A name of another time")
    contents = back_up(here, None, tmp_path / "backup.zip")
    assert {name for name in contents.files if name.startswith("sources/")} == {
        *("sources/1/bridge.md", "sources/1/pier.txt", "sources/1/linked/deep/far.txt", "sources/1/caf%E9.txt"),
    }
    _, after = restore(tmp_path / "backup.zip", make_settings(tmp_path / "there"), FakeEncoder)
    assert (after / "sources" / "1" / "caf%E9.txt").read_text() == "A name of another time"


async def test_what_the_database_has_not_yet_put_in_its_file_is_in_the_backup(here, archive, tmp_path, state):
    await state.save_server(Server(id=8, gaps=True, feedback=True))
    assert here.state_file.with_name("state.sqlite-wal").stat().st_size
    await asyncio.to_thread(back_up, here, None, archive)
    await asyncio.to_thread(restore, archive, make_settings(tmp_path / "elsewhere"), FakeEncoder)
    with closing(connect(tmp_path / "elsewhere" / "state.sqlite")) as database:
        assert database.execute("SELECT server FROM servers").fetchall() == [(7,), (8,)]


def test_what_can_be_made_again_and_what_is_secret_is_left_out(here, archive):
    settings = read_bot_settings(
        "", {"VERBATIM_DATA__DIR": str(here.data.dir), "VERBATIM_DISCORD__TOKEN": "very.secret"}
    )
    back_up(settings, None, archive)
    with zipfile.ZipFile(archive) as zipped:
        names = {"articles.jsonl", "revisions.jsonl", "state.sqlite", "uploads/7/memo/memo.md", "backup.json"}
        assert set(zipped.namelist()) == names
        assert not any(b"very.secret" in zipped.read(name) for name in zipped.namelist())
    assert archive.stat().st_mode & 0o077 == 0


def test_a_folder_without_an_index_can_be_saved_too(tmp_path, lay_state):
    new = make_settings(tmp_path / "new")
    lay_state(new)
    contents = back_up(new, None, tmp_path / "new.zip")
    assert (contents.articles, list(contents.files)) == (0, ["state.sqlite"])
    restore(tmp_path / "new.zip", make_settings(tmp_path / "other"), FakeEncoder)


def test_where_nothing_is_kept_an_earlier_backup_stays(here, tmp_path):
    """As where a job has lost the variable that names the data folder."""
    place, elsewhere = tmp_path / "daily.zip", make_settings(tmp_path / "misspelt", reindex=here.reindex.model_dump())
    back_up(here, None, place)
    with pytest.raises(FileNotFoundError, match="nothing is kept there") as caught:
        back_up(elsewhere, tmp_path / "verbatim.toml", place)
    assert caught.value.filename == str(tmp_path / "misspelt")
    assert look_into(place).articles == len(_ARTICLES)


def test_what_was_there_is_kept_and_the_index_can_be_rolled_back(here, archive, tmp_path):
    (tmp_path / "articles" / "late.txt").write_text("Late\n\nIt is late.")
    build([Source.parse(f"harbour={tmp_path / 'articles'}")], here, FakeEncoder)
    (here.uploads_dir / "7" / "memo" / "memo.md").write_text("Changed.")
    _, after = restore(archive, here, FakeEncoder)
    assert len(articles_in(here)) == 2
    assert (here.uploads_dir / "7" / "memo" / "memo.md").read_text() == "A memo."
    assert (after / "before" / "uploads" / "7" / "memo" / "memo.md").read_text() == "Changed."
    assert (after / "before" / "state.sqlite").exists()
    DataFolder(here.data.dir).roll_back()
    assert len(articles_in(here)) == 3


def test_a_folder_is_used_when_something_would_be_replaced(here, tmp_path):
    assert is_used(here)
    assert not is_used(make_settings(tmp_path / "new"))


def test_a_source_that_is_not_on_this_machine_is_told_with_where_its_files_are(archive, tmp_path):
    contents, after = restore(archive, make_settings(tmp_path / "elsewhere"), FakeEncoder)
    assert missing_sources(contents, after) == []
    shutil.rmtree(tmp_path / "articles")
    assert missing_sources(contents, after) == [(str(tmp_path / "articles"), after / "sources" / "1")]


def test_a_link_has_no_files_to_be_saved_or_missed(here, tmp_path):
    settings = make_settings(here.data.dir, reindex={"sources": ("https://example.org/feed.xml",)})
    assert back_up(settings, None, tmp_path / "backup.zip").sources == {}


@pytest.mark.parametrize("kept", [0, 10, 500, 0.5, 0.99, -1])
def test_a_backup_that_breaks_off_is_refused_and_nothing_changes(here, archive, kept):
    whole = archive.read_bytes()
    archive.write_bytes(whole[: int(len(whole) * kept) if isinstance(kept, float) else kept])
    before = everything_in(here.data.dir)
    with pytest.raises(BrokenBackup, match="Nothing was changed"):
        restore(archive, here, FakeEncoder)
    assert everything_in(here.data.dir) == before


def test_a_backup_that_lost_its_beginning_is_refused(here, archive):
    archive.write_bytes(archive.read_bytes()[5:])
    with pytest.raises(BrokenBackup, match="damaged"):
        restore(archive, here, FakeEncoder)


def test_a_changed_byte_is_noticed_or_changes_nothing(here, archive, tmp_path):
    whole, there = archive.read_bytes(), make_settings(tmp_path / "elsewhere")
    for place in range(0, len(whole), max(1, len(whole) // 25)):
        archive.write_bytes(whole[:place] + bytes([whole[place] ^ 0x41]) + whole[place + 1 :])
        try:
            restore(archive, there, FakeEncoder)
        except BrokenBackup:
            continue
        assert articles_in(there) == articles_in(here)


def _rewrite(archive: Path, change) -> None:
    """The same backup with other files in it and a list that fits them."""
    with zipfile.ZipFile(archive) as zipped:
        files = {name: zipped.read(name) for name in zipped.namelist()}
    contents = json.loads(files.pop("backup.json"))
    change(files, contents)
    with zipfile.ZipFile(archive, "w") as zipped:
        for name, content in {**files, "backup.json": json.dumps(contents).encode()}.items():
            zipped.writestr(name, content)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda files, _: files.pop("state.sqlite"), "incomplete"),
        (lambda _, contents: contents.pop("files"), "not a Verbatim backup"),
        (lambda _, contents: contents.update(format=99, version="9.9"), "verbatim 9.9, which is newer"),
        (lambda files, _: files.update({"articles.jsonl": b"{}\n"}), "articles.jsonl in it is damaged"),
        (lambda _, contents: contents["files"].update({"../evil": "0"}), "does not belong in a backup"),
        (lambda _, contents: contents["files"].update({"/etc/evil": "0"}), "does not belong in a backup"),
        (lambda _, contents: contents["files"].update({"": "0"}), "does not belong in a backup"),
        (lambda _, contents: contents["files"].update({"uploads/../../evil": "0"}), "does not belong in a backup"),
        (lambda _, contents: contents["files"].update({"CURRENT": "0"}), "does not belong in a backup"),
    ],
)
def test_what_is_no_backup_is_refused_with_the_reason(here, archive, change, reason, tmp_path):
    _rewrite(archive, change)
    before = everything_in(here.data.dir)
    with pytest.raises(BrokenBackup, match=reason):
        restore(archive, here, FakeEncoder)
    assert everything_in(here.data.dir) == before
    assert not (tmp_path / "evil").exists()


def test_a_backup_that_says_endlessly_what_it_is_is_refused_before_it_is_heard(here, tmp_path):
    archive = tmp_path / "bomb.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("backup.json", bytes(110_000_000))
    for look in (lambda: look_into(archive), lambda: restore(archive, here, FakeEncoder)):
        with pytest.raises(BrokenBackup, match="far too long"):
            look()


def test_a_restore_under_a_running_bot_is_refused(here, archive):
    with locked(here.data.dir), pytest.raises(AlreadyRunning, match="Stop that one first"):
        restore(archive, here, FakeEncoder)


def test_an_index_that_cannot_be_built_changes_nothing(here, archive):
    def fail():
        raise ModelError("model", "it is not there.")

    before = everything_in(here.data.dir)
    with pytest.raises(ModelError):
        restore(archive, here, fail)
    assert everything_in(here.data.dir) == before


def test_what_cannot_be_moved_to_its_end_is_moved_back(tmp_path):
    folder = tmp_path / "data"
    for file, text in {"state.sqlite": "old", ".restore/state.sqlite": "new", ".restore/generations/g": "g"}.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text)
    (folder / "generations").write_text("a file where a folder should be")
    before = everything_in(folder)
    with pytest.raises(OSError, match="generations"):
        restoring._take_place(folder, restoring._make_plan(folder, "after", "g"))
    assert everything_in(folder) == before


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a child that is killed is forked")
def test_a_restore_that_is_killed_before_anything_it_does_to_the_disk_leaves_all_of_the_old_or_all_of_the_new(
    tmp_path, every
):
    assert run_killed("tests.bot.killed_restore", tmp_path, every=every) >= 50


def test_a_bot_that_starts_ends_a_restore_that_was_killed(archive, tmp_path, pointing_is_undone):
    nowhere = {"token": "a.token", "api_url": "http://127.0.0.1:9/api/v10"}  # the discard port: nobody listens
    there = make_settings(tmp_path / "elsewhere", discord=nowhere)
    stage = there.data.dir / ".restore"
    unpack(archive, stage)
    restoring._write_down(stage / "plan.json", restoring._make_plan(there.data.dir, "after", None))
    with pytest.raises(ClientError):
        connection.run(there)
    assert (there.uploads_dir / "7" / "memo" / "memo.md").read_text() == "A memo."
    assert there.state_file.exists()
    assert not stage.exists()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda plan: b"",
        lambda plan: plan[: len(plan) // 2],
        lambda plan: plan.replace(b"uploads", b"uploadz", 1),
        lambda plan: plan.partition(b"\n")[0],
        lambda plan: b"{}\n" + plan.partition(b"\n")[2],
    ],
)
def test_a_restore_that_was_killed_whose_plan_is_damaged_is_told_with_what_to_do(archive, tmp_path, spoil):
    there = make_settings(tmp_path / "elsewhere", discord={"token": "a.token"})
    stage = there.data.dir / ".restore"
    unpack(archive, stage)
    plan = stage / "plan.json"
    restoring._write_down(plan, restoring._make_plan(there.data.dir, "after", None))
    plan.write_bytes(spoil(plan.read_bytes()))
    before = everything_in(stage)
    for begin in (lambda: connection.run(there), lambda: restore(archive, there, FakeEncoder)):
        with pytest.raises(BrokenRestore, match=f"Delete the folder {re.escape(str(stage))} and .*verbatim restore"):
            begin()
    assert everything_in(stage) == before
    shutil.rmtree(stage)
    restore(archive, there, FakeEncoder)
    assert (there.uploads_dir / "7" / "memo" / "memo.md").read_text() == "A memo."


@pytest.mark.parametrize("content", [b"my notes", b"PK\x03\x04 an archive of something else"])
def test_what_is_no_backup_is_not_replaced_by_one(here, tmp_path, content):
    notes = tmp_path / "notes.zip"
    notes.write_bytes(content)
    with pytest.raises(FileExistsError, match="is not a backup"):
        back_up(here, None, notes)
    assert notes.read_bytes() == content
    device = tmp_path / "device"
    device.symlink_to(os.devnull)
    with pytest.raises(FileExistsError, match="is not a backup"):
        back_up(here, None, device)
    assert device.is_char_device()


def test_an_earlier_backup_and_an_empty_file_are_replaced(here, tmp_path):
    place = tmp_path / "daily.zip"
    place.touch()
    first, second = back_up(here, None, place), back_up(here, None, place)
    assert look_into(place).taken_at == second.taken_at > first.taken_at


def test_a_place_that_cannot_be_written_is_named_itself(here, tmp_path):
    for place, reason in (
        (tmp_path / "gone" / "b.zip", "No such file"),
        (tmp_path, "Is a directory"),
        (tmp_path / ("b" * 250), "File name too long"),  # of the draft beside it
    ):
        with pytest.raises(OSError, match=reason) as caught:
            back_up(here, None, place)
        assert caught.value.filename == str(place)


def test_an_earlier_backup_stays_when_the_next_one_fails(here, archive, tmp_path):
    before = archive.read_bytes()
    with pytest.raises(OSError, match="gone"):
        back_up(here, tmp_path / "gone.toml", archive)
    assert archive.read_bytes() == before
    assert not list(tmp_path.glob(".backup.zip-*"))
