"""How often one person, and one server, may ask: a window that slides over the last minute. Pure but for its memory."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

from bot.errors import RateLimited

WINDOW = timedelta(minutes=1)


class Limits:
    """Remembers when questions were asked, for a minute and no longer."""

    def __init__(self, *, per_user: int, per_server: int) -> None:
        self._per_user, self._per_server = per_user, per_server
        self._users: dict[int, deque[datetime]] = {}
        self._servers: dict[int, deque[datetime]] = {}
        self._told: dict[int, datetime] = {}  # until when they know that they have to wait

    async def count(self, *, user: int, server: int | None, at: datetime) -> None:
        """Counts one question; ``server`` is None in a direct message.

        Raises:
            RateLimited: the person or the server has no question left; nothing is counted.
        """
        self._forget(at)
        mine = self._users.setdefault(user, deque())
        ours = self._servers.setdefault(server, deque()) if server is not None else deque[datetime]()
        for asked, most, whole_server in ((mine, self._per_user, False), (ours, self._per_server, True)):
            if len(asked) >= most:
                is_told, until = user in self._told, asked[0] + WINDOW
                self._told[user] = until
                raise RateLimited(until, whole_server=whole_server, is_told=is_told)
        self._told.pop(user, None)
        mine.append(at)
        ours.append(at)

    def _forget(self, at: datetime) -> None:
        for asked in (self._users, self._servers):
            for key in [key for key, times in asked.items() if not _recent(times, at)]:
                del asked[key]
        self._told = {user: until for user, until in self._told.items() if timedelta(0) < until - at <= WINDOW}


def _recent(times: deque[datetime], at: datetime) -> bool:
    """Drops the times that have left the window, be it because the clock was set back; whether any is left."""
    while times and abs(at - times[0]) >= WINDOW:
        times.popleft()
    return bool(times)
