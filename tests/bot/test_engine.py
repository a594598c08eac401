"""The door between the loop and the index."""

import asyncio
from dataclasses import replace
from threading import Event

import pytest

from bot.engine.engine import Engine
from bot.errors import Expired, Overloaded
from index.articles import Source
from index.building import build
from index.errors import BadQuestion, NoIndexYet, UnknownSpeaker
from index.library import Library, QuotationRequest
from index.settings import DataSettings, IndexSettings
from index.store.folder.data_folder import DataFolder
from index.types import Answer, Claim, NoAnswer, Question, Ruling, Scope
from tests.bot.waiting import until
from tests.fakes import HARBOUR, ORCHARD, FakeLibrary
from tests.index.fake_encoder import FakeEncoder

_HERE = 10**17  # the id of a server
_FERRY = Question(text="When will the ferry to Northholm stop running?")


@pytest.fixture
async def start():
    started = []

    async def make(open_library, *, waiting=50):
        engine = Engine(open_library, waiting=waiting, batch=32)
        engine.start()
        started.append(engine)
        return engine

    yield make
    for engine in started:
        assert await engine.close(seconds=5)


async def _is_busy(library):
    """Waits until the library, in its thread, has been asked something."""
    await until(lambda: any(library.batches))


async def test_a_question_is_answered(start):
    outcome = await (await start(FakeLibrary)).ask(_FERRY)
    assert isinstance(outcome, Answer)
    assert outcome.hits[0].marked.startswith("The ferry to Northholm")


async def test_questions_that_wait_are_asked_together(start):
    library = FakeLibrary(hold=Event())
    engine = await start(lambda: library)
    asking = [asyncio.create_task(engine.ask(_FERRY)) for _ in range(20)]
    await asyncio.sleep(0.05)
    library.hold.set()
    assert all(isinstance(outcome, Answer) for outcome in await asyncio.gather(*asking))
    assert len([batch for batch in library.batches if batch]) <= 3


async def test_only_where_many_wait_it_is_asked_in_haste(start):
    library = FakeLibrary(hold=Event())
    engine = await start(lambda: library)
    first = asyncio.create_task(engine.ask(_FERRY))
    await _is_busy(library)
    asking = [asyncio.create_task(engine.ask(replace(_FERRY, text=f"Ferry {number}?"))) for number in range(9)]
    await asyncio.sleep(0.05)
    library.hold.set()
    await asyncio.gather(first, *asking)
    assert _FERRY.text not in library.hasty
    assert len(library.hasty) == 9
    await engine.ask(_FERRY)
    assert _FERRY.text not in library.hasty


async def test_a_question_that_cannot_be_asked_fails_alone(start):
    engine = await start(FakeLibrary)
    bad, good = await asyncio.gather(engine.ask(Question(text="?!")), engine.ask(_FERRY), return_exceptions=True)
    assert isinstance(bad, BadQuestion)
    assert isinstance(good, Answer)


async def test_the_engine_outlives_a_batch_that_failed(start):
    engine = await start(FakeLibrary)
    with pytest.raises(RuntimeError):
        await engine.ask(Question(text="explode"))
    assert isinstance(await engine.ask(_FERRY), Answer)


async def test_quotations_and_claims_go_through_the_same_door(start):
    engine = await start(FakeLibrary)
    assert (await engine.quote(QuotationRequest(speaker="Amsel")))[0].text == "I have never seen a May like it,"
    verdict = await engine.check(Claim(words="My grandfather built that pier", speaker="Holm"))
    assert verdict.ruling is Ruling.EXACT
    with pytest.raises(UnknownSpeaker):
        await engine.quote(QuotationRequest(speaker="Nobody"))


async def test_a_passage_is_found_by_its_id_inside_the_scope_alone(start):
    engine = await start(FakeLibrary)
    passage = (await engine.ask(_FERRY)).hits[0].passage
    assert await engine.passage(passage.id, Scope(stories=frozenset({"harbour"}))) == passage
    with pytest.raises(Expired):
        await engine.passage(passage.id, Scope(stories=frozenset({"orchard"})))
    with pytest.raises(Expired):
        await engine.passage("gone", Scope())


async def test_questions_wait_while_the_library_is_being_opened(start):
    opened = Event()

    def open_slowly():
        opened.wait(5)
        return FakeLibrary()

    engine = await start(open_slowly)
    asking = asyncio.create_task(engine.ask(_FERRY))
    await asyncio.sleep(0.02)
    assert engine.catalogue is None
    assert not asking.done()
    opened.set()
    assert isinstance(await asking, Answer)


