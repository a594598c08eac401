"""The same library in two homes: what it answers, and what a build in the database promises."""

import asyncio
import contextlib
import gc
import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest

pytest.importorskip("psycopg", reason="PostgreSQL's client is not installed: pip install -e '.[test]'")

from typer.testing import CliRunner

from index.articles.visits import Visit, keep_visits
from index.commands.app import app
from index.errors import BuildInProgress, DatabaseAway, DuplicateArticle, NoIndexYet, UnknownStory, WouldRemove
from index.library import QuotationRequest
from index.store.homes import read_manifest, watch
from index.store.postgres.connecting import admit, connect
from index.store.postgres.holdings import listen
from index.store.postgres.migrating import upgrade
from index.store.postgres.writing import building, write_known_questions
from index.types import Article, Claim, Precision, Question, Scope
from tests.databases import make_database
from tests.fakes import HARBOUR, ORCHARD, article
from tests.index.fake_encoder import FakeEncoder
from tests.index.postgres.building import fill, make_settings, open_library

_OURS, _THEIRS = "g100000000000000001-memo", "g100000000000000002-memo"
_WORDS = """pier wall crack diver storm boat net rope harbour winter clerk office crown repair island ferry market
school river bridge mayor strike union vote budget bakery tower museum garden storm flood""".split()


def _report(number):
    """An article of many words that no other has in these numbers: no two are alike to the last digit."""
    chance = random.Random(number)
    sentences = [
        f"The {' '.join(chance.sample(_WORDS, chance.randint(4, 9)))} of {chance.choice(_WORDS)} {number}."
        for _ in range(chance.randint(2, 9))
    ]
    said = f"“The {chance.choice(_WORDS)} number {number} is {chance.choice(_WORDS)},” said Marta Quill."
    body = "\n\n".join([*sentences[::2], said, *sentences[1::2], f"Divers found {number} cracks in the wall."])
    story = "harbour" if number < 27 else "orchard"
    return article(f"a{number}", story, body, day=1 + number % 28, title=f"{chance.choice(_WORDS)} {number}")


_MANY = [_report(number) for number in range(40)]
_OWN = article("memo", _OURS, "Our chess club meets at the pier on Monday. The club has two trophies.")
_STRANGE = article("leak", _THEIRS, "The ferry, the ferry and the pier. A fairy and a clerc. Ferris wheels.")
_TEXTS = [
    "How many cracks did divers find?",
    "What did Marta Quill say about the ferry?",
    "When is the strom coming to the harbuor?",
    "Which mayor voted on the budget of the museum?",
    "Where does the chess club meet?",
    "What is the latest?",
    "Zebra giraffe?",
]
_SCOPES = [
    Scope(),
    Scope(stories=frozenset({"harbour"})),
    Scope(stories=frozenset({"harbour", "orchard", _OURS})),
    Scope(stories=frozenset({"seasons"})),
    Scope(articles=frozenset({"a1", "a2", "a3"})),
    Scope(stories=frozenset({"harbour"}), since=datetime(2011, 8, 20, tzinfo=UTC)),
    Scope(stories=frozenset()),
]


@pytest.fixture
def settings(database, tmp_path):
    return make_settings(tmp_path / "database", database.bot)


_AUTUMN = replace(
    article("autumn", "seasons", "Autumn begins with a storm."),
    published_at=datetime(2011, 9, 1, tzinfo=UTC),
    precision=Precision.MONTH,
)


@pytest.fixture(scope="module")
def both(postgres_server, tmp_path_factory):
    """The same articles in the database and in a folder, to be read."""
    home = make_settings(tmp_path_factory.mktemp("database"), make_database(postgres_server).bot)
    folder = make_settings(tmp_path_factory.mktemp("folder"))
    for settings in (home, folder):
        fill(settings, [*_MANY, _OWN, _AUTUMN])
    return open_library(home), open_library(folder)


