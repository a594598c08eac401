"""What the columns of the state's tables hold, alike in a file and in PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # of Discord's: 64 bits
SECONDS = ID  # since 1970, UTC
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")  # sorted alike in both homes


def storable(text: str) -> str:
    """The text without the one character that PostgreSQL does not take."""
    return text.replace("\0", "")


def read_time(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