async def test_without_an_index_a_question_says_so_and_is_answered_once_there_is_one(start):
    indexes = []

    def open_library():
        if not indexes:
            raise NoIndexYet("here")
        return indexes[0]

    engine = await start(open_library)
    with pytest.raises(NoIndexYet):
        await engine.ask(_FERRY)
    indexes.append(FakeLibrary())
    await engine.adopt()
    assert isinstance(await engine.ask(_FERRY), Answer)


async def test_a_new_generation_takes_the_place_of_the_old_one(start):
    old = FakeLibrary(articles=ORCHARD, successor=FakeLibrary(articles=HARBOUR, name="next"))
    engine = await start(lambda: old)
    assert isinstance(await engine.ask(_FERRY), NoAnswer)
    await engine.adopt()
    assert isinstance(await engine.ask(_FERRY), Answer)
    assert engine.catalogue.manifest.id == "next"
    assert engine.catalogue.stories_of(None) == {"harbour"}


async def test_a_batch_in_flight_finishes_on_the_generation_it_began_with(start):
    old = FakeLibrary(articles=ORCHARD, hold=Event(), successor=FakeLibrary(articles=HARBOUR))
    engine = await start(lambda: old)
    early = asyncio.create_task(engine.ask(_FERRY))
    await _is_busy(old)
    await engine.adopt()
    late = asyncio.create_task(engine.ask(_FERRY))
    await asyncio.sleep(0.01)
    old.hold.set()
    assert isinstance(await early, NoAnswer)
    assert isinstance(await late, Answer)


async def test_a_generation_that_cannot_be_opened_leaves_the_old_one_in_use(start):
    class Damaged(FakeLibrary):
        def reopen(self):
            raise NoIndexYet("gone")

    engine = await start(Damaged)
    await engine.ask(_FERRY)
    with pytest.raises(NoIndexYet):
        await engine.adopt()
    assert isinstance(await engine.ask(_FERRY), Answer)


async def test_a_full_line_is_refused_at_once_and_the_asker_who_leaves_is_skipped(start):
    library = FakeLibrary(hold=Event())
    engine = await start(lambda: library, waiting=2)
    asking = [asyncio.create_task(engine.ask(_FERRY))]
    await _is_busy(library)
    asking += [asyncio.create_task(engine.ask(Question(text=word))) for word in ("stays", "leaves")]
    await asyncio.sleep(0.01)
    with pytest.raises(Overloaded):
        await engine.ask(_FERRY)
    asking[2].cancel()
    await asyncio.gather(asking[2], return_exceptions=True)
    library.hold.set()
    await asyncio.gather(*asking, return_exceptions=True)
    assert library.batches[-1] == ["stays"]


async def test_who_is_quoted_is_told_story_by_story(start):
    engine = await start(FakeLibrary)
    told = [person.name for person in await engine.people(Scope(stories=frozenset({"orchard", "harbour"})))]
    assert told == ["Marta Quill", "Anders Holm", "Judith Amsel"]
    assert [person.name for person in await engine.people(Scope(stories=frozenset({"orchard"})))] == ["Judith Amsel"]


async def test_a_server_sees_the_operators_stories_and_its_own_in_the_catalogue_and_no_other_ones(start):
    mine, theirs = (replace(ORCHARD[0], id=story, story=story) for story in (f"g{_HERE}-mine", f"g{_HERE + 1}-theirs"))
    catalogue = await (await start(lambda: FakeLibrary(articles=[*HARBOUR, mine, theirs]))).open()
    assert catalogue.stories_of(_HERE) == {"harbour", f"g{_HERE}-mine"}
    assert catalogue.stories_of(_HERE + 2) == catalogue.stories_of(None) == {"harbour"}


async def test_in_a_story_whose_language_is_not_read_nobody_is_quoted(start, tmp_path):
    for story, text in {
        "pier": "The pier closed on Friday. “It is old,” said Ann Lee.",
        "molo": "Il molo è stato chiuso venerdì mattina. «È vecchio», ha detto la sindaca Anna Bianchi ai giornalisti.",
    }.items():
        (tmp_path / story).mkdir()
        (tmp_path / story / "a.txt").write_text(text, encoding="utf-8")
    settings = IndexSettings(data=DataSettings(dir=tmp_path / "data"))
    build([Source(path=tmp_path / "pier"), Source(path=tmp_path / "molo")], settings, FakeEncoder)
    generation = DataFolder(settings.data.dir).open_current()
    engine = await start(lambda: Library(generation, FakeEncoder, settings))
    people = await engine.people(Scope(stories=frozenset({"pier", "molo"})))
    assert [person.name for person in people] == ["Ann Lee"]
