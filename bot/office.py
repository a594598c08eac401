"""What admins can do: reindex, look after their server's sources, and see how the index is.

The sources of a build are the operator's, and every server's uploads under stories of their own.
"""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from bot.cards.admin import SourceLine, Status
from bot.engine import Engine
from bot.errors import UnreadableUpload, UploadTooLarge
from bot.reindexing import Build, Progress, Reindexing, Report
from bot.settings import Settings
from bot.state import State, UploadedSource, uploaded_story
from index.errors import NoArticles, SourceError, VerbatimError
from index.sources import Place, read
from index.types import Article

_NAME_MAX = 40  # characters of a source's name
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that somebody sent: its name as they call it, and its bytes."""

    filename: str
    content: bytes


class Office:
    """Serves admins, over one engine, one state and one reindexing."""

    def __init__(self, engine: Engine, state: State, reindexing: Reindexing, settings: Settings) -> None:
        self._engine, self._state, self._reindexing, self._settings = engine, state, reindexing, settings

    async def reindex(self, server: int, *, full: bool, dry_run: bool, tell: Callable[[Progress], None]) -> Report:
        """Builds a new index from every source and takes it into use; what failed of other servers is left out.

        Raises:
            NoArticles: there is no source. ReindexRunning, ReindexFailed, ReindexCancelled.
            VerbatimError: the new index cannot be opened; the old one stays in use.
        """
        uploads = await self._state.sources(None)
        sources = [*self._settings.reindex.sources, *(f"{upload.story}={upload.file}" for upload in uploads)]
        if not sources:
            raise NoArticles([])
        report = await self._reindexing.run(Build(sources=sources, full=full, dry_run=dry_run), tell)
        if report.generation is not None:
            await self._engine.adopt()
        others = [str(self._folder(upload.server)) for upload in uploads if upload.server != server]
        failures = tuple(text for text in report.failures if not any(folder in text for folder in others))
        return replace(report, failed=len(failures), failures=failures)

    async def check_sources(self, server: int) -> list[SourceLine]:
        """The operator's sources and the server's own, each read again."""
        uploads = await self._state.sources(server)
        places = [(Path(text).name, Place.parse(text)) for text in self._settings.reindex.sources]
        places += [(upload.name, Place(path=upload.file, story=upload.story)) for upload in uploads]
        return await asyncio.to_thread(lambda: [_look_at(name, place) for name, place in places])

    async def add_source(self, server: int, upload: Upload) -> tuple[UploadedSource, Article]:
        """Keeps an uploaded file as a source, in place of one with the same name; gives it with its first article.

        Raises:
            UploadTooLarge: checked again here, whatever Discord said of the size.
            UnreadableUpload: there is no article in it; it is not kept.
        """
        if (size := len(upload.content)) > (allowed := self._settings.reindex.upload_bytes):
            raise UploadTooLarge(upload.filename, size=size, allowed=allowed)
        name = name_source(upload.filename)
        file = self._folder(server) / name / f"{name}{Path(upload.filename).suffix.lower()}"
        article = await asyncio.to_thread(_keep, file, upload, Place(path=file, story=uploaded_story(server, name)))
        source = UploadedSource(server=server, name=name, file=file, added_at=datetime.now(UTC))
        await self._state.add_source(source)
        return source, article

    async def remove_source(self, server: int, name: str) -> None:
        """Forgets an uploaded source and deletes its file. Raises NoSuchSource."""
        await self._state.remove_source(server, name)
        await asyncio.to_thread(shutil.rmtree, self._folder(server) / name, ignore_errors=True)

    async def status(self) -> Status | None:
        """How the index is; None when none is open."""
        if (catalogue := self._engine.catalogue) is None:
            return None
        manifest = catalogue.manifest
        folder = self._settings.data.dir / "generations" / manifest.id
        return Status(
            built_at=manifest.created_at,
            articles=manifest.counts.articles,
            passages=manifest.counts.passages,
            quotations=manifest.counts.quotations,
            size=await asyncio.to_thread(_measure, folder),
            reindexing=self._reindexing.is_running,
        )

    def _folder(self, server: int) -> Path:
        return self._settings.uploads_dir / str(server)


def name_source(filename: str) -> str:
    """The name of a source that was uploaded as ``filename``: small letters, digits and hyphens."""
    return _NOT_IN_NAMES.sub("-", Path(filename).stem.lower()).strip("-")[:_NAME_MAX].strip("-") or "upload"


def _keep(file: Path, upload: Upload, place: Place) -> Article:
    """Writes the file and reads it back; the file goes again when there is no article in it."""
    shutil.rmtree(file.parent, ignore_errors=True)
    file.parent.mkdir(parents=True)
    file.write_bytes(upload.content)
    articles, failures = _read(place)
    if not articles:
        shutil.rmtree(file.parent)
        raise UnreadableUpload(upload.filename, _say(failures[0]) if failures else "there is no article in it.")
    return articles[0]


def _look_at(name: str, place: Place) -> SourceLine:
    articles, failures = _read(place)
    return SourceLine(name=name, articles=len(articles), problem=_say(failures[0]) if failures else None)


def _read(place: Place) -> tuple[Sequence[Article], Sequence[VerbatimError]]:
    try:
        reading = read([place])
    except NoArticles as error:
        return (), (error,)
    return reading.articles, reading.failures


def _say(failure: VerbatimError) -> str:
    """What is wrong, without the path, which is the operator's business."""
    if isinstance(failure, SourceError):
        return failure.reason if failure.line is None else f"line {failure.line}: {failure.reason}"
    return "no articles" if isinstance(failure, NoArticles) else str(failure)


def _measure(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
