"""Rows of passages; a story of the database, whole or some articles of it, as a build or a move takes it over."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoding.encoder import WORD_DIMENSION, EncodedPassages
from index.store.contents import Contents
from index.store.lexical import LexicalIndex
from index.store.postgres.connecting import Connection, admit
from index.store.postgres.rows import PassageRow, unpack_rows, unpack_vector
from index.store.postgres.stories import StoryRow
from index.store.records import article_from_line, passage_from_line, quotation_from_line, revision_from_line
from index.types import Article, ArticleId, Revision


def read_story(connection: Connection, story: StoryRow) -> tuple[list[Article], list[Revision]]:
    """The articles of a story in order, and their earlier texts; inside a transaction."""
    admit(connection, {story.server})
    lines = connection.execute("select line from articles where story = %s order by place", [story.id])
    earlier = connection.execute("select line from revisions where story = %s order by place", [story.id])
    return [article_from_line(line.encode()) for (line,) in lines], [
        revision_from_line(line.encode()) for (line,) in earlier
    ]


def read_contents(connection: Connection, story: StoryRow, names: Collection[ArticleId] | None = None) -> Contents:
    """The articles of these names, all of the story where it is None, with everything that is made of them; inside a
    transaction."""
    admit(connection, {story.server})
    rows = connection.execute(
        "select id, line from articles where story = %s and (%s::text[] is null or name = any(%s)) order by place",
        [story.id, *([None if names is None else list(names)] * 2)],
    ).fetchall()
    articles = {number: article_from_line(line.encode()) for number, line in rows}
    wanted = list(articles)
    held = connection.execute(
        "select p.id from passages p join articles a on a.id = p.article where a.id = any(%s) order by a.place, p.id",
        [wanted],
    ).fetchall()
    order = [number for (number,) in held]
    found = {
        row.number: row
        for row in read_passage_rows(connection, order, lambda numbers: [articles[number] for number in numbers])
    }
    passages = [found[number] for number in order]
    nouns = [row.passage for row in passages]
    quotations = connection.execute(
        "select a.id, q.line from quotations q join articles a on a.id = q.article where a.id = any(%s) "
        "order by a.place, q.place",
        [wanted],
    )
    width = story.encoder.dimension
    return Contents(
        articles=list(articles.values()),
        passages=nouns,
        quotations=[quotation_from_line(line.encode(), articles[number]) for number, line in quotations],
        vectors=EncodedPassages(
            passages=_stack([row.vector[None] for row in passages], width, np.float32),
            sentences=_stack([row.sentences for row in passages], width, np.float16),
            words=_stack([row.words for row in passages], WORD_DIMENSION, np.int8),
        ),
        lexical=LexicalIndex.build(list(articles.values()), nouns),
        revisions=read_story(connection, story)[1] if names is None else (),
    )


def read_passage_rows(
    connection: Connection, numbers: Sequence[int], read: Callable[[Sequence[int]], list[Article]]
) -> Iterator[PassageRow]:
    """The rows of these passages, in no order; ``read`` gives the articles of their numbers."""
    found = connection.execute(
        "select id, article, line, vector, sentences, words, terms, marks, lengths from passages where id = any(%s)",
        [list(numbers)],
        binary=True,
    ).fetchall()
    owners = list(dict.fromkeys(row[1] for row in found))
    articles = dict(zip(owners, read(owners), strict=True))
    for number, article, line, vector, sentences, words, terms, marks, lengths in found:
        row = unpack_vector(vector)
        yield PassageRow(
            number=number,
            passage=passage_from_line(line.encode(), articles[article]),
            vector=row,
            sentences=unpack_rows(sentences, np.float16, len(row)),
            words=unpack_rows(words, np.int8, WORD_DIMENSION),
            terms=np.frombuffer(terms, np.int64),
            marks=np.frombuffer(marks, np.uint8),
            lengths=np.frombuffer(lengths, np.int32),
        )


def _stack(rows: Sequence[NDArray[Any]], width: int, dtype: type[np.generic]) -> NDArray[Any]:
    return np.concatenate([np.zeros((0, width), dtype), *rows])
