"""What is suggested while somebody types: within Discord's limits, whatever the articles hold."""

import pytest

from bot.engine.engine import Engine
from bot.readers import Readers
from bot.rules.access import Asker
from bot.rules.suggestions import Choice
from bot.settings import Settings
from bot.texts.translation import load_translations
from tests.fakes import FakeLibrary, article


@pytest.fixture
def readers_over(open_engine):
    async def make(*articles):
        return Readers(await open_engine(FakeLibrary(articles=articles)), None, Settings())

    return make


@pytest.fixture(scope="module")
def asker():
    return Asker(user=1, server=None, channel=None, translate=load_translations().to("en"))


async def test_no_more_than_25_are_suggested(readers_over, asker):
    stories = [article(f"a{number}", f"story-{number:02}", "Some words stand here.") for number in range(40)]
    readers = await readers_over(*stories)
    assert len(readers.looking.suggest_stories(asker, "")) == 25
    assert readers.looking.suggest_stories(asker, "story-39") == [Choice("story-39", "story-39")]


async def test_names_and_values_are_at_most_100_characters(readers_over, asker):
    long = "B" + "a" * 96
    body = f"“Words are said here,” said {long} Holm. “Other words are said,” said Anna Holm."
    readers = await readers_over(article("a", "x" * 101, body), article("b", "y" * 100, "Words."))
    for choice in await readers.looking.suggest_speakers(asker, "") + readers.looking.suggest_stories(asker, ""):
        assert 1 <= len(choice.name) <= 100
        assert 1 <= len(choice.value) <= 100
    assert [choice.value for choice in readers.looking.suggest_stories(asker, "")] == ["y" * 100]


async def test_what_is_typed_is_found_whatever_its_case(readers_over, asker):
    readers = await readers_over(article("a", "harbour", "“Words are said here,” said Anna Holm."))
    assert await readers.looking.suggest_speakers(asker, "aNNa") == [Choice("Anna Holm (1)", "Anna Holm")]
    assert await readers.looking.suggest_speakers(asker, "zzz") == []


async def test_nothing_is_suggested_before_an_index_is_open(asker):
    readers = Readers(Engine(FakeLibrary, waiting=1, batch=1), None, Settings())
    assert (
        await readers.looking.suggest_speakers(asker, "")
        == readers.looking.suggest_stories(asker, "")
        == await readers.looking.suggest_questions(asker, "")
        == []
    )
