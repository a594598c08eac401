"""Questions that were closed, who asked to be told, answers that may have to be marked, and whether they are."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # of Discord's: 64 bits
_SECONDS = _ID  # since 1970, UTC
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("servers", sa.Column("marks", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("gaps", sa.Column("closed_at", _SECONDS))
    op.create_table(
        "awaited",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("user", _ID, nullable=False, index=True),
        sa.Column("server", _ID, nullable=False),
        sa.Column("channel", _ID, nullable=False),
        sa.Column("question", _TEXT, nullable=False),
        sa.Column("story", _TEXT, nullable=False),
        sa.Column("since", _TEXT, nullable=False),
        sa.Column("language", _TEXT, nullable=False),
        sa.Column("asked_at", _SECONDS, nullable=False),
    )
    op.create_table(
        "given",
        sa.Column("message", _ID, primary_key=True, autoincrement=False),
        sa.Column("channel", _ID, nullable=False),
        sa.Column("server", _ID, nullable=False, index=True),
        sa.Column("article", _TEXT, nullable=False),
        sa.Column("words", _TEXT, nullable=False),
        sa.Column("given_at", _SECONDS, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("given")
    op.drop_table("awaited")
    op.drop_column("gaps", "closed_at")
    op.drop_column("servers", "marks")
