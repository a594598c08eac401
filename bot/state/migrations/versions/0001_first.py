"""Servers, channels, gaps, feedback and uploaded sources."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "servers",
        sa.Column("server", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("stories", sa.JSON, nullable=False),
        sa.Column("admin_role", sa.Integer),
        sa.Column("gaps", sa.Boolean, nullable=False),
        sa.Column("feedback", sa.Boolean, nullable=False),
    )
    op.create_table(
        "channels",
        sa.Column("channel", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("server", sa.Integer, nullable=False, index=True),
        sa.Column("story", sa.Text),
        sa.Column("answers_here", sa.Boolean, nullable=False),
    )
    op.create_table(
        "gaps",
        sa.Column("server", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("question", sa.Text, primary_key=True),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("asked_at", sa.Integer, nullable=False),  # seconds since 1970, UTC
    )
    op.create_table(
        "feedback",
        sa.Column("server", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("user", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("given_at", sa.Integer, nullable=False),  # seconds since 1970, UTC
    )
    op.create_table(
        "sources",
        sa.Column("server", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("added_at", sa.Integer, nullable=False),  # seconds since 1970, UTC
    )


def downgrade() -> None:
    for table in ("sources", "feedback", "gaps", "channels", "servers"):
        op.drop_table(table)