@pytest.mark.parametrize("scope", _SCOPES, ids=["all", "a story", "stories", "of a month", "articles", "since", "none"])
def test_both_homes_rank_score_and_decide_alike(both, scope):
    database, folder = both
    questions = [Question(text=text, scope=scope) for text in _TEXTS]
    for ours, theirs in zip(database.rank(questions), folder.rank(questions), strict=True):
        assert [hit.passage for hit in ours.hits] == [hit.passage for hit in theirs.hits]
        assert [hit.highlight for hit in ours.hits] == [hit.highlight for hit in theirs.hits]
        assert [hit.score for hit in ours.hits] == pytest.approx([hit.score for hit in theirs.hits], abs=1e-5)
        assert (ours.confidence, ours.veto) == (pytest.approx(theirs.confidence, abs=1e-5), theirs.veto)
        assert (ours.coverage, ours.judged_among) == (theirs.coverage, theirs.judged_among)
        is_of_autumn = scope in (_SCOPES[0], Scope(stories=frozenset({"seasons"})))
        assert (ours.coverage.precision is Precision.MONTH) == is_of_autumn
    for ours, theirs in zip(database.ask(questions), folder.ask(questions), strict=True):
        assert type(ours) is type(theirs)


def test_both_homes_quote_check_and_describe_alike(both):
    database, folder = both
    for request in (QuotationRequest(speaker="Quill"), QuotationRequest(about="the late ferry"), QuotationRequest()):
        assert database.quote(request) == folder.quote(request)
    claim = Claim(words=_MANY[7].body.split("“")[1].split(",”")[0], speaker="Marta Quill")
    assert database.check(claim) == folder.check(claim)
    absent = Claim(words="Divers found bananas in the eastern wall")
    assert database.check(absent) == folder.check(absent)
    assert database.people(Scope()) == folder.people(Scope())
    assert database.stories(Scope()) == folder.stories(Scope())
    counts = database.generation.manifest.counts
    assert counts == folder.generation.manifest.counts
    passage = next(iter(folder.generation.passages))
    assert database.passage(passage.id) == passage
    assert database.passage(passage.id, Scope(stories=frozenset({_OURS}))) is None


def test_an_unknown_story_is_told(both):
    database, _ = both
    (problem,) = database.ask([Question(text="Who?", scope=Scope(stories=frozenset({"elsewhere"})))])
    assert isinstance(problem, UnknownStory)


def test_a_question_that_takes_the_database_too_long_is_told_and_the_next_one_is_answered(settings, database):
    fill(settings, [*HARBOUR, *ORCHARD])
    hasty = settings.model_copy(update={"store": settings.store.model_copy(update={"timeout_seconds": 0.3})})
    library = open_library(hasty)
    question = Question(text="When will the ferry stop running?")
    with connect(database.owner) as owner, owner.transaction():
        owner.execute("lock table passages")
        with pytest.raises(DatabaseAway, match="timeout"):
            library.ask([question])
    assert library.rank([question])[0].hits


def test_a_strangers_articles_change_no_answer(settings):
    scope = Scope(stories=frozenset({"harbour", "orchard", _OURS}))
    questions = [Question(text=text, scope=scope) for text in [*_TEXTS, "Where is the ferrys clerc?"]]
    fill(settings, [*_MANY, _OWN])
    before = open_library(settings).rank(questions)
    fill(settings, [_STRANGE], story=_THEIRS)
    assert open_library(settings).rank(questions) == before


def test_an_article_without_a_word_worth_correcting_by_is_taken(settings):
    fill(settings, [article("sum", "harbour", "1 + 1 = 2.", title="2 4 6")])
    assert read_manifest(settings).counts.articles == 1


def test_a_database_without_articles_is_no_index_yet(settings):
    with pytest.raises(NoIndexYet):
        open_library(settings)
    assert next(watch(settings)) is None


