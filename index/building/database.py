"""A build in a database. Each story is one transaction; what has not changed is neither encoded nor written, nor even
read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache

import numpy as np

from index.articles import Reading
from index.articles.duplicates import Unique
from index.articles.revisions import keep_revisions
from index.building.known_questions import ask_candidates
from index.building.making import digest, make_contents
from index.encoding.encoder import Encoder, EncoderIdentity
from index.errors import BuildFailed, DuplicateArticle
from index.progress import Progress, Stage
from index.search.calibration import read_calibration
from index.search.reader.reading import LoadReader
from index.settings import IndexSettings
from index.store.contents import Contents
from index.store.manifest import Manifest
from index.store.postgres.connecting import Connection, admit, connect, named_failures, open_database_pool, unhurried
from index.store.postgres.describing import make_manifest
from index.store.postgres.holdings import PostgresHoldings
from index.store.postgres.memory import Memory
from index.store.postgres.migrating import require
from index.store.postgres.reading import read_contents, read_story
from index.store.postgres.stories import StoryRow, read_stories
from index.store.postgres.writing import (
    StoryWrite,
    building,
    drop_old,
    make_visible,
    write_known_questions,
    write_story,
)
from index.store.vectors import check_rows
from index.types import Article, Revision, StoryId, split_story


@contextmanager
def open_database_site(
    settings: IndexSettings, reading: Reading, story: StoryId | None, *, dry_run: bool
) -> Iterator[DatabaseSite]:
    """The stories that were read, and without a ``story`` all that there are; nobody else builds them meanwhile.

    Raises:
        BuildInProgress, DuplicateArticle, DatabaseAway, OldDatabase, OtherSchema.
    """
    require(settings.store.url)
    with named_failures(), connect(settings.store.url) as connection:
        named = {article.story for article in reading.articles} if story is None else {story}
        if story is None:
            named |= {row.name for row in read_stories(connection)}
        with nullcontext() if dry_run else building(settings.store.url, named):
            rows = read_stories(connection, named=named, with_empty=True)
            _require_own_ids(connection, reading, named)
            yield DatabaseSite(connection, settings, sorted(named), rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """What a story holds before it is built."""

    row: StoryRow
    articles: list[Article]
    revisions: list[Revision]


class DatabaseSite:
    """The stories that are built, as the database holds them: each as whoever built it last left it."""

    def __init__(
        self, connection: Connection, settings: IndexSettings, named: Sequence[StoryId], rows: Sequence[StoryRow]
    ) -> None:
        self._connection, self._settings, self._named, self._rows = connection, settings, named, rows
        last = {row.name: row for row in sorted(rows, key=lambda row: row.epoch)}
        with unhurried(connection):
            self._held = {name: _read(connection, row) for name, row in last.items()}

    @property
    def articles(self) -> Sequence[Article]:
        return [article for each in self._held.values() for article in each.articles]

    def write(
        self,
        unique: Unique,
        encoder: Encoder,
        load_reader: LoadReader,
        *,
        full: bool,
        report: Callable[[Progress], None],
    ) -> tuple[Manifest, int]:
        """What the database holds then, and the number of passages that were encoded. Raises BuildFailed where another
        encoder built stories that this build does not touch; its own are kept, and seen with those."""
        identity, encoded = encoder.identity, 0
        writer = _Writer(self._connection, self._settings, encoder, cache(load_reader), full=full, report=report)
        for name in self._named:
            encoded += writer.write(name, self._held.get(name), self._find_own(name, identity), unique)
        if missing := make_visible(self._connection, identity):
            raise BuildFailed(
                f"{identity.name} has yet to build {len(missing)} of the stories that another encoder built."
            )
        drop_old(self._connection, identity, self._named)
        return make_manifest(read_stories(self._connection, with_empty=True), identity), encoded

    def _find_own(self, story: StoryId, encoder: EncoderIdentity) -> _Held | None:
        """What this encoder made of a story, if it ever built it."""
        held = self._held.get(story)
        if held is None or held.row.encoder == encoder:
            return held
        row = next((row for row in self._rows if (row.name, row.encoder) == (story, encoder)), None)
        with unhurried(self._connection):
            return _read(self._connection, row) if row else None


class _Writer:
    """Writes one story after the other, with what is encoded for each."""

    def __init__(
        self,
        connection: Connection,
        settings: IndexSettings,
        encoder: Encoder,
        load_reader: LoadReader,
        *,
        full: bool,
        report: Callable[[Progress], None],
    ) -> None:
        self._connection, self._settings, self._encoder, self._load_reader = connection, settings, encoder, load_reader
        self._shape, self._full, self._report = digest(settings.passages), full, report

    def write(self, story: StoryId, held: _Held | None, own: _Held | None, unique: Unique) -> int:
        """Writes what has changed in a story since this encoder built it, which made ``own`` of it; gives the number of
        passages that were encoded."""
        articles = [article for article in unique.articles if article.story == story]
        reusable = own if own and own.row.settings == self._shape and not self._full else None
        known = frozenset(reusable.articles) if reusable else frozenset()
        changed = [article for article in articles if article not in known]
        ids = {article.id for article in articles}
        removed = [article.id for article in (own.articles if own else ()) if article.id not in ids]
        is_new_to_it = own is None and held is not None
        if not (changed or removed or is_new_to_it):
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
                epoch=own.row.epoch if own else None,
            ),
        )
        self._report(Progress(stage=Stage.WRITING, done=1, total=1))
        self._ask(story)
        return encoded

    def _read_old(self, held: _Held | None, changed: Sequence[Article]) -> Contents | None:
        """What was made of the earlier texts of these articles."""
        if held is None:
            return None
        with unhurried(self._connection):
            return read_contents(self._connection, held.row, [article.id for article in changed])

    def _ask(self, story: StoryId) -> None:
        """Finds the questions that the story answers; it answers others meanwhile."""
        self._report(Progress(stage=Stage.CHECKING, done=0, total=1))
        primary = self._settings.store.model_copy(update={"standby_url": ""})  # which holds what was written just now
        with open_database_pool(primary) as pool:
            holdings = PostgresHoldings(pool, primary, Memory(), lambda _: self._encoder.identity)
            with holdings.reading():
                kept = ask_candidates(holdings, self._encoder, read_calibration(), self._load_reader(), [story])
        write_known_questions(self._connection, story, self._encoder.identity, [question for _, question in kept])
        self._report(Progress(stage=Stage.CHECKING, done=1, total=1))


def _read(connection: Connection, row: StoryRow) -> _Held:
    articles, revisions = read_story(connection, row)
    return _Held(row=row, articles=articles, revisions=revisions)


def _require_own_ids(connection: Connection, reading: Reading, named: Collection[StoryId]) -> None:
    """Raises DuplicateArticle where another story, of those that are seen with these, has an article of the same id."""
    servers = {0, *(split_story(story)[0] for story in named)}
    ids = {article.id: article.story for article in reading.articles if article.story in named}
    with connection.transaction():
        admit(connection, servers)
        taken = connection.execute(
            "select a.name, s.name from articles a join stories s on s.id = a.story "
            "where a.name = any(%s) and s.name <> all(%s) "
            "and s.epoch = (select max(epoch) from stories built where built.name = s.name) limit 1",
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
