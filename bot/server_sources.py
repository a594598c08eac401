"""Sources that a server's admins add: links and feeds, uploaded files, and what lies below a folder that the operator
opened.

Each has a story of its own, which that server alone sees. A source that works is never lost to one that does not: what
is new is read first, by a child of its own, and takes its place only when there is an article in it.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import re
import shutil
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePath

from bot.errors import (
    BadRefresh,
    NameTaken,
    NotInFolder,
    ReindexFailed,
    TooManySources,
    UnreadableLink,
    UnreadableText,
    UnreadableUpload,
    UploadTooLarge,
)
from bot.reindexing import Reindexing
from bot.rules.access import Admin
from bot.rules.naming import is_link, name_link, name_source
from bot.settings import Settings, read_duration
from bot.state.sources import ServerSource, server_story
from bot.state.state import State
from index.progress import Preview
from index.types import StoryId
from index.web.memory import PageMemory

_LEAST_REFRESH = timedelta(minutes=5)  # of a server's link: builds are for all servers
_INCOMING = ".incoming"  # a hidden folder, which reading passes over
_TOO_MUCH = "reading it takes more time or memory than an article is allowed."
_PREDICATE = re.compile(
    r"(?:is|was|will|has|holds|contains|cannot|answered|leads|redirects|may|needs|names|uses|unpacks|takes|ends) "
)
_log = logging.getLogger("verbatim")


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that somebody sent: its name as they call it, and its bytes."""

    filename: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PastedText:
    """An article as somebody pasted it, in the fields of a box; all but headline and text may be empty."""

    headline: str
    date: str
    outlet: str
    address: str
    text: str

    def as_upload(self) -> Upload:
        """The same as a file that is read like any other."""
        named = {"title": self.headline, "published_at": self.date, "outlet": self.outlet, "url": self.address}
        fields = {name: value.strip() for name, value in named.items() if value.strip()} | {"text": self.text}
        return Upload(filename=f"{name_source(self.headline)}.json", content=json.dumps(fields).encode())


