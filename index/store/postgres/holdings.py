"""The index that a database holds, open: readings of one moment each, and what the process remembers between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Self

from psycopg_pool import ConnectionPool

from index.errors import NoIndexYet, WrongEncoder
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
    """The index of one database. ``manifest`` is of when it was opened; every reading sees what stands there then."""

    def __init__(self, pool: ConnectionPool[Connection], memory: Memory) -> None:
        """Raises NoIndexYet, WrongEncoder."""
        self._pool, self._memory = pool, memory
        self._connection: Connection | None = None
        with borrowed(pool) as connection:
            self.manifest = describe(read_stories(connection))

    @classmethod
    def open(cls, settings: StoreSettings) -> Self:
        """Raises NoIndexYet, OtherSchema, WrongEncoder, DatabaseAway."""
        url = settings.standby_url or settings.url
        require(url)
        return cls(open_pool(settings, url=url), Memory())

    def reopen(self) -> Self:
        """The same, as it stands now. Raises NoIndexYet, WrongEncoder, DatabaseAway."""
        return type(self)(self._pool, self._memory)

    def prepare(self) -> None:
        """What a question needs is read by it, and kept."""

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One transaction, which sees one moment; a reading within a reading is the same. Raises DatabaseAway."""
        if self._connection is not None:
            yield
            return
        with borrowed(self._pool) as connection, connection.transaction():
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
            self._stories[servers] = read_stories(self._reading_connection, servers=servers)
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
        return describe(read_stories(connection))


def listen(settings: StoreSettings, known: GenerationId | None, *, seconds: float) -> GenerationId | None:
    """What the database holds now: at once where it is not what is ``known``, else when a build tells of itself, or
    after ``seconds``. Raises DatabaseAway."""
    with named_failures(), connect(settings.url) as connection:
        connection.execute(f"listen {CHANNEL}")
        current = _read_state(connection)
        if current == known and list(connection.notifies(timeout=seconds, stop_after=1)):
            current = _read_state(connection)
    return current


def _read_state(connection: Connection) -> GenerationId | None:
    row = connection.execute("select built_at, epoch from stories order by epoch desc limit 1").fetchone()
    return name_state(*row) if row else None


def describe(stories: Sequence[StoryRow]) -> Manifest:
    """All stories in one noun. Raises NoIndexYet, and WrongEncoder where not all are by one encoder."""
    if not stories:
        raise NoIndexYet("the database")
    newest = max(stories, key=lambda story: story.epoch)
    for story in stories:
        if story.encoder != newest.encoder:
            raise WrongEncoder(f"{story.encoder} (the story {story.name!r})", str(newest.encoder))
    recalls = [story.graph_recall for story in stories if story.graph_recall is not None]
    return Manifest(
        format=_FORMAT,
        id=name_state(newest.built_at, newest.epoch),
        created_at=max(story.built_at for story in stories).astimezone(UTC),
        encoder=newest.encoder,
        settings=newest.settings,
        stories=tuple(story.name for story in stories),
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
