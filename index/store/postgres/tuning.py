"""Vector indexes for the stories that are too large to compare passage by passage; made by the tables' owner."""

from __future__ import annotations

import numpy as np
from psycopg import sql

from index.store.postgres.connecting import Connection, admit, connect, named_failures
from index.store.postgres.migrating import require
from index.store.postgres.rows import unpack_vector
from index.store.postgres.searching import EXACT_MOST, compare_all, walk_graph
from index.store.postgres.stories import StoryRow, read_stories
from index.types import StoryId

_SAMPLED, _NEIGHBOURS = 50, 40  # passages whose neighbours tell the recall, and how many of them
_ALIKE = 1e-6  # of a distance
# "ef_construction": with pgvector's 64 a million passages in clusters have a recall of .96, with this 1.
_CANDIDATES = 200
_DROP = sql.SQL("drop index concurrently if exists {name}")


def tune(url: str, *, most: int = EXACT_MOST) -> dict[StoryId, float]:
    """Gives each story of more than ``most`` passages a vector index of its own, as the owner of the tables, and takes
    it from those that have shrunk or gone; gives the recall of each index, which it measures anew. Questions go on
    meanwhile, compared with every passage until the index is whole.

    Raises:
        DatabaseAway, OldDatabase, OtherSchema.
    """
    require(url)
    recalls = {}
    with named_failures(), connect(url) as connection:
        stories = read_stories(connection)
        large = [story for story in stories if story.passages > most]
        for story in large:
            _make_graph(connection, story)
            recalls[story.name] = _measure(connection, story)
            connection.execute("update stories set graph_recall = %s where id = %s", [recalls[story.name], story.id])
        small = [story.id for story in stories if story not in large]
        connection.execute("update stories set graph_recall = null where id = any(%s)", [small])
        for name in _list_graphs(connection) - {_name(story) for story in large}:
            connection.execute(_DROP.format(name=sql.Identifier(name)))
    return recalls


def _list_graphs(connection: Connection) -> set[str]:
    """All vector indexes, those of stories that are gone among them."""
    rows = connection.execute(r"select indexname from pg_indexes where indexname ~ '^passages_of_\d+$'")
    return {name for (name,) in rows}


def _make_graph(connection: Connection, story: StoryRow) -> None:
    """An index that a killed command left half, or that was made with fewer candidates, is made again."""
    is_whole = connection.execute(
        "select from pg_index join pg_class on oid = indexrelid "
        "where indexrelid = to_regclass(%s) and indisvalid and %s = any(reloptions)",
        [_name(story), f"ef_construction={_CANDIDATES}"],
    ).fetchone()
    if is_whole is not None:
        return
    connection.execute("update stories set graph_recall = null where id = %s", [story.id])
    names = {
        "name": sql.Identifier(_name(story)),
        "size": sql.Literal(story.encoder.dimension),
        "story": sql.Literal(story.id),
        "candidates": sql.Literal(_CANDIDATES),
    }
    connection.execute(_DROP.format(**names))
    connection.execute(
        sql.SQL(
            "create index concurrently {name} on passages using hnsw ((vector::vector({size})) vector_ip_ops) "
            "with (m = 16, ef_construction = {candidates}) where story = {story}"
        ).format(**names)
    )


def _measure(connection: Connection, story: StoryRow) -> float:
    """The share of the nearest passages that the index finds, over a sample of the story's own."""
    with connection.transaction():
        admit(connection, {story.server})
        sample = connection.execute(
            "select vector from passages where story = %s order by md5(id::text) limit %s",
            [story.id, _SAMPLED],
            binary=True,
        ).fetchall()
        shares = []
        for (vector,) in sample:
            row = unpack_vector(vector)
            exact = [distance for _, distance in compare_all(connection, [story.id], None, row, _NEIGHBOURS)]
            found = [distance for _, distance in walk_graph(connection, story.id, None, row, _NEIGHBOURS)]
            near = max(exact) + _ALIKE  # of two passages as near, either is right
            shares.append(sum(distance <= near for distance in found) / len(exact))
    return float(np.mean(shares))


def _name(story: StoryRow) -> str:
    return f"passages_of_{story.id}"
