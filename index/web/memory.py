"""What a link gave when it was last read: kept beside the index, so that a page that fails or breaks keeps its text."""

from __future__ import annotations

import hashlib
import json
import math
import shutil
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

_FOLDER = "fetched"
_ROOM = 250_000_000  # bytes of a server's pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A page as a place gave it, whole: ``url`` is after its redirects, ``body`` are its bytes, and ``etag`` and
    ``modified`` what to ask again with."""

    url: str
    content_type: str
    etag: str | None
    modified: str | None
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMemory:
    """The pages of links in one ``folder``; None recalls nothing and keeps nothing. They have ``room`` for so many
    bytes."""

    folder: Path | None
    room: float = math.inf

    @classmethod
    def of(cls, data_dir: Path | None, server: int) -> Self:
        """The operator's memory (0), or a server's own: what others have read is no business of its admins."""
        if data_dir is None:
            return cls(folder=None)
        if not server:
            return cls(folder=data_dir / _FOLDER)
        return cls(folder=data_dir / _FOLDER / f"g{server}", room=_ROOM)

    def recall(self, link: str) -> Fetched | None:
        """What is remembered of a link; None where there is nothing, or it is damaged."""
        if self.folder is None:
            return None
        described, body = _files(self.folder, link)
        try:
            facts = json.loads(described.read_bytes())
            kept = body.read_bytes()
            digest = facts.pop("sha256")
            return Fetched(**facts, body=kept) if hashlib.sha256(kept).hexdigest() == digest else None
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def has_room(self, link: str, size: int) -> bool:
        """Whether a page of so many bytes can be kept, in place of the one before it."""
        if self.folder is None or math.isinf(self.room) or not self.folder.exists():
            return size <= self.room
        replaced = _files(self.folder, link)
        return size + sum(file.stat().st_size for file in self.folder.iterdir() if file not in replaced) <= self.room

    def remember(self, link: str, page: Fetched) -> None:
        """Keeps a page in place of the one before it; what a cut leaves behind, ``recall`` takes for damaged."""
        if self.folder is None:
            return
        described, body = _files(self.folder, link)
        self.folder.mkdir(parents=True, exist_ok=True)
        facts = asdict(page) | {"sha256": hashlib.sha256(page.body).hexdigest()}
        del facts["body"]
        for file, content in ((body, page.body), (described, json.dumps(facts).encode())):
            new = file.with_suffix(f"{file.suffix}.new")
            new.write_bytes(content)
            new.replace(file)

    def forget_others(self, links: Iterable[str]) -> None:
        """Removes every page but those of these links, and what a cut left behind."""
        if self.folder is None or not self.folder.exists():
            return
        kept = {file.name for link in links for file in _files(self.folder, link)}
        for file in self.folder.iterdir():
            if file.is_file() and file.name not in kept:
                file.unlink()


def forget_servers(data_dir: Path, kept: Collection[int]) -> None:
    """Removes the memories of all servers but these."""
    names = {f"g{server}" for server in kept}
    for folder in (data_dir / _FOLDER).glob("g*"):
        if folder.name not in names:
            shutil.rmtree(folder, ignore_errors=True)


def _files(folder: Path, link: str) -> tuple[Path, Path]:
    name = hashlib.sha256(link.encode()).hexdigest()[:32]
    return folder / f"{name}.json", folder / f"{name}.body"
