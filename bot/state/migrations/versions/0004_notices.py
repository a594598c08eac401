"""What a server's channels are told unasked, and what they have been told."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # of Discord's: 64 bits
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "notices",
        sa.Column("server", _ID, primary_key=True, autoincrement=False),
        sa.Column("alarm_channel", _ID),
        sa.Column("digest_channel", _ID),
        sa.Column("digest_hour", sa.Integer),
    )
    op.create_table(
        "alarms",
        sa.Column("server", _ID, primary_key=True, autoincrement=False),
        sa.Column("source", _TEXT, primary_key=True),
    )
    op.create_table(
        "digests",
        sa.Column("server", _ID, primary_key=True, autoincrement=False),
        sa.Column("day", _TEXT, nullable=False),
        sa.Column("articles", _TEXT, nullable=False),
    )


def downgrade() -> None:
    for table in ("digests", "alarms", "notices"):
        op.drop_table(table)