def test_the_guard_stands_behind_the_scope(settings, database):
    """Whatever a statement asks for, the bot's role sees the servers that its transaction named."""
    fill(settings, [*HARBOUR, _OWN, _STRANGE])
    tables = ("articles", "passages", "postings", "terms", "forms")
    with connect(database.bot) as connection:
        for table in tables:
            assert connection.execute(f"select count(*) from {table}").fetchone() == (0,)
        with connection.transaction():
            admit(connection, {100000000000000001})
            for table in tables:
                rows = connection.execute(f"select distinct server from {table}").fetchall()
                assert rows == [(100000000000000001,)]


class TestAReindex:
    def test_what_has_not_changed_is_neither_encoded_nor_written(self, settings):
        fill(settings, HARBOUR)
        before = read_manifest(settings)
        encoder = FakeEncoder()
        report = fill(settings, HARBOUR, encoder)
        assert (encoder.encoded, report.encoded, bool(report.changes)) == ([], 0, False)
        assert read_manifest(settings) == before

    def test_a_changed_article_is_answered_from_at_once_and_the_others_keep_their_rows(self, settings, database):
        fill(settings, _MANY)
        library = open_library(settings)
        question = Question(text="How many dragons guard the pier?")
        assert not any("dragons" in hit.passage.text for hit in library.rank([question])[0].hits)
        with connect(database.owner) as connection:
            before = dict(connection.execute("select name, id from articles").fetchall())
        changed = replace(_MANY[5], body=_MANY[5].body + "\n\nSeven dragons guard the pier.")
        report = fill(settings, [*_MANY[:5], changed, *_MANY[6:]])
        assert (report.changes.changed, report.changes.unchanged) == (1, 39)
        assert "Seven dragons" in library.rank([question])[0].hits[0].passage.text
        with connect(database.owner) as connection:
            after = dict(connection.execute("select name, id from articles").fetchall())
        assert [name for name in before if before[name] != after[name]] == ["a5"]

    def test_what_is_counted_is_what_a_build_from_nothing_counts(self, settings, database, postgres_server, tmp_path):
        changed = replace(_MANY[5], body="Seven dragons guard the pier.")
        fill(settings, _MANY)
        fill(settings, [*_MANY[:5], changed, *_MANY[8:]])
        other = make_settings(tmp_path / "other", make_database(postgres_server).bot)
        fill(other, [*_MANY[:5], changed, *_MANY[8:]])
        statements = (
            "select s.name, term, stem, t.passages from terms t join stories s on s.id = t.story order by 1, 2",
            "select s.name, form, count from forms f join stories s on s.id = f.story order by 1, 2",
            "select name, articles, passages, sentences, quotations, words from stories order by 1",
            "select s.name, term, p.count, length from postings p join stories s on s.id = p.story order by 1, 2, 3, 4",
        )
        found = []
        for home in (settings, other):
            with connect(home.store.url.replace("verbatim_bot", "postgres")) as connection:
                found.append([connection.execute(statement).fetchall() for statement in statements])
        assert found[0] == found[1]

    def test_an_earlier_text_is_kept(self, settings):
        fill(settings, HARBOUR)
        changed = replace(HARBOUR[0], body=HARBOUR[0].body + "\n\nSeven dragons guard the pier.")
        fill(settings, [changed, *HARBOUR[1:]])
        (revised,) = open_library(settings).changes(Scope())
        assert (revised.earlier.body, revised.later.body) == (HARBOUR[0].body, changed.body)

    def test_a_story_alone_is_looked_at_and_the_others_stay(self, settings):
        fill(settings, [*HARBOUR, *ORCHARD])
        report = fill(settings, [HARBOUR[0]], story="harbour")
        assert report.changes.removed == len(HARBOUR) - 1
        assert read_manifest(settings).stories == ("harbour", "orchard")
        assert {one.id for one in open_library(settings).read_articles(Scope())} == {HARBOUR[0].id, ORCHARD[0].id}

    def test_articles_go_only_where_they_may(self, settings):
        fill(settings, HARBOUR)
        with pytest.raises(WouldRemove):
            fill(settings, [HARBOUR[0]], may_remove=lambda gone: False)
        assert read_manifest(settings).counts.articles == len(HARBOUR)

    def test_an_id_of_another_story_that_is_seen_is_refused(self, settings):
        fill(settings, HARBOUR)
        with pytest.raises(DuplicateArticle):
            fill(settings, [replace(HARBOUR[0], story=_OURS)], story=_OURS)

    def test_two_builds_of_one_story_do_not_run_at_once(self, settings, database):
        fill(settings, HARBOUR)
        with building(database.bot, ["harbour"]), pytest.raises(BuildInProgress):
            fill(settings, HARBOUR)
        fill(settings, HARBOUR)

    def test_a_build_that_dies_leaves_nothing_half(self, settings, database):
        fill(settings, HARBOUR)
        before = read_manifest(settings)

        class Dying(FakeEncoder):
            def encode_passages(self, passages, advance):
                with connect(database.owner) as connection:
                    connection.execute(
                        "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'verbatim_bot'"
                    )
                return super().encode_passages(passages, advance)

        with pytest.raises(Exception, match="does not answer"):
            fill(settings, _MANY, Dying())
        assert read_manifest(settings) == before
        fill(settings, _MANY)
        assert read_manifest(settings).counts.articles == len(_MANY)

    def test_epochs_are_seen_in_the_order_of_their_numbers(self, settings, database):
        """Else a process that has seen the later one never hears of a story that was committed after it."""
        fill(settings, [*HARBOUR, *ORCHARD])
        encoder, states = FakeEncoder().identity, watch(settings)
        with connect(database.bot) as first, connect(database.bot) as second, ThreadPoolExecutor() as threads:
            with first.transaction():
                write_known_questions(first, "harbour", encoder, ["When does the ferry stop?"])
                writing = threads.submit(write_known_questions, second, "orchard", encoder, ["What froze?"])
                with contextlib.suppress(TimeoutError):
                    writing.result(timeout=1)
                seen = next(states)
            writing.result(timeout=10)
        assert next(states) != seen

    def test_who_listens_hears_of_a_build_at_once(self, settings):
        fill(settings, HARBOUR)
        states = listen(settings.store, seconds=60)
        known, began = next(states), time.monotonic()
        with ThreadPoolExecutor() as pool:
            building = pool.submit(fill, settings, [*HARBOUR, *ORCHARD])
            assert next(states) != known
        building.result()
        assert time.monotonic() - began < 30  # it was told, and did not look by itself
        assert next(states) == read_manifest(settings).id


