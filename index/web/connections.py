"""Connections that lead to the address that was checked, and end when their time is up."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from typing import Any, Self

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

from index.web.addresses import CheckedPlace, Forbidden


class Deadline:
    """When all that a page takes must have ended: what is open then is cut, and nothing is opened any more.

    A server that sends one byte at a time keeps to every other limit.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds, self._end = seconds, time.monotonic() + seconds
        self._open = list[socket.socket]()
        self._clock = threading.Timer(seconds, self._cut)

    def __enter__(self) -> Self:
        self._clock.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._clock.cancel()
        for connection in self._open:
            connection.close()

    @property
    def rest(self) -> float:
        """Seconds that are left."""
        return self._end - time.monotonic()

    @property
    def is_over(self) -> bool:
        return self.rest < 0

    def watch(self, connection: socket.socket) -> None:
        self._open.append(connection.dup())  # of the same connection, which TLS takes over
        if self.is_over:
            self._cut()

    def _cut(self) -> None:
        for connection in self._open:
            with contextlib.suppress(OSError):  # it has ended already
                connection.shutdown(socket.SHUT_RDWR)


class _Pinned:
    """A connection to the address that was checked; the host's name is not looked up a second time."""

    port: int
    timeout: Any

    def __init__(self, *arguments: Any, place: CheckedPlace, deadline: Deadline, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.place, self.deadline = place, deadline

    def _new_conn(self) -> socket.socket:
        if self.deadline.is_over:
            raise urllib3.exceptions.ConnectTimeoutError(self, "the time is over")
        try:
            made = socket.create_connection((str(self.place.address), self.port), self.timeout)
        except OSError as error:
            raise urllib3.exceptions.ConnectTimeoutError(self, str(error)) from error
        self.deadline.watch(made)
        if not self.place.is_open and made.getsockname()[0] == str(self.place.address):
            made.close()  # what a firewall keeps from others would answer
            raise Forbidden("leads to the machine itself.")
        return made


class _PinnedConnection(_Pinned, HTTPConnection):
    pass


class _PinnedTLSConnection(_Pinned, HTTPSConnection):
    pass


def open_pinned_pool(place: CheckedPlace, deadline: Deadline) -> urllib3.HTTPConnectionPool:
    """Connections to the place's address alone, which are cut when the deadline is over; ``close`` it. Where that turns
    out to be an address of this machine, a request raises Forbidden."""
    pinned: dict[str, Any] = {"place": place, "deadline": deadline}
    if place.scheme == "http":
        pool = urllib3.HTTPConnectionPool(place.host, place.port, **pinned)
        pool.ConnectionCls = _PinnedConnection
        return pool
    secure = urllib3.HTTPSConnectionPool(place.host, place.port, ssl_context=ssl.create_default_context(), **pinned)
    secure.ConnectionCls = _PinnedTLSConnection
    return secure
