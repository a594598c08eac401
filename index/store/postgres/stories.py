"""The stories of a database, each as it stands at one epoch: row, list of articles, counts of words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoding.encoder import EncoderIdentity
from index.store.postgres.connecting import Connection
from index.store.postgres.rows import number_term
from index.store.shelf import Words
from index.types import ArticleId, Scope, StoryId

WordCounts = tuple[Mapping[str, int], Mapping[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryRow:
    """One story as one encoder has it, at one epoch, in numbers; its fields are the columns of the table."""

    id: int
    name: StoryId
    server: int
    epoch: int
    built_at: datetime
    encoder: EncoderIdentity
    settings: str
    articles: int
    passages: int
    sentences: int
    quotations: int
    words: int
    revisions: int
    newest: float | None  # of its articles, in seconds since 1970 UTC
    graph_recall: float | None
    is_seen: bool  # by readers: not while its encoder has yet to build others

    @property
    def state(self) -> tuple[int, int]:
        return self.id, self.epoch


_NAMES = tuple(field.name for field in fields(StoryRow))
_COLUMNS = ", ".join(_NAMES).replace("encoder", "encoder::text")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleList:
    """The articles of a story in their order, as columns."""

    numbers: NDArray[np.int64]  # rising
    places: Mapping[ArticleId, int]  # of their names
    times: NDArray[np.float64]  # seconds since 1970 UTC; NaN where undated
    passages: NDArray[np.int64]
    titles: Sequence[NDArray[np.int64]]  # terms of the headline

    def admit(self, scope: Scope) -> NDArray[np.bool_]:
        """Whether each lies in the scope, whose stories are met."""
        admitted = np.ones(len(self.numbers), bool)
        if scope.articles is not None:
            admitted &= np.array([name in scope.articles for name in self.places], bool)
        if scope.since is not None:
            admitted &= self.times >= scope.since.timestamp()  # false for NaN
        return admitted

    def find_titles(self, numbers: NDArray[np.int64]) -> Iterator[tuple[int, NDArray[np.int64]]]:
        """The places in ``numbers`` of this story's articles, with their headlines' terms."""
        places = np.searchsorted(self.numbers, numbers).clip(max=len(self.numbers) - 1)
        for at in np.flatnonzero(self.numbers[places] == numbers):
            yield int(at), self.titles[places[at]]


def read_stories(
    connection: Connection,
    *,
    servers: Collection[int] | None = None,
    named: Collection[StoryId] | None = None,
    with_empty: bool = False,
) -> list[StoryRow]:
    """The stories of these servers and of these names, by name; None is no limit. One without an article is no story
    any more, though its row stays."""
    rows = connection.execute(
        f"""select {_COLUMNS} from stories where (articles > 0 or %(with_empty)s)
        and (%(servers)s::bigint[] is null or server = any(%(servers)s))
        and (%(named)s::text[] is null or name = any(%(named)s)) order by name collate "C" """,  # noqa: S608
        {
            "servers": None if servers is None else list(servers),
            "named": None if named is None else list(named),
            "with_empty": with_empty,
        },
    )
    return [_make_row(dict(zip(_NAMES, row, strict=True))) for row in rows]


def _make_row(columns: dict[str, Any]) -> StoryRow:
    return StoryRow(**columns | {"encoder": _read_encoder(columns["encoder"])})


@lru_cache(maxsize=8)  # few encoders have built many stories
def _read_encoder(line: str) -> EncoderIdentity:
    return EncoderIdentity(**json.loads(line))


def read_articles(connection: Connection, story: StoryRow) -> ArticleList:
    rows = connection.execute(
        "select id, name, published_at, passages, title from articles where story = %s order by place",
        [story.id],
        binary=True,
    ).fetchall()
    return ArticleList(
        numbers=np.array([row[0] for row in rows], np.int64),
        places={ArticleId(row[1]): place for place, row in enumerate(rows)},
        times=np.array([np.nan if row[2] is None else row[2] for row in rows], np.float64),
        passages=np.array([row[3] for row in rows], np.int64),
        titles=[np.frombuffer(row[4], np.int64) for row in rows],
    )


def read_counts(connection: Connection, story: StoryRow) -> WordCounts:
    """How many passages of a story hold each stem, and how often it uses each word as it is written."""
    terms = connection.execute("select stem, passages from terms where story = %s", [story.id], binary=True)
    forms = connection.execute("select form, count from forms where story = %s", [story.id], binary=True)
    return dict(terms.fetchall()), dict(forms.fetchall())


def describe_words(stories: Sequence[StoryRow], counts: Sequence[WordCounts]) -> Words:
    """What words count for where these stories are seen."""
    texts = sum(story.passages for story in stories)
    return Words(
        texts=texts,
        mean_length=sum(story.words for story in stories) / max(1, texts),
        frequencies=_add([terms for terms, _ in counts]),
        forms=_add([forms for _, forms in counts]),
        place=number_term,
    )


def _add(counts: Sequence[Mapping[str, int]]) -> Mapping[str, int]:
    if len(counts) == 1:
        return counts[0]
    total: Counter[str] = Counter()
    for some in counts:
        total.update(some)
    return dict(total)
