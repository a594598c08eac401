"""A change of encoder: its stories are written beside those that readers see, and seen all at once when none is
missing. What the other encoder made stays for the processes that have it open, until a day after its last build."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict

from psycopg.types.json import Jsonb

from index.encoding.encoder import EncoderIdentity
from index.store.postgres.connecting import Connection, admit, unhurried
from index.store.postgres.writing.epochs import advance
from index.types import StoryId

_KEPT = "1 day"


def is_shown(connection: Connection, encoder: EncoderIdentity) -> bool:
    """Whether readers see what this encoder builds at once: it is theirs already, or there is nothing else."""
    row = connection.execute(
        """select exists (select from stories where is_seen and encoder = %s)
        or not exists (select from stories where is_seen)""",
        [Jsonb(asdict(encoder))],
    ).fetchone()
    return bool(row and row[0])


def make_visible(connection: Connection, encoder: EncoderIdentity) -> list[StoryId]:
    """Has readers see the stories of an encoder, unless one is missing that they see now; gives what is missing."""
    own = Jsonb(asdict(encoder))
    with connection.transaction():
        if not is_shown(connection, encoder):
            missing = connection.execute(
                """select distinct name from stories where is_seen and articles > 0
                and name not in (select name from stories where encoder = %s) order by name""",
                [own],
            ).fetchall()
            if missing:
                return [name for (name,) in missing]
        shown = connection.execute(
            "update stories set is_seen = true where encoder = %s and not is_seen returning id", [own]
        ).fetchall()
        if shown:
            advance(connection, shown[0][0])
    return []


def drop_old(connection: Connection, encoder: EncoderIdentity, built: Collection[StoryId]) -> None:
    """Drops what other encoders, which have built nothing for a day, made of stories that this one has just built."""
    old = connection.execute(
        """select id, server from stories where name = any(%s) and encoder in (
            select encoder from stories where encoder <> %s
            group by encoder having max(built_at) < clock_timestamp() - %s::interval
        )""",
        [list(built), Jsonb(asdict(encoder)), _KEPT],
    ).fetchall()
    for story, server in old:
        with unhurried(connection):
            admit(connection, {server})
            connection.execute("delete from postings where story = %s", [story])
            connection.execute("delete from stories where id = %s", [story])
