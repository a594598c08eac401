"""What survives a restart, and what one server sees of another."""

import asyncio
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import create_engine, inspect

from bot.errors import BrokenState, NoSuchSource, NotKept
from bot.settings import PrivacySettings
from bot.state import state as state_room
from bot.state.missed import Feedback
from bot.state.moving import count_state
from bot.state.notices import WantedNotices
from bot.state.promises import Awaited, Given
from bot.state.sources import ServerSource
from bot.state.state import Channel, Server, State

_NOW = datetime(2011, 8, 20, 12, tzinfo=UTC)


@pytest.fixture
async def state(place):
    state = await State.open(place, PrivacySettings())
    yield state
    await state.close()


@pytest.fixture
def file(tmp_path):
    return tmp_path / "deep" / "state.sqlite"


@pytest.fixture
async def state_in_file(file):
    state = await State.open(file, PrivacySettings())
    yield state
    await state.close()


def _opinion(user, subject="a1", **changes):
    return Feedback(**{"user": user, "subject": subject, "helpful": False, "reason": "", "given_at": _NOW} | changes)


def _awaited(server):
    return Awaited(
        id=f"press-{server}",
        user=5,
        server=server,
        channel=server * 10,
        question="why?",
        story="",
        since="",
        language="en",
        asked_at=_NOW,
    )


async def _fill(state, server):
    """One row in each table."""
    await state.save_server(Server(id=server, gaps=True, feedback=True, marks=True))
    await state.save_channel(server, Channel(id=server * 10, answers_here=True))
    await state.missed.add_gap(server, "why?", at=_NOW)
    await state.missed.add_feedback(server, _opinion(5))
    await state.sources.add(ServerSource(server=server, name="n", file=Path("f"), added_at=_NOW))
    await state.promises.add_awaited(_awaited(server))
    given = Given(message=server, channel=server * 10, server=server, article="a", words="It sank.", given_at=_NOW)
    await state.promises.add_given(given)
    await state.notices.send_alarms(server, to=server * 10)
    await state.notices.begin_alarm(server, "source")
    await state.notices.note_digest(server, _NOW.date(), ["a"], after=None)


async def test_a_server_that_chose_nothing_has_the_operators_defaults(place):
    state = await State.open(place, PrivacySettings(gaps=True))
    assert await state.server(1) == Server(id=1, gaps=True, feedback=False)
    await state.close()


async def test_what_a_server_chose_survives_a_restart(place):
    chosen = Server(id=1, gaps=True, feedback=True, stories=frozenset({"a", "b"}), admin_role=7)
    state = await State.open(place, PrivacySettings())
    await state.save_server(chosen)
    await state.save_channel(1, Channel(id=10, story="a", answers_here=True))
    await state.close()
    again = await State.open(place, PrivacySettings())
    kept = await again.server(1)
    await again.close()
    assert kept.channel(10) == Channel(id=10, story="a", answers_here=True)
    assert (kept.stories, kept.admin_role, kept.gaps, kept.feedback) == ({"a", "b"}, 7, True, True)


async def test_nothing_of_one_server_reaches_another(state):
    await state.save_server(Server(id=1, gaps=True, feedback=True, stories=frozenset({"a"}), admin_role=7))
    await state.save_channel(1, Channel(id=10, answers_here=True))
    await state.missed.add_gap(1, "why?", at=_NOW)
    await state.missed.add_feedback(1, _opinion(5))
    await state.sources.add(ServerSource(server=1, name="n", file=Path("f"), added_at=_NOW))
    assert await state.server(2) == Server(id=2, gaps=False, feedback=False)
    assert await state.missed.gaps(2) == []
    assert await state.missed.feedback(2) == []
    assert await state.sources.of(2) == []
    with pytest.raises(NoSuchSource):
        await state.sources.remove(2, "n")


async def test_a_gap_is_counted_and_names_nobody(state):
    await state.missed.add_gap(1, "why?", at=_NOW)
    await state.missed.add_gap(1, "why?", at=_NOW + timedelta(hours=1))
    await state.missed.add_gap(1, "who?", at=_NOW)
    assert [(gap.question, gap.times) for gap in await state.missed.gaps(1)] == [("why?", 2), ("who?", 1)]


