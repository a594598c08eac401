"""Servers, channels, gaps, feedback and uploaded sources."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # of Discord's: 64 bits
_SECONDS = _ID  # since 1970, UTC
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "servers",
        sa.Column("server", _ID, primary_key=True, autoincrement=False),
        sa.Column("stories", sa.JSON, nullable=False),
        sa.Column("admin_role", _ID),
        sa.Column("gaps", sa.Boolean, nullable=False),
        sa.Column("feedback", sa.Boolean, nullable=False),
    )
    op.create_table(
        "channels",
        sa.Column("channel", _ID, primary_key=True, autoincrement=False),
        sa.Column("server", _ID, nullable=False, index=True),
        sa.Column("story", _TEXT),
        sa.Column("answers_here", sa.Boolean, nullable=False),
    )
    op.create_table(
        "gaps",
        sa.Column("server", _ID, primary_key=True, autoincrement=False),
        sa.Column("question", _TEXT, primary_key=True),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("asked_at", _SECONDS, nullable=False),
    )
    op.create_table(
        "feedback",
        sa.Column("server", _ID, primary_key=True, autoincrement=False),
        sa.Column("user", _ID, primary_key=True, autoincrement=False),
        sa.Column("subject", _TEXT, primary_key=True),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("reason", _TEXT, nullable=False),
        sa.Column("given_at", _SECONDS, nullable=False),
    )
    op.create_table(
        "sources",
        sa.Column("server", _ID, primary_key=True, autoincrement=False),
        sa.Column("name", _TEXT, primary_key=True),
        sa.Column("file", _TEXT, nullable=False),
        sa.Column("added_at", _SECONDS, nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        _make_unique_by_digest()


def _make_unique_by_digest() -> None:
    """PostgreSQL indexes no text of more than 2,704 bytes, and a question may have 8,000."""
    keys = {"gaps": ("server", "question"), "feedback": ("server", "user", "subject"), "sources": ("server", "name")}
    for table, (*ids, text) in keys.items():
        op.drop_constraint(f"{table}_pkey", table)
        op.create_index(f"{table}_key", table, [*ids, sa.text(f"md5({text})")], unique=True)


def downgrade() -> None:
    for table in ("sources", "feedback", "gaps", "channels", "servers"):
        op.drop_table(table)
