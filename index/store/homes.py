"""Which home an index has, by the settings: the data folder, or a database, whose client only then is loaded."""

from __future__ import annotations

from collections.abc import Iterator

from index.settings import IndexSettings
from index.store.folder.data_folder import DataFolder
from index.store.manifest import Manifest
from index.store.shelf import Holdings
from index.types import GenerationId

_LISTENING = 1.0  # seconds


def open_holdings(settings: IndexSettings) -> Holdings:
    """The index that is current.

    Raises:
        NoIndexYet, CorruptGeneration.
        DatabaseAway, OldDatabase, OtherSchema: there is a database, but it is away, older, or has other tables.
    """
    if not settings.store.url:
        return DataFolder(settings.data.dir).open_current()
    from index.store.postgres.holdings import PostgresHoldings

    return PostgresHoldings.open(settings.store)


def read_manifest(settings: IndexSettings) -> Manifest:
    """What the current index is. Raises like ``open_holdings``."""
    if not settings.store.url:
        return DataFolder(settings.data.dir).open_current().manifest
    from index.store.postgres.holdings import read_manifest

    return read_manifest(settings.store)


def watch(settings: IndexSettings) -> Iterator[GenerationId | None]:
    """The index that is current, whenever it is asked for; None for none, and while a database is away. A database is
    listened to for a second between two answers: ask off the event loop."""
    if settings.store.url:
        from index.store.postgres.holdings import listen

        yield from listen(settings.store, seconds=_LISTENING)
    folder = DataFolder(settings.data.dir)
    while True:
        yield folder.current_id()
