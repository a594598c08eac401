"""Several bot processes on one machine: a parent that starts them, restarts those that die, and stops them all.

One that ends with ``BEYOND_RESTARTING`` (its token or settings are refused, the tables are another version's) would do
so for ever: it has said why, and is left alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
from asyncio.subprocess import Process
from collections.abc import Mapping, Sequence

BEYOND_RESTARTING = os.EX_CONFIG  # the exit status of one that whoever runs the bot has to see to
_PAUSES = (1.0, 60.0)  # seconds before one that died is started again, doubled each time: the first, and the longest
_WELL_SECONDS = 60.0  # one that lived so long begins with the first pause again
_log = logging.getLogger("verbatim")


class Children:
    """The processes, each ``command`` with an environment of its own. ``pauses`` are for tests to shorten."""

    def __init__(
        self,
        command: Sequence[str],
        environments: Sequence[Mapping[str, str]],
        *,
        pauses: tuple[float, float] = _PAUSES,
    ) -> None:
        self._command, self._environments, self._pauses = tuple(command), environments, pauses
        self._running: dict[int, Process] = {}
        self._stopping = asyncio.Event()

    @property
    def pids(self) -> list[int]:
        return [child.pid for child in self._running.values()]

    async def run(self) -> bool:
        """Keeps all of them running until ``stop`` is called, or SIGTERM or Ctrl-C comes, and then until all have
        ended; whether none of them was beyond restarting. Where all are, that is the end, too."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop)
        try:
            return all(await asyncio.gather(*map(self._keep, range(len(self._environments)))))
        finally:
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.remove_signal_handler(number)

    def stop(self) -> None:
        """Tells all to stop; told a second time, they stop without waiting."""
        self._stopping.set()
        for child in self._running.values():
            _tell_to_stop(child)

    async def _keep(self, number: int) -> bool:
        """Keeps one running; whether until all were told to stop."""
        loop, pause = asyncio.get_running_loop(), self._pauses[0]
        while not self._stopping.is_set():
            started = loop.time()
            child = await asyncio.create_subprocess_exec(
                *self._command,
                env=dict(self._environments[number]),
                start_new_session=True,  # a Ctrl-C in the terminal is for the parent, which tells them once
            )
            self._running[number] = child
            if self._stopping.is_set():  # all were told while this one was being started
                _tell_to_stop(child)
            status = await child.wait()
            del self._running[number]
            if self._stopping.is_set():
                break
            if status == BEYOND_RESTARTING:
                _log.error("a process ended, and is not started again", extra={"facts": {"process": number}})
                return False
            if loop.time() - started > _WELL_SECONDS:
                pause = self._pauses[0]
            _log.warning("a process ended", extra={"facts": {"process": number, "status": status, "again": pause}})
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)
            pause = min(2 * pause, self._pauses[1])
        return True


def _tell_to_stop(child: Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        child.terminate()
