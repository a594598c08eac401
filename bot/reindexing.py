"""An admin's reindex: the build runs as a child process of its own, and tells its progress line by line.

The child is ``python -m index build --progress json``; ``index.progress`` has its lines. There is never more than one
child. One that dies without a last word is a failure like any other; one that is not wanted any more is ended.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.errors import ReindexCancelled, ReindexFailed, ReindexRunning
from index.progress import BuildReport, Complaint, Progress, from_line
from index.types import StoryId

_PATIENCE_SECONDS = 5.0  # between asking a child to end and ending it
_LINE_LIMIT = 67_108_864  # bytes of one line; a report names every article that failed, and there may be 100,000
_LAST_WORDS = 2_000  # bytes of standard error that are worth keeping


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """One build that is wanted. ``sources`` are PATH or STORY=PATH; with a ``story`` that one alone is looked at;
    ``full`` encodes everything again; a dry run only tells what would change."""

    sources: Sequence[str]
    story: StoryId | None = None
    full: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a build that was no dry run ended."""

    at: datetime
    succeeded: bool


class Reindexing:
    """Runs one build at a time; ``command`` starts the child, so that a test can put another in its place."""

    def __init__(
        self,
        data_dir: Path,
        config: Path | None,
        *,
        niceness: int,
        threads: int,
        command: Sequence[str] = (sys.executable, "-m", "index"),
    ) -> None:
        self._data_dir, self._config = data_dir, config
        self._niceness, self._threads, self._command = niceness, threads, tuple(command)
        self._child: asyncio.subprocess.Process | None = None
        self._cancelled = False
        self.running_since: datetime | None = None
        self.last: Ended | None = None

    @property
    def is_running(self) -> bool:
        return self.running_since is not None

    def require_idle(self) -> None:
        """Raises ReindexRunning while a build has not finished."""
        if self.running_since is not None:
            raise ReindexRunning(self.running_since)

    async def run(self, build: Build, tell: Callable[[Progress], None]) -> BuildReport:
        """Builds, and gives the report; ``tell`` hears of the progress, on the loop, and must not wait.

        Cancelling the call ends the child.

        Raises:
            ReindexRunning: another build has not finished.
            ReindexFailed: the build failed or died. ReindexCancelled: ``cancel`` was called.
        """
        self.require_idle()
        self.running_since, self._cancelled = datetime.now(UTC), False
        report = None
        try:
            report = await self._run(build, tell)
        finally:
            self.running_since = None
            if not build.dry_run:
                self.last = Ended(at=datetime.now(UTC), succeeded=report is not None)
        return report

    async def cancel(self) -> None:
        """Ends the child, if there is one, and waits until it is gone."""
        self._cancelled = True
        if self._child is not None:
            await _end(self._child)

    async def _run(self, build: Build, tell: Callable[[Progress], None]) -> BuildReport:
        self._child = child = await asyncio.create_subprocess_exec(
            *self._command,
            *self._arguments(build),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=_LINE_LIMIT,
            env=_environment(),
        )
        try:
            self._step_back(child.pid)
            report, complaint = await asyncio.gather(
                _listen(_pipe(child.stdout), tell), _last_words(_pipe(child.stderr))
            )
            await child.wait()
        finally:
            await _end(child)
            self._child = None
        if self._cancelled:
            raise ReindexCancelled
        if report is None:
            raise ReindexFailed(f"the build ended without a report (exit status {child.returncode}). {complaint}")
        return report

    def _arguments(self, build: Build) -> list[str]:
        arguments = ["build", *build.sources, "--data", str(self._data_dir), "--threads", str(self._threads)]
        if self._config is not None:
            arguments += ["--config", str(self._config)]
        if build.story is not None:
            arguments += ["--story", build.story]
        arguments += ["--full"] * build.full + ["--dry-run"] * build.dry_run
        return [*arguments, "--skip-broken", "--progress", "json"]

    def _step_back(self, child: int) -> None:
        with contextlib.suppress(ProcessLookupError):  # it has ended already
            os.setpriority(os.PRIO_PROCESS, child, self._niceness)


def _pipe(stream: asyncio.StreamReader | None) -> asyncio.StreamReader:
    if stream is None:
        raise AssertionError("the child was started with pipes")
    return stream


async def _listen(lines: asyncio.StreamReader, tell: Callable[[Progress], None]) -> BuildReport | None:
    """Reads the child's lines to their end; None when none of them was a report."""
    report = None
    async for line in lines:
        match from_line(line):
            case Complaint(message=message):
                raise ReindexFailed(message)
            case Progress() as progress:
                tell(progress)
            case BuildReport() as said:
                report = said
            case None:
                pass  # a library that prints
    return report


async def _last_words(complaints: asyncio.StreamReader) -> str:
    """The last line that the child complained with; reading keeps it from standing still on a full pipe."""
    kept = b""
    while part := await complaints.read(_LAST_WORDS):
        kept = (kept + part)[-_LAST_WORDS:]
    lines = kept.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else ""


async def _end(child: asyncio.subprocess.Process) -> None:
    """Asks the child to end, and ends it when it does not within its time."""
    if child.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        child.terminate()
    try:
        await asyncio.wait_for(child.wait(), _PATIENCE_SECONDS)
    except TimeoutError:
        child.kill()
        await child.wait()


def _environment() -> dict[str, str]:
    """The bot's environment without its token, which a build has no use for."""
    return {name: value for name, value in os.environ.items() if not name.startswith("VERBATIM_DISCORD__")}