async def test_what_all_servers_missed_comes_together(state):
    opinion = Feedback(user=3, subject="who?", helpful=False, reason="", given_at=_NOW)
    for server in (1, 2):
        await state.missed.add_gap(server, f"why {server}?", at=_NOW)
        await state.missed.add_feedback(server, opinion)
    assert {gap.question for gap in await state.missed.gaps(None)} == {"why 1?", "why 2?"}
    assert len(await state.missed.feedback(None)) == 2


async def test_the_gaps_table_has_no_column_for_a_person(state):
    columns = await state.database.run(lambda connection: inspect(connection).get_columns("gaps"))
    assert {column["name"] for column in columns} == {"server", "question", "times", "asked_at", "closed_at"}


async def test_a_second_opinion_replaces_the_first(state):
    await state.missed.add_feedback(1, _opinion(5, helpful=True))
    await state.missed.add_feedback(1, _opinion(5, reason="too old"))
    assert await state.missed.feedback(1) == [_opinion(5, reason="too old")]


async def test_a_person_is_erased_everywhere_and_nobody_else_is(state):
    for server in (1, 2):
        await state.missed.add_feedback(server, _opinion(5))
        await state.missed.add_feedback(server, _opinion(6))
    assert await state.erase_user(5) == 2
    assert [opinion.user for opinion in await state.missed.feedback(1) + await state.missed.feedback(2)] == [6, 6]


async def test_switching_off_erases_what_was_kept_under_the_switch_in_that_server_alone(state):
    for server in (1, 2):
        await state.missed.add_gap(server, "why?", at=_NOW)
        await state.missed.add_feedback(server, _opinion(5))
        await state.promises.add_awaited(_awaited(server))
    await state.save_server(Server(id=1, gaps=False, feedback=True))
    assert (await state.missed.gaps(1), await state.missed.feedback(1)) == ([], [_opinion(5)])
    await state.save_server(Server(id=1, gaps=True, feedback=False))
    assert await state.missed.feedback(1) == []
    assert [awaited.server for awaited in await state.promises.awaited()] == [2]
    assert (len(await state.missed.gaps(2)), len(await state.missed.feedback(2))) == (1, 1)


async def test_who_changes_one_thing_undoes_nothing_that_others_have_changed_since(state):
    before = await state.server(1)
    await state.save_server(replace(before, gaps=True), before=before)
    await state.missed.add_gap(1, "why?", at=_NOW)
    await state.save_server(replace(before, stories=frozenset({"a"})), before=before)
    await state.save_server(before, before=before)
    its = before.channel(10)
    await state.save_channel(1, replace(its, story="a"), before=its)
    await state.save_channel(1, replace(its, answers_here=True), before=its)
    kept = await state.server(1)
    assert (kept.gaps, kept.stories, kept.channel(10)) == (True, {"a"}, Channel(id=10, story="a", answers_here=True))
    assert [gap.question for gap in await state.missed.gaps(1)] == ["why?"]


async def test_where_answers_are_marked_no_longer_it_is_forgotten_where_they_stand(state):
    for server in (1, 2):
        await _fill(state, server)
    await state.save_server(Server(id=1, gaps=True, feedback=True, marks=False))
    assert [given.server for given in await state.promises.given()] == [2]


async def test_a_server_is_erased_from_every_table_and_no_other_is(state):
    for server in (1, 2):
        await _fill(state, server)
    everything = await count_state(state.database)
    assert set(everything.values()) == {2}
    await state.erase_server(1)
    assert await count_state(state.database) == dict.fromkeys(everything, 1)
    assert [gap.question for gap in await state.missed.gaps(2)] == ["why?"]


async def test_what_is_too_old_expires_and_what_is_not_stays(state):
    await state.missed.add_gap(1, "old?", at=_NOW - timedelta(days=91))
    await state.missed.add_gap(1, "new?", at=_NOW)
    await state.missed.add_feedback(1, _opinion(5, given_at=_NOW - timedelta(days=91)))
    await state.missed.add_feedback(1, _opinion(6))
    assert await state.expire(_NOW - timedelta(days=90)) == 2
    assert [gap.question for gap in await state.missed.gaps(1)] == ["new?"]
    assert [opinion.user for opinion in await state.missed.feedback(1)] == [6]


