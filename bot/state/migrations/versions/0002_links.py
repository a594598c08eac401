"""Sources that are links, with how often they are read again."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("sources", sa.Column("refresh", sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("sources", "refresh")
