"""Epochs: the numbers that tell one state of a story, and of the whole index, from the next."""

from __future__ import annotations

from index.store.postgres.connecting import Connection

CHANNEL = "verbatim_index"  # on which a process hears that an index has changed


def advance(connection: Connection, story: int) -> int:
    """Gives a story its next epoch, and tells every process of it; the last deed of a transaction.

    Epochs are seen in the order of their numbers: whoever takes one has the others wait until it is committed.
    Otherwise a transaction that took the lower number and committed later would be seen by nobody.
    """
    connection.execute("select pg_advisory_xact_lock(hashtext(%s), 0)", [CHANNEL])
    row = connection.execute(
        "update stories set epoch = nextval('epochs') where id = %s returning epoch", [story]
    ).fetchone()
    if row is None:
        raise AssertionError("a story is held until its epoch is taken")
    connection.execute("select pg_notify(%s, %s)", [CHANNEL, str(row[0])])
    return int(row[0])
