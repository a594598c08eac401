"""The sources that a server's admins added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.errors import NoSuchSource
from bot.state.columns import ID, METADATA, MOMENT, TEXT, is_of
from bot.state.database import Database
from index.types import StoryId

_sources = sa.Table(
    "sources",
    METADATA,
    sa.Column("server", ID, primary_key=True),
    sa.Column("name", TEXT, primary_key=True),
    sa.Column("file", TEXT),  # or the link
    sa.Column("added_at", MOMENT),
    sa.Column("refresh", TEXT),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSource:
    """A file, a folder or a link that a server's admins added; its ``story`` is visible to that server alone. A link's
    ``refresh`` is how often it is read again, "" as often as the settings say."""

    server: int
    name: str
    added_at: datetime
    file: Path | None = None
    link: str | None = None
    refresh: str = ""

    def __post_init__(self) -> None:
        if (self.file is None) == (self.link is None):
            raise ValueError("a source is a file or a link")

    @property
    def story(self) -> StoryId:
        return server_story(self.server, self.name)

    @property
    def written(self) -> str:
        """As a build takes it: STORY=PATH or STORY=LINK."""
        return f"{self.story}={self.link or self.file}"


def server_story(server: int, name: str) -> StoryId:
    """The id of the story of a server's source; it tells the server, so that no other can see it."""
    return StoryId(f"g{server}-{name}")


class KeptSources:
    """Over the database that the rest of the state lies in."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, source: ServerSource) -> None:
        """Keeps a source, in place of one with the same name."""
        place = source.link or str(source.file)
        entry = {"file": place, "added_at": source.added_at, "refresh": source.refresh}
        key = {"server": source.server, "name": source.name}
        await self._database.write(self._database.keeping(_sources, key, entry))

    async def of(self, server: int | None) -> list[ServerSource]:
        """The sources of one server by name; of all servers, when ``server`` is None."""
        query = sa.select(_sources).where(is_of(server, _sources)).order_by(_sources.c.server, _sources.c.name)
        return [_read_source(row) for row in await self._database.read(query)]

    async def remove(self, server: int, name: str) -> None:
        """Forgets a source; its file is left.

        Raises:
            NoSuchSource: the server has none of that name.
        """
        if not await self._database.write(
            sa.delete(_sources).where(_sources.c.server == server, _sources.c.name == name)
        ):
            raise NoSuchSource(name)


def read_own_stories(connection: sa.Connection, server: int) -> frozenset[StoryId]:
    """The stories of a server's sources."""
    names = connection.execute(sa.select(_sources.c.name).where(_sources.c.server == server)).scalars()
    return frozenset(server_story(server, name) for name in names)


def _read_source(row: Any) -> ServerSource:
    is_link = row.file.lower().startswith(("http://", "https://"))
    return ServerSource(
        server=row.server,
        name=row.name,
        file=None if is_link else Path(row.file),
        link=row.file if is_link else None,
        added_at=row.added_at,
        refresh=row.refresh,
    )