class TestWhoListens:
    def test_sees_what_an_open_index_is_called_also_when_a_story_has_gone(self, settings):
        states = watch(settings)
        for articles in (HARBOUR, [*HARBOUR, *ORCHARD], HARBOUR):
            fill(settings, articles)
            next(states)  # what it heard while it was away
            assert next(states) == read_manifest(settings).id == open_library(settings).generation.manifest.id

    def test_keeps_its_connection_until_it_is_lost_and_then_takes_another(self, settings, database):
        fill(settings, HARBOUR)
        states, listening = listen(settings.store, seconds=0.01), "where query like 'select built_at%'"
        known = next(states)
        with connect(database.owner) as owner:
            before = owner.execute(f"select pid from pg_stat_activity {listening}").fetchall()
            assert [next(states) for _ in range(3)] == [known] * 3
            assert owner.execute(f"select pid from pg_stat_activity {listening}").fetchall() == before
            owner.execute(f"select pg_terminate_backend(pid) from pg_stat_activity {listening}")
        assert [next(states) for _ in range(2)] == [None, known]


def _status(settings):
    command = ["status", "--data", str(settings.data.dir)]
    return CliRunner().invoke(app, command, env={"VERBATIM_STORE__URL": settings.store.url}).output


def test_the_status_of_a_database_names_the_sources_that_fail_as_that_of_a_folder_does(settings):
    fill(settings, HARBOUR)
    now = datetime(2026, 1, 2, tzinfo=UTC)
    failing = Visit(source="http://example.org/a", read_at=now, failing_since=now, failures=1, problem="It is away.")
    keep_visits(settings.data.dir, [failing])
    assert "home: PostgreSQL" in _status(settings)
    assert "http://example.org/a has been failing since 02 January 2026 00:00 UTC: It is away." in _status(settings)


