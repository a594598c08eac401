"""Waiting for what tells nobody: a file, a table, a thread or a process of its own."""

import asyncio


async def until(is_so, *, seconds=20.0):
    """Looks again and again whether something is so; ``is_so`` may be a coroutine."""
    async with asyncio.timeout(seconds):
        while not (await so if asyncio.iscoroutine(so := is_so()) else so):  # noqa: ASYNC110 - nobody would set an event
            await asyncio.sleep(0.01)
