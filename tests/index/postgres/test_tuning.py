"""A large story gets a vector index of its own, which finds what comparing every passage finds."""

import random

import pytest

pytest.importorskip("psycopg", reason="PostgreSQL's client is not installed: pip install -e '.[test]'")

from index.store.homes import read_manifest
from index.store.postgres.connecting import admit, connect
from index.store.postgres.searching import SearchScope, find_nearest
from index.store.postgres.stories import read_stories
from index.store.postgres.tuning import tune
from tests.fakes import article
from tests.index.fake_encoder import FakeEncoder
from tests.index.postgres.building import fill, make_settings

_CHANCE = random.Random(7)
_TEXTS = [" ".join(f"word{_CHANCE.randrange(500)}" for _ in range(12)) + "." for _ in range(65)]
_LARGE = [article(f"a{at}", "harbour", text) for at, text in enumerate(_TEXTS[:60])]
_SMALL = [article(f"b{at}", "orchard", text) for at, text in enumerate(_TEXTS[60:])]


@pytest.fixture
def settings(database, tmp_path):
    settings = make_settings(tmp_path, database.bot)
    fill(settings, [*_LARGE, *_SMALL])
    return settings


def test_its_recall_is_measured_and_told(settings, database):
    assert tune(database.owner, most=20).keys() == {"harbour"}
    manifest = read_manifest(settings)
    assert manifest.recall >= 0.98
    assert "hnsw" in manifest.method


def test_a_scope_of_large_and_small_stories_is_searched_as_if_every_passage_were_compared(settings, database):
    tune(database.owner, most=20)
    vector = FakeEncoder()._hash(" ".join(_TEXTS[3].split()[:4] + _TEXTS[62].split()[:5] + _TEXTS[9].split()[:3]))
    with connect(database.bot) as connection, connection.transaction():
        stories = read_stories(connection)
        admit(connection, {0})
        scope = SearchScope(stories=stories, articles=None, passages=sum(story.passages for story in stories))
        by_graph = find_nearest(connection, scope, vector, 10, most=20)
        assert set(by_graph) == set(find_nearest(connection, scope, vector, 10))


def test_a_story_that_has_shrunk_loses_it(settings, database):
    tune(database.owner, most=20)
    assert tune(database.owner, most=1_000) == {}
    assert read_manifest(settings).method == "exact"
    tune(database.owner, most=1_000)


def test_a_story_that_has_gone_leaves_none(settings, database):
    tune(database.owner, most=20)
    with connect(database.owner) as connection:
        connection.execute("delete from stories where name = 'harbour'")
        assert tune(database.owner, most=20) == {}
        assert connection.execute("select from pg_indexes where indexname like 'passages_of_%'").fetchone() is None


def test_one_that_was_made_with_fewer_candidates_is_made_again(settings, database):
    tune(database.owner, most=20)
    made = "select oid, reloptions from pg_class where relname like 'passages_of%'"
    with connect(database.owner) as connection:
        before = connection.execute(made).fetchall()
        tune(database.owner, most=20)
        assert connection.execute(made).fetchall() == before
        name = connection.execute("select indexname from pg_indexes where indexname like 'passages_of_%'").fetchone()[0]
        connection.execute(f"alter index {name} set (ef_construction = 64)")
        tune(database.owner, most=20)
        assert [options for _, options in connection.execute(made)] == [options for _, options in before]