def test_a_reading_sees_one_moment_while_stories_change(settings):
    fill(settings, HARBOUR)
    library = open_library(settings)
    with library.generation.reading():
        shelf = library.generation.shelf(Scope())
        before = [one.id for one in shelf.articles]
        fill(settings, [*HARBOUR, *ORCHARD])
        assert [one.id for one in library.generation.shelf(Scope(stories=None)).articles] == before
        assert [passage.article.id for passage in shelf.passages]
    assert len(library.read_articles(Scope())) == len([*HARBOUR, *ORCHARD])


async def test_the_bots_engine_answers_from_a_database_and_takes_what_is_new_into_use(settings):
    from bot.engine.engine import Engine

    fill(settings, HARBOUR)
    engine = Engine(lambda: open_library(settings), waiting=10, batch=4)
    engine.start()
    catalogue = await engine.open()
    assert catalogue.stories_of(None) == {"harbour"}
    await asyncio.to_thread(fill, settings, [*HARBOUR, *ORCHARD])
    await engine.adopt()
    assert engine.catalogue.stories_of(None) == {"harbour", "orchard"}
    assert engine.catalogue.manifest == read_manifest(settings)
    outcome = await engine.ask(Question(text="What did the frost do?", scope=Scope(stories=frozenset({"orchard"}))))
    assert outcome.question.text == "What did the frost do?"
    assert await engine.close(seconds=5)


async def test_a_process_holds_no_article_of_a_server_that_nobody_asked_about(settings):
    from bot.engine.engine import Engine

    def held(story):
        gc.collect()
        return {id(each) for each in gc.get_objects() if isinstance(each, Article) and each.story == story}

    fill(settings, [*HARBOUR, _OWN])
    fill(settings, [_STRANGE], story=_THEIRS)
    before = {story: held(story) for story in ("harbour", _OURS, _THEIRS)}
    engine = Engine(lambda: open_library(settings), waiting=10, batch=4)
    engine.start()
    await engine.open()
    assert [held(story) - before[story] for story in ("harbour", _OURS, _THEIRS)] == [set()] * 3
    scope = Scope(stories=frozenset({"harbour", _OURS}))
    assert {story.id for story in await engine.stories(scope)} == {"harbour", _OURS}
    assert {person.name for person in await engine.people(scope)} == {"Marta Quill", "Anders Holm"}
    await engine.ask(Question(text="Where does the chess club meet?", scope=scope))
    assert held(_OURS) - before[_OURS]
    assert not held(_THEIRS) - before[_THEIRS]
    assert await engine.close(seconds=5)


def test_when_the_newest_article_is_of_is_known_after_a_build_and_after_an_upgrade(settings, database):
    fill(settings, [*HARBOUR, _AUTUMN])
    assert open_library(settings).newest == _AUTUMN.published_at
    fill(settings, HARBOUR)
    newest = max(article.published_at for article in HARBOUR)
    assert open_library(settings).newest == newest
    with connect(database.owner) as connection:  # as the first version had it
        connection.execute("alter table stories drop column newest, drop column is_seen")
        connection.execute("alter table stories drop constraint stories_name_encoder_key, add unique (name)")
        connection.execute("update index_versions set version_num = '0001'")
    upgrade(database.owner)
    assert open_library(settings).newest == newest
