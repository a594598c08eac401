"""Sources → articles, and what came of each: the order is by path, and one broken file does not hide the others."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from index.articles.fields import RawArticle, doubt_date
from index.articles.files import FoundFile, exists, find_files, fingerprint, name_articles
from index.articles.formats import READERS
from index.articles.sources import Reading, Source
from index.errors import DuplicateArticle, NoArticles, SourceError, VerbatimError
from index.types import Article, ArticleId, StoryId

_LARGEST_FILE = 100_000_000  # bytes; far above any article, well below what a small machine holds several times over
_LIKE_A_LINK = re.compile(r"\w+:/|(?:[\w-]+\.)+[a-z]{2,}/", re.IGNORECASE)  # as Path writes htps://…; www.…
_MOST_NAMED = 20  # files that were passed over; the others are counted


@dataclass(slots=True, kw_only=True)
class _Found:
    """What reading one file gave."""

    source: Source
    file: FoundFile
    articles: list[RawArticle] = field(default_factory=list)
    failures: list[SourceError] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class _Looked:
    """What looking through sources gave, file by file; ``absent`` are those that are not there."""

    found: list[_Found] = field(default_factory=list)
    absent: list[Source] = field(default_factory=list)
    failures: list[tuple[Source, VerbatimError]] = field(default_factory=list)
    remarks: list[tuple[Source, str]] = field(default_factory=list)
    looks: dict[Source, str] = field(default_factory=dict)


def read(sources: Sequence[Source], apart: Path | None = None, tell: Callable[[int], None] = lambda _: None) -> Reading:
    """Every article in ``sources`` but for what is hidden in their folders or part of a saved page, and for the folder
    ``apart`` where Verbatim keeps its data; a file that two of them hold is read once. ``tell`` hears how many files
    have been read.

    An article's story is its source's, else its own, else the folder or file of several that it lies in.

    Raises:
        NoArticles: the sources hold no file that Verbatim reads (files that could not be read are failures instead).
    """
    sources = [source for source in sources if source.link is None]
    looked = _look_through(sources, apart, tell)
    failures, remarks = looked.failures, looked.remarks
    articles, now = dict[ArticleId, Article](), datetime.now(UTC)
    origins, left_out = dict[ArticleId, str](), dict[ArticleId, tuple[str, ...]]()
    unread, given = set[ArticleId](), dict.fromkeys(sources, 0)
    for one, name in zip(looked.found, name_articles([one.file for one in looked.found]), strict=True):
        failures += [(one.source, failure) for failure in one.failures]
        given[one.source] += sum(not raw.is_draft for raw in one.articles)
        if not one.articles:
            unread.add(one.source.name(name))
        for raw in one.articles:
            article = _settle(raw, one, name)
            origin = f"{one.file.path}, line {raw.line}" if raw.line else str(one.file.path)
            if raw.is_draft:
                remarks.append((one.source, f"{origin}: it is marked as a draft, and was skipped."))
                continue
            remarks += [
                (one.source, f"{origin}: {remark}.") for remark in (*raw.remarks, *doubt_date(article, now=now))
            ]
            if article.id in articles and _is_nameless(raw):
                article = replace(article, id=ArticleId(f"{article.id}:{raw.line}"))
            if article.id in articles:
                failures.append((one.source, DuplicateArticle(article.id, origins[article.id], origin)))
            else:
                articles[article.id], origins[article.id], left_out[article.id] = article, origin, raw.left_out
    if not articles and not failures:
        raise NoArticles([source.path for source in sources], [remark for _, remark in remarks])
    return Reading(
        articles=tuple(articles.values()),
        failures=tuple(failures),
        remarks=tuple(remarks),
        unread=frozenset(unread),
        standing=frozenset(source.story for source in looked.absent if source.story),
        has_gap=any(source.story is None for source in looked.absent),
        given=given,
        looks=looked.looks,
        left_out=left_out,
    )


def _look_through(sources: Sequence[Source], apart: Path | None, tell: Callable[[int], None]) -> _Looked:
    looked, seen = _Looked(), set[tuple[Path, StoryId | None]]()
    for source in sources:
        try:
            files = list(find_files(source.path, apart))
            looked.looks[source] = fingerprint(files)
        except OSError as error:
            looked.absent.append(source)
            reason = _say_absent(source.path, error)
            looked.failures.append((source, SourceError(error.filename or source.path, reason)))
            continue
        passed_over = list[FoundFile]()
        for file in files:
            if file.is_apart or (not file.is_read and file.path != source.path):
                passed_over.append(file)
            elif (place := (file.path.resolve(), source.story)) not in seen:
                seen.add(place)
                looked.found.append(_read_file(source, file))
                tell(len(looked.found))
        looked.remarks += [(source, remark) for remark in _name_passed_over(source, passed_over)]
    return looked


def _name_passed_over(source: Source, files: Sequence[FoundFile]) -> Iterator[str]:
    if unread := [file.below for file in files if not file.is_apart]:
        count = f"1 file in {source.path} was" if len(unread) == 1 else f"{len(unread)} files in {source.path} were"
        yield f"{count} not read: {_list(unread)}. Verbatim reads {', '.join(sorted(READERS))}."
    if apart := [file.below for file in files if file.is_apart and (file.looks_read or file.path.is_dir())]:
        why = "because hidden, part of a saved page or Verbatim's own data"
        yield f"Not read in {source.path}, {why}: {_list(apart)}."


def _list(files: Sequence[Path]) -> str:
    return ", ".join(map(str, files[:_MOST_NAMED])) + (", …" if len(files) > _MOST_NAMED else "")


def _say_absent(path: Path, error: OSError) -> str:
    if exists(path):
        return f"cannot be read: {error.strerror}."
    hint = " A link begins with https:// or http://." if _LIKE_A_LINK.match(str(path)) else ""
    return f"there is no such file or folder.{hint}"


def _read_file(source: Source, file: FoundFile) -> _Found:
    found = _Found(source=source, file=file)
    try:
        _require_name(file.path)
        for outcome in _read_articles(file.path):
            if isinstance(outcome, SourceError):
                found.failures.append(outcome)
            else:
                found.articles.append(outcome)
        if not found.articles and not found.failures:
            raise SourceError(file.path, "is empty.")
    except SourceError as error:
        found.failures.append(error)
    except OSError as error:
        found.failures.append(SourceError(file.path, f"cannot be read: {error.strerror}."))
    except RecursionError:  # of whichever parser
        found.failures.append(SourceError(file.path, "is nested too deeply."))
    return found


def _require_name(file: Path) -> None:
    """Raises SourceError for a name that is no text, which neither an id nor a story can be made of."""
    name = os.fsencode(file)
    try:
        name.decode()
    except UnicodeDecodeError as error:
        raise SourceError(name.decode(errors="replace"), "has a name that is not UTF-8; rename it.") from error


def _read_articles(file: Path) -> Iterator[RawArticle | SourceError]:
    reader = READERS.get(file.suffix.lower())
    if reader is None:
        raise SourceError(file, f"is not a kind of file that Verbatim reads ({', '.join(sorted(READERS))}).")
    facts = file.stat()
    if not stat.S_ISREG(facts.st_mode):
        raise SourceError(file, "is a pipe or a device, which may never end; name a file.")
    if (size := facts.st_size) > _LARGEST_FILE:
        reason = f"is {size // 1_000_000} MB; the largest file read is {_LARGEST_FILE // 1_000_000} MB. Split it."
        raise SourceError(file, reason)
    outcome = reader(file)
    yield from [outcome] if isinstance(outcome, RawArticle) else outcome


def _settle(raw: RawArticle, found: _Found, name: str) -> Article:
    """The article with its final id and story."""
    file, article = found.file.path, raw.article
    home = file.stem if raw.line else file.resolve().parent.name
    own_id = article.id or (article.url if raw.line else None) or name
    if _is_nameless(raw):  # by what stays when others come before it
        day = f"{article.published_at:%Y-%m-%d} " if article.published_at else ""
        own_id = f"{name}:{day}{article.title}"
    return replace(
        article,
        id=found.source.name(own_id),
        story=found.source.story or article.story or StoryId(home or "story"),
    )


def _is_nameless(raw: RawArticle) -> bool:
    """Whether it is one of several in a file, and says nothing that it could be called by."""
    return raw.line is not None and not (raw.article.id or raw.article.url)
