"""The index that a database holds, open: readings of one moment each, and what the process remembers between them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Self

from psycopg_pool import ConnectionPool

from index.encoding.encoder import EncoderIdentity
from index.errors import DatabaseAway, WrongEncoder
from index.settings import StoreSettings
from index.store.manifest import Manifest
from index.store.postgres.connecting import (
    Connection,
    admit,
    connect,
    find_reading,
    named_failures,
    open_database_pool,
    reading,
)
from index.store.postgres.describing import choose_encoder, make_manifest, name_state
from index.store.postgres.memory import Memory
from index.store.postgres.migrating import require
from index.store.postgres.shelf import PostgresShelf
from index.store.postgres.stories import StoryRow, read_stories
from index.store.postgres.writing.epochs import CHANNEL
from index.types import GenerationId, Scope


class PostgresHoldings:
    """The index of one database, as one encoder has it. ``manifest`` is of when it was opened; every reading sees what
    stands there then."""

    def __init__(
        self,
        pool: ConnectionPool[Connection],
        settings: StoreSettings,
        memory: Memory,
        choose: Callable[[Sequence[StoryRow]], EncoderIdentity] = choose_encoder,
    ) -> None:
        """``choose`` takes the encoder from all that stands there. Raises like it, and DatabaseAway."""
        self._pool, self._settings, self._memory = pool, settings, memory
        self._connection: Connection | None = None
        self._open(choose)

    def _open(self, choose: Callable[[Sequence[StoryRow]], EncoderIdentity]) -> None:
        with reading(self._pool, self._settings) as connection:
            stories = read_stories(connection, with_empty=True)
        self.manifest = make_manifest(stories, choose(stories))
        dated = [story.newest for story in stories if story.newest is not None and story.encoder == self._encoder]
        self.newest = datetime.fromtimestamp(max(dated), UTC) if dated else None

    @property
    def _encoder(self) -> EncoderIdentity:
        return self.manifest.encoder

    @classmethod
    def open(cls, settings: StoreSettings) -> Self:
        """Raises NoIndexYet, OldDatabase, OtherSchema, DatabaseAway."""
        require(find_reading(settings))
        return cls(open_database_pool(settings), settings, Memory())

    def reopen(self) -> Self:
        """The same, as it stands now; of the same encoder while any story is. Raises NoIndexYet, DatabaseAway."""
        return type(self)(self._pool, self._settings, self._memory, partial(choose_encoder, preferred=self._encoder))

    def turn_to(self, encoder: EncoderIdentity) -> None:
        if encoder != self._encoder:
            self._open(partial(choose_encoder, preferred=encoder))
        if encoder != self._encoder:
            raise WrongEncoder(str(self._encoder), str(encoder))

    def prepare(self) -> None:
        """What a question needs is read by it, and kept."""

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One ``connecting.reading``; a reading within a reading is the same. Raises like it."""
        if self._connection is not None:
            yield
            return
        with reading(self._pool, self._settings) as connection:
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
            self._stories[servers] = [story for story in found if story.encoder == self._encoder]
            if found and not self._stories[servers]:  # it was changed, and what this one had is gone
                raise WrongEncoder(str(found[0].encoder), str(self._encoder))
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
        stories = read_stories(connection, with_empty=True)
    return make_manifest(stories, choose_encoder(stories))


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
