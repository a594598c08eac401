"""The index that a database holds, open: readings of one moment each, and what the process remembers between them."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Self

from psycopg_pool import ConnectionPool

from index.encoding.encoder import EncoderIdentity
from index.errors import DatabaseAway, NoIndexYet
from index.settings import StoreSettings
from index.store.manifest import Counts, Manifest
from index.store.postgres.connecting import Connection, admit, borrowed, connect, named_failures, open_pool
from index.store.postgres.migrating import require
from index.store.postgres.shelf import Memory, PostgresShelf
from index.store.postgres.stories import StoryRow, read_stories
from index.store.postgres.writing import CHANNEL
from index.types import GenerationId, Scope

_FORMAT = 1
_TIME = "%Y%m%dT%H%M%S%fZ"
EXACT, GRAPH = "exact", "exact, and hnsw in large stories"


class PostgresHoldings:
    """The index of one database. ``manifest`` is of when it was opened; every reading sees what stands there then, of
    the stories whose vectors are of its encoder: a build with another one writes them one after the other."""

    def __init__(
        self, pool: ConnectionPool[Connection], memory: Memory, encoder: EncoderIdentity | None = None
    ) -> None:
        """Raises NoIndexYet."""
        self._pool, self._memory = pool, memory
        self._connection: Connection | None = None
        with borrowed(pool) as connection:
            stories = read_stories(connection, with_empty=True)
        self.manifest = describe(stories, encoder)
        dated = [story.newest for story in stories if story.newest is not None]
        self.newest = datetime.fromtimestamp(max(dated), UTC) if dated else None

    @classmethod
    def open(cls, settings: StoreSettings) -> Self:
        """Raises NoIndexYet, OtherSchema, DatabaseAway."""
        url = settings.standby_url or settings.url
        require(url)
        return cls(open_pool(settings, url=url), Memory())

    def reopen(self) -> Self:
        """The same, as it stands now; of the same encoder while any story is. Raises NoIndexYet, DatabaseAway."""
        return type(self)(self._pool, self._memory, self.manifest.encoder)

    def prepare(self) -> None:
        """What a question needs is read by it, and kept."""

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One transaction, which sees one moment; a reading within a reading is the same. What it executes is sent at
        once, and waited for when its rows are taken. Raises DatabaseAway."""
        if self._connection is not None:
            yield
            return
        with borrowed(self._pool) as connection, connection.pipeline(), connection.transaction():
            connection.execute("set transaction isolation level repeatable read read only")
            self._connection, self._admitted = connection, frozenset[int]()
            self._stories: dict[frozenset[int] | None, list[StoryRow]] = {}
            self._shelves: dict[Scope, PostgresShelf] = {}
            try:
                yield
            finally:
                self._connection = None

    def shelf(self, scope: Scope) -> PostgresShelf:
        if scope not in self._shelves:
            visible = self._find_stories(scope.servers)
            seen = frozenset(story.server for story in visible)
            self._shelves[scope] = PostgresShelf(scope, visible, self._memory, lambda: self._enter(seen))
        return self._shelves[scope]

    def _find_stories(self, servers: frozenset[int] | None) -> list[StoryRow]:
        if servers not in self._stories:
            found = read_stories(self._reading_connection, servers=servers)
            self._stories[servers] = [story for story in found if story.encoder == self.manifest.encoder]
        return self._stories[servers]

    def _enter(self, servers: frozenset[int]) -> Connection:
        """The connection, seeing the rows of these servers alone."""
        connection = self._reading_connection
        if servers != self._admitted:
            admit(connection, servers)
            self._admitted = servers
        return connection

    @property
    def _reading_connection(self) -> Connection:
        if self._connection is None:
            raise AssertionError("shelves are read inside a reading")
        return self._connection


def read_manifest(settings: StoreSettings) -> Manifest:
    """What the database holds. Raises like ``PostgresHoldings.open``."""
    require(settings.url)
    with named_failures(), connect(settings.url) as connection:
        return describe(read_stories(connection, with_empty=True))


def listen(settings: StoreSettings, *, seconds: float) -> Iterator[GenerationId | None]:
    """What the database holds now, and then whenever a build tells of itself, or nothing has for ``seconds``; None for
    nothing, and while it is away. One connection is kept as long as it lives."""
    while True:
        try:
            with named_failures(), connect(settings.url) as connection:
                connection.execute(f"listen {CHANNEL}")
                while True:
                    yield _read_state(connection)
                    list(connection.notifies(timeout=seconds, stop_after=1))
        except DatabaseAway:
            yield None
            time.sleep(seconds)


def _read_state(connection: Connection) -> GenerationId | None:
    row = connection.execute("select built_at, epoch from stories order by epoch desc limit 1").fetchone()
    return name_state(*row) if row else None


def describe(rows: Sequence[StoryRow], encoder: EncoderIdentity | None = None) -> Manifest:
    """The stories of an encoder in one noun, of the one that built last where there is none of ``encoder``. ``rows``
    are all that there are; one that was emptied is no story, but has changed the index. Raises NoIndexYet."""
    held = sorted((story for story in rows if story.articles), key=lambda story: story.epoch)
    if not held:
        raise NoIndexYet("the database")
    if encoder not in {story.encoder for story in held}:
        encoder = held[-1].encoder
    stories = [story for story in held if story.encoder == encoder]
    last = max(rows, key=lambda story: story.epoch)
    recalls = [story.graph_recall for story in stories if story.graph_recall is not None]
    return Manifest(
        format=_FORMAT,
        id=name_state(last.built_at, last.epoch),
        created_at=max(story.built_at for story in rows).astimezone(UTC),
        encoder=encoder,
        settings=stories[-1].settings,
        stories=tuple(sorted(story.name for story in stories)),
        others=tuple(sorted(story.name for story in held if story.encoder != encoder)),
        counts=Counts(
            articles=sum(story.articles for story in stories),
            passages=sum(story.passages for story in stories),
            sentences=sum(story.sentences for story in stories),
            quotations=sum(story.quotations for story in stories),
            revisions=sum(story.revisions for story in stories),
        ),
        files={},
        method=GRAPH if recalls else EXACT,
        recall=min(recalls, default=1.0),
    )


def name_state(built_at: datetime, epoch: int) -> GenerationId:
    """What a state of the database is called, as a generation is."""
    return GenerationId(f"{built_at.astimezone(UTC):{_TIME}}-{epoch:08x}")
