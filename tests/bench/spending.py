"""Processor time that a PostgreSQL takes, all its processes together."""

from __future__ import annotations

from contextlib import suppress

import psutil

from index.store.postgres.connecting import connect


def find_postmaster(url: str) -> psutil.Process:
    """The parent of the processes that serve a server's connections."""
    with connect(url) as connection:
        return psutil.Process(connection.info.backend_pid).parent()


def used(server: psutil.Process | None) -> float:
    """Processor seconds that a server's processes have taken so far, those that have ended with them."""
    if server is None:
        return 0.0
    while True:
        with suppress(psutil.NoSuchProcess):  # one ended meanwhile, and is counted among those
            ended = server.cpu_times()
            times = [process.cpu_times() for process in [server, *server.children()]]
            return ended.children_user + ended.children_system + sum(each.user + each.system for each in times)
