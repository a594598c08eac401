"""Every row of a language's table is read as its examples say, and none could be left out."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from importlib.resources import files

import pytest

from index.languages import READ, Form, Language, Respelling, load
from index.quotations import extract
from index.quotations.text import Text
from index.types import Article, ArticleId, Span, StoryId

ROWS = [(tag, form) for tag in READ for form in load(tag).forms]
IDS = [f"{tag}: {form.name}" for tag, form in ROWS]
SPEAKER = {"en": "Ana Ruiz", "de": "Anna Ruiz", "fr": "Anna Ruiz", "es": "Anna Ruiz", "ar": "آنا رويز"}


RESPELLED = [(tag, row) for tag in READ for row in load(tag).respelled]


def spell(body: str, language: Language) -> str:
    return Text(body, body, [Span(start=0, end=len(body))], language).letters


def speakers(body: str, language: Language) -> list[str | None]:
    article = Article(id=ArticleId("one"), story=StoryId("story"), title="", body=body)
    return [said.speaker.name if said.speaker else None for said in extract(article, language)]


@pytest.mark.parametrize(("tag", "form"), ROWS, ids=IDS)
def test_the_speaker_of_what_must_match_is_found(tag: str, form: Form) -> None:
    assert speakers(form.matches, load(tag))[0] == SPEAKER[tag]


@pytest.mark.parametrize(("tag", "form"), ROWS, ids=IDS)
def test_nobody_is_the_speaker_of_what_must_not_match(tag: str, form: Form) -> None:
    assert SPEAKER[tag] not in speakers(form.rejects, load(tag))


@pytest.mark.parametrize(("tag", "row"), RESPELLED)
def test_no_respelling_could_be_left_out(tag: str, row: Respelling) -> None:
    language = load(tag)
    without = replace(language, respelled=tuple(other for other in language.respelled if other is not row))
    assert spell(row.example, without) != spell(row.example, language)


@pytest.mark.parametrize(("tag", "form"), ROWS, ids=IDS)
def test_no_row_could_be_left_out(tag: str, form: Form) -> None:
    language = load(tag)
    without = replace(language, forms=tuple(other for other in language.forms if other is not form))
    assert speakers(form.matches, without)[:1] != [SPEAKER[tag]]


PAIRS = ("antonyms", "contraries")  # rows in which a word may stand with several others


@pytest.mark.parametrize("tag", READ)
def test_no_list_says_a_word_twice(tag: str) -> None:
    table = tomllib.loads((files("index.languages") / tag / "words.toml").read_text(encoding="utf-8"))
    lists = {name: words.split() for name, words in table.items() if ";" not in words}
    rows = {name: words.split(";") for name, words in table.items() if ";" in words and name not in PAIRS}
    lists |= {name: [row.split()[0] for row in several if row.strip()] for name, several in rows.items()}
    assert not {(name, word) for name, words in lists.items() for word in words if words.count(word) > 1}
    assert not [words for words in table.values() if "  " in words or " \n" in words or "\n " in words]
