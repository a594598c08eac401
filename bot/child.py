"""A process beside the bot that reads strangers' files and pages: started, told what to read, heard line by line, and
always ended.

It stands back for the bot, may take so much memory and no more, does not know what is no business of its own, and is
ended when it has said nothing for too long. ``index.progress`` has its lines.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import resource
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Self, TypeVar

from bot.errors import ReindexFailed
from index.progress import BuildReport, Complaint, Preview, Progress, WantedSources, from_line, wanted_to_line

PROGRAM = (sys.executable, "-m", "index")
_PATIENCE_SECONDS = 5.0  # between asking a child to end and ending it
_LINE_LIMIT = 67_108_864  # bytes of one line; a report names every article that failed, and there may be 100,000
OF_DISCORD = ("VERBATIM_DISCORD__",)  # beginnings of names in the environment: the token
OF_STORE = ("VERBATIM_STORE__", "PG")  # the database's address and password, for Verbatim and for libpq
_LAST_WORDS = 2_000  # bytes of standard error that are worth keeping

Stream = TypeVar("Stream", asyncio.StreamReader, asyncio.StreamWriter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a child may take: ``niceness`` is how far it stands back (0 to 19), ``memory`` are bytes (0: no bound),
    ``silence`` the seconds in which it must have said something. It knows nothing of the bot's environment whose name
    begins with one of ``hidden``."""

    niceness: int
    memory: int
    silence: float
    hidden: tuple[str, ...] = OF_DISCORD


class Child:
    """One child. ``start`` makes it; whoever starts it must ``end`` it."""

    def __init__(self, process: asyncio.subprocess.Process, bounds: Bounds) -> None:
        self._process, self._bounds = process, bounds

    @classmethod
    async def start(cls, command: Sequence[str], bounds: Bounds, wanted: WantedSources) -> Self:
        """A child that has been told what is ``wanted``. Raises ReindexFailed where the system starts none."""
        try:
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                limit=_LINE_LIMIT,
                env={name: value for name, value in os.environ.items() if not name.startswith(bounds.hidden)},
            )
        except OSError as error:  # no memory, or too many files are open
            raise ReindexFailed(f"the build cannot be started: {error.strerror}.") from error
        try:
            _hold(process.pid, bounds)
        except BaseException:  # nobody else would end it
            process.kill()
            await process.wait()
            raise
        told = _pipe(process.stdin)
        told.write(f"{wanted_to_line(wanted)}\n".encode())  # and is not waited for: a child may die before it listens
        told.close()
        return cls(process, bounds)

    @property
    def returncode(self) -> int | None:
        """None while it runs."""
        return self._process.returncode

    async def hear(self, tell: Callable[[Progress], None]) -> BuildReport | Preview:
        """What the child has found out, once it has ended; ``tell`` hears of its progress, and must not wait.

        Raises:
            ReindexFailed: it complained, was silent for too long, or ended without a word.
        """
        complaining = asyncio.create_task(_last_words(_pipe(self._process.stderr)))
        found: BuildReport | Preview | None = None
        try:
            async for line in self._lines():
                match from_line(line):
                    case Complaint(message=message):
                        raise ReindexFailed(message)
                    case Progress() as progress:
                        tell(progress)
                    case BuildReport() | Preview() as said:
                        found = said
                    case None:
                        pass  # a library that prints
            with contextlib.suppress(TimeoutError):  # its pipe is closed: it is about to end by itself
                await asyncio.wait_for(self._process.wait(), _PATIENCE_SECONDS)
            if found is None:
                await self.end()  # it may hang on
                status = f"(exit status {self.returncode})"
                raise ReindexFailed(f"the build ended without a report {status}. {await complaining}")
            return found
        finally:
            # What is still in the pipes is passed over: one that nobody reads to its end stays open, and a child whose
            # pipes are open has not ended, as far as asyncio tells.
            rest = asyncio.gather(_last_words(_pipe(self._process.stdout)), complaining)
            await self.end()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(rest, _PATIENCE_SECONDS)

    async def end(self) -> None:
        """Asks the child to end, and ends it when it does not within its time."""
        if self.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            self._process.terminate()
        try:
            await asyncio.wait_for(self._process.wait(), _PATIENCE_SECONDS)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    async def _lines(self) -> AsyncIterator[bytes]:
        lines = _pipe(self._process.stdout)
        while True:
            try:
                async with asyncio.timeout(self._bounds.silence):
                    line = await lines.readline()
            except TimeoutError:
                raise ReindexFailed(f"the build has said nothing for {self._bounds.silence:.0f} seconds.") from None
            except ValueError:  # asyncio's, of a line that is longer than its limit
                raise ReindexFailed("the build printed a line without an end.") from None
            if not line:
                return
            yield line


def _hold(process: int, bounds: Bounds) -> None:
    with contextlib.suppress(ProcessLookupError):  # it has ended already
        inherited = os.getpriority(os.PRIO_PROCESS, process)  # which only the system's administrator may take back
        os.setpriority(os.PRIO_PROCESS, process, max(bounds.niceness, inherited))
        if bounds.memory and hasattr(resource, "prlimit"):  # Linux alone can bound another process
            resource.prlimit(process, resource.RLIMIT_DATA, (bounds.memory, bounds.memory))


def _pipe(stream: Stream | None) -> Stream:
    if stream is None:
        raise AssertionError("the child was started with pipes")
    return stream


async def _last_words(complaints: asyncio.StreamReader) -> str:
    """The last line that the child complained with; reading keeps it from standing still on a full pipe."""
    kept = b""
    while part := await complaints.read(_LAST_WORDS):
        kept = (kept + part)[-_LAST_WORDS:]
    lines = kept.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else ""
