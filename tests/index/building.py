"""Generations of a few articles by the fake encoder, in milliseconds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import TypeAdapter

from index.articles import Source
from index.building import build
from index.encoding.encoder import Encoder
from index.settings import DataSettings, IndexSettings, PassageSettings
from index.store.folder.data_folder import DataFolder
from index.store.folder.generation import Generation
from index.types import Article, Precision
from tests.index.fake_encoder import FakeEncoder

_ARTICLES = TypeAdapter(list[Article])
_WRITTEN = {Precision.MONTH: "%Y-%m", Precision.YEAR: "%Y"}


def write_articles(file: Path, articles: Sequence[Article]) -> Source:
    """The articles as a file that a build reads."""
    lines = [TypeAdapter(dict).dump_json(_describe(article)) for article in articles]
    file.write_bytes(b"\n".join(lines) + b"\n")
    return Source(path=file)


def open_generation(
    folder: Path, articles: Sequence[Article], *, words: int = 120, encoder: Encoder | None = None
) -> Generation:
    """The generation of the articles, in passages of at most ``words`` words."""
    source = write_articles(folder / "articles.jsonl", articles)
    settings = IndexSettings(
        data=DataSettings(dir=folder / "data"), passages=PassageSettings.model_construct(words=words)
    )
    build([source], settings, lambda: encoder or FakeEncoder())
    return DataFolder(folder / "data").open_current()


def _describe(article: Article) -> dict[str, object]:
    (described,) = _ARTICLES.dump_python([article])
    if article.published_at and article.precision in _WRITTEN:
        described["published_at"] = f"{article.published_at:{_WRITTEN[article.precision]}}"
    return {"text" if name == "body" else name: value for name, value in described.items() if value is not None}
