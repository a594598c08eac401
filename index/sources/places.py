"""Which files to read, and what came of it: the order is by path, and one broken file does not hide the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Self

from index.errors import DuplicateArticle, NoArticles, SourceError, VerbatimError
from index.sources.formats import SUFFIXES, Draft, read_html, read_json_lines, read_markdown, read_text
from index.types import Article, ArticleId, StoryId

_LARGEST_FILE = 100_000_000  # bytes; far above any article, well below what a small machine holds several times over


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A file or folder to read. With a ``story``, everything in it belongs to that story, whatever it says of itself,
    and its article ids begin with the story's name, so that it cannot pass for an article of another place."""

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
    """The articles that could be read, in order of their place, and what could not."""

    articles: tuple[Article, ...]
    failures: tuple[VerbatimError, ...]


def read(places: Sequence[Place]) -> Reading:
    """Every article in ``places``.

    An article's story is its place's, else its own, else the folder or JSON Lines file that it lies in.

    Raises:
        NoArticles: the places hold no file that Verbatim reads (files that could not be read are failures instead).
    """
    articles: dict[ArticleId, Article] = {}
    origins: dict[ArticleId, str] = {}
    failures: list[VerbatimError] = []
    for place in places:
        for outcome in _read_place(place):
            if isinstance(outcome, SourceError):
                failures.append(outcome)
                continue
            article, origin = outcome
            if article.id in articles:
                failures.append(DuplicateArticle(article.id, origins[article.id], origin))
            else:
                articles[article.id], origins[article.id] = article, origin
    if not articles and not failures:
        raise NoArticles([place.path for place in places])
    return Reading(articles=tuple(articles.values()), failures=tuple(failures))


def _read_place(place: Place) -> Iterator[tuple[Article, str] | SourceError]:
    if not _exists(place.path):
        yield SourceError(place.path, "there is no such file or folder.")
    elif place.path.is_dir():
        for file in sorted(place.path.rglob("*")):
            below = file.relative_to(place.path)
            hidden = any(part.startswith(".") for part in below.parts)
            if file.suffix.lower() in SUFFIXES and not hidden and file.is_file():
                yield from _read_file(file, str(below.with_suffix("").as_posix()), place)
    elif place.path.suffix.lower() not in SUFFIXES:
        yield SourceError(place.path, f"is not a kind of file that Verbatim reads ({', '.join(sorted(SUFFIXES))}).")
    else:
        yield from _read_file(place.path, place.path.stem, place)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name that is too long
        return False


def _read_file(file: Path, name: str, place: Place) -> Iterator[tuple[Article, str] | SourceError]:
    try:
        if (size := file.stat().st_size) > _LARGEST_FILE:
            raise SourceError(
                file, f"is {size // 1_000_000} MB; the largest file read is {_LARGEST_FILE // 1_000_000} MB. Split it."
            )
        drafts = _drafts(file)
        first = next(drafts, None)
        if first is None:
            raise SourceError(file, "is empty.")
        for draft in chain([first], drafts):
            yield draft if isinstance(draft, SourceError) else _settle(draft, file, name, place)
    except SourceError as error:
        yield error
    except OSError as error:
        yield SourceError(file, f"cannot be read: {error.strerror}.")


def _drafts(file: Path) -> Iterator[Draft | SourceError]:
    match SUFFIXES[file.suffix.lower()]:
        case "json lines":
            yield from read_json_lines(file)
        case "markdown":
            yield read_markdown(file)
        case "html":
            yield read_html(file)
        case _:
            yield read_text(file)


def _settle(draft: Draft, file: Path, name: str, place: Place) -> tuple[Article, str]:
    """The article, with its final id and story, and where it came from in words."""
    home = file.stem if draft.line else file.resolve().parent.name
    article = replace(
        draft.article,
        id=draft.article.id or ArticleId(name),
        story=place.story or draft.article.story or StoryId(home or "story"),
    )
    if place.story:
        article = replace(article, id=ArticleId(f"{place.story}/{article.id}"))
    return article, f"{file}, line {draft.line}" if draft.line else str(file)