async def test_an_uploaded_source_has_a_story_of_its_server_alone(state):
    first = ServerSource(server=1, name="n", file=Path("f"), added_at=_NOW)
    second = ServerSource(server=2, name="n", file=Path("g"), added_at=_NOW)
    await state.sources.add(first)
    await state.sources.add(second)
    assert await state.sources.of(1) == [first]
    assert await state.sources.of(None) == [first, second]
    assert (first.story, second.story) == ("g1-n", "g2-n")
    await state.sources.remove(1, "n")
    assert await state.sources.of(None) == [second]


async def test_the_file_is_written_ahead(state_in_file, file):
    await state_in_file.missed.add_gap(1, "why?", at=_NOW)
    assert file.with_name("state.sqlite-wal").exists()


async def test_it_is_made_by_a_program_that_lies_in_a_folder_of_any_name(monkeypatch, tmp_path, file):
    shutil.copytree(Path(state_room.__file__).with_name("migrations"), tmp_path / "a%20b")
    monkeypatch.setattr("bot.state.database._MIGRATIONS", tmp_path / "a%20b")
    state = await State.open(file, PrivacySettings())
    assert await state.sources.of(None) == []
    await state.close()


async def test_the_migrations_make_the_tables_that_the_state_declares(state_in_file, file):
    declared, made = create_engine("sqlite://"), create_engine(f"sqlite:///{file}")
    for table in state_room.TABLES:
        table.create(declared)
    tables = _tables(made)
    assert tables.pop("alembic_version")
    assert tables == _tables(declared)


@pytest.mark.parametrize("table", state_room.TABLES, ids=str)
async def test_both_homes_have_the_columns_that_the_state_declares(state, table):
    made = await state.database.run(lambda connection: inspect(connection).get_columns(table.name))
    assert {column["name"] for column in made} == {column.name for column in table.columns}


async def test_a_question_of_any_length_and_any_characters_is_counted(state):
    longest = "".join(chr(0x1F300 + number % 700) for number in range(2_000))
    for question in (longest, longest, longest[:-1], "wh\0y?"):
        await state.missed.add_gap(1, question, at=_NOW)
    assert {(gap.question, gap.times) for gap in await state.missed.gaps(1)} == {
        (longest, 2),
        (longest[:-1], 1),
        ("why?", 1),
    }


async def test_ids_are_as_large_as_discords(state):
    largest = 2**63 - 1
    await state.save_server(Server(id=largest, gaps=True, feedback=True, admin_role=largest))
    await state.save_channel(largest, Channel(id=largest))
    kept = await state.server(largest)
    assert (kept.admin_role, kept.channel(largest)) == (largest, Channel(id=largest))


async def test_what_is_alike_is_sorted_by_its_letters(state):
    for question in ("b?", "A?", "a?", "ä?"):
        await state.missed.add_gap(1, question, at=_NOW)
    assert [gap.question for gap in await state.missed.gaps(1)] == ["A?", "a?", "b?", "ä?"]


def _tables(engine):
    """Each table with its columns, their types, and its primary key."""
    looking = inspect(engine)
    return {
        table: (
            {column["name"]: str(column["type"]) for column in looking.get_columns(table)},
            looking.get_pk_constraint(table)["constrained_columns"],
        )
        for table in looking.get_table_names()
    }


def _write_a_later_version(file):
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        database.execute("INSERT INTO alembic_version VALUES ('9999')")


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda file: file.write_bytes(b"no database, and long enough to be taken for one" * 99), "not a database"),
        (lambda file: file.mkdir(), "unable to open"),
        (_write_a_later_version, "a newer version wrote it"),
    ],
)
async def test_a_state_that_cannot_be_used_is_named_with_what_to_do(tmp_path, spoil, reason):
    file = tmp_path / "state.sqlite"
    spoil(file)
    with pytest.raises(BrokenState, match=reason) as caught:
        await State.open(file, PrivacySettings())
    assert "verbatim restore" in str(caught.value)


async def test_a_state_that_another_process_writes_to_is_waited_for(state_in_file, file):
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        saving = asyncio.create_task(state_in_file.save_server(Server(id=1, gaps=True, feedback=False)))
        await asyncio.sleep(0.3)
        assert not saving.done()
        other.execute("COMMIT")
    await asyncio.wait_for(saving, 10)
    assert (await state_in_file.server(1)).gaps


