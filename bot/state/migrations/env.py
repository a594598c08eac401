"""What Alembic runs to bring a state database up to date, over the connection that ``bot.state`` gives it."""

from alembic import context

attributes = context.config.attributes
versions = attributes.get("versions", "alembic_version")
context.configure(connection=attributes["connection"], render_as_batch=True, version_table=versions)
with context.begin_transaction():
    context.run_migrations()
