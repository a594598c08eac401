"""What many processes agree on: who holds what, who answers what, who asked how often, who may connect when."""

from alembic import op

revision = "0001"
down_revision = None

_TABLES = {
    "leases": """(
        name text primary key,
        holder text,                                   -- a process that is no other's, also after a restart
        epoch bigint not null default 0,               -- rises with each holder
        expires timestamptz not null default '-infinity',
        serving boolean not null default false)""",
    "processes": """(
        name text primary key,
        host text not null,
        pid integer not null,
        started timestamptz not null,
        beat timestamptz not null,
        shards integer not null,                       -- of the whole bot, as this process counts them
        waiting integer not null,                      -- questions in line
        latency_ms real)""",
    "identify_gate": "(bucket integer primary key, free_at timestamptz not null)",
    "session_budget": """(
        one boolean primary key default true check (one),
        total integer not null,
        remaining integer not null,
        max_concurrency integer not null,
        resets_at timestamptz not null)""",
}
_PASSING = {  # of minutes: not worth a write-ahead log, and empty after a crash
    "answered": "(id bigint primary key, holder text not null, epoch bigint not null, at timestamptz not null)",
    "asked": "(person bigint not null, server bigint, at timestamptz not null)",
}


def upgrade() -> None:
    for table, columns in _TABLES.items():
        op.execute(f"create table {table} {columns}")
    for table, columns in _PASSING.items():
        op.execute(f"create unlogged table {table} {columns}")
    for table, column in (("answered", "at"), ("asked", "person, at"), ("asked", "server, at"), ("asked", "at")):
        op.execute(f"create index on {table} ({column})")


def downgrade() -> None:
    for table in (*_PASSING, *_TABLES):
        op.drop_table(table)
