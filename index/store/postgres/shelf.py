"""A scope of the database, at the moment of one reading."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from index.encoding.encoder import Vectors
from index.store.postgres.connecting import Connection
from index.store.postgres.memory import Memory, Value
from index.store.postgres.reading import read_passage_rows
from index.store.postgres.rows import (
    PassageRow,
    are_leads,
    articles_of,
    number_passage,
)
from index.store.postgres.searching import SearchScope, find_best, find_nearest
from index.store.postgres.stories import (
    ArticleList,
    StoryRow,
    describe_words,
    read_articles,
    read_counts,
)
from index.store.records import article_from_line, passage_from_line, quotation_from_line, revision_from_line
from index.store.shelf import Numbers, Rows, Words, cover
from index.types import Article, ArticleId, Coverage, Passage, PassageId, Quotation, Revision, Scope, StoryId

_NO_TERMS = np.zeros(0, np.int64)


class PostgresShelf:
    """What a scope admits; ``visible`` are all stories that whoever asks may see, ``enter`` names them to the database
    before anything is read."""

    def __init__(
        self, scope: Scope, visible: Sequence[StoryRow], memory: Memory, enter: Callable[[], Connection]
    ) -> None:
        self._scope, self._visible, self._memory, self._enter = scope, visible, memory, enter
        named = scope.stories
        self._rows = [story for story in visible if named is None or story.name in named]

    @property
    def state(self) -> Hashable:
        return tuple(story.state for story in self._visible)

    @property
    def stories(self) -> Sequence[StoryId]:
        return [story.name for story in self._rows]

    @cached_property
    def coverage(self) -> Coverage:
        times = np.concatenate([np.zeros(0), *(held.times[admitted] for held, admitted in self._admitted)])
        return cover(times, lambda place: self._read_articles([self._numbers[place]])[0])

    def count_articles(self, story: StoryId) -> int:
        admitted = zip(self._rows, self._admitted, strict=True)
        return sum(int(of_story.sum()) for row, (_, of_story) in admitted if row.name == story)

    @property
    def words(self) -> Words:
        def read() -> Words:
            counts = [
                self._memory.counts.find(story.state, partial(self._read, read_counts, story))
                for story in self._visible
            ]
            return describe_words(self._visible, counts)

        return self._memory.words.find(self.state, read)

    @property
    def articles(self) -> Sequence[Article]:
        return self._read_articles(self._numbers)

    @property
    def passages(self) -> Iterator[Passage]:
        for article in self._numbers:
            held = self._connection.execute(
                "select line from passages where article = %s order by id", [article]
            ).fetchall()
            (noun,) = self._read_articles([article])
            yield from (passage_from_line(line.encode(), noun) for (line,) in held)

    @property
    def quotations(self) -> Sequence[Quotation]:
        quoted = self._quoted
        return [quotation for number in self._numbers for quotation in quoted.get(number, ())]

    @property
    def revisions(self) -> Sequence[Revision]:
        rows = self._connection.execute(
            "select line from revisions where article = any(%s) order by story, place", [self._numbers]
        )
        return [revision_from_line(line.encode()) for (line,) in rows]

    @property
    def questions(self) -> Sequence[tuple[StoryId, str]]:
        names = {story.id: story.name for story in self._rows}
        rows = self._connection.execute(
            "select story, question from questions where story = any(%s) order by story, place", [list(names)]
        )
        return [(names[story], question) for story, question in rows]

    def draw(self, stems: Sequence[str], encode: Callable[[], Vectors], count: int) -> Numbers:
        scope = self._search
        if self._scope != Scope() and scope.passages <= 2 * count:
            return self._all_passages()
        best = find_best(self._connection, scope, stems, self.words, count)
        nearest = find_nearest(self._connection, scope, encode(), count)
        return np.union1d(np.array(nearest, np.int64), np.fromiter(best, np.int64))

    def find_best(self, stems: Sequence[str], count: int) -> list[int]:
        return list(find_best(self._connection, self._search, stems, self.words, count))

    def rows(self, numbers: Numbers) -> Rows:
        rows = self._read_passages(numbers.tolist())
        articles = articles_of(numbers)
        titles = self._find_titles(articles)
        return Rows(
            numbers=numbers,
            articles=articles,
            leads=are_leads(numbers),
            vectors=np.stack([row.vector for row in rows]),
            sentence_counts=np.array([len(row.lengths) for row in rows], np.int64),
            sentence_vectors=np.concatenate([row.sentences for row in rows]),
            word_counts=np.concatenate([row.lengths for row in rows]).astype(np.int64),
            words=np.concatenate([row.terms for row in rows]),
            marks=np.concatenate([row.marks for row in rows]),
            word_vectors=np.concatenate([row.words for row in rows]),
            title_counts=np.array([len(title) for title in titles], np.int64),
            title_words=np.concatenate([_NO_TERMS, *titles]),
        )

    def passage(self, number: int) -> Passage:
        return self._read_passages([number])[0].passage

    def find_passage(self, passage: PassageId) -> Passage | None:
        rows = self._connection.execute(
            "select id from passages where name = %s and article = any(%s) limit 1", [passage, self._numbers]
        ).fetchone()
        return self.passage(rows[0]) if rows else None

    def lead(self, article: ArticleId) -> Passage | None:
        number, passages = self._find(article)
        return self.passage(number_passage(number, 0)) if passages else None

    def passages_of(self, article: ArticleId) -> Sequence[tuple[int, Passage]]:
        number, passages = self._find(article)
        numbers = [number_passage(number, place) for place in range(passages)]
        return [(row.number, row.passage) for row in self._read_passages(numbers)]

    def quotations_of(self, article: ArticleId) -> Sequence[Quotation]:
        return self._quoted.get(self._find(article)[0], ())

    @property
    def _connection(self) -> Connection:
        return self._enter()

    def _read(self, read: Callable[[Connection, StoryRow], Value], story: StoryRow) -> Value:
        return read(self._connection, story)

    @cached_property
    def _lists(self) -> list[ArticleList]:
        return [self._memory.lists.find(story.state, partial(self._read, read_articles, story)) for story in self._rows]

    @cached_property
    def _admitted(self) -> list[tuple[ArticleList, NDArray[np.bool_]]]:
        return [(held, held.admit(self._scope)) for held in self._lists]

    @cached_property
    def _numbers(self) -> list[int]:
        """The numbers of the articles in the scope, in order."""
        return [int(number) for held, admitted in self._admitted for number in held.numbers[admitted]]

    def _find(self, article: ArticleId) -> tuple[int, int]:
        """The number of an article in the scope, and how many passages it has; zeros where it is not there."""
        for held, admitted in self._admitted:
            if (place := held.places.get(article)) is not None and admitted[place]:
                return int(held.numbers[place]), int(held.passages[place])
        return 0, 0

    def _find_titles(self, articles: NDArray[np.int64]) -> list[NDArray[np.int64]]:
        titles = [_NO_TERMS] * len(articles)
        for held in self._lists:
            for at, title in held.find_titles(articles):
                titles[at] = title
        return titles

    @cached_property
    def _search(self) -> SearchScope:
        is_whole = self._scope.articles is None and self._scope.since is None
        passages = sum(int(held.passages[admitted].sum()) for held, admitted in self._admitted)
        return SearchScope(stories=self._rows, articles=None if is_whole else self._numbers, passages=passages)

    def _all_passages(self) -> Numbers:
        return np.array(
            sorted(
                number_passage(int(number), place)
                for held, admitted in self._admitted
                for number, passages in zip(held.numbers[admitted], held.passages[admitted], strict=True)
                for place in range(passages)
            ),
            np.int64,
        )

    @cached_property
    def _quoted(self) -> dict[int, list[Quotation]]:
        """The quotations of all articles of the stories, by the article's number."""
        quoted: dict[int, list[Quotation]] = {}
        for story in self._rows:
            quoted |= self._memory.quotations.find(story.state, partial(self._read_quotations, story))
        return quoted

    def _read_quotations(self, story: StoryRow) -> dict[int, list[Quotation]]:
        rows = self._connection.execute(
            "select article, line from quotations where story = %s order by article, place", [story.id]
        ).fetchall()
        numbers = list(dict.fromkeys(number for number, _ in rows))
        articles = dict(zip(numbers, self._read_articles(numbers), strict=True))
        quoted: dict[int, list[Quotation]] = {}
        for number, line in rows:
            quoted.setdefault(number, []).append(quotation_from_line(line.encode(), articles[number]))
        return quoted

    def _read_articles(self, numbers: Sequence[int]) -> list[Article]:
        def read(missing: list[int]) -> Iterator[tuple[int, Article]]:
            rows = self._connection.execute("select id, line from articles where id = any(%s)", [missing])
            return ((number, article_from_line(line.encode())) for number, line in rows)

        return self._memory.articles.find_all(numbers, read)

    def _read_passages(self, numbers: Sequence[int]) -> list[PassageRow]:
        def read(missing: list[int]) -> Iterator[tuple[int, PassageRow]]:
            rows = read_passage_rows(self._connection, missing, self._read_articles)
            return ((row.number, row) for row in rows)

        return self._memory.passages.find_all(numbers, read)
