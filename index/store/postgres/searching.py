"""Candidates in the engine: the nearest passages, and the best by BM25, of a scope that the statement names.

How the nearest are found is chosen here by the scope's size, never by the planner, which uses the vector index where
it is slower and finds less, and leaves it unused where it would pay (README.md beside this file).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from psycopg import sql

from index.encoding.encoder import Vectors
from index.store.postgres.connecting import Connection
from index.store.postgres.rows import PLACE_BITS, write_vector
from index.store.postgres.stories import StoryRow
from index.store.shelf import K1, B, Words

EXACT_MOST = 20_000  # passages that are compared one by one; a larger story gets a vector index of its own
_MEMORY = "128MB"  # in which a large scope's scores are summed: a million take 74
EF_SEARCH = 400  # candidates that hnsw keeps, where its default is 40; what it finds, ``tuning`` measures


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchScope:
    """Which passages may be found: of these stories; of these articles alone, unless it is None."""

    stories: Sequence[StoryRow]
    articles: Sequence[int] | None
    passages: int  # how many that are

    @property
    def ids(self) -> list[int]:
        return [story.id for story in self.stories]


def find_nearest(
    connection: Connection, scope: SearchScope, vector: Vectors, count: int, *, most: int = EXACT_MOST
) -> list[int]:
    """The ``count`` passages nearest to the vector, in no order; exactly, where the scope has at most ``most``."""
    if scope.passages <= most:
        return [number for number, _ in compare_all(connection, scope.ids, scope.articles, vector, count)]
    giants = [story for story in scope.stories if story.graph_recall is not None]
    others = [story.id for story in scope.stories if story.graph_recall is None]
    found = compare_all(connection, others, scope.articles, vector, count) if others else []
    for story in giants:
        found += walk_graph(connection, story.id, scope.articles, vector, count)
    return [number for number, _ in sorted(found, key=lambda each: each[1])[:count]]


def find_best(
    connection: Connection, scope: SearchScope, stems: Sequence[str], words: Words, count: int
) -> Iterator[int]:
    """The ``count`` best passages by BM25, best first; none that holds no stem. In a pipeline they are waited for when
    the first is taken.

    Sums are kept by article and passage: PostgreSQL folds the halves of a long number into its hash, and folds passages
    of articles that are 4,096 apart onto one another; a question to a million passages took minutes, not two seconds.
    """
    known = [stem for stem in stems if words.frequencies.get(stem)]
    if not known:
        return iter(())
    if scope.passages > EXACT_MOST:
        connection.execute(f"set local work_mem = '{_MEMORY}'")
    terms, weights = [words.place(stem) for stem in known], words.weigh(known).tolist()
    rows = connection.execute(
        """select p.passage from postings p join unnest(%(terms)s::bigint[], %(weights)s::float8[]) w(term, weight)
        using (term) where p.story = any(%(stories)s)
        and (%(articles)s::bigint[] is null or p.passage >> %(bits)s = any(%(articles)s))
        group by p.passage, p.passage >> %(bits)s
        order by sum(w.weight * p.count / (p.count + %(least)s + %(more)s * p.length)) desc, p.passage
        limit %(count)s""",
        {
            "terms": terms,
            "weights": weights,
            "stories": scope.ids,
            "articles": scope.articles,
            "bits": PLACE_BITS,
            "least": K1 * (1 - B),
            "more": K1 * B / words.mean_length,
            "count": count,
        },
    )
    return (int(row[0]) for row in rows)


def compare_all(
    connection: Connection, stories: Sequence[int], articles: Sequence[int] | None, vector: Vectors, count: int
) -> list[tuple[int, float]]:
    """The nearest with their distances. Every passage is compared: ``+ 0`` keeps the planner from any vector index."""
    rows = connection.execute(
        """select id, (vector <#> %(vector)s::vector) + 0 as distance from passages where story = any(%(stories)s)
        and (%(articles)s::bigint[] is null or article = any(%(articles)s)) order by distance, id limit %(count)s""",
        {"vector": write_vector(vector), "stories": list(stories), "articles": articles, "count": count},
    )
    return rows.fetchall()


def walk_graph(
    connection: Connection, story: int, articles: Sequence[int] | None, vector: Vectors, count: int
) -> list[tuple[int, float]]:
    """The same by the story's own vector index, whatever the planner thinks of it. Only a literal number lets it be
    used."""
    for setting in ("enable_seqscan", "enable_sort", "enable_bitmapscan"):
        connection.execute(f"set local {setting} = off")
    connection.execute(f"set local hnsw.ef_search = {EF_SEARCH}")
    connection.execute("set local hnsw.iterative_scan = relaxed_order")
    statement = sql.SQL(
        "select id, distance from (select id, vector::vector({size}) <#> {vector}::vector({size}) as distance "
        "from passages where story = {story} and ({articles}::bigint[] is null or article = any({articles})) "
        "order by vector::vector({size}) <#> {vector}::vector({size}) limit {count}) nearest"
    ).format(
        size=sql.Literal(len(vector)),
        vector=sql.Literal(write_vector(vector)),
        story=sql.Literal(story),
        articles=sql.Literal(list(articles) if articles is not None else None),
        count=sql.Literal(count),
    )
    rows = connection.execute(statement).fetchall()
    for setting in ("enable_seqscan", "enable_sort", "enable_bitmapscan"):
        connection.execute(f"set local {setting} = on")
    return rows
