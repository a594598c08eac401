"""How many shards a process takes or gives up, so that each has its share and none is left over. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Census:
    """What a process knows of all: how many ``shards`` there are, ``processes`` alive, and shards that somebody
    ``served``; its own ``rank`` among the processes, from 0; of those that it ``held`` itself, how many are only
    ``starting``."""

    shards: int
    processes: int
    rank: int
    served: int
    held: int
    starting: int


def shards_to_take(census: Census) -> int:
    """How many shards to take, or, below zero, to leave.

    What is only starting is left at once, as nobody misses it. Of what is served one at a time is left, and only while
    every shard is: whoever is new has taken the one before.
    """
    even, left_over = divmod(census.shards, census.processes)
    share = even + (census.rank < left_over)
    excess = census.held - share
    if excess <= 0:
        return -excess
    if census.starting:
        return -min(excess, census.starting)
    return -1 if census.served == census.shards else 0


def lease_of(shard: int, *, of: int) -> str:
    """The name of a shard's lease; another number of shards is another set of leases."""
    return f"shard {shard} of {of}"


def shard_of(lease: str) -> int:
    """The shard whose lease that is."""
    return int(lease.split()[1])
