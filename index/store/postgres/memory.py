"""What a process keeps of what it has read, each kind up to its bound.

An epoch never comes twice, and nothing that was read at one is changed: what is kept here is never stale, only unused.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from threading import Lock
from typing import Generic, TypeVar

from index.store.postgres.rows import PassageRow
from index.store.postgres.stories import ArticleList, WordCounts
from index.store.shelf import Words
from index.types import Article, Quotation

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

_PASSAGES = 20_000  # that a process keeps with their rows, some 11 kB each
_ARTICLES = 20_000  # that it keeps, some 20 kB each; and as many with their quotations
_LISTED = 200_000  # articles of which it keeps what tells a scope, some 400 bytes each
_WORDS = 2_000_000  # that it keeps counted, some 100 bytes each


class Kept(Generic[Key, Value]):
    """The values that were used last, ``most`` of what ``weigh`` counts in them, by default themselves; one that weighs
    more is kept alone. Threads may share it: one answers while another looks into what is new."""

    def __init__(self, most: int, weigh: Callable[[Value], int] = lambda _: 1) -> None:
        self._most, self._weigh, self._lock = most, weigh, Lock()
        self._weight = 0
        self._values: OrderedDict[Key, Value] = OrderedDict()

    def find(self, key: Key, read: Callable[[], Value]) -> Value:
        """The value of a key; ``read``, which may take its time, where it is not known."""
        if (value := self.get(key)) is None:
            value = read()
            self.put(key, value)
        return value

    def find_all(self, keys: Sequence[Key], read: Callable[[list[Key]], Iterable[tuple[Key, Value]]]) -> list[Value]:
        """The values of keys, in their order; ``read`` gives those that are not known, in any."""
        found = {key: value for key in keys if (value := self.get(key)) is not None}
        if missing := list(dict.fromkeys(key for key in keys if key not in found)):
            for key, value in read(missing):
                found[key] = value
                self.put(key, value)
        return [found[key] for key in keys]

    def get(self, key: Key) -> Value | None:
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def put(self, key: Key, value: Value) -> None:
        with self._lock:
            if key in self._values:
                self._weight -= self._weigh(self._values.pop(key))
            self._values[key] = value
            self._weight += self._weigh(value)
            while self._weight > self._most and len(self._values) > 1:
                self._weight -= self._weigh(self._values.popitem(last=False)[1])


class Memory:
    """What a process has read of the database, by what never changes: a number, or a story's epoch."""

    def __init__(self) -> None:
        self.passages: Kept[int, PassageRow] = Kept(_PASSAGES)
        self.articles: Kept[int, Article] = Kept(_ARTICLES)
        self.lists: Kept[tuple[int, int], ArticleList] = Kept(_LISTED, lambda held: len(held.numbers))
        self.quotations: Kept[tuple[int, int], dict[int, list[Quotation]]] = Kept(_ARTICLES, len)
        self.counts: Kept[tuple[int, int], WordCounts] = Kept(_WORDS, lambda counts: sum(map(len, counts)))
        self.words: Kept[Hashable, Words] = Kept(_WORDS, lambda words: len(words.frequencies) + len(words.forms))
