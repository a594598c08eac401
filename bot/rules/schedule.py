"""When a source is read again. Pure; a clock that was set back makes a source due, never dormant."""

from __future__ import annotations

from datetime import datetime, timedelta

from index.articles.visits import Visit

_MOST_DOUBLINGS = 6  # of the pause, with every failure in a row
_LONGEST_PAUSE = timedelta(hours=6)  # after failures, unless the source is read more seldom anyway


def is_due(interval: timedelta | None, visit: Visit | None, now: datetime) -> bool:
    """Whether a link is read again: after its interval, after a longer pause when it failed; at once if never read."""
    if interval is None:
        return False
    if visit is None or visit.read_at > now:
        return True
    return visit.read_at + _pause(interval, visit.failures) <= now


def has_settled(visit: Visit | None, look: str, before: str | None) -> bool:
    """Whether a file or folder is read again: it looks otherwise than when it was read, and as it did at the look
    ``before``, so that nobody is writing there; "" is how what is not there looks."""
    return look == before and (visit is None or look != (visit.look or ""))


def _pause(interval: timedelta, failures: int) -> timedelta:
    doublings = min(failures, _MOST_DOUBLINGS)
    return max(interval, min(interval * (1 << doublings), _LONGEST_PAUSE))
