"""A story may stand there by several encoders; what one has not yet built whole is not seen.

A database in which two encoders have each built some stories stays as it is: all of them are seen.
"""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.execute("alter table stories drop constraint stories_name_key")
    op.execute("alter table stories add unique (name, encoder)")
    op.execute("alter table stories add column is_seen boolean not null default true")
