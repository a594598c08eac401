"""The processes of a cluster as a table for a terminal. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.text import Text

from bot.cluster.watching import ClusterProcess, Watched
from bot.terminal.dates import at_minute
from bot.terminal.printing import tabulated
from index.streams import count

_COLUMNS = ("process", "host", "since", "shards", "lag", "gateway", "in line")


def show_watched(watched: Watched) -> RenderableType:
    """A line a process; below it who is served by nobody, and what is left of the day's sessions."""
    table = tabulated([_COLUMNS, *map(_row, watched.members)])
    served = watched.shards - len(watched.unserved)
    holders = sum(bool(member.shards) for member in watched.members)  # one that was killed is still in the table
    lines = [Text(f"{served} of {count(watched.shards, 'shard')} served by {_processes(holders)}.")]
    if watched.unserved:
        lines.append(Text(f"Served by nobody: {in_ranges(watched.unserved)}.", style="red"))
    if budget := watched.budget:
        left = f"{budget.remaining} of {budget.total} until {at_minute(budget.resets_at)}"
        lines.append(Text(f"Sessions left to start: {left}, {budget.max_concurrency} every five seconds."))
    return Group(table, *lines)


def in_ranges(numbers: Sequence[int]) -> str:
    """Sorted numbers, those that follow one another as a range: "0-3, 7"."""
    runs = groupby(enumerate(numbers), key=lambda place: place[1] - place[0])
    ranges = [[number for _, number in run] for _, run in runs]
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in ranges)


def _row(member: ClusterProcess) -> tuple[str, ...]:
    latency = "" if member.latency_ms is None else f"{member.latency_ms:.0f} ms"
    since = f"{member.started:%Y-%m-%d %H:%M}"
    shards = in_ranges(member.shards) or "none"
    return str(member.pid), member.host, since, shards, f"{member.lag:.1f} s", latency, str(member.waiting)


def _processes(number: int) -> str:
    return f"{number} process{'es' * (number != 1)}"
