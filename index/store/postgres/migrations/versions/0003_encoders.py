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


def downgrade() -> None:
    """What is not the last of its name goes; the owner may be held by row-level security, as in 0002."""
    op.execute("""do $$
        declare story record;
        begin
            for story in select id, server from stories s
                where exists (select from stories n where n.name = s.name and n.epoch > s.epoch) loop
                perform set_config('app.servers', story.server::text, true);
                delete from postings where postings.story = story.id;
                delete from stories where stories.id = story.id;
            end loop;
        end $$""")
    op.execute("alter table stories drop column is_seen")
    op.execute("alter table stories drop constraint stories_name_encoder_key")
    op.execute("alter table stories add unique (name)")
