"""Articles → the rows of their story, in one short transaction: readers see the story before it, or after it.

What was built is handed over whole: nothing is encoded or read from elsewhere while the transaction runs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from psycopg.types.json import Jsonb

from index.encoding.encoder import EncoderIdentity
from index.errors import BuildInProgress
from index.store.contents import Contents
from index.store.postgres.connecting import Connection, admit, connect, named_failures, unhurried
from index.store.postgres.writing.articles import insert_articles, remove_articles
from index.store.postgres.writing.encoders import is_shown
from index.store.postgres.writing.epochs import advance
from index.store.postgres.writing.tables import copy_in
from index.store.records import revision_to_line
from index.types import ArticleId, Revision, StoryId, split_story


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryWrite:
    """What becomes of a story as ``encoder`` has it. ``contents`` are the articles that are new or changed, with their
    quotations; ``removed`` those that go; ``revisions`` the earlier texts of all its articles. ``epoch`` is the story's
    when it was read, None where there was none of this encoder."""

    story: StoryId
    contents: Contents
    removed: Collection[ArticleId]
    revisions: Sequence[Revision]
    encoder: EncoderIdentity
    settings: str
    epoch: int | None


@contextmanager
def building(url: str, stories: Iterable[StoryId]) -> Iterator[None]:
    """Keeps other builds away from these stories: a transaction holds them, which has nothing else to do, and ends with
    the process. Raises BuildInProgress, DatabaseAway."""
    with named_failures(), connect(url) as connection, connection.transaction():
        for story in sorted(stories):
            row = connection.execute("select pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [story]).fetchone()
            if not row or not row[0]:
                raise BuildInProgress(f"the story {story!r}")
        yield


def write_story(connection: Connection, write: StoryWrite) -> int:
    """Writes a story, and tells every process of it; gives its new epoch.

    Raises:
        BuildInProgress: somebody else has built it since it was read.
    """
    with unhurried(connection):
        server = split_story(write.story)[0]
        admit(connection, {server})
        story = _take(connection, write, server)
        changed = [article.id for article in write.contents.articles]
        remove_articles(connection, story, [*write.removed, *changed])
        insert_articles(connection, story, server, write.contents)
        _write_revisions(connection, story, server, write.revisions)
        _recount(connection, story)
        return advance(connection, story)


def write_known_questions(
    connection: Connection, story: StoryId, encoder: EncoderIdentity, questions: Sequence[str]
) -> None:
    """The questions that a story was seen to answer, in place of those that it had."""
    with connection.transaction():
        server = split_story(story)[0]
        admit(connection, {server})
        row = connection.execute(
            "select id from stories where name = %s and encoder = %s for update", [story, Jsonb(asdict(encoder))]
        ).fetchone()
        if row is None:
            return
        connection.execute("delete from questions where story = %s", [row[0]])
        with connection.cursor() as cursor:
            cursor.executemany(
                "insert into questions values (%s, %s, %s, %s)",
                [(row[0], server, place, question) for place, question in enumerate(questions)],
            )
        advance(connection, row[0])


def _take(connection: Connection, write: StoryWrite, server: int) -> int:
    """The number of the story, whose row is held until the end."""
    facts = {
        "encoder": Jsonb(asdict(write.encoder)),
        "settings": write.settings,
        "name": write.story,
        "server": server,
        "is_seen": is_shown(connection, write.encoder),
    }
    row = connection.execute(
        "select epoch from stories where name = %(name)s and encoder = %(encoder)s for update", facts
    ).fetchone()
    if (row[0] if row else None) != write.epoch:
        raise BuildInProgress(f"the story {write.story!r}")
    if row:
        statement = """update stories set built_at = clock_timestamp(), settings = %(settings)s
            where name = %(name)s and encoder = %(encoder)s returning id"""
    else:
        statement = """insert into stories (name, server, epoch, built_at, encoder, settings, is_seen,
            articles, passages, sentences, quotations, words, revisions)
            values (%(name)s, %(server)s, 0, clock_timestamp(), %(encoder)s, %(settings)s, %(is_seen)s,
            0, 0, 0, 0, 0, 0) on conflict (name, encoder) do nothing returning id"""
    taken = connection.execute(statement, facts).fetchone()
    if taken is None:
        raise BuildInProgress(f"the story {write.story!r}")
    return int(taken[0])


def _write_revisions(connection: Connection, story: int, server: int, revisions: Sequence[Revision]) -> None:
    """The earlier texts of a story's articles, in place of those that it had."""
    connection.execute("delete from revisions where story = %s", [story])
    numbers = dict(connection.execute("select name, id from articles where story = %s", [story]).fetchall())
    kept = [revision for revision in revisions if revision.article.id in numbers]
    copy_in(
        connection,
        "revisions",
        (
            (story, server, numbers[revision.article.id], place, revision_to_line(revision).decode())
            for place, revision in enumerate(kept)
        ),
    )


def _recount(connection: Connection, story: int) -> None:
    connection.execute(
        """update stories set
        (articles, passages, sentences, words, newest) = (
            select count(*), coalesce(sum(passages), 0), coalesce(sum(sentences), 0), coalesce(sum(words), 0),
                max(published_at)
            from articles where story = %(story)s
        ),
        quotations = (select count(*) from quotations where story = %(story)s),
        revisions = (select count(*) from revisions where story = %(story)s)
        where id = %(story)s""",
        {"story": story},
    )
