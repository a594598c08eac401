"""When the newest article of each story is of: told by a process without reading any article.

The owner of the tables may be held by row-level security as anybody is: each story is counted as its server's.
"""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute("alter table stories add column newest double precision")  # seconds since 1970, UTC
    op.execute("""do $$
        declare story record;
        begin
            for story in select id, server from stories loop
                perform set_config('app.servers', story.server::text, true);
                update stories set newest = (select max(published_at) from articles where articles.story = stories.id)
                    where id = story.id;
            end loop;
        end $$""")
