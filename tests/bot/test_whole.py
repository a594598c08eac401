"""The whole of it: the real library, the real build child and the wire, while an article changes."""

import asyncio
import contextlib
import itertools
import shutil
from pathlib import Path

import pytest

from bot.connection import make_bot, serve
from bot.rules.access import Admin
from bot.state.state import Channel
from index import sample
from index.progress import Changes
from index.store.folder.data_folder import DataFolder
from tests.bot.conftest import make_settings
from tests.bot.discord_double import GUILD

pytestmark = pytest.mark.model

_KNOWN = "Who leads the talks for the United States?"
_NEW = "Where did the delegation from Erbil spend the night?"
_LATE = """---
title: A night at the customs house
outlet: The Harbor Gazette
published_at: "2011-11-02T08:00:00+03:00"
story: us-iraq-2011
---

The delegation from Erbil spent the night at the old customs house in Basra, because the bridge was closed.
"""


@pytest.fixture
def articles(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    for path in sample.__path__:
        for file in Path(path).glob("*.md"):
            shutil.copy(file, folder)
    return folder


@pytest.fixture
def data(sample_library, tmp_path):
    """A data folder with an index of the articles."""
    return shutil.copytree(sample_library.generation.folder.parents[1], tmp_path / "data")


@pytest.fixture
async def start(double, articles):
    async with contextlib.AsyncExitStack() as stack:
        yield lambda data, **more: stack.enter_async_context(_serving(double, articles, data, **more))


@contextlib.asynccontextmanager
async def _serving(double, articles, data, files=""):
    settings = make_settings(
        data,
        discord=double.settings,
        reindex={"sources": (str(articles),), "niceness": 0},
        refresh={"files": files},
        questions={"per_user": 1_000, "per_server": 10_000},
    )
    bot = make_bot(settings)
    serving = asyncio.create_task(serve(bot))
    await double.until(lambda: double.identifies)
    yield bot
    await bot.close()
    await serving


async def _ask(double, token, question):
    """What everybody or the asker sees in the end, as one text."""
    await double.interact("ask", token=token, question=question)
    await double.until(lambda: _answer(double, token) is not None, seconds=60)
    return str(_answer(double, token))


def _answer(double, token):
    for request in double.requests:
        if f"/{token}/" in request.path or request.path.endswith(f"/{token}"):
            data = request.body.get("data", request.body) if request.body else {}
            if data and data.get("components"):
                return data
    return None


async def _admin(bot):
    server = await bot.state.server(int(GUILD))
    return Admin(server=server, channel=Channel(id=1), translate=bot.askers.translations.to("en"))


async def test_an_article_that_is_new_is_found_after_a_reindex_and_questions_are_answered_throughout(
    double, start, articles, data
):
    bot, told = await start(data), []
    assert "James Jeffrey" in await _ask(double, "t1", _KNOWN)
    assert "customs house" not in await _ask(double, "t2", _NEW)

    (articles / "late.md").write_text(_LATE, encoding="utf-8")
    building = asyncio.create_task(bot.admins.reindex(await _admin(bot), told.append))
    answered = 0
    while not building.done():
        assert "James Jeffrey" in await _ask(double, f"during-{answered}", _KNOWN)
        answered += 1
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(building), 0.1)
    report = building.result()
    assert report.changes == Changes(new=1, changed=0, removed=0, unchanged=6)
    assert {progress.stage for progress in told} >= {"reading", "encoding"}
    assert answered > 3
    assert "customs house" in await _ask(double, "t3", _NEW)
    assert bot.engine.catalogue.manifest.counts.articles == 7


async def test_a_dry_run_changes_nothing(start, tmp_path):
    bot = await start(tmp_path / "empty")
    report = await bot.admins.reindex(await _admin(bot), lambda _: None, full=True, dry_run=True)
    assert report.changes.new == 6
    assert report.generation is None
    assert DataFolder(tmp_path / "empty").ids() == []


async def test_a_file_that_changes_is_found_without_anybody_asking_for_a_reindex(double, start, articles, data):
    await start(data, files="1s")
    assert "customs house" not in await _ask(double, "t1", _NEW)
    (articles / "late.md").write_text(_LATE, encoding="utf-8")
    async with asyncio.timeout(120):
        for number in itertools.count():
            if "customs house" in await _ask(double, f"later-{number}", _NEW):
                return
            await asyncio.sleep(1)
