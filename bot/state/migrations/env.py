"""What Alembic runs to bring a state database up to date, over the connection that ``bot.state`` gives it."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
