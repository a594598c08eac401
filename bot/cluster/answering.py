"""Who answers what: while a shard moves, two processes may hear one message; the first to say so answers it."""

from __future__ import annotations

import sqlalchemy as sa

from bot.state.database import Database

_KEPT_MINUTES = 60  # far longer than two processes hear the same
_PATIENCE_SECONDS = 1.0  # Discord waits 3 for the first sign of life

# Whoever holds no lease by the database's clock answers nothing: it slept, and others serve what was its own; but for
# one that is leaving, and serves what it has given up until others do.
_ANSWER = sa.text("""
    insert into answered (id, holder, epoch, at)
    select :id, :me, coalesce(max(epoch), 0), clock_timestamp() from leases
    where holder = :me and expires > clock_timestamp()
    having count(*) > 0 or exists (select from processes where name = :me and leaves > clock_timestamp())
    on conflict do nothing""")
_EXPIRE = sa.text("delete from answered where at < clock_timestamp() - make_interval(mins => :minutes)")


async def is_first(database: Database, holder: str, event: int) -> bool:
    """Whether ``holder`` is the one to answer a message or an interaction, by its id. Raises DatabaseAway."""

    def work(connection: sa.Connection) -> bool:
        return connection.execute(_ANSWER, {"id": event, "me": holder}).rowcount == 1

    return await database.run(work, seconds=_PATIENCE_SECONDS)


async def expire_answered(database: Database) -> None:
    """Forgets who answered what long ago. Raises DatabaseAway."""
    await database.write(_EXPIRE, {"minutes": _KEPT_MINUTES})
