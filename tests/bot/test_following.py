"""A generation that a command made current beside the running bot is taken into use."""

import asyncio
import time
from types import SimpleNamespace

import pytest

from bot.engine.engine import Engine
from bot.refreshing import Refreshing
from index.errors import NoIndexYet
from index.store.folder.data_folder import DataFolder
from tests.bot.conftest import make_settings
from tests.bot.waiting import until
from tests.fakes import HARBOUR, FakeLibrary

_FIRST = FakeLibrary().name
_NEXT = "20110821T120000000000Z-00000002"
_LAST = "20110822T120000000000Z-00000003"


@pytest.fixture
async def engine(library):
    engine = Engine(lambda: library, waiting=5, batch=5)
    engine.start()
    await engine.open()
    yield engine
    await engine.close(seconds=5)


@pytest.fixture
def standby():
    return ""


@pytest.fixture
async def follow(engine, tmp_path, standby):
    """Has it looked at its data folder as often as it can, and gives a way to make a generation current."""
    settings = make_settings(tmp_path, store={"standby_url": standby})
    refreshing = Refreshing(engine, SimpleNamespace(), SimpleNamespace(), settings)
    following = asyncio.create_task(refreshing.follow(seconds=0.001))
    yield lambda generation: _make_current(tmp_path, generation)
    following.cancel()
    with pytest.raises(asyncio.CancelledError):
        await following


def _make_current(folder, generation):
    (folder / "generations" / generation).mkdir(parents=True, exist_ok=True)
    (folder / "CURRENT").write_text(f"{generation}\n", encoding="ascii")


async def test_a_generation_that_a_command_made_current_is_taken_into_use(engine, follow, library):
    follow(_FIRST)
    library.successor = FakeLibrary(articles=HARBOUR, name=_NEXT)
    follow(_NEXT)
    await until(lambda: engine.catalogue.manifest.id == _NEXT)


async def test_a_generation_that_is_in_use_is_not_opened_again(engine, follow):
    before = engine.catalogue
    follow(_FIRST)
    await asyncio.sleep(0.05)
    assert engine.catalogue is before


async def test_an_index_is_followed_however_often_it_could_not_be_looked_at(
    engine, follow, library, monkeypatch, caplog
):
    failures = [PermissionError(13, "Permission denied"), OSError(24, "Too many open files")]
    look = DataFolder.current_id

    def fail_at_first(folder):
        if failures:
            raise failures.pop()
        return look(folder)

    monkeypatch.setattr(DataFolder, "current_id", fail_at_first)
    library.successor = FakeLibrary(name=_NEXT)
    follow(_NEXT)
    await until(lambda: engine.catalogue.manifest.id == _NEXT)
    assert caplog.text.count("which index is current cannot be told") == 2


@pytest.mark.parametrize("standby", ["postgresql://standby/verbatim"])
async def test_an_index_that_is_not_there_to_be_read_yet_is_waited_for(engine, follow, library):
    library.successor = late = FakeLibrary(name=_NEXT)
    follow(_LAST)  # what is told of; a standby still holds the one before
    await until(lambda: engine.catalogue.manifest.id == _NEXT)
    late.successor = FakeLibrary(name=_LAST)
    await until(lambda: engine.catalogue.manifest.id == _LAST)


async def test_where_others_build_all_the_time_most_of_it_is_left_for_questions(engine, follow, library):
    class Slow(FakeLibrary):
        def reopen(self):
            begun.append(time.monotonic())
            time.sleep(0.05)
            return super().reopen()

    begun = []
    library.successor = first = Slow(name=_NEXT)
    await engine.adopt()
    first.successor = second = Slow(name=_LAST)
    follow(_LAST)
    await until(lambda: engine.catalogue.manifest.id == _LAST)
    second.successor = FakeLibrary(name=_FIRST)
    follow(_FIRST)
    await until(lambda: engine.catalogue.manifest.id == _FIRST)
    assert begun[1] - begun[0] > 10 * 0.05


class TestADamagedGeneration:
    @pytest.fixture
    def library(self):
        return Damaged()

    async def test_it_is_left_once_until_there_is_another(self, engine, follow, library, caplog):
        follow(_NEXT)
        await until(lambda: "cannot be taken into use" in caplog.text)
        await asyncio.sleep(0.02)
        assert library.tried == 1
        assert engine.catalogue.manifest.id == _FIRST
        library.successor = FakeLibrary(name=_LAST)
        follow(_LAST)
        await until(lambda: engine.catalogue.manifest.id == _LAST)


class Damaged(FakeLibrary):
    """Cannot be reopened until it has a successor."""

    tried = 0

    def reopen(self):
        self.tried += 1
        if self.successor is None:
            raise NoIndexYet("gone")
        return self.successor
