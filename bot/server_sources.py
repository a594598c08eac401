"""Sources that a server's admins add: uploaded files, and what lies below a folder that the operator opened.

Each has a story of its own, which that server alone sees. A source that works is never lost to one that does not: what
is new is read first, and takes its place only when there is an article in it.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.cards.admin import SourceLine
from bot.errors import NameTaken, NotInFolder, UnreadableUpload, UploadTooLarge
from bot.rules.access import Admin
from bot.settings import Settings
from bot.state.state import ServerSource, State, server_story
from index.articles import Source, read
from index.errors import NoArticles, SourceError, VerbatimError
from index.types import Article, StoryId

_NAME_MAX = 40  # characters of a source's name
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
_INCOMING = ".incoming"  # a hidden folder, which reading passes over


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that somebody sent: its name as they call it, and its bytes."""

    filename: str
    content: bytes


class ServerSources:
    """The sources of all servers, each for its own admins."""

    def __init__(self, state: State, settings: Settings) -> None:
        self._state, self._settings = state, settings

    async def all(self) -> list[ServerSource]:
        """Those of every server."""
        return await self._state.sources(None)

    async def of(self, admin: Admin) -> list[ServerSource]:
        return await self._state.sources(admin.server.id)

    async def check(self, admin: Admin) -> list[SourceLine]:
        """The operator's sources and the server's own, each read again."""
        added = await self.of(admin)

        def look() -> list[SourceLine]:
            operators = [Source.parse(text) for text in self._settings.reindex.sources]
            named = [(source.path.name, source) for source in operators]
            named += [(own.name, Source(path=own.file, story=own.story)) for own in added]
            return [line for name, source in named for line in _look_at(name, source)]

        return await asyncio.to_thread(look)

    async def add_path(self, admin: Admin, written: str) -> Article:
        """Keeps a file or folder below the operator's as a source; gives its first article.

        Raises:
            NotInFolder: it is not there, it or a link in it leads elsewhere, or the operator opened no folder.
            NameTaken: another source has its name. UnreadableUpload: there is no article in it; it is not kept.
        """
        path = await asyncio.to_thread(_find_below, self._settings.reindex.folder, written)
        name = name_source(path.name)
        await self._require_free(admin, name, unless=path)
        source = Source(path=path, story=server_story(admin.server.id, name))
        article = await asyncio.to_thread(_read_first, path.name, source)
        await self._keep(admin, name, path)
        return article

    async def add_upload(self, admin: Admin, upload: Upload) -> Article:
        """Keeps an uploaded file as a source, in place of an earlier upload of the same name; gives its first article.

        Raises:
            UploadTooLarge: checked again here, whatever Discord said of the size.
            NameTaken: a source that was not uploaded has its name.
            UnreadableUpload: there is no article in it; it is not kept, and an earlier upload stays.
        """
        if (size := len(upload.content)) > (allowed := self._settings.reindex.upload_bytes):
            raise UploadTooLarge(upload.filename, size=size, allowed=allowed)
        name = name_source(upload.filename)
        folder = self._folder(admin) / name
        file = folder / f"{name}{Path(upload.filename).suffix.lower()}"
        await self._require_free(admin, name, unless=folder)
        story = server_story(admin.server.id, name)
        article = await asyncio.to_thread(_receive, file, upload, story)
        await self._keep(admin, name, file)
        await asyncio.to_thread(_clear, folder, file)
        return article

    async def remove(self, admin: Admin, name: str) -> None:
        """Forgets a source of the server's, and deletes the file if it was uploaded. Raises NoSuchSource."""
        await self._state.remove_source(admin.server.id, name)
        await asyncio.to_thread(shutil.rmtree, self._folder(admin) / name, ignore_errors=True)

    async def _keep(self, admin: Admin, name: str, file: Path) -> None:
        source = ServerSource(server=admin.server.id, name=name, file=file, added_at=datetime.now(UTC))
        await self._state.add_source(source)

    async def _require_free(self, admin: Admin, name: str, *, unless: Path) -> None:
        """Raises NameTaken when a source of that name lies elsewhere than at or below ``unless``."""
        if any(own.name == name and not own.file.is_relative_to(unless) for own in await self.of(admin)):
            raise NameTaken(name)

    def _folder(self, admin: Admin) -> Path:
        return self._settings.uploads_dir / str(admin.server.id)


def name_source(filename: str) -> str:
    """The name of a source that was uploaded as ``filename``: small letters, digits and hyphens."""
    return _NOT_IN_NAMES.sub("-", Path(filename).stem.lower()).strip("-")[:_NAME_MAX].strip("-") or "upload"


def _receive(file: Path, upload: Upload, story: StoryId) -> Article:
    """Writes the upload beside its place, reads it there, and only then puts it in its place."""
    incoming = file.parent / _INCOMING / file.name
    incoming.parent.mkdir(parents=True, exist_ok=True)
    try:
        incoming.write_bytes(upload.content)
        article = _read_first(upload.filename, Source(path=incoming, story=story))
        incoming.replace(file)
    finally:
        shutil.rmtree(incoming.parent, ignore_errors=True)
        with contextlib.suppress(OSError):
            file.parent.rmdir()  # only where nothing is kept in it
    return article


def _clear(folder: Path, kept: Path) -> None:
    """Removes what an earlier upload of the same name left under another suffix."""
    for file in folder.iterdir():
        if file != kept:
            file.unlink()


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


def _read_first(filename: str, source: Source) -> Article:
    """The first article of a source, which its admins call ``filename``. Raises UnreadableUpload."""
    articles, failures = _read(source)
    if not articles:
        raise UnreadableUpload(filename, _say(failures[0][1]) if failures else "there is no article in it.")
    return articles[0]


def _look_at(name: str, source: Source) -> list[SourceLine]:
    """A line for every file that cannot be read, by its name, and one for the source with what can; one for a link."""
    if source.link:
        return [SourceLine(name=source.link, articles=None)]
    articles, failures = _read(source)
    lines = [SourceLine(name=_name_file(name, failure), articles=0, problem=_say(failure)) for _, failure in failures]
    return lines if failures and not articles else [*lines, SourceLine(name=name, articles=len(articles))]


def _name_file(source: str, failure: VerbatimError) -> str:
    """The file at fault as people know it: below its source, without the folders that are the operator's business."""
    file = Path(failure.path).name if isinstance(failure, SourceError) else source
    return source if file == source else f"{source}/{file}"


def _read(source: Source) -> tuple[Sequence[Article], Sequence[tuple[Source, VerbatimError]]]:
    try:
        reading = read([source])
    except NoArticles as error:
        return (), ((source, error),)
    return reading.articles, reading.failures


def _say(failure: VerbatimError) -> str:
    """What is wrong, without the path, which is the operator's business."""
    if isinstance(failure, SourceError):
        return failure.reason if failure.line is None else f"line {failure.line}: {failure.reason}"
    return "no articles" if isinstance(failure, NoArticles) else str(failure)
