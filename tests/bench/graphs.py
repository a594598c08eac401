"""The vector index of a giant story, made over its vectors alone: ``python -m tests.bench.graphs [PASSAGES]``.

Tells the recall that ``verbatim store tune`` measures, the CPU seconds that it takes, and the index's size. A million
passages, as made up as those of ``large_databases``, take half an hour of one core and 6 GB.
"""

from __future__ import annotations

import sys
from dataclasses import asdict

import numpy as np
from psycopg.types.json import Jsonb

from index.encoding.encoder import EncoderIdentity
from index.store.postgres.connecting import Connection, connect
from index.store.postgres.rows import number_passage, pack_vector
from index.store.postgres.tuning import tune
from tests.bench.growth import make_rows
from tests.bench.spending import find_postmaster, used
from tests.databases import make_database, running_server

_BYTES = 6_000  # that a passage's vector may take, in its row, in the index and in the log
_MAKING = "5GB"  # in which PostgreSQL makes the index; a million passages take 3


def write_rows(connection: Connection, rows: np.ndarray) -> None:
    """A story of one article, whose passages have vectors and nothing else."""
    encoder = EncoderIdentity(name="made up", dimension=rows.shape[1], sha256="", passage_prompt="")
    connection.execute(
        "insert into stories (name, server, epoch, built_at, encoder, settings, articles, passages, sentences,"
        " quotations, words, revisions) values ('giant', 0, 1, now(), %s, '', 1, %s, 0, 0, 0, 0)",
        [Jsonb(asdict(encoder)), len(rows)],
    )
    connection.execute(
        "insert into articles overriding system value values (1, 1, 0, 0, 'a', null, null, 0, 0, 0, '', '{}')"
    )
    with connection.cursor() as cursor, cursor.copy("copy passages from stdin (format binary)") as sink:
        sink.set_types("int8 int4 int8 int8 text text bytea bytea bytea bytea bytea bytea".split())
        for place, row in enumerate(rows):
            sink.write_row((number_passage(1, place), 1, 0, 1, str(place), "", pack_vector(row), *[b""] * 5))


def main(passages: int) -> None:
    with running_server(size=passages * _BYTES) as url:
        database, server = make_database(url), find_postmaster(url)
        with connect(database.owner) as owner:
            owner.execute(f"alter database {owner.info.dbname} set maintenance_work_mem = '{_MAKING}'")
            write_rows(owner, make_rows(passages))
            owner.execute("vacuum analyze passages")
            before = used(server)
            (recall,) = tune(database.owner).values()
            spent = used(server) - before
            size = owner.execute("select pg_relation_size('passages_of_1') / 1e6").fetchone()[0]
    print(f"{passages:,} passages: recall {recall:.4f}, {spent:.0f} CPU seconds, {size:,.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
