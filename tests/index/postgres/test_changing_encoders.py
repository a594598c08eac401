"""Another encoder builds a database anew: readers see what the old one made, or what the new one did, whole."""

from dataclasses import replace

import pytest

pytest.importorskip("psycopg", reason="PostgreSQL's client is not installed: pip install -e '.[test]'")

from index.errors import BuildFailed, WrongEncoder
from index.library import Library
from index.store.homes import open_holdings, read_manifest
from index.store.postgres.connecting import connect
from index.store.postgres.migrating import upgrade
from index.types import Question, Scope
from tests.fakes import HARBOUR, ORCHARD, article
from tests.index.fake_encoder import FakeEncoder
from tests.index.postgres.building import fill, make_settings, open_library

_QUESTIONS = [
    Question(text="What did the frost do to the ferry?"),
    Question(text="Who found cracks?", scope=Scope(stories=frozenset({"harbour"}))),
]
_DRAGONS = Question(text="How many dragons guard the pier?")
_NEW = replace(HARBOUR[0], body=HARBOUR[0].body + "\n\nSeven dragons guard the pier.")
_LATE = article("late", "seasons", "Autumn begins with a storm.")


def _make_other():
    return FakeEncoder(name="other", dimension=32)


class _Dying(FakeEncoder):
    """Dies before the second story."""

    def encode_passages(self, passages, advance):
        if any(passage.article.story == "orchard" for passage in passages):
            raise KeyboardInterrupt
        return super().encode_passages(passages, advance)


def _open_other(settings):
    return Library(open_holdings(settings), _make_other, settings)


def _stories(library):
    return {one.story for one in library.read_articles(Scope())}


def _age_old(database):
    """As if the old one had built nothing for a day."""
    with connect(database.owner) as owner:
        owner.execute("update stories set built_at = built_at - interval '25h' where encoder->>'name' = 'fake'")


@pytest.fixture
def settings(database, tmp_path):
    settings = make_settings(tmp_path / "database", database.bot)
    fill(settings, [*HARBOUR, *ORCHARD])
    return settings


@pytest.fixture
def interrupted(settings):
    """An index of two stories, open; another encoder has built the first of them and died before the second."""
    library = open_library(settings)
    with pytest.raises(KeyboardInterrupt):
        fill(settings, [*HARBOUR, *ORCHARD], _Dying(name="other", dimension=32))
    return library


class TestUntilItIsWhole:
    def test_whoever_has_the_old_one_open_or_opens_it_is_answered_as_before(self, settings, interrupted):
        before = open_library(settings).rank(_QUESTIONS)
        for library in (interrupted, interrupted.reopen(), open_library(settings)):
            assert library.rank(_QUESTIONS) == before
            assert _stories(library) == {"harbour", "orchard"}
            assert library.generation.manifest.others == ()

    def test_questions_are_answered_all_the_while(self, settings):
        library = open_library(settings)
        before, answered = library.rank(_QUESTIONS), []

        class Asking(FakeEncoder):
            def encode_passages(self, passages, advance):
                answered.append(library.reopen().rank(_QUESTIONS))
                return super().encode_passages(passages, advance)

        fill(settings, [*HARBOUR, *ORCHARD], Asking(name="other", dimension=32))
        assert answered == [before] * 2
        assert library.rank(_QUESTIONS) == before

    def test_the_new_one_cannot_be_asked_and_says_so(self, settings, interrupted):
        with pytest.raises(WrongEncoder, match=r"built with fake .* the settings name other"):
            _open_other(settings).ask(_QUESTIONS)

    def test_a_build_of_one_story_alone_says_that_the_others_are_missing(self, settings):
        with pytest.raises(BuildFailed, match="other has yet to build 1 of the stories"):
            fill(settings, ORCHARD, _make_other(), story="orchard")
        assert read_manifest(settings).encoder.name == "fake"

    def test_the_next_go_continues(self, settings, interrupted):
        encoder = _make_other()
        fill(settings, [*HARBOUR, *ORCHARD], encoder)
        library = _open_other(settings)
        assert _stories(library) == {"harbour", "orchard"}
        with library.generation.reading():
            passages = library.generation.shelf(Scope(stories=frozenset({"orchard"}))).passages
            assert encoder.encoded == [passage.id for passage in passages]

    def test_what_the_old_one_builds_meanwhile_is_in_the_new_one(self, settings, interrupted):
        fill(settings, [_NEW, *HARBOUR[1:]], story="harbour")
        fill(settings, ORCHARD, _make_other(), keeps=lambda _: True)
        for library in (interrupted, _open_other(settings)):
            assert "dragons" in library.rank([_DRAGONS])[0].hits[0].passage.text

    def test_a_story_that_goes_with_the_change_is_not_missed(self, settings):
        fill(settings, HARBOUR, _make_other())
        assert _stories(_open_other(settings)) == {"harbour"}
        assert read_manifest(settings).others == ()


