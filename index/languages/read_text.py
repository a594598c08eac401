"""A text → its words, each with its stem, its marks and where it stands. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypedDict

from index.languages.irregular import base_form
from index.languages.tokens import SEARCHED
from index.languages.words import Mark, fold, read_words, stem
from index.types import Article


class _Read(TypedDict):
    """What is the same of a word wherever it stands."""

    stem: str
    mark: Mark
    is_name: bool
    is_empty: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word of a text, and where it stands there."""

    text: str
    stem: str
    mark: Mark
    start: int
    end: int
    is_name: bool
    is_empty: bool


class ReadText:
    """A text and its words."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def words(self) -> tuple[Word, ...]:
        return tuple(
            Word(text=match.group(), start=match.start(), end=match.end(), **_read(match.group()))
            for match in SEARCHED.finditer(self.text)
        )

    @cached_property
    def written(self) -> frozenset[str]:
        """The words as they are written, each once."""
        return frozenset(SEARCHED.findall(self.text))

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(_read(word)["stem"] for word in self.written)

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(word.stem for word in self.words if word.is_name)

    @cached_property
    def content(self) -> frozenset[str]:
        """The stems of the words that tell something about the subject."""
        return content(self.words)


def content(words: Iterable[Word]) -> frozenset[str]:
    return frozenset(word.stem for word in words if not word.is_empty)


def read_article(article: Article) -> ReadText:
    """An article with its title."""
    return read_whole(f"{article.title}\n{article.body}")


@lru_cache(maxsize=256)
def read_whole(text: str) -> ReadText:
    """A text that is read for question after question: the latest are kept with their words."""
    return ReadText(text)


@lru_cache(maxsize=1 << 16)
def _read(word: str) -> _Read:
    """The stem and marks that search has for a word, but for verbs that bend: "wrote" meets "writes"."""
    ((read, mark),) = read_words(word)
    base = base_form(fold(word))
    return _Read(
        stem=stem(base) if base else read,
        mark=mark,
        is_name=bool(mark & Mark.NAME),
        is_empty=bool(mark & Mark.EMPTY),
    )