def test_a_state_that_may_only_be_read_is_read_and_whoever_changes_something_is_told():
    """A process of its own: it gives its rights away."""
    command, root = [sys.executable, "-m", "tests.bot.read_only_state"], Path(__file__).parents[2]
    ran = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=60, check=False)
    assert ran.stdout.splitlines() == [
        *("Answer", "NoAnswer", "gaps: 1", "Settings", "feedback: False", "The choices of servers can be saved."),
        *("Answer", "NoAnswer", "gaps: 1", "refused:NotKept", "feedback: False"),
        "The choices of servers can be read, but not changed.",
        "NotKept",  # in whose folder nothing can be written
    ], ran.stderr
    assert "can only be read" in ran.stderr


async def test_a_state_on_a_full_disk_keeps_what_it_has_and_takes_more_when_there_is_room_again(state_in_file):
    """SQLite says the same of a database that may grow no further as of a disk that is full."""
    await state_in_file.save_server(Server(id=1, gaps=True, feedback=False))
    await state_in_file.database.run(lambda connection: connection.exec_driver_sql("PRAGMA max_page_count = 1"))
    with pytest.raises(NotKept, match="full"):
        await state_in_file.missed.add_gap(1, "why?" * 100_000, at=_NOW)
    assert (await state_in_file.server(1)).gaps
    await state_in_file.database.run(lambda connection: connection.exec_driver_sql("PRAGMA max_page_count = 9999"))
    await state_in_file.missed.add_gap(1, "why at last?", at=_NOW)


async def test_a_link_is_kept_with_how_often_it_is_read(state):
    source = ServerSource(server=1, name="wire", link="https://example.org/feed", refresh="2h", added_at=_NOW)
    await state.sources.add(source)
    assert await state.sources.of(1) == [source]


async def test_notices_are_noted_once_and_each_server_for_itself(state):
    notices, day = state.notices, _NOW.date()
    wanted = WantedNotices(server=1, alarm_channel=5, digest_channel=6, digest_hour=7)
    await asyncio.gather(notices.send_alarms(1, to=5), notices.send_digests(1, to=6, hour=7))
    await notices.send_alarms(2, to=8)
    assert await notices.of(1) == wanted
    assert [await notices.begin_alarm(server, "feed") for server in (1, 1, 2)] == [True, False, True]
    assert [await notices.alarms(server) for server in (1, 2, 3)] == [{"feed"}, {"feed"}, set()]
    assert [await notices.end_alarm(server, "feed") for server in (1, 1, 2)] == [True, False, True]
    assert [await notices.note_digest(1, day, ["a"], after=None) for _ in range(2)] == [True, False]
    assert not await notices.note_digest(1, day, ["b"], after=day - timedelta(days=1))
    assert await notices.note_digest(2, day, [], after=None)
    assert await notices.note_digest(1, day, ["a"], after=day)
    assert (await notices.last_digest(1)).articles == {"a"}
    await notices.send_digests(1, to=None, hour=None)
    assert await notices.last_digest(1) is None


async def test_who_wants_no_alarms_any_more_is_told_anew_once_they_are_wanted_again(state):
    notices = state.notices
    for server in (1, 2):
        await notices.send_alarms(server, to=5)
        await notices.begin_alarm(server, "feed")
    await notices.send_alarms(1, to=None)
    assert [await notices.alarms(server) for server in (1, 2)] == [set(), {"feed"}]


async def test_a_switch_that_goes_off_goes_with_what_was_kept_under_it_or_not_at_all(tmp_path):
    state = await State.open(tmp_path / "state.sqlite", PrivacySettings())
    on = Server(id=1, gaps=True, feedback=True, marks=True)
    await state.save_server(on)
    await state.missed.add_gap(1, "why?", at=datetime.now(UTC))
    await state.database.write(sa.text("drop table given"))
    with pytest.raises(sa.exc.OperationalError):
        await state.save_server(replace(on, gaps=False, marks=False))
    assert await state.server(1) == on
    assert [gap.question for gap in await state.missed.gaps(1)] == ["why?"]
    await state.close()
