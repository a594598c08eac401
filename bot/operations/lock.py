"""One bot on one data folder: whoever runs there holds a lock, and says who it is.

The system releases the lock however its holder ends. The name of the holder is in a file of its own beside it,
because taking a lock empties the file that is locked.
"""

from __future__ import annotations

import errno
import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from bot.errors import AlreadyRunning

_LOCK, _HOLDER = "bot.lock", "bot.json"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keeps every other bot, and a restore, away from ``folder``, which is made if it is not there. What is written
    meanwhile, by children too, is for the eyes of its user alone: questions, ids, what admins uploaded.

    Raises:
        AlreadyRunning: a bot runs there.
        OSError: the folder cannot be written.
    """
    if folder.is_file():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    lock, holder = FileLock(folder / _LOCK), folder / _HOLDER
    with _unreadable_for_others():
        folder.mkdir(parents=True, exist_ok=True)
        try:
            held = lock.acquire(timeout=0)
        except Timeout:
            raise AlreadyRunning(folder, **_read(holder)) from None
        with held, _named(holder):
            yield


@contextmanager
def _unreadable_for_others() -> Iterator[None]:
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


@contextmanager
def _named(holder: Path) -> Iterator[None]:
    """Says in the file who holds the lock."""
    since = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    holder.write_text(json.dumps({"pid": os.getpid(), "host": platform.node(), "since": since}), encoding="utf-8")
    try:
        yield
    finally:
        holder.unlink(missing_ok=True)


def _read(holder: Path) -> dict[str, str]:
    """Who holds the lock, as far as it has said so yet."""
    try:
        said = json.loads(holder.read_text(encoding="utf-8"))
        return {fact: str(said[fact]) for fact in ("pid", "host", "since")}
    except (OSError, ValueError, KeyError):
        return {"pid": "unknown", "host": "unknown", "since": "a moment ago"}
