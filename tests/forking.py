"""Processes with a life of their own, for which what all of them import is imported once, by whom they are forked."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Mapping
from contextlib import suppress
from itertools import count
from multiprocessing import get_context
from pathlib import Path

_FORKING = get_context("forkserver")
_FORKING.set_forkserver_preload(["bot.cli.commands", "bot.connection", "index.store.postgres.migrating", "tests.fakes"])
_numbers = count(1)


class Forked:
    """A process that does ``main(*arguments)``, both importable, in an environment and with output of its own; what it
    says goes into a file of the folder."""

    def __init__(
        self, main: Callable[..., object], *arguments: object, environment: Mapping[str, str], folder: Path
    ) -> None:
        self._said = folder / f"process-{next(_numbers)}"
        self._said.touch()
        self._process = _FORKING.Process(target=_do, args=(main, arguments, dict(environment), self._said))
        self._process.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def exitcode(self) -> int | None:
        """None while it runs; the negative of the signal that ended it."""
        return self._process.exitcode

    @property
    def said(self) -> str:
        """What it has said so far, on standard output and standard error."""
        return self._said.read_text(encoding="utf-8")

    def signal(self, number: signal.Signals) -> None:
        """Sends a signal, in vain where the process has ended."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)

    async def ended(self) -> int | None:
        """Waits until it has ended, and gives its exit code."""
        await asyncio.to_thread(self._process.join)
        return self.exitcode


def _do(main: Callable[..., object], arguments: tuple[object, ...], environment: dict[str, str], said: Path) -> None:
    os.environ.clear()
    os.environ.update(environment)
    file = os.open(said, os.O_WRONLY | os.O_APPEND)
    os.dup2(file, 1)
    os.dup2(file, 2)
    main(*arguments)
