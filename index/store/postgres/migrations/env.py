"""What Alembic runs to bring the tables of an index up to date, over the connection that ``migrating`` gives it."""

from alembic import context

attributes = context.config.attributes
context.configure(connection=attributes["connection"], version_table=attributes["versions"])
with context.begin_transaction():
    context.run_migrations()
