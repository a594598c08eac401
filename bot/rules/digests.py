"""When a digest is sent. Pure; never twice on a day, whatever the clock does."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo


def day_of_digest(now: datetime, hour: int, zone: ZoneInfo) -> date:
    """The day whose digest is the last one that has fallen due by ``now``: today's from the hour on, before it
    yesterday's."""
    there = now.astimezone(zone)
    return there.date() if there.hour >= hour else there.date() - timedelta(days=1)
