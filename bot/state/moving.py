"""All that is kept, from one home to the other: ``verbatim store migrate``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from bot.errors import NotCopied, NotEmpty
from bot.state.database import Database
from bot.state.state import TABLES

_PATIENCE_SECONDS = 3_600.0  # a hundred thousand servers take a while
_Rows = Mapping[sa.Table, list[tuple[Any, ...]]]


async def count_state(source: Database) -> dict[str, int]:
    """The number of rows of each table; for a dry run."""
    return {table.name: len(rows) for table, rows in (await source.run(_read, seconds=_PATIENCE_SECONDS)).items()}


async def copy_state(source: Database, target: Database) -> dict[str, int]:
    """Copies every row, and gives how many there are of each table; in one transaction, so all or nothing.

    Raises:
        NotEmpty: the target keeps something already. NotCopied: what is there then is not what was read.
    """
    rows = await source.run(_read, seconds=_PATIENCE_SECONDS)

    def write(connection: sa.Connection) -> None:
        if any(_read(connection).values()):
            raise NotEmpty
        for table, entries in rows.items():
            if entries:
                columns = [column.name for column in table.columns]
                connection.execute(table.insert(), [dict(zip(columns, entry, strict=True)) for entry in entries])
        if _read(connection) != rows:
            raise NotCopied

    await target.run(write, seconds=_PATIENCE_SECONDS)
    return {table.name: len(entries) for table, entries in rows.items()}


def _read(connection: sa.Connection) -> _Rows:
    """All rows of all tables, as either home can hold them, and sorted alike."""
    return {
        table: sorted(map(tuple, connection.execute(sa.select(table))), key=lambda row: list(map(repr, row)))
        for table in TABLES
    }
