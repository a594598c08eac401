"""The postings of a passage are found without reading all that its words have: a changed article of a story of 100,000
passages takes tens of milliseconds to be taken out, not five seconds."""

from alembic import op

revision = "0004"
down_revision = "0003"

_INDEX = "postings_story_term_passage_count_length_server_idx"


def upgrade() -> None:
    op.execute(f"drop index {_INDEX}")
    op.execute(f"create index {_INDEX} on postings (story, term, passage) include (count, length, server)")
