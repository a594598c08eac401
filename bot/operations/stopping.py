"""Stopping when told to: the first SIGTERM or Ctrl-C asks, the second one and the clock insist."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from threading import Timer
from typing import Any

LAST_SECONDS = 9.5  # after being asked; a service manager kills after 10 at the earliest (Docker)
_INSISTED = 1  # exit status
_log = logging.getLogger("verbatim")


def stop_on_signals(close: Callable[[], Coroutine[Any, Any, None]], *, seconds: float = LAST_SECONDS) -> None:
    """Has ``close`` run on the running loop when the process is told to stop; after ``seconds`` the process ends
    whatever ``close``, a thread or a library still does. What is on the disk is whole at any time."""
    loop = asyncio.get_running_loop()
    asked: list[asyncio.Task[None]] = []

    def hear() -> None:
        if asked:
            _insist()
        asked.append(loop.create_task(close()))
        clock = Timer(seconds, _insist)
        clock.daemon = True
        clock.start()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, hear)


def end_now(status: int) -> None:
    """Ends the process whatever its threads do."""
    logging.shutdown()
    sys.stdout.flush()
    os._exit(status)


def _insist() -> None:
    _log.warning("stopped without waiting any longer")
    end_now(_INSISTED)
