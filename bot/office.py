"""What admins can do: reindex, look after their server's sources, and see how the index is.

The sources of a build are the operator's, and those of every server under stories of their own: uploaded files, and
what lies below a folder that the operator opened for it.
"""

from __future__ import annotations

import asyncio
import logging
import re
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from bot.cards.admin import SourceLine, Status
from bot.engine import Engine
from bot.errors import NotInFolder, UnreadableUpload, UploadTooLarge
from bot.reindexing import Build, Progress, Reindexing, Report
from bot.scopes import visible_stories
from bot.settings import Settings
from bot.state import Server, ServerSource, State, server_story
from index.errors import NoArticles, SourceError, UnknownStory, VerbatimError
from index.generations import DataFolder
from index.sources import Place, read
from index.types import Article, StoryId

_NAME_MAX = 40  # characters of a source's name
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
_log = logging.getLogger("verbatim")


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that somebody sent: its name as they call it, and its bytes."""

    filename: str
    content: bytes


class Office:
    """Serves admins, over one engine, one state and one reindexing."""

    def __init__(self, engine: Engine, state: State, reindexing: Reindexing, settings: Settings) -> None:
        self._engine, self._state, self._reindexing, self._settings = engine, state, reindexing, settings
        self._adopting = asyncio.Lock()

    async def reindex(
        self,
        server: int,
        tell: Callable[[Progress], None],
        *,
        story: StoryId | None = None,
        full: bool = False,
        dry_run: bool = False,
    ) -> Report:
        """Builds a new index and takes it into use; what failed of other servers is left out of the report.

        Raises:
            NoArticles: there is no source. ReindexRunning, ReindexFailed, ReindexCancelled.
            VerbatimError: the new index cannot be opened; the old one stays in use.
        """
        added = await self._state.sources(None)
        sources = [*self._settings.reindex.sources, *(f"{source.story}={source.file}" for source in added)]
        if not sources:
            raise NoArticles([])
        report = await self._reindexing.run(Build(sources=sources, story=story, full=full, dry_run=dry_run), tell)
        if report.generation is not None:
            await self._adopt(report.generation)
        others = [str(source.file) for source in added if source.server != server]
        failures = tuple(text for text in report.failures if not any(file in text for file in others))
        return replace(report, failed=len(failures), failures=failures)

    async def follow(self, *, seconds: float) -> None:
        """Looks every so many ``seconds`` whether a command has made another generation current (a build, a rollback),
        and takes it into use; for ever. One that cannot be opened is left until there is another."""
        seen = None
        while True:
            await asyncio.sleep(seconds)
            current = await asyncio.to_thread(DataFolder(self._settings.data.dir).current_id)
            if current in (None, seen):
                continue
            seen = current
            try:
                await self._adopt(current)
            except Exception:  # whatever it is, the old one stays in use
                _log.exception("an index cannot be taken into use", extra={"facts": {"generation": current}})

    def choosable_stories(self, server: Server) -> frozenset[StoryId]:
        """The stories of the index that a server may bind: all that it could see."""
        catalogue = self._engine.catalogue
        return self._admitted(server, catalogue.stories if catalogue else ())

    async def reindexable_stories(self, server: Server) -> frozenset[StoryId]:
        """Those, and the ones that sources name and no index holds yet."""
        places = await asyncio.to_thread(lambda: [Place.parse(text) for text in self._settings.reindex.sources])
        named = {place.story for place in places if place.story is not None}
        named |= {source.story for source in await self._state.sources(server.id)}
        return self.choosable_stories(server) | self._admitted(server, named)

    async def find_story(self, server: Server, name: str) -> StoryId:
        """The story of that name, where the server may reindex it. Raises UnknownStory."""
        stories = await self.reindexable_stories(server)
        if name not in stories:
            raise UnknownStory(name, sorted(stories))
        return StoryId(name)

    async def check_sources(self, server: int) -> list[SourceLine]:
        """The operator's sources and the server's own, each read again."""
        added = await self._state.sources(server)

        def look() -> list[SourceLine]:
            places = [Place.parse(text) for text in self._settings.reindex.sources]
            named = [(place.path.name, place) for place in places]
            named += [(source.name, Place(path=source.file, story=source.story)) for source in added]
            return [_look_at(name, place) for name, place in named]

        return await asyncio.to_thread(look)

    async def add_path(self, server: int, written: str) -> Article:
        """Keeps a file or folder below the operator's as a source, in place of one with the same name; gives its first
        article.

        Raises:
            NotInFolder: it is not there, it or a link in it leads elsewhere, or the operator opened no folder.
            UnreadableUpload: there is no article in it; it is not kept.
        """
        path = await asyncio.to_thread(_find_below, self._settings.reindex.folder, written)
        name = name_source(path.name)
        place = Place(path=path, story=server_story(server, name))
        article = await asyncio.to_thread(_read_first, path.name, place)
        await self._state.add_source(ServerSource(server=server, name=name, file=path, added_at=datetime.now(UTC)))
        await asyncio.to_thread(shutil.rmtree, self._folder(server) / name, ignore_errors=True)
        return article

    async def add_upload(self, server: int, upload: Upload) -> Article:
        """Keeps an uploaded file as a source, in place of one with the same name; gives its first article.

        Raises:
            UploadTooLarge: checked again here, whatever Discord said of the size.
            UnreadableUpload: there is no article in it; it is not kept.
        """
        if (size := len(upload.content)) > (allowed := self._settings.reindex.upload_bytes):
            raise UploadTooLarge(upload.filename, size=size, allowed=allowed)
        name = name_source(upload.filename)
        file = self._folder(server) / name / f"{name}{Path(upload.filename).suffix.lower()}"
        article = await asyncio.to_thread(_keep, file, upload, Place(path=file, story=server_story(server, name)))
        await self._state.add_source(ServerSource(server=server, name=name, file=file, added_at=datetime.now(UTC)))
        return article

    async def remove_source(self, server: int, name: str) -> None:
        """Forgets a source of the server's, and deletes the file if it was uploaded. Raises NoSuchSource."""
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

    async def _adopt(self, generation: str) -> None:
        """Takes a generation that is current now into use, unless it is already."""
        async with self._adopting:
            catalogue = self._engine.catalogue
            if catalogue is None or catalogue.manifest.id != generation:
                await self._engine.adopt()

    def _admitted(self, server: Server, stories: Iterable[StoryId]) -> frozenset[StoryId]:
        """Those of the stories that the server could see, whichever it has bound."""
        unbound = replace(server, stories=frozenset())
        return visible_stories(stories, self._settings.reindex.offered, unbound, None)

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
    try:
        return _read_first(upload.filename, place)
    except UnreadableUpload:
        shutil.rmtree(file.parent)
        raise


def _find_below(folder: str, written: str) -> Path:
    """What ``written`` names below ``folder``, with every link followed. Raises NotInFolder."""
    if not folder:
        raise NotInFolder(written)
    try:
        root = Path(folder).resolve(strict=True)
        path = (root / written).resolve(strict=True)
        found = [path, *(file.resolve() for file in path.rglob("*"))]
    except (OSError, RuntimeError, ValueError) as error:  # nothing there; links in a circle; no name at all
        raise NotInFolder(written) from error
    if not all(file.is_relative_to(root) for file in found):
        raise NotInFolder(written)
    return path


def _read_first(filename: str, place: Place) -> Article:
    """The first article of a place, which its admins call ``filename``. Raises UnreadableUpload."""
    articles, failures = _read(place)
    if not articles:
        raise UnreadableUpload(filename, _say(failures[0]) if failures else "there is no article in it.")
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
