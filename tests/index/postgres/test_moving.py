"""An index moves from one home to the other and back, and nothing is lost."""

import time
from dataclasses import replace

import pytest

pytest.importorskip("psycopg", reason="PostgreSQL's client is not installed: pip install -e '.[test]'")

from index.errors import BuildFailed, NoIndexYet
from index.library import Library
from index.settings import IndexSettings, StoreSettings
from index.store.folder.data_folder import DataFolder
from index.store.homes import open_holdings, read_manifest
from index.store.postgres.connecting import connect
from index.store.postgres.moving import copy_to_database, copy_to_folder, tally
from index.store.postgres.writing import StoryWrite, write_story
from index.types import Question, Scope
from tests.fakes import HARBOUR, ORCHARD
from tests.index.fake_encoder import FakeEncoder
from tests.index.postgres.building import fill, make_settings, open_library


@pytest.fixture
def filled(tmp_path):
    """A folder of two stories, one article of which has an earlier text."""
    settings = make_settings(tmp_path / "folder")
    fill(settings, [*HARBOUR, *ORCHARD])
    fill(settings, [replace(HARBOUR[0], body=HARBOUR[0].body + "\n\nIt is late."), *HARBOUR[1:], *ORCHARD])
    return settings


def test_there_and_back_nothing_is_lost(filled, database, tmp_path):
    before = DataFolder(filled.data.dir).open_current()
    arrived = copy_to_database(before, database.bot)
    assert sum(each.passages for each in arrived.values()) == before.manifest.counts.passages
    moved = make_settings(tmp_path / "moved", database.bot)
    questions = [Question(text="When does the ferry stop?"), Question(text="What did Marta Quill say?")]
    assert read_manifest(moved).counts == before.manifest.counts
    assert open_library(moved).rank(questions) == open_library(filled).rank(questions)
    assert open_library(moved).stories(Scope()) == open_library(filled).stories(Scope())
    copy_to_folder(database.bot, DataFolder(tmp_path / "back"))
    after = DataFolder(tmp_path / "back").open_current()
    assert tally(after.contents) == tally(before.contents)
    assert sorted(after.questions) == sorted(before.questions)


def test_a_move_changes_no_row_that_a_build_would_not_make(filled, database, tmp_path):
    copy_to_database(DataFolder(filled.data.dir).open_current(), database.bot)
    moved = make_settings(tmp_path / "moved", database.bot)
    before = read_manifest(moved)
    report = fill(moved, list(DataFolder(filled.data.dir).open_current().articles))
    assert (bool(report.changes), report.encoded, read_manifest(moved)) == (False, 0, before)


class _Slow(list):
    """Rows that take longer to make than a statement of the bot's role may last, as those of a large story do."""

    def __iter__(self):
        time.sleep(0.3)
        return super().__iter__()


def test_a_story_is_written_however_long_it_takes(filled, database):
    generation = DataFolder(filled.data.dir).open_current()
    write = StoryWrite(
        story="harbour",
        contents=replace(generation.contents, quotations=_Slow(generation.contents.quotations)),
        removed=(),
        revisions=(),
        encoder=generation.manifest.encoder,
        settings="",
        epoch=None,
    )
    with connect(database.bot) as connection:
        connection.execute("set statement_timeout = '200ms'")
        write_story(connection, write)
        assert connection.execute("select quotations from stories").fetchone()[0] > 0


def test_a_dry_run_counts_and_writes_nothing(filled, database, tmp_path):
    told = copy_to_database(DataFolder(filled.data.dir).open_current(), database.bot, dry_run=True)
    assert {story: each.articles for story, each in told.items()} == {"harbour": 2, "orchard": 1}
    with pytest.raises(NoIndexYet):
        copy_to_folder(database.bot, DataFolder(tmp_path / "back"))


def test_what_two_encoders_built_is_no_index_that_can_move(filled, database, tmp_path):
    settings = make_settings(tmp_path / "database", database.bot)
    fill(settings, ORCHARD)
    fill(settings, ORCHARD, FakeEncoder(name="other"))
    fill(settings, HARBOUR, story="harbour")
    fill(settings, [replace(ORCHARD[0], title="Changed")], FakeEncoder(name="other"), story="orchard")
    with pytest.raises(BuildFailed, match="another encoder built harbour"):
        copy_to_folder(database.bot, DataFolder(tmp_path / "back"))


def test_an_index_that_is_there_is_not_written_over(filled, database):
    generation = DataFolder(filled.data.dir).open_current()
    copy_to_database(generation, database.bot)
    with pytest.raises(BuildFailed, match="already holds an index"):
        copy_to_database(generation, database.bot)


@pytest.mark.model
def test_the_sample_story_is_ranked_alike_to_the_last_digit_by_the_real_encoder(sample_library, encoder, database):
    copy_to_database(sample_library.generation, database.bot)
    settings = IndexSettings(store=StoreSettings(url=database.bot))
    moved = Library(open_holdings(settings), lambda: encoder, settings)
    texts = [
        "Who leads the talks?",
        "When do the troops leave Iraq?",
        "What did Nuland say?",
        "wher is Bagdad?",
        "Zebra?",
    ]
    questions = [Question(text=text) for text in texts]
    folder = Library(sample_library.generation, lambda: encoder, IndexSettings())  # which remembers no other batch
    assert moved.rank(questions) == folder.rank(questions)
    assert moved.ask(questions) == folder.ask(questions)
