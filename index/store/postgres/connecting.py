"""The door to psycopg: connections that are bounded in number and in time, and whose failures have our names.

psycopg 3, synchronous, in the thread that searches: it has binary rows and COPY, a pool and NOTIFY, and needs no event
loop, which this package does not know. A setting or a lock ends with its transaction: PgBouncer may give the next one
another connection.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.pq import PGconn, Ping
from psycopg_pool import ConnectionPool, PoolTimeout

from index.errors import DatabaseAway
from index.settings import StoreSettings

Connection = psycopg.Connection[Any]

_LIVENESS: dict[str, Any] = {  # seconds and tries; a dead host is noticed in five seconds, not in two hours
    "connect_timeout": 5,
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "tcp_user_timeout": 5_000,  # milliseconds
}
_IDLE_SECONDS = 60  # of a transaction that reads; generous: the first question of all loads the encoder
_STANDBY_SECONDS = 2  # in which a standby must answer
_LIFETIME = 600.0  # seconds of a connection; so late a standby is read from again that was away


def connect(url: str) -> Connection:
    """One connection of its own in autocommit; statements have the limits of its role. Raises DatabaseAway."""
    try:
        with named_failures():
            return psycopg.connect(url, autocommit=True, **_LIVENESS)
    except psycopg.ProgrammingError:  # of the address, which it repeats: a password may stand in it
        raise DatabaseAway("its address cannot be read; write it like postgresql://USER@HOST/DATABASE") from None


def find_reading(settings: StoreSettings) -> str:
    """Where questions are read from now: a standby, while it answers, else the database."""
    if settings.standby_url:
        asked = make_conninfo(settings.standby_url, connect_timeout=_STANDBY_SECONDS)
        if PGconn.ping(asked.encode()) == Ping.OK:
            return settings.standby_url
    return settings.url


def open_database_pool(settings: StoreSettings) -> ConnectionPool[Connection]:
    """A pool for short transactions that read. It connects when it is first used, and again by itself, each connection
    to where questions are read from then. ``close`` it.

    Each connection is in autocommit, and speaks binary only through ``cursor(binary=True)``.
    """
    return ConnectionPool(
        partial(find_reading, settings),
        kwargs={"autocommit": True, **_LIVENESS},
        min_size=0,
        max_size=settings.connections,
        timeout=settings.timeout_seconds,
        max_lifetime=_LIFETIME,
        reconnect_timeout=0,  # who asks while the database is away is told so; the next one tries again
        check=ConnectionPool.check_connection,
        open=True,
    )


@contextmanager
def reading(pool: ConnectionPool[Connection], settings: StoreSettings) -> Iterator[Connection]:
    """One transaction of the pool's, which sees one moment and changes nothing. What it executes is sent at once, and
    waited for when its rows are taken.

    Raises:
        DatabaseAway: it broke off what had begun, too: a standby cancels what reads rows that it is told to remove, or
            cuts the connection; a server that stops, or a network, does the latter.
    """
    with named_failures(), pool.connection() as connection:
        try:
            # The pipeline inside: one that ends outside a transaction now and then has PgBouncer keep a connection.
            with connection.transaction(), connection.pipeline():
                connection.execute("set transaction isolation level repeatable read read only")
                connection.execute(
                    "select set_config('statement_timeout', %s, true), "
                    "set_config('idle_in_transaction_session_timeout', %s, true)",
                    [f"{int(settings.timeout_seconds * 1000)}ms", f"{_IDLE_SECONDS}s"],
                )
                yield connection
        except (psycopg.OperationalError, psycopg.InterfaceError) as error:
            if connection.broken or isinstance(error, psycopg.errors.SerializationFailure):
                raise DatabaseAway(str(error).strip(), broke_off=True) from error
            raise


@contextmanager
def named_failures() -> Iterator[None]:
    """Maps what psycopg raises when the database is away, is stopping, or takes too long.

    Raises:
        DatabaseAway.
    """
    try:
        yield
    except (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout) as error:
        raise DatabaseAway(str(error).strip()) from error


@contextmanager
def unhurried(connection: Connection) -> Iterator[None]:
    """A transaction whose statements take what time they need, whatever the limit of the role: a large story is written
    and read in minutes, and a COPY lasts as long as rows are made for it."""
    with connection.transaction():
        connection.execute("set local statement_timeout = 0")
        yield


def admit(connection: Connection, servers: Collection[int]) -> None:
    """Lets the transaction that runs see the rows of these servers, and of no other; its end takes that back."""
    names = ",".join(map(str, sorted(servers)))
    connection.execute("select set_config('app.servers', %s, true)", [names])
