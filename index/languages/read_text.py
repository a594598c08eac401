"""A text → its words, each with its stem, its marks and where it stands. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple

from index.languages.tokens import SEARCHED
from index.languages.words import BASES, Mark, fold, read_words, stem
from index.types import Article


class _Read(NamedTuple):
    """What is the same of a word wherever it stands."""

    text: str
    stem: str
    mark: int
    is_name: bool
    is_empty: bool


class Word(NamedTuple):
    """One word of a text, and where it stands there."""

    start: int
    end: int
    text: str
    stem: str
    mark: int
    is_name: bool
    is_empty: bool


class ReadText:
    """A text and its words."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def words(self) -> tuple[Word, ...]:
        return tuple(Word._make((*match.span(), *_read(match.group()))) for match in SEARCHED.finditer(self.text))

    @cached_property
    def written(self) -> frozenset[str]:
        """The words as they are written, each once."""
        return frozenset(SEARCHED.findall(self.text))

    @cached_property
    def by_initial(self) -> Mapping[str, Collection[str]]:
        """The same by their first letters, folded and without a genitive's ending: what a name may be like."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for word in self.written:
            bare = strip_genitive(word)
            found[bare[:1]].add(bare)
        return found

    def find_written(self, stems: Collection[str]) -> Mapping[str, Collection[str]]:
        """The words as they are written, by their stems; those of the given stems alone."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for word in self.written:
            if (stem := _read(word).stem) in stems:
                found[stem].append(word)
        return found

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(_read(word).stem for word in self.written)

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(read.stem for read in map(_read, self.written) if read.is_name)

    @cached_property
    def content(self) -> frozenset[str]:
        """The stems of the words that tell something about the subject."""
        return content(map(_read, self.written))


def strip_genitive(word: str) -> str:
    """The word folded, without "'s" or the apostrophe of a plural."""
    return fold(word).replace("’", "'").removesuffix("'s").removesuffix("s'")


def content(words: Iterable[Word | _Read]) -> frozenset[str]:
    return frozenset(word.stem for word in words if not word.is_empty)


def read_article(article: Article) -> ReadText:
    """An article with its title."""
    return read_whole(f"{article.title}\n{article.body}")


@lru_cache(maxsize=128)
def read_whole(text: str) -> ReadText:
    """A text that is read for question after question: the latest are kept with their words, 50 KiB each."""
    return ReadText(text)


@lru_cache(maxsize=1 << 16)
def _read(word: str) -> _Read:
    """The stem and marks that search has for a word, but for verbs that bend: "wrote" meets "writes"."""
    ((read, mark),) = read_words(word)
    base = BASES.get(fold(word))
    return _Read(word, stem(base) if base else read, mark, bool(mark & Mark.NAME), bool(mark & Mark.EMPTY))
