"""A file for a container to check: touched while the bot is connected, so that an old one means trouble."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

_SECONDS = 10.0  # between two touches; a check that allows 30 seconds forgives two misses
_log = logging.getLogger("verbatim")


async def keep_touching(file: Path, is_well: Callable[[], bool]) -> None:
    """Touches ``file`` every ten seconds while ``is_well``, for ever; removes it when the task is cancelled. The log
    says why it cannot, once until it can."""
    told = ""
    try:
        while True:
            if is_well():
                failure = await asyncio.to_thread(_touch, file)
                if failure and failure != told:
                    facts = {"file": str(file), "reason": failure}
                    _log.error("the file of [health] file cannot be written", extra={"facts": facts})
                told = failure
            await asyncio.sleep(_SECONDS)
    finally:
        await asyncio.shield(asyncio.to_thread(_remove, file))


def _touch(file: Path) -> str:
    """Gives why it could not, "" where it could."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    except OSError as error:
        return error.strerror or type(error).__name__
    return ""


def _remove(file: Path) -> None:
    with suppress(OSError):
        file.unlink(missing_ok=True)
