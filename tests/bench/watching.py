"""What a benchmark watches of its own process: memory, processor time, and by how much its event loop comes late."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

_TICK = 0.002  # seconds between two looks at the clock


def cpu(action: Callable[[], object]) -> float:
    """Processor seconds of a call, all threads."""
    start = time.process_time()
    action()
    return time.process_time() - start


def resident() -> int:
    """MiB of this process, as Linux counts them."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) // 1024


@dataclass
class LoopWatch:
    """Notes by how much the loop came late to a sleep, at most, in seconds."""

    longest: float = 0.0

    async def watch(self) -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(_TICK)
            self.longest = max(self.longest, time.perf_counter() - before - _TICK)


@contextlib.asynccontextmanager
async def watching() -> AsyncIterator[LoopWatch]:
    """Watches the loop for as long as the block runs."""
    watch = LoopWatch()
    task = asyncio.create_task(watch.watch())
    try:
        yield watch
    finally:
        task.cancel()
