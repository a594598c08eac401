"""Articles in both homes, by the fake encoder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from index.building import build
from index.encoding.encoder import Encoder
from index.library import Library
from index.progress import BuildReport
from index.settings import DataSettings, IndexSettings, PassageSettings, StoreSettings
from index.store.homes import open_holdings
from index.types import Article
from tests.index.building import write_articles
from tests.index.fake_encoder import FakeEncoder


def make_settings(folder: Path, url: str = "", *, words: int = 30) -> IndexSettings:
    return IndexSettings(
        data=DataSettings(dir=folder / "data"), store=StoreSettings(url=url), passages=PassageSettings(words=words)
    )


def fill(settings: IndexSettings, articles: Sequence[Article], encoder: Encoder | None = None, **how) -> BuildReport:
    """Builds an index of the articles where the settings say."""
    settings.data.dir.mkdir(parents=True, exist_ok=True)
    source = write_articles(settings.data.dir.parent / "articles.jsonl", articles)
    return build([source], settings, lambda: encoder or FakeEncoder(), **how)


def open_library(settings: IndexSettings) -> Library:
    return Library(open_holdings(settings), FakeEncoder, settings)
