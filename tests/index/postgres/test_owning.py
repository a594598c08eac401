"""The owner of the tables, who is no superuser, makes them and saves all that is in them."""

from itertools import count

import pytest

pytest.importorskip("psycopg", reason="PostgreSQL's client is not installed: pip install -e '.[test]'")

from sqlalchemy import make_url

from index.errors import OtherSchema
from index.store.postgres.connecting import connect
from index.store.postgres.migrating import upgrade
from index.types import Question
from tests.databases import copy_whole, make_database, make_empty_database
from tests.fakes import HARBOUR
from tests.index.postgres.building import fill, make_settings, open_library

_OWNER = "create role {name} login createrole bypassrls"  # as the head of config/postgres-role.sql has it
_numbers = count(1)


@pytest.fixture
def make_own(postgres_server):
    """Makes an empty database of an owner who is no superuser; gives its address to an administrator and the owner."""
    make_database(postgres_server)  # the bot's role is there
    name = f"owner_{next(_numbers)}"
    with connect(postgres_server) as connection:
        connection.execute(_OWNER.format(name=name))

    def make() -> tuple[str, str]:
        url = make_empty_database(postgres_server)
        with connect(url) as connection:
            connection.execute(f"alter database {connection.info.dbname} owner to {name}")
        return url, _as(name, url)

    return make


def _as(name, url):
    return make_url(url).set(username=name).render_as_string(hide_password=False)


def test_an_owner_who_cannot_make_the_tables_is_told_why(make_own):
    _, owner = make_own()
    with pytest.raises(OtherSchema, match=r'(?s)none of .* tables.*extension "vector".*postgres-role\.sql'):
        upgrade(owner)


def test_what_the_owner_saves_is_all_of_it_and_answers_when_it_is_put_back(make_own, tmp_path):
    urls = []
    for _ in range(2):
        administrator, owner = make_own()
        with connect(administrator) as connection:
            connection.execute("create extension vector")
        urls.append(owner)
    first, second = urls
    upgrade(first)
    with connect(first) as connection:
        connection.execute("grant select, insert, update, delete on all tables in schema public to verbatim_bot")
        connection.execute("grant usage, select on all sequences in schema public to verbatim_bot")
    settings = make_settings(tmp_path, _as("verbatim_bot", first))
    fill(settings, HARBOUR)
    copy_whole(first, second)
    restored = make_settings(tmp_path, _as("verbatim_bot", second))
    questions = [Question(text="When does the ferry stop?")]
    assert open_library(restored).rank(questions) == open_library(settings).rank(questions)
