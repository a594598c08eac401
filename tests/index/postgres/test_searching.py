"""Candidates by their words, where there are very many."""

import pytest

pytest.importorskip("psycopg", reason="PostgreSQL's client is not installed: pip install -e '.[test]'")

from types import SimpleNamespace

from index.store.postgres.connecting import admit, connect
from index.store.postgres.rows import number_passage, number_term
from index.store.postgres.searching import SearchScope, find_best
from index.store.postgres.stories import read_stories
from index.store.postgres.writing.articles import remove_articles
from index.store.shelf import Words
from tests.fakes import HARBOUR
from tests.index.postgres.building import fill, make_settings

_MANY = 30_000


def test_passages_whose_numbers_postgresql_takes_for_one_another_are_summed_in_time(database):
    """Its hash of a long number is that of its halves, one laid upon the other: these all come out as nothing."""
    numbers = [number_passage(place << 12, place) for place in range(1, _MANY + 1)]
    assert {(number >> 32) ^ (number & 0xFFFFFFFF) for number in numbers} == {0}
    words = Words(texts=_MANY, mean_length=10.0, frequencies={"pier": _MANY}, forms={}, place=number_term)
    scope = SearchScope(stories=[SimpleNamespace(id=1)], articles=None, passages=_MANY)
    with connect(database.bot) as connection, connection.transaction():
        connection.execute("set local statement_timeout = '10s'")
        admit(connection, {0})
        connection.execute(
            "insert into postings select 1, 0, %s, number, 1 + (number = %s)::int, 10 from unnest(%s::bigint[]) number",
            [number_term("pier"), numbers[7], numbers],
        )
        connection.execute("set local enable_sort = off")  # as it is in large tables: summed by a hash
        assert next(find_best(connection, scope, ["pier"], words, 40)) == numbers[7]


def test_an_article_is_taken_out_without_reading_what_others_have_of_its_words(database, tmp_path):
    fill(make_settings(tmp_path, database.bot), HARBOUR)
    with connect(database.owner) as owner:
        owner.execute(
            "insert into postings select story, server, term, number, 1, 10 from (select * from postings limit 1) p, "
            "generate_series(1, %s) number",
            [_MANY],
        )
        for table, word in (("terms", "n, 'word' || n"), ("forms", "'word' || n")):
            owner.execute(
                f"insert into {table} select id, server, {word}, 1 from stories, generate_series(1, {_MANY}) n"
            )
        owner.execute("analyze postings, terms, forms")
    with connect(database.bot) as connection, connection.transaction():
        (story,) = read_stories(connection)
        admit(connection, {0})
        (before,) = connection.execute("select count(*) from postings").fetchone()
        read = (
            "select sum(seq_tup_read + idx_tup_fetch) from pg_stat_xact_user_tables "
            "where relname in ('postings', 'terms', 'forms')"
        )
        (counted,) = connection.execute(read).fetchone()
        remove_articles(connection, story.id, [each.id for each in HARBOUR])
        assert connection.execute(read).fetchone()[0] - counted < 1_000
        assert connection.execute("select count(*) from postings").fetchone() == (_MANY,)
        assert before > _MANY
