"""Files that tests write and read: the one article of a file, or why it has none."""

from __future__ import annotations

from pathlib import Path

from index.articles import Source, read
from index.types import Article


def write(path: Path, content: str | bytes) -> Path:
    """The file, with the folders that it lies in; a text in UTF-8."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def one(path: Path) -> Article:
    """The article of a file that has one, and no fault."""
    reading = read([Source(path=path)])
    assert reading.failures == ()
    (article,) = reading.articles
    return article


def failure(path: Path) -> str:
    """Why a file gives no article."""
    reading = read([Source(path=path)])
    assert reading.articles == ()
    ((_, error),) = reading.failures
    return str(error)


def remarks(path: Path) -> list[str]:
    """What is told of how the file was read."""
    return [remark for _, remark in read([Source(path=path)]).remarks]
