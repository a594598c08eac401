"""What is due is read again by itself: one build for all of it, and nothing while another runs or rests; and what a
command made current beside the bot is taken into use."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from bot.errors import ReindexFailed
from bot.refreshing import KnownSource, Refreshing
from bot.rules.schedule import has_settled, is_due
from bot.state.sources import ServerSource, server_story
from index.articles import Source
from index.articles.files import find_files, fingerprint
from index.articles.visits import Visit, keep_visits
from index.errors import NoIndexYet
from index.store.folder.data_folder import DataFolder
from tests.bot.conftest import REPORT, make_settings
from tests.bot.waiting import until
from tests.fakes import HARBOUR, FakeLibrary, article

_NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_FIRST, _NEXT = FakeLibrary().name, "20110821T120000000000Z-00000002"
_LAST = "20110822T120000000000Z-00000003"
_PAGE, _FEED = "https://example.org/a", "news=https://example.org/feed.xml"


def visit(source=_PAGE, *, ago, failures=0, look=None):
    at = _NOW - ago
    return Visit(source=source, read_at=at, failures=failures, failing_since=at if failures else None, look=look)


class TestWhatIsDue:
    def test_a_source_that_was_never_read_is_due_and_one_that_is_never_read_is_not(self):
        assert is_due(_HOUR, None, _NOW)
        assert not is_due(None, None, _NOW)

    def test_a_source_is_due_when_its_time_has_passed(self):
        assert not is_due(_HOUR, visit(ago=59 * _MINUTE), _NOW)
        assert is_due(_HOUR, visit(ago=_HOUR), _NOW)

    def test_a_source_that_fails_is_asked_more_and_more_seldom_but_never_given_up(self):
        waits = []
        for failures in range(12):
            ago = _MINUTE
            while not is_due(15 * _MINUTE, visit(ago=ago, failures=failures), _NOW):
                ago += _MINUTE
            waits.append(ago)
        assert waits[:4] == [15 * _MINUTE, 30 * _MINUTE, _HOUR, 2 * _HOUR]
        assert max(waits) == 6 * _HOUR

    def test_a_source_that_is_read_once_a_day_is_not_asked_more_often_for_failing(self):
        assert not is_due(_DAY, visit(ago=7 * _HOUR, failures=9), _NOW)

    def test_a_clock_that_was_set_back_keeps_no_source_from_being_read(self):
        assert is_due(_HOUR, visit(ago=-3 * _DAY), _NOW)

    def test_a_folder_is_read_when_it_has_changed_and_nobody_writes_there_any_more(self):
        read = visit("articles", ago=_DAY, look="old")
        assert not has_settled(read, "old", "old")
        assert not has_settled(read, "new", None)
        assert not has_settled(read, "newer", "new")
        assert has_settled(read, "new", "new")
        assert has_settled(None, "new", "new")

    def test_a_folder_that_is_still_not_there_is_not_read_again_and_again(self):
        assert not has_settled(visit("articles", ago=_DAY, look=None), "", "")


class _Builds:
    """Notes the builds that are asked for, and from which sources; ``failure`` is raised by each."""

    def __init__(self, folder):
        self.sources, self.asked, self.failure, self.is_running, self.folder = (), [], None, False, folder

    async def run(self, sources, build, tell):
        self.sources = sources
        self.asked.append(build)
        if self.failure is not None:
            raise self.failure
        await asyncio.to_thread(self._note, build.only)
        return REPORT

    def _note(self, read):
        sources = [Source.parse(text) for text in read]
        there = [source.path for source in sources if source.path.exists()]
        looks = [
            fingerprint(list(find_files(source.path, self.folder))) if source.path in there else None
            for source in sources
        ]
        kept = [Visit(source=text, read_at=_NOW, look=look) for text, look in zip(read, looks, strict=True)]
        keep_visits(self.folder, kept)


@pytest.fixture
def start(tmp_path, library, open_engine, open_state):
    """Makes a refreshing over sources, with a clock that the test sets."""

    async def make(sources, added=(), **refresh):
        settings = make_settings(tmp_path / "data", reindex={"sources": sources}, refresh=refresh)
        engine, state = await open_engine(library), await open_state(settings)
        for source in added:
            await state.sources.add(source)
        builds, clock = _Builds(settings.data.dir), SimpleNamespace(now=_NOW)
        return Refreshing(engine, state, builds, settings, now=lambda: clock.now), builds, clock

    return make


async def test_sources_that_are_due_together_are_one_build_and_the_others_are_left_as_they_are(start, tmp_path):
    refreshing, builds, _ = await start((_PAGE, _FEED, "https://example.org/rare"), each={_PAGE: "5min"})
    keep_visits(
        tmp_path / "data",
        [visit(ago=6 * _MINUTE), visit(_FEED, ago=31 * _MINUTE), visit("https://example.org/rare", ago=29 * _MINUTE)],
    )
    await refreshing.refresh()
    (build,) = builds.asked
    assert sorted(build.only) == sorted([_PAGE, _FEED])
    assert len(builds.sources) == 3
    assert await refreshing.refresh() is None


async def test_a_link_of_a_server_is_read_as_often_as_its_admins_said(start, tmp_path):
    own = ServerSource(server=123456789012345678, name="wire", link=_PAGE, refresh="2h", added_at=_NOW)
    refreshing, builds, clock = await start((), [own])
    keep_visits(tmp_path / "data", [visit(own.written, ago=_HOUR)])
    await refreshing.refresh()
    assert builds.asked == []
    clock.now = _NOW + _HOUR
    await refreshing.refresh()
    assert [build.only for build in builds.asked] == [[own.written]]


async def test_a_folder_that_changes_is_read_once_it_is_quiet(start, tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.md").write_text("One.")
    refreshing, builds, clock = await start((str(folder),), files="10s")

    async def look():
        clock.now += timedelta(seconds=11)
        await refreshing.refresh()
        return len(builds.asked)

    assert [await look(), await look(), await look()] == [0, 1, 1]
    (folder / "b.md").write_text("Two.")
    assert await look() == 1
    (folder / "b.md").write_text("Two, and more.")
    assert [await look(), await look(), await look()] == [1, 2, 2]
    (folder / "picture.png").write_bytes(b"x")
    assert [await look(), await look()] == [2, 2]
    (folder / "a.md").unlink()
    assert [await look(), await look(), await look()] == [2, 3, 3]


async def test_a_folder_in_which_the_data_lie_is_not_read_again_for_what_a_build_writes_there(start, tmp_path):
    (tmp_path / "a.md").write_text("One.")
    refreshing, builds, clock = await start((str(tmp_path),), files="10s")
    for _ in range(5):
        clock.now += timedelta(seconds=11)
        await refreshing.refresh()
        (tmp_path / "data" / "articles.jsonl").write_text(f"{clock.now}")
    assert len(builds.asked) == 1


async def test_what_is_due_is_left_to_another_process_until_it_is_this_ones_to_read(start):
    refreshing, builds, _ = await start((_PAGE,))
    is_mine = [False]
    keeping = asyncio.create_task(refreshing.keep_fresh(seconds=0.001, is_mine=lambda: is_mine[-1]))
    await asyncio.sleep(0.05)
    assert builds.asked == []
    is_mine.append(True)
    await until(lambda: builds.asked)
    keeping.cancel()


async def test_what_a_server_removed_is_taken_out_without_anything_being_due(start, tmp_path, library):
    library.articles = (*library.articles, article("memo", server_story(123456789012345678, "memo"), "A memo."))
    refreshing, builds, _ = await start((_PAGE,))
    keep_visits(tmp_path / "data", [visit(ago=_MINUTE)])
    await refreshing.refresh()
    (build,) = builds.asked
    assert build.only
    assert not set(build.only) & set(builds.sources)  # none of them is read for it


async def test_what_the_last_source_gave_stays_because_no_index_is_empty(start, library):
    library.articles = (article("memo", server_story(123456789012345678, "memo"), "A memo."),)
    refreshing, builds, _ = await start(())
    assert await refreshing.refresh() is None
    assert builds.asked == []


async def test_nothing_is_read_while_another_build_runs(start):
    refreshing, builds, _ = await start((_PAGE,))
    builds.is_running = True
    assert await refreshing.refresh() is None
    assert builds.asked == []


async def test_a_build_that_fails_is_tried_again_later_and_later_and_at_once_when_the_clock_was_set_back(start):
    refreshing, builds, clock = await start((_PAGE,))
    builds.failure = ReindexFailed("the disk is full.")
    tried = []
    for minute in range(20):
        clock.now = _NOW + minute * _MINUTE
        before = len(builds.asked)
        await refreshing.refresh()
        tried += [minute] * (len(builds.asked) - before)
    assert tried == [0, 1, 3, 7, 15]
    clock.now = _NOW - _DAY
    await refreshing.refresh()
    assert len(builds.asked) == 6


async def test_the_new_index_is_taken_into_use(start, library):
    refreshing, _, _ = await start((_PAGE,))
    library.successor = type(library)(name=REPORT.generation)
    await refreshing.refresh()
    assert refreshing._engine.catalogue.manifest.id == REPORT.generation


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        ("https://e.org/f?key=k1: answered with error 500.", "https://e.org/f: answered with error 500."),
        (
            "3 of 4 cannot be read; the first: https://e.org/a?token=k1&n=2: is an error page, not an article.",
            "3 of 4 cannot be read; the first: https://e.org/a: is an error page, not an article.",
        ),
        ("https://e.org/a#k1: redirects to http://e.net/?k1; use", "https://e.org/a: redirects to http://e.net/ use"),
        ("https://e.org/a: answered with error 404.", "https://e.org/a: answered with error 404."),
    ],
)
def test_no_key_in_a_link_is_told_to_admins_be_it_of_an_article_that_a_feed_names(problem, told):
    now = datetime.now(UTC)
    visit = Visit(source="https://e.org/f?key=k1", read_at=now, problem=problem)
    source = KnownSource(source=Source.parse("https://e.org/f?key=k1"), added=None, interval=None, visit=visit)
    assert source.problem == told


# A generation that a command made current beside the running bot.


@pytest.fixture
async def engine(library, open_engine):
    return await open_engine(library)


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
