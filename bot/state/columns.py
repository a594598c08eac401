"""The state's tables, and what their columns hold, the same in a file and in PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa

METADATA = sa.MetaData()  # each part of the state declares its tables in it
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # of Discord's: 64 bits


class _Text(sa.TypeDecorator[str]):
    """Text without the one character that PostgreSQL does not take."""

    impl = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")  # sorted alike in both homes
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: sa.Dialect) -> str | None:
        return value and value.replace("\0", "")

    def process_result_value(self, value: str | None, _dialect: sa.Dialect) -> str | None:
        return self.process_bind_param(value, _dialect)  # an earlier version may have kept one in a file


class _Moment(sa.TypeDecorator[datetime]):
    """An aware datetime, as whole seconds since 1970, UTC."""

    impl = ID
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: sa.Dialect) -> int | None:
        return None if value is None else int(value.timestamp())

    def process_result_value(self, value: int | None, _dialect: sa.Dialect) -> datetime | None:
        return None if value is None else datetime.fromtimestamp(value, UTC)


TEXT, MOMENT = _Text(), _Moment()


def is_of(server: int | None, table: sa.Table) -> sa.ColumnElement[bool]:
    """What holds of the rows of a server; of all rows where it is None."""
    return sa.true() if server is None else table.c.server == server
