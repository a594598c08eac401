"""Many rows into a table at once, and what is counted of a story there. They run inside a transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from psycopg import sql

from index.store.postgres.connecting import Connection

_COPIED = {  # table → its columns with their types on the wire; a vector goes as the bytes that pgvector takes
    "articles": "id int8, story int4, server int8, place int4, name text, published_at float8, copy_of text, "
    "passages int4, sentences int4, words int8, title bytea, line text",
    "passages": "id int8, story int4, server int8, article int8, name text, line text, vector bytea, sentences bytea, "
    "words bytea, terms bytea, marks bytea, lengths bytea",
    "postings": "story int4, server int8, term int8, passage int8, count int4, length int4",
    "quotations": "story int4, server int8, article int8, place int4, line text",
    "revisions": "story int4, server int8, article int8, place int4, line text",
}
_COUNTED = {  # table → the same, without the story: the key first, the count last
    "terms": "term int8, stem text, passages int4",
    "forms": "form text, count int4",
}


def copy_in(connection: Connection, table: str, rows: Iterable[Sequence[object]]) -> None:
    """COPY, by way of a table of this transaction's own: PostgreSQL refuses it where row-level security holds."""
    names, types = zip(*(column.split() for column in _COPIED[table].split(", ")), strict=True)
    columns = sql.SQL(", ").join(map(sql.Identifier, names))
    staged = {"staged": sql.Identifier(f"new_{table}"), "table": sql.Identifier(table), "columns": columns}
    connection.execute(sql.SQL("create temp table {staged} (like {table}) on commit drop").format(**staged))
    statement = sql.SQL("copy {staged} ({columns}) from stdin (format binary)").format(**staged)
    with connection.cursor() as cursor, cursor.copy(statement) as sink:
        sink.set_types(types)
        for row in rows:
            sink.write_row(row)
    order = sql.SQL("order by story, term, passage" if table == "postings" else "")
    insert = "insert into {table} ({columns}) overriding system value select {columns} from {staged} "
    connection.execute(sql.SQL(insert).format(**staged) + order)
    connection.execute(sql.SQL("drop table {staged}").format(**staged))


def add_counts(connection: Connection, table: str, story: int, server: int, rows: Sequence[tuple[object, ...]]) -> None:
    """Adds rows, the count of each last, to what is counted of a story."""
    if not rows:
        return
    columns = [column.split() for column in _COUNTED[table].split(", ")]
    names = sql.SQL(", ").join(sql.Identifier(name) for name, _ in columns)
    arrays = sql.SQL(", ").join(sql.SQL(f"%s::{kind}[]") for _, kind in columns)
    key, count = sql.Identifier(columns[0][0]), sql.Identifier(columns[-1][0])
    statement = sql.SQL(
        "insert into {table} (story, server, {names}) select %s, %s, * from unnest({arrays}) order by 3 "
        "on conflict (story, {key}) do update set {count} = {table}.{count} + excluded.{count}"
    ).format(table=sql.Identifier(table), names=names, arrays=arrays, key=key, count=count)
    connection.execute(statement, [story, server, *(list(column) for column in zip(*rows, strict=True))])


def take_counts(connection: Connection, table: str, story: int, counts: Mapping[Any, int]) -> None:
    """Takes these counts from what is counted of a story; what is left with none goes."""
    columns = [column.split() for column in _COUNTED[table].split(", ")]
    (key, kind), (count, _) = columns[0], columns[-1]
    names = {"table": sql.Identifier(table), "key": sql.Identifier(key), "count": sql.Identifier(count)}
    statement = sql.SQL(
        "update {table} t set {count} = t.{count} - d.{count} "
        "from unnest(%s::{kind}[], %s::int[]) d({key}, {count}) where t.story = %s and t.{key} = d.{key}"
    ).format(kind=sql.SQL(kind), **names)
    connection.execute(statement, [list(counts), list(counts.values()), story])
    emptied = "delete from {table} where story = %s and {key} = any(%s::{kind}[]) and {count} <= 0"
    connection.execute(sql.SQL(emptied).format(kind=sql.SQL(kind), **names), [story, list(counts)])