class TestOnceItIsWhole:
    @pytest.fixture
    def old(self, settings):
        """An index of the old one, opened before."""
        library = open_library(settings)
        fill(settings, [*HARBOUR, *ORCHARD], _make_other())
        return library

    def test_each_process_reads_what_its_own_encoder_made(self, settings, old):
        assert read_manifest(settings).encoder.name == "other"
        for library in (old, old.reopen(), open_library(settings), _open_other(settings), _open_other(settings)):
            assert library.rank(_QUESTIONS)[1].hits
            assert _stories(library) == {"harbour", "orchard"}
        assert old.reopen().generation.manifest.encoder.name == "fake"

    def test_a_process_that_runs_with_the_old_one_still_may_build(self, settings, old):
        new = _open_other(settings)
        new.prepare()
        fill(settings, [_NEW, *HARBOUR[1:]], story="harbour")
        fill(settings, [_LATE], story="seasons")
        assert "dragons" in old.rank([_DRAGONS])[0].hits[0].passage.text
        for library in (new.reopen(), _open_other(settings)):
            assert not any("dragons" in hit.passage.text for hit in library.rank([_DRAGONS])[0].hits)
            assert library.generation.manifest.others == ("seasons",)
        fill(settings, [_NEW, *HARBOUR[1:], *ORCHARD, _LATE], _make_other())
        assert "dragons" in new.rank([_DRAGONS])[0].hits[0].passage.text
        assert new.reopen().generation.manifest.others == ()

    def test_what_the_old_one_built_last_is_not_dropped_by_a_build_of_other_stories(self, settings, old, database):
        fill(settings, [_NEW, *HARBOUR[1:]], story="harbour")
        _age_old(database)
        fill(settings, ORCHARD, _make_other(), story="orchard")
        fill(settings, ORCHARD, _make_other(), keeps=lambda _: True)
        assert "dragons" in _open_other(settings).rank([_DRAGONS])[0].hits[0].passage.text

    def test_what_the_old_one_made_goes_a_day_after_its_last_build(self, settings, old, database):
        fill(settings, [_NEW, *HARBOUR[1:], *ORCHARD], _make_other())
        assert old.rank(_QUESTIONS)[1].hits
        with connect(database.owner) as owner:
            owner.execute(
                "update stories set built_at = built_at - interval '25 hours' where encoder->>'name' = 'fake'"
            )
            fill(settings, [*HARBOUR, *ORCHARD], _make_other())
            stories = {number for (number,) in owner.execute("select id from stories")}
            for table in ("articles", "passages", "postings", "terms", "forms", "quotations"):
                assert {number for (number,) in owner.execute(f"select distinct story from {table}")} == stories
        with pytest.raises(WrongEncoder):
            old.rank(_QUESTIONS)
        assert _open_other(settings).rank(_QUESTIONS)[1].hits


def test_a_database_of_the_version_before_is_brought_up_to_date_and_read_as_it_was(settings, database):
    before = open_library(settings).rank(_QUESTIONS)
    with connect(database.owner) as owner:
        owner.execute("alter table stories drop column is_seen")
        owner.execute("alter table stories drop constraint stories_name_encoder_key, add unique (name)")
        owner.execute("update index_versions set version_num = '0002'")
    upgrade(database.owner)
    assert open_library(settings).rank(_QUESTIONS) == before
    fill(settings, [*HARBOUR, *ORCHARD], _make_other())
    assert _stories(_open_other(settings)) == {"harbour", "orchard"}
