"""When a digest is sent. Pure; never twice on one day, even if a clock is set back by hours."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo


def day_of_digest(now: datetime, hour: int, zone: ZoneInfo) -> date:
    """The day whose digest is the last one that has fallen due by ``now``: today's from the hour on, before it
    yesterday's."""
    there = now.astimezone(zone)
    return there.date() if there.hour >= hour else there.date() - timedelta(days=1)


def is_sent(day: date, last: date) -> bool:
    """Whether the digest of a ``day`` is sent, if the ``last`` one noted was that day's. One that lies more than a day
    ahead was noted by a clock that was wrong, and counts for nothing; a day ahead is the hour set later, or a clock set
    back over midnight."""
    return day <= last <= day + timedelta(days=1)
