"""The door to the database: its tables, who sees which rows, and what is told when it is away."""

import pytest

psycopg = pytest.importorskip("psycopg", reason="PostgreSQL's client is not installed: pip install -e '.[test]'")

from index.errors import DatabaseAway, OldDatabase, OtherSchema
from index.settings import StoreSettings
from index.store.postgres.connecting import admit, connect, open_database_pool, reading
from index.store.postgres.migrating import require, require_recent, upgrade

_ROW = "insert into forms values ({story}, {server}, 'ferry', 1)"


@pytest.fixture
def settings(database):
    return StoreSettings(url=database.bot, connections=1)


@pytest.fixture
def read(settings):
    """Begins a reading, each on the same connection."""
    with open_database_pool(settings) as pool:
        yield lambda: reading(pool, settings)


@pytest.fixture
def two_servers(database):
    """A word of server 1 and one of server 2."""
    with connect(database.owner) as connection:
        for server in (1, 2):
            connection.execute(
                "insert into stories (name, server, epoch, built_at, encoder, settings, articles, passages, sentences,"
                " quotations, words, revisions) values (%s, %s, 1, now(), '{}', '', 0, 0, 0, 0, 0, 0)",
                [f"g{server}-news", server],
            )
            connection.execute(_ROW.format(story=server, server=server))


def _servers(connection):
    return [row[0] for row in connection.execute("select server from forms order by server")]


@pytest.mark.parametrize("url", ["foo", "mysql://reader:hunter2@h/d", "postgresql://reader:hunter2@h/d?sslmod=require"])
def test_an_address_that_is_none_is_told_without_what_stands_in_it(url):
    with pytest.raises(DatabaseAway, match="postgresql://USER@HOST/DATABASE") as told:
        connect(url)
    assert "hunter2" not in str(told.value)


def test_the_tables_are_made_once_and_known_again(database):
    require(database.bot)
    upgrade(database.owner)
    require(database.bot)


def test_a_database_without_tables_is_told_what_to_run(postgres_server):
    with pytest.raises(OtherSchema, match="verbatim store upgrade"):
        require(postgres_server)


def test_an_older_pgvector_is_told_before_anything_is_read_or_made(database):
    with connect(database.owner) as connection:
        connection.execute("update pg_extension set extversion = '0.7.4' where extname = 'vector'")
    for look, url in ((require, database.bot), (upgrade, database.owner)):
        with pytest.raises(OldDatabase, match=r"pgvector 0\.7\.4; .* 0\.8 or later.* alter extension vector update"):
            look(url)


def test_what_is_recent_enough_is_known_by_its_number():
    for server, vector in ((150_000, "0.8.0"), (180_004, "0.10.1"), (190_000, "1.0"), (160_014, None)):
        require_recent(server, vector)
    for server, vector in ((140_020, "0.8.5"), (150_018, "0.7.4")):
        with pytest.raises(OldDatabase, match="needs"):
            require_recent(server, vector)


@pytest.mark.usefixtures("two_servers")
def test_a_reading_sees_the_rows_of_the_servers_that_it_names_and_no_others(read):
    for named, seen in (({1}, [1]), ({0, 2}, [2]), ({1, 2}, [1, 2]), ({3}, []), (set(), [])):
        with read() as connection:
            admit(connection, named)
            assert _servers(connection) == seen


@pytest.mark.usefixtures("two_servers")
def test_the_next_reading_on_the_same_connection_sees_nothing_of_the_last_ones(read):
    with read() as connection:
        admit(connection, {1})
        assert _servers(connection) == [1]
    with read() as connection:
        assert _servers(connection) == []


@pytest.mark.usefixtures("two_servers")
@pytest.mark.parametrize(
    "statements",
    [
        ["insert into forms values (2, 2, 'pier', 1)"],  # for a server that is not named
        ["set local row_security = off", "select * from forms"],
        ["alter table forms disable row level security"],
        ["set local role postgres"],
    ],
)
def test_the_bots_role_is_held_by_the_guard(database, statements):
    with connect(database.bot) as connection:
        connection.execute("begin")
        admit(connection, {1})
        *before, last = statements
        for statement in before:
            connection.execute(statement)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(last)
        connection.execute("rollback")


def test_a_database_that_is_away_is_told_and_found_again(database, read):
    with read() as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    with connect(database.owner) as other:
        other.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'verbatim_bot'")
    with read() as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    with pytest.raises(DatabaseAway, match="does not answer"):
        connect("postgresql:///verbatim?host=/nowhere")


def test_a_statement_that_takes_too_long_is_ended(database):
    settings = StoreSettings(url=database.bot, timeout_seconds=1.0)
    with (
        open_database_pool(settings) as pool,
        pytest.raises(DatabaseAway, match="timeout"),
        reading(pool, settings) as connection,
    ):
        connection.execute("select pg_sleep(5)")
