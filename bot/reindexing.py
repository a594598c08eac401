"""An admin's reindex: the build runs as a child process of its own, and tells its progress line by line.

The child is ``python -m index build --progress json``; ``index.progress`` has its lines. There is never more than one
build; a few previews may be read beside it. A child that dies without a last word is a failure like any other; one
that is no longer wanted is ended.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.child import OF_DISCORD, OF_STORE, PROGRAM, Bounds, Child
from bot.errors import ReindexCancelled, ReindexFailed, ReindexRunning
from index.progress import BuildReport, Preview, Progress, WantedSources
from index.types import StoryId

_SILENCE_SECONDS = 900.0  # of a build; the longest stage that says nothing is writing an index of a million passages
_PREVIEWS = 3  # at once, for all servers; each has one at a time
_PREVIEW_SECONDS = 30.0  # of silence; a page takes 25 at most, with its redirects
_PREVIEW_MEMORY = 300_000_000  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """One build that is wanted: with ``only`` these sources alone are read again, and the others stay as they are; with
    a ``story`` that one alone is looked at; ``full`` encodes everything again; a dry run only tells what would
    change."""

    only: Sequence[str] = ()
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
        memory: int = 0,
        silence: float = _SILENCE_SECONDS,
        command: Sequence[str] = PROGRAM,
    ) -> None:
        self._data_dir, self._config = data_dir, config
        self._threads, self._command = threads, tuple(command)
        self._bounds = Bounds(niceness=niceness, memory=memory, silence=silence)
        self._preview_bounds = Bounds(
            niceness=niceness, memory=_PREVIEW_MEMORY, silence=_PREVIEW_SECONDS, hidden=OF_DISCORD + OF_STORE
        )
        self._previewing = asyncio.Semaphore(_PREVIEWS)
        self._child: Child | None = None
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

    async def run(self, sources: Sequence[str], build: Build, tell: Callable[[Progress], None]) -> BuildReport:
        """Builds from ``sources``, each PATH, LINK or STORY=…, and gives the report; ``tell`` hears of the progress, on
        the loop, and must not wait.

        Cancelling the call ends the child.

        Raises:
            ReindexRunning: another build has not finished.
            ReindexFailed: the build failed or died. ReindexCancelled: ``cancel`` was called.
        """
        self.require_idle()
        self.running_since, self._cancelled = datetime.now(UTC), False
        report = None
        try:
            report = await self._run(sources, build, tell)
        finally:
            self.running_since = None
            if not build.dry_run:
                self.last = Ended(at=datetime.now(UTC), succeeded=report is not None)
        return report

    async def preview(self, source: str) -> Preview:
        """What a source gives now, PATH, LINK or STORY=…; nothing of it is kept. A few at a time, beside any build.

        Raises:
            ReindexFailed: reading it took more time or memory than an article may.
        """
        arguments = ["preview", "--data", str(self._data_dir)]
        arguments += ["--config", str(self._config)] if self._config is not None else []
        async with self._previewing:
            wanted = WantedSources(sources=(source,))
            child = await Child.start([*self._command, *arguments], self._preview_bounds, wanted)
            try:
                preview = await child.hear(lambda _: None)
            finally:
                await child.end()
        if not isinstance(preview, Preview):
            raise ReindexFailed("the child said something else.")
        return preview

    async def cancel(self) -> None:
        """Ends the child, if there is one, and waits until it is gone."""
        self._cancelled = True
        if self._child is not None:
            await self._child.end()

    async def _run(self, sources: Sequence[str], build: Build, tell: Callable[[Progress], None]) -> BuildReport:
        wanted = WantedSources(sources=tuple(sources), only=tuple(build.only))
        self._child = child = await Child.start([*self._command, *self._arguments(build)], self._bounds, wanted)
        try:
            report = await child.hear(tell)
        except ReindexFailed:
            if self._cancelled:
                raise ReindexCancelled from None
            raise
        finally:
            await child.end()
            self._child = None
        if not isinstance(report, BuildReport):
            raise ReindexFailed("the build ended without a report.")
        return report

    def _arguments(self, build: Build) -> list[str]:
        arguments = ["build", "-", "--data", str(self._data_dir), "--threads", str(self._threads)]
        if self._config is not None:
            arguments += ["--config", str(self._config)]
        if build.story is not None:
            arguments += ["--story", build.story]
        arguments += ["--full"] * build.full + ["--dry-run"] * build.dry_run
        return [*arguments, "--skip-broken", "--progress", "json"]
