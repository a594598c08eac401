"""Which files to read, and what came of it: the order is by path, and one broken file does not hide the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Self

from index.articles.formats import SUFFIXES, RawArticle, read_html, read_json_lines, read_markdown, read_text
from index.errors import DuplicateArticle, NoArticles, SourceError, VerbatimError
from index.types import Article, ArticleId, StoryId

_LARGEST_FILE = 100_000_000  # bytes; far above any article, well below what a small machine holds several times over


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file or folder to read. With a ``story``, everything in it belongs to that story, whatever it says of itself,
    and its article ids begin with the story's name, so that it cannot pass for an article of another source."""

    path: Path
    story: StoryId | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """``PATH`` or ``STORY=PATH``; a path that exists is a path, whatever its name."""
        story, separator, path = text.partition("=")
        if separator and story and not _exists(Path(text)):
            return cls(path=Path(path), story=StoryId(story))
        return cls(path=Path(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The articles that could be read, in order of their source, and what could not, each with its source."""

    articles: tuple[Article, ...]
    failures: tuple[tuple[Source, VerbatimError], ...]


def read(sources: Sequence[Source]) -> Reading:
    """Every article in ``sources``.

    An article's story is its source's, else its own, else the folder or JSON Lines file that it lies in.

    Raises:
        NoArticles: the sources hold no file that Verbatim reads (files that could not be read are failures instead).
    """
    articles: dict[ArticleId, Article] = {}
    origins: dict[ArticleId, str] = {}
    failures: list[tuple[Source, VerbatimError]] = []
    for source in sources:
        for outcome in _read_source(source):
            if isinstance(outcome, SourceError):
                failures.append((source, outcome))
                continue
            article, origin = outcome
            if article.id in articles:
                failures.append((source, DuplicateArticle(article.id, origins[article.id], origin)))
            else:
                articles[article.id], origins[article.id] = article, origin
    if not articles and not failures:
        raise NoArticles([source.path for source in sources])
    return Reading(articles=tuple(articles.values()), failures=tuple(failures))


def _read_source(source: Source) -> Iterator[tuple[Article, str] | SourceError]:
    if not _exists(source.path):
        yield SourceError(source.path, "there is no such file or folder.")
    elif source.path.is_dir():
        for file in sorted(source.path.rglob("*")):
            below = file.relative_to(source.path)
            hidden = any(part.startswith(".") for part in below.parts)
            if file.suffix.lower() in SUFFIXES and not hidden and file.is_file():
                yield from _read_file(file, str(below.with_suffix("").as_posix()), source)
    elif source.path.suffix.lower() not in SUFFIXES:
        yield SourceError(source.path, f"is not a kind of file that Verbatim reads ({', '.join(sorted(SUFFIXES))}).")
    else:
        yield from _read_file(source.path, source.path.stem, source)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name that is too long
        return False


def _read_file(file: Path, name: str, source: Source) -> Iterator[tuple[Article, str] | SourceError]:
    try:
        if (size := file.stat().st_size) > _LARGEST_FILE:
            raise SourceError(
                file, f"is {size // 1_000_000} MB; the largest file read is {_LARGEST_FILE // 1_000_000} MB. Split it."
            )
        drafts = _raw_articles(file)
        first = next(drafts, None)
        if first is None:
            raise SourceError(file, "is empty.")
        for draft in chain([first], drafts):
            yield draft if isinstance(draft, SourceError) else _settle(draft, file, name, source)
    except SourceError as error:
        yield error
    except OSError as error:
        yield SourceError(file, f"cannot be read: {error.strerror}.")


def _raw_articles(file: Path) -> Iterator[RawArticle | SourceError]:
    match SUFFIXES[file.suffix.lower()]:
        case "json lines":
            yield from read_json_lines(file)
        case "markdown":
            yield read_markdown(file)
        case "html":
            yield read_html(file)
        case _:
            yield read_text(file)


def _settle(draft: RawArticle, file: Path, name: str, source: Source) -> tuple[Article, str]:
    """The article, with its final id and story, and where it came from in words."""
    home = file.stem if draft.line else file.resolve().parent.name
    article = replace(
        draft.article,
        id=draft.article.id or ArticleId(name),
        story=source.story or draft.article.story or StoryId(home or "story"),
    )
    if source.story:
        article = replace(article, id=ArticleId(f"{source.story}/{article.id}"))
    return article, f"{file}, line {draft.line}" if draft.line else str(file)
