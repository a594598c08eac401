"""A build in a database. Each story is one transaction; what has not changed is neither encoded nor written, nor even
read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np

from index.articles import Reading
from index.articles.duplicates import Unique
from index.articles.revisions import keep_revisions
from index.building.making import digest, make_contents
from index.encoding.encoder import Encoder
from index.errors import BuildFailed, DuplicateArticle
from index.progress import Progress, Stage
from index.search.calibration import read_calibration
from index.search.known_questions import ask_candidates
from index.settings import IndexSettings
from index.store.contents import Contents
from index.store.manifest import Manifest
from index.store.postgres.connecting import Connection, admit, connect, named_failures, open_pool
from index.store.postgres.holdings import PostgresHoldings, describe
from index.store.postgres.migrating import require
from index.store.postgres.reading import read_contents, read_story
from index.store.postgres.shelf import Memory
from index.store.postgres.stories import StoryRow, read_stories
from index.store.postgres.writing import StoryWrite, building, write_questions, write_story
from index.store.vectors import check_rows
from index.types import Article, Revision, StoryId, split_story


@contextmanager
def open_database_site(
    settings: IndexSettings, reading: Reading, story: StoryId | None, *, dry_run: bool
) -> Iterator[DatabaseSite]:
    """The stories that were read, and without a ``story`` all that there are; nobody else builds them meanwhile.

    Raises:
        BuildInProgress, DuplicateArticle, DatabaseAway, OtherSchema.
    """
    require(settings.store.url)
    with named_failures(), connect(settings.store.url) as connection:
        named = {article.story for article in reading.articles} if story is None else {story}
        if story is None:
            named |= {row.name for row in read_stories(connection)}
        with nullcontext() if dry_run else building(connection, named):
            held = _read_stories(connection, named)
            _require_own_ids(connection, reading, named)
            yield DatabaseSite(connection, settings, sorted(named), held)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """What a story holds before it is built."""

    row: StoryRow
    articles: list[Article]
    revisions: list[Revision]


class DatabaseSite:
    """The stories that are built, as the database holds them."""

    def __init__(
        self,
        connection: Connection,
        settings: IndexSettings,
        named: Sequence[StoryId],
        held: Mapping[StoryId, _Held],
    ) -> None:
        self._connection, self._settings, self._named, self._held = connection, settings, named, held

    @property
    def articles(self) -> Sequence[Article]:
        return [article for each in self._held.values() for article in each.articles]

    def write(
        self, unique: Unique, encoder: Encoder, *, full: bool, report: Callable[[Progress], None]
    ) -> tuple[Manifest, int]:
        """What the database holds then, and the number of passages that were encoded."""
        writer = _Writer(self._connection, self._settings, encoder, full=full, report=report)
        encoded = sum(writer.write(name, self._held.get(name), unique) for name in self._named)
        return describe(read_stories(self._connection, with_empty=True)), encoded


class _Writer:
    """Writes one story after the other, with what is encoded for each."""

    def __init__(
        self,
        connection: Connection,
        settings: IndexSettings,
        encoder: Encoder,
        *,
        full: bool,
        report: Callable[[Progress], None],
    ) -> None:
        self._connection, self._settings, self._encoder = connection, settings, encoder
        self._shape, self._full, self._report = digest(settings.passages), full, report

    def write(self, story: StoryId, held: _Held | None, unique: Unique) -> int:
        """Writes what has changed in a story; gives the number of passages that were encoded."""
        articles = [article for article in unique.articles if article.story == story]
        is_like = held and (held.row.encoder, held.row.settings) == (self._encoder.identity, self._shape)
        reusable = held if is_like and not self._full else None
        known = frozenset(reusable.articles) if reusable else frozenset()
        changed = [article for article in articles if article not in known]
        ids = {article.id for article in articles}
        removed = [article.id for article in (held.articles if held else ()) if article.id not in ids]
        if not changed and not removed:
            return 0
        contents, encoded = make_contents(
            replace(unique, articles=tuple(changed)),
            self._settings,
            self._encoder,
            self._read_old(reusable, changed),
            self._report,
        )
        _check(contents, self._encoder.identity.dimension)
        write_story(
            self._connection,
            StoryWrite(
                story=story,
                contents=contents,
                removed=removed,
                revisions=_keep_revisions(held, articles),
                encoder=self._encoder.identity,
                settings=self._shape,
                epoch=held.row.epoch if held else None,
            ),
        )
        self._report(Progress(stage=Stage.WRITING, done=1, total=1))
        self._ask(story)
        return encoded

    def _read_old(self, held: _Held | None, changed: Sequence[Article]) -> Contents | None:
        """What was made of the earlier texts of these articles."""
        if held is None:
            return None
        with self._connection.transaction():
            return read_contents(self._connection, held.row, [article.id for article in changed])

    def _ask(self, story: StoryId) -> None:
        """Finds the questions that the story answers; it answers others meanwhile."""
        self._report(Progress(stage=Stage.CHECKING, done=0, total=1))
        with open_pool(self._settings.store) as pool:
            holdings = PostgresHoldings(pool, Memory())
            with holdings.reading():
                kept = ask_candidates(holdings, self._encoder, read_calibration(), [story])
        write_questions(self._connection, story, [question for _, question in kept])
        self._report(Progress(stage=Stage.CHECKING, done=1, total=1))


def _read_stories(connection: Connection, named: Collection[StoryId]) -> dict[StoryId, _Held]:
    """What the database holds of these stories."""
    with connection.transaction():
        held = {}
        for row in read_stories(connection, named=named, with_empty=True):
            articles, revisions = read_story(connection, row)
            held[row.name] = _Held(row=row, articles=articles, revisions=revisions)
    return held


def _require_own_ids(connection: Connection, reading: Reading, named: Collection[StoryId]) -> None:
    """Raises DuplicateArticle where another story, of those that are seen with these, has an article of the same id."""
    servers = {0, *(split_story(story)[0] for story in named)}
    ids = {article.id: article.story for article in reading.articles if article.story in named}
    with connection.transaction():
        admit(connection, servers)
        taken = connection.execute(
            "select a.name, s.name from articles a join stories s on s.id = a.story "
            "where a.name = any(%s) and s.name <> all(%s) limit 1",
            [list(ids), list(named)],
        ).fetchone()
    if taken:
        raise DuplicateArticle(taken[0], f"story {taken[1]}", f"story {ids[taken[0]]}")


def _keep_revisions(held: _Held | None, articles: Sequence[Article]) -> list[Revision]:
    if held is None:
        return []
    read_at, now = held.row.built_at, datetime.now(UTC)
    return keep_revisions(held.articles, held.revisions, articles, read_at=read_at, replaced_at=now)


def _check(contents: Contents, dimension: int) -> None:
    """Refuses what would poison a search before it is written."""
    try:
        check_rows(contents.vectors.passages, dimension)
        check_rows(contents.vectors.sentences.astype(np.float32), dimension)
    except ValueError as error:
        raise BuildFailed(f"the encoder gave {error}.") from error
