"""A file that a container looks at: touched while the bot is connected, so that an old one means trouble."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

_SECONDS = 10.0  # between two touches; a check that allows 30 seconds forgives two misses


async def keep_touching(file: Path, is_well: Callable[[], bool]) -> None:
    """Touches ``file`` every ten seconds while ``is_well``, for ever; removes it when the task is cancelled."""
    try:
        while True:
            if is_well():
                await asyncio.to_thread(_touch, file)
            await asyncio.sleep(_SECONDS)
    finally:
        await asyncio.shield(asyncio.to_thread(file.unlink, missing_ok=True))


def _touch(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()
