"""Who holds what: one row per name, held for seconds and renewed while its holder lives.

The database's own locks would not do: a process that hangs keeps them for ever. A lease runs out by the database's
clock; its holder stops relying on it a second earlier, by a clock of its own that nobody sets.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence

import sqlalchemy as sa

from bot.state.database import Database

TTL = 10.0  # seconds that a lease holds without being renewed
BEAT = 2.5  # seconds between two renewals: three may fail before it is lost
_MARGIN = 0.1  # of the time to live: the holder stops so much earlier

_MAKE = sa.text("insert into leases (name) select unnest(cast(:names as text[])) on conflict do nothing")
_TAKE = sa.text("""
    update leases
    set holder = :me, epoch = epoch + 1, serving = false, expires = clock_timestamp() + make_interval(secs => :ttl)
    where name in (
        select name from leases
        where name = any(:names) and expires < clock_timestamp()
        order by array_position(cast(:names as text[]), name) limit :most
        for update skip locked)
    returning name""")
_RENEW = sa.text("""
    update leases
    set expires = clock_timestamp() + make_interval(secs => :ttl), serving = name = any(cast(:serving as text[]))
    where holder = :me and name = any(cast(:names as text[]))
    returning name""")
_RELEASE = sa.text("""
    update leases set holder = null, serving = false, expires = '-infinity'
    where holder = :me and name = any(cast(:names as text[]))""")


class Leases:
    """What ``holder`` holds. ``ttl`` is seconds, for tests to shorten; ``now`` a clock that only ever goes on."""

    def __init__(
        self, database: Database, holder: str, *, ttl: float = TTL, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.holder, self.ttl = holder, ttl
        self._database, self._now = database, now
        self._held = frozenset[str]()
        self._renewed = now()

    @property
    def held(self) -> frozenset[str]:
        """The names that were held at the last renewal."""
        return self._held

    @property
    def is_fenced(self) -> bool:
        """Whether others may believe by now that the holder is gone; then it believes so itself."""
        return self._now() - self._renewed > self.ttl * (1 - _MARGIN)

    async def take(self, names: Sequence[str], most: int) -> list[str]:
        """Takes up to ``most`` of the names that nobody holds, the first ones first. Raises DatabaseAway."""

        def work(connection: sa.Connection) -> frozenset[str]:
            connection.execute(_MAKE, {"names": list(names)})
            taken = connection.execute(_TAKE, {**self._me, "names": list(names), "most": most})
            return frozenset(row.name for row in taken)

        asked = self._now()
        taken = await self._database.run(work)
        if not self._held:
            self._renewed = asked
        self._held |= taken
        return [name for name in names if name in taken]

    async def renew(self, *, serving: Collection[str] = ()) -> frozenset[str]:
        """Renews what is held, and gives the names that were lost; ``serving`` are those that are in use by now.

        Raises:
            DatabaseAway: nothing is known; what was held counts as held until ``is_fenced``.
        """
        asked, held = self._now(), self._held
        values = {**self._me, "names": list(held), "serving": list(serving)}
        kept = await self._database.run(lambda connection: {row.name for row in connection.execute(_RENEW, values)})
        self._renewed = asked
        lost = held - kept
        self._held -= lost
        return lost

    async def release(self, names: Collection[str]) -> None:
        """Gives names back, for others to take at once. Raises DatabaseAway; they run out then."""
        self._held -= frozenset(names)
        await self._database.write(_RELEASE, {"me": self.holder, "names": list(names)})

    @property
    def _me(self) -> dict[str, object]:
        return {"me": self.holder, "ttl": self.ttl}
