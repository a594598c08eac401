"""Shares: nobody holds more than a share, nothing is left over, and shards move one at a time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cluster.shares import Census, lease_of, shard_of, shards_to_take


@pytest.mark.parametrize(
    ("shards", "processes", "rank", "served", "held", "starting", "wanted"),
    [
        (16, 1, 0, 0, 0, 0, 16),  # alone: all of them
        (16, 4, 3, 0, 0, 0, 4),
        (16, 3, 0, 12, 4, 0, 2),  # one of four has died; the first one has what is left over
        (16, 3, 1, 12, 4, 0, 1),
        (16, 4, 0, 0, 16, 16, -12),  # the others came before anything was connected
        (16, 4, 0, 10, 16, 6, -6),
        (16, 4, 0, 16, 16, 0, -1),  # a newcomer: one after the other
        (16, 4, 0, 15, 15, 0, 0),  # and the next when that one is served
        (16, 4, 0, 16, 4, 0, 0),
        (1, 4, 3, 1, 0, 0, 0),  # more processes than shards
    ],
)
def test_a_process_takes_and_leaves(shards, processes, rank, served, held, starting, wanted):
    census = Census(shards=shards, processes=processes, rank=rank, served=served, held=held, starting=starting)
    assert shards_to_take(census) == wanted


@given(st.integers(1, 64), st.integers(1, 12), st.data())
def test_in_the_end_all_shards_are_held_and_nobody_has_two_more_than_another(shards, processes, data):
    held = [0] * processes
    for _ in range(shards):
        held[data.draw(st.integers(0, processes - 1))] += 1
    for _ in range(2 * shards + 2):
        for number in range(processes):
            free = shards - sum(held)
            census = Census(
                shards=shards,
                processes=processes,
                rank=number,
                served=sum(held),
                held=held[number],
                starting=0,
            )
            held[number] += min(shards_to_take(census), free)
    assert sum(held) == shards
    assert max(held) - min(held) <= 1


def test_a_lease_names_its_shard():
    assert [shard_of(lease_of(shard, of=16)) for shard in range(16)] == list(range(16))