class ServerSources:
    """The sources of all servers, each for its own admins. Of a server one is read, kept or removed after the other: a
    name that is free when a source is read is free when it is kept, two uploads of one name do not meet, and a slow
    page keeps its own server waiting."""

    def __init__(self, state: State, reindexing: Reindexing, settings: Settings) -> None:
        self._state, self._reindexing, self._settings = state, reindexing, settings
        self._turn = defaultdict[int, asyncio.Lock](asyncio.Lock)

    async def of(self, admin: Admin) -> list[ServerSource]:
        """Those of the admin's server, by name."""
        return await self._state.sources.of(admin.server.id)

    async def check_link(self, admin: Admin, link: str) -> Preview:
        """What a link gives now; nothing of it is kept. Raises UnreadableLink."""
        link = link.strip()
        async with self._turn[admin.server.id]:
            return await self._look(link, server_story(admin.server.id, name_link(link, {})))

    async def add_link(self, admin: Admin, link: str, refresh: str) -> Preview:
        """Keeps a link or a feed as a source, read again as often as ``refresh`` says.

        Raises:
            BadRefresh: that is no time, or too short a one. TooManySources.
            UnreadableLink: it is no link, or there is no article behind it; it is not kept.
        """
        link = link.strip()
        _check_refresh(refresh)
        async with self._turn[admin.server.id]:
            name = name_link(link, {one.name: one.link for one in await self.of(admin)})
            await self._require_free(admin, name, unless=link)
            preview = await self._look(link, server_story(admin.server.id, name))
            if not preview.articles:
                fault = next(iter(preview.failures), "there is no article there.")
                raise UnreadableLink(link, _as_clause(fault.removeprefix(f"{link}: ")))
            await self._keep(admin, name, link=link, refresh=refresh)
        return preview

    async def add_path(self, admin: Admin, written: str) -> Preview:
        """Keeps a file or folder below the operator's as a source; gives what is in it.

        Raises:
            NotInFolder: it is not there, it or a link in it leads elsewhere or to the bot's own data, or the operator
                opened no folder.
            NameTaken: another source has its name. TooManySources.
            UnreadableUpload: there is no article in it; it is not kept.
        """
        settings = self._settings
        path = await asyncio.to_thread(_find_below, settings.reindex.folder, written, settings.data.dir)
        name = name_source(path.stem)
        async with self._turn[admin.server.id]:
            await self._require_free(admin, name, unless=path)
            preview = await self._read(path.name, path, server_story(admin.server.id, name))
            await self._keep(admin, name, file=path)
        return preview

    async def add_upload(self, admin: Admin, upload: Upload) -> Preview:
        """Keeps an uploaded file as a source, in place of an earlier upload of the same name; gives what is in it.

        Raises:
            UploadTooLarge: checked again here, whatever Discord said of the size.
            NameTaken: a source that was not uploaded has its name. TooManySources.
            UnreadableUpload: there is no article in it; it is not kept, and an earlier upload stays.
        """
        if (size := len(upload.content)) > (allowed := self._settings.reindex.upload_bytes):
            raise UploadTooLarge(upload.filename, size=size, allowed=allowed)
        called = PurePath(upload.filename.replace("/", " "))  # what people call it leads nowhere
        name = name_source(called.stem)
        folder = self._folder(admin) / name
        file = folder / f"{name}{called.suffix.lower()}"
        async with self._turn[admin.server.id]:
            await self._require_free(admin, name, unless=folder)
            incoming = folder / _INCOMING / file.name
            try:
                await asyncio.to_thread(_write, incoming, upload.content)
                preview = await self._read(upload.filename, incoming, server_story(admin.server.id, name))
                await asyncio.to_thread(incoming.replace, file)
            finally:
                await asyncio.to_thread(_clear_incoming, incoming)
            await self._keep(admin, name, file=file)
            await asyncio.to_thread(_clear, folder, file)
        return preview

    async def add_text(self, admin: Admin, pasted: PastedText) -> Preview:
        """Keeps a pasted text as a source. Raises UnreadableText, and NameTaken, UploadTooLarge like ``add_upload``."""
        try:
            return await self.add_upload(admin, pasted.as_upload())
        except UnreadableUpload as error:
            fault = error.fault.removeprefix("line 1: ")  # one article is all its file has
            raise UnreadableText(_as_clause(fault)) from error

    async def remove(self, admin: Admin, name: str) -> None:
        """Forgets a source of the server's, and deletes the file if it was uploaded. Raises NoSuchSource."""
        async with self._turn[admin.server.id]:
            await self._state.sources.remove(admin.server.id, name)
            await asyncio.to_thread(shutil.rmtree, self._folder(admin) / name, ignore_errors=True)

    async def erase_server(self, server: int) -> None:
        """Forgets everything about a server, and deletes what was uploaded there and what its links gave. Its articles
        leave the index with the next build, and are visible to nobody until then."""
        await self._state.erase_server(server)
        await asyncio.to_thread(shutil.rmtree, self._settings.uploads_dir / str(server), ignore_errors=True)
        await asyncio.to_thread(PageMemory.of(self._settings.data.dir, server).forget_others, ())

    async def erase_others(self, present: set[int]) -> set[int]:
        """Erases the servers that removed the bot while it was off, and gives them. ``present`` are those that it is
        in; where it is in none of those of which something is kept, it is rather another bot on the same data, and
        nothing is erased."""
        kept = await self._state.servers()
        left = kept - present if kept & present else set()
        for server in left:
            await self.erase_server(server)
        return left

    async def _look(self, link: str, story: StoryId) -> Preview:
        """What a link gives; the story tells the reading that a server's admins gave it. Raises UnreadableLink."""
        if not is_link(link):
            raise UnreadableLink(link, "it is not a web address (http or https).")
        return await self._preview(story, link)

    async def _read(self, filename: str, path: Path, story: StoryId) -> Preview:
        """What a file or folder holds, which its admins call ``filename``. Raises UnreadableUpload."""
        preview = await self._preview(story, path)
        if not preview.articles:
            fault = next(iter(preview.failures), "there is no article in it.")
            raise UnreadableUpload(filename, _as_clause(re.sub(rf"^{re.escape(path.name)}(?:/|: |, )", "", fault)))
        return preview

    async def _preview(self, story: StoryId, place: Path | str) -> Preview:
        """What is there; nothing, where reading it was broken off."""
        try:
            return await self._reindexing.preview(f"{story}={place}")
        except ReindexFailed as error:
            _log.warning("a source was not read to its end", extra={"facts": {"story": story, "reason": error.reason}})
            return Preview(articles=(), count=0, failures=(_TOO_MUCH,))

    async def _keep(
        self, admin: Admin, name: str, *, file: Path | None = None, link: str | None = None, refresh: str = ""
    ) -> None:
        now = datetime.now(UTC)
        await self._state.sources.add(
            ServerSource(server=admin.server.id, name=name, file=file, link=link, refresh=refresh, added_at=now)
        )

    async def _require_free(self, admin: Admin, name: str, *, unless: Path | str) -> None:
        """Raises NameTaken when a source of that name is another link than ``unless``, or lies elsewhere than at or
        below it; TooManySources when there is none of that name, and no room for one more."""
        own = {source.name: source for source in await self.of(admin)}
        if (taken := own.get(name)) is not None:
            if not _is_at(taken, unless):
                raise NameTaken(name)
        elif len(own) >= (allowed := self._settings.reindex.server_sources):
            raise TooManySources(allowed)

    def _folder(self, admin: Admin) -> Path:
        return self._settings.uploads_dir / str(admin.server.id)


def _is_at(source: ServerSource, place: Path | str) -> bool:
    if isinstance(place, str):
        return source.link == place
    return source.file is not None and source.file.is_relative_to(place)


def _check_refresh(written: str) -> None:
    try:
        every = read_duration(written)
    except ValueError as error:
        raise BadRefresh(written) from error
    if every is not None and every < _LEAST_REFRESH:
        raise BadRefresh(written)


def _as_clause(fault: str) -> str:
    """A fault as it stands behind a colon, where it says of a source no more than what that does or is."""
    return f"it {fault}" if _PREDICATE.match(fault) else fault


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def _clear_incoming(incoming: Path) -> None:
    """Removes what was only on its way, and the source's folder where nothing is kept in it."""
    shutil.rmtree(incoming.parent, ignore_errors=True)
    with contextlib.suppress(OSError):
        incoming.parent.parent.rmdir()


def _clear(folder: Path, kept: Path) -> None:
    """Removes what an earlier upload of the same name left under another suffix."""
    for file in folder.iterdir():
        if file != kept:
            file.unlink()


def _find_below(folder: str, written: str, data_dir: Path) -> Path:
    """What ``written`` names below ``folder`` and not in ``data_dir``, where the other servers' files lie, with every
    link followed. Raises NotInFolder."""
    if not folder:
        raise NotInFolder(written)
    try:
        root = Path(folder).resolve(strict=True)
        path = (root / written).resolve(strict=True)
        found = [path, *(file.resolve() for file in path.rglob("*"))]
    except (OSError, RuntimeError, ValueError) as error:  # nothing there; links in a circle; no name at all
        raise NotInFolder(written) from error
    is_inside = all(file.is_relative_to(root) for file in found)
    if not is_inside or path.is_relative_to(data_dir.resolve()):
        raise NotInFolder(written)
    return path
