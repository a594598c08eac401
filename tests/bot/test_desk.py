"""What is suggested while somebody types: within Discord's limits, whatever the articles hold."""

import pytest

from bot.desk import Choice, Desk, Place
from bot.engine import Engine
from bot.settings import Settings
from bot.translation import load_translations
from tests.fakes import FakeLibrary, article


@pytest.fixture
async def desk_over():
    engines = []

    async def make(*articles):
        engine = Engine(lambda: FakeLibrary(articles=articles), waiting=10, batch=4)
        engine.start()
        engines.append(engine)
        await engine.open()
        return Desk(engine, None, Settings())

    yield make
    for engine in engines:
        await engine.close(seconds=5)


@pytest.fixture(scope="module")
def place():
    return Place(user=1, server=None, channel=None, translate=load_translations().to("en"))


async def test_no_more_than_25_are_suggested(desk_over, place):
    stories = [article(f"a{number}", f"story-{number:02}", "Some words stand here.") for number in range(40)]
    desk = await desk_over(*stories)
    assert len(desk.suggest_stories(place, "")) == 25
    assert desk.suggest_stories(place, "story-39") == [Choice("story-39", "story-39")]


async def test_names_and_values_are_at_most_100_characters(desk_over, place):
    long = "B" + "a" * 96
    body = f"“Words are said here,” said {long} Holm. “Other words are said,” said Anna Holm."
    desk = await desk_over(article("a", "x" * 101, body), article("b", "y" * 100, "Words."))
    for choice in desk.suggest_speakers(place, "") + desk.suggest_stories(place, ""):
        assert 1 <= len(choice.name) <= 100
        assert 1 <= len(choice.value) <= 100
    assert [choice.value for choice in desk.suggest_stories(place, "")] == ["y" * 100]


async def test_what_is_typed_is_found_whatever_its_case(desk_over, place):
    desk = await desk_over(article("a", "harbour", "“Words are said here,” said Anna Holm."))
    assert desk.suggest_speakers(place, "aNNa") == [Choice("Anna Holm (1)", "Anna Holm")]
    assert desk.suggest_speakers(place, "zzz") == []


async def test_nothing_is_suggested_before_an_index_is_open(place):
    desk = Desk(Engine(FakeLibrary, waiting=1, batch=1), None, Settings())
    assert (
        desk.suggest_speakers(place, "") == desk.suggest_stories(place, "") == desk.suggest_questions(place, "") == []
    )
