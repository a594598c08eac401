"""Stories with their articles, passages, words and quotations, each row behind the server that it belongs to.

``server`` is the server whose admins added a story, 0 for the stories of the configuration, which all may be shown. A
transaction sees the rows of the servers that it names in ``app.servers``; one that names none sees nothing. ``stories``
itself, names and counts, is the map by which they are found, and stands open.
"""

from alembic import op

revision = "0001"
down_revision = None

# nullif: a session that once named servers has '' afterwards, and not null.
_VISIBLE = "(select string_to_array(nullif(current_setting('app.servers', true), ''), ',')::bigint[])::bigint[]"

_TABLES = {
    "articles": """
        id bigint generated always as identity primary key,
        story int not null references stories on delete cascade,
        server bigint not null,
        place int not null,                -- in the order of the build
        name text not null,                -- Article.id
        published_at double precision,     -- seconds since 1970, UTC
        copy_of text,
        passages int not null,
        sentences int not null,
        words bigint not null,             -- of its passages, each with the headline
        title bytea not null,              -- terms of the headline, eight bytes each
        line text not null,                -- the article, as index.store.records writes it
        unique (story, name)
    """,
    "passages": """
        id bigint primary key,             -- the article's, 20 bits to the left, and the place in it
        story int not null,
        server bigint not null,
        article bigint not null references articles on delete cascade,
        name text not null,                -- Passage.id
        line text not null,                -- the passage, as index.store.records writes it
        vector vector not null,            -- of unit length, float32: the very row that evidence is taken from
        sentences bytea not null,          -- float16, a row a sentence
        words bytea not null,              -- int8, a row a word
        terms bytea not null,              -- int64, one a word
        marks bytea not null,              -- uint8, one a word
        lengths bytea not null             -- int32, one a sentence: its words
    """,
    "postings": """
        story int not null,
        server bigint not null,
        term bigint not null,
        passage bigint not null,
        count int not null,                -- in the passage and its headline
        length int not null                -- words of both
    """,
    "terms": """
        story int not null references stories on delete cascade,
        server bigint not null,
        term bigint not null,
        stem text not null,
        passages int not null,             -- that hold it
        primary key (story, term)
    """,
    "forms": """
        story int not null references stories on delete cascade,
        server bigint not null,
        form text not null,                -- as it is written, in lower case
        count int not null,
        primary key (story, form)
    """,
    "quotations": """
        story int not null,
        server bigint not null,
        article bigint not null references articles on delete cascade,
        place int not null,
        line text not null                 -- the quotation, as index.store.records writes it
    """,
    "revisions": """
        story int not null,
        server bigint not null,
        article bigint not null references articles on delete cascade,
        place int not null,
        line text not null                 -- an earlier text of the article, as index.store.records writes it
    """,
    "questions": """
        story int not null references stories on delete cascade,
        server bigint not null,
        place int not null,
        question text not null,
        primary key (story, place)
    """,
}


def upgrade() -> None:
    op.execute("create extension if not exists vector")
    op.execute("create sequence epochs")
    op.execute("""create table stories (
        id int generated always as identity primary key,
        name text not null unique,
        server bigint not null,
        epoch bigint not null,             -- another one after every build
        built_at timestamptz not null,
        encoder jsonb not null,            -- index.encoding.encoder.EncoderIdentity
        settings text not null,            -- a digest of what shapes passages
        articles int not null,
        passages int not null,
        sentences int not null,
        quotations int not null,
        words bigint not null,             -- the lengths of all passages
        revisions int not null,
        graph_recall real                  -- of its own vector index, where it has one
    )""")
    op.execute("create index on stories (server)")
    op.execute("create index on stories (epoch)")
    for table, columns in _TABLES.items():
        op.execute(f"create table {table} ({columns})")
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy of_server on {table} using (server = any ({_VISIBLE}))")
    for column in ("sentences", "words", "terms", "marks", "lengths"):
        op.execute(f"alter table passages alter column {column} set storage external")  # numbers do not compress
    op.execute("alter table passages alter column vector set storage plain")  # stays with its row, which is scanned
    op.execute("create index on articles (name)")
    op.execute("create index on passages (story)")
    op.execute("create index on passages (article)")
    op.execute("create index on passages (name)")
    op.execute("create index on postings (story, term) include (passage, count, length, server)")
    for table in ("quotations", "revisions"):
        op.execute(f"create index on {table} (story)")
        op.execute(f"create index on {table} (article)")
    for table in ("passages", "postings"):  # a fifth of the table, the default, is too late for a vector index
        op.execute(f"alter table {table} set (autovacuum_vacuum_scale_factor = 0.02)")
