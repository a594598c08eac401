"""Through PgBouncer in transaction mode, which gives each transaction whatever connection is free; and over TLS."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

pytest.importorskip("psycopg", reason="PostgreSQL's client is not installed: pip install -e '.[test]'")

from index.errors import BuildInProgress, DatabaseAway
from index.store.homes import read_manifest, watch
from index.store.postgres.connecting import connect
from index.store.postgres.writing import building
from index.types import Question
from tests.fakes import HARBOUR, ORCHARD
from tests.index.postgres.building import fill, make_settings, open_library
from tests.poolers import require_pooler, running_pooler

_QUESTIONS = [Question(text=f"Who closes the pier before winter {number}?") for number in range(30)]


@pytest.fixture(scope="module")
def secret_pooler(postgres_server):
    require_pooler(oldest=(1, 7))
    with running_pooler(postgres_server, with_tls=True) as pooler:
        yield pooler


@pytest.fixture
def settings(pooler, database, tmp_path):
    return make_settings(tmp_path, pooler.address(database.bot))


def test_each_transaction_may_have_another_connection(settings):
    with ExitStack() as stack:
        one, *others = [stack.enter_context(connect(settings.store.url)) for _ in range(3)]
        served = set()
        for other in others:
            served.add(one.execute("select pg_backend_pid()").fetchone()[0])
            stack.enter_context(other.transaction())
            other.execute("select 1")
        served.add(one.execute("select pg_backend_pid()").fetchone()[0])
    assert len(served) > 1


def test_many_libraries_answer_at_once_what_each_answers_directly(settings, database, tmp_path):
    fill(settings, [*HARBOUR, *ORCHARD])
    expected = open_library(make_settings(tmp_path, database.bot)).rank(_QUESTIONS)

    def ask(_):
        library = open_library(settings)
        with library.generation._pool:
            return [library.rank([question])[0] for question in _QUESTIONS]

    with ThreadPoolExecutor(8) as threads:
        assert all(found == expected for found in threads.map(ask, range(16)))


def test_what_is_built_is_heard_of(settings):
    states = watch(settings)
    assert next(states) is None
    for articles in (HARBOUR, [*HARBOUR, *ORCHARD]):
        fill(settings, articles)
        assert next(states) == read_manifest(settings).id


def test_a_story_is_kept_from_other_builds_until_its_build_ends(settings, database):
    with building(settings.store.url, ["harbour"]):
        with pytest.raises(BuildInProgress):
            fill(settings, HARBOUR, story="harbour")
        fill(settings, ORCHARD, story="orchard")
    with building(database.bot, ["harbour"]):  # whoever held it, and is connected still, holds it no more
        pass


@pytest.mark.parametrize(
    ("host", "is_known", "is_believed"),
    [("localhost", True, True), ("127.0.0.1", True, False), ("localhost", False, False)],
)
def test_a_server_is_believed_if_its_certificate_is_known_and_has_its_name(
    secret_pooler, database, host, is_known, is_believed
):
    roots = str(secret_pooler.certificate) if is_known else "system"
    url = secret_pooler.address(database.bot, host=host, sslmode="verify-full", sslrootcert=roots)
    if is_believed:
        with connect(url) as connection:
            assert connection.pgconn.ssl_in_use
            assert connection.execute("select 1").fetchone() == (1,)
    else:
        with pytest.raises(DatabaseAway, match="certificate"):
            connect(url)
