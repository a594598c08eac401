"""What Alembic runs to bring the tables of a cluster up to date, over the connection that it is given."""

from alembic import context

attributes = context.config.attributes
context.configure(connection=attributes["connection"], version_table=attributes["versions"])
with context.begin_transaction():
    context.run_migrations()
