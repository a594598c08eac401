"""One closed class denies for search, for checks and for quotations."""

from __future__ import annotations

import pytest

from index.checking import check
from index.languages import READ, load
from index.languages.words import Mark, read_words
from index.quotations import extract
from index.types import Article, ArticleId, Claim, Coverage, Ruling, StoryId

DENYING = ["not", "never", "hardly", "didn't", "nobody", "denied"]


def article(body: str, language: str = "en") -> Article:
    return Article(id=ArticleId("one"), story=StoryId("story"), title="", body=body, language=language)


@pytest.mark.parametrize("word", DENYING)
def test_search_marks_what_denies(word: str) -> None:
    ((_, marks),) = read_words(word)

    assert marks & Mark.NEGATION


@pytest.mark.parametrize("word", ["not", "never", "hardly"])
def test_a_check_finds_that_what_denies_turns_a_sentence(word: str) -> None:
    quotations = extract(article(f"“The ferry will {word} sail on Monday,” said Ana Ruiz."))
    claim = Claim(words="The ferry will sail on Monday", speaker="Ana Ruiz")

    assert check(claim, quotations, Coverage(articles=1, newest=None)).ruling is Ruling.OPPOSITE


@pytest.mark.parametrize(
    "word", ["would not say", "never said", "couldn't say", "shouldn't have said", "declined to say"]
)
def test_words_that_somebody_did_not_say_are_nobody_s(word: str) -> None:
    quotations = extract(article(f"Ana Ruiz {word} whether the boat was “a raft of rust and old paint”."))

    assert not [one for one in quotations if one.speaker and one.speaker.name == "Ana Ruiz"]


@pytest.mark.parametrize("tag", READ)
def test_every_language_that_is_read_has_words_that_deny(tag: str) -> None:
    assert len(load(tag).words["negations"]) >= 3
