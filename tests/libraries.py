"""Libraries with the packaged encoder, for tests and for the commands that pin and draw figures."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from index import sample
from index.articles import Source
from index.building import build
from index.encoding import loading
from index.encoding.late_chunking import LateChunkingEncoder
from index.library import Library
from index.search.reader import reader
from index.search.reader.reader import Reader
from index.search.reader.reading import LoadReader
from index.settings import DataSettings, IndexSettings
from index.store.folder.data_folder import DataFolder

SAMPLE_SOURCES = tuple(Source(path=Path(path)) for path in sample.__path__)


def load_encoder() -> LateChunkingEncoder:
    return loading.load_encoder(IndexSettings())


def build_library(
    places: Sequence[Source], folder: Path, encoder: LateChunkingEncoder, load_reader: LoadReader = lambda: None
) -> Library:
    """A library of what is in ``places``, its index written to ``folder``."""
    settings = IndexSettings(data=DataSettings(dir=folder))
    build(places, settings, lambda: encoder, load_reader=load_reader)
    return Library(DataFolder(folder).open_current(), lambda: encoder, settings, load_reader=load_reader)


@cache
def load_reader() -> Reader | None:
    return reader.load_reader(IndexSettings())
