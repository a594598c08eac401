"""A process that was told to stop says so, and serves what it has given up until others do."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute("alter table processes add column leaves timestamptz")  # at the latest; null while it stays


def downgrade() -> None:
    op.execute("alter table processes drop column leaves")
