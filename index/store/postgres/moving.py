"""An index, whole, from one home to the other: counted and hashed on both sides, a story at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from index.errors import BuildFailed
from index.store.contents import Contents
from index.store.folder.data_folder import DataFolder
from index.store.folder.generation import Generation
from index.store.parting import join, take_story
from index.store.postgres.connecting import Connection, admit, connect, named_failures, unhurried
from index.store.postgres.describing import choose_encoder, make_manifest
from index.store.postgres.migrating import require
from index.store.postgres.reading import read_contents
from index.store.postgres.rows import list_rows
from index.store.postgres.stories import StoryRow, read_stories
from index.store.postgres.writing import StoryWrite, write_known_questions, write_story
from index.store.records import article_to_line, passage_to_line, quotation_to_line, revision_to_line
from index.types import StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How much is held, and a hash of all of it, in whatever order it stands."""

    articles: int
    passages: int
    quotations: int
    revisions: int
    sha256: str


def tally(contents: Contents) -> Tally:
    """Counts and hashes the nouns as lines, and each passage's vectors with its id."""
    kinds: list[Iterable[bytes]] = [
        map(article_to_line, contents.articles),
        map(passage_to_line, contents.passages),
        map(quotation_to_line, contents.quotations),
        map(revision_to_line, contents.revisions),
        (
            row.passage.id.encode() + row.vector.tobytes() + row.sentences.tobytes() + row.words.tobytes()
            for row in list_rows(contents, {article.id: 0 for article in contents.articles})
        ),
    ]
    whole = hashlib.sha256()
    for kind in kinds:
        for part in sorted(hashlib.sha256(line).digest() for line in kind):
            whole.update(part)
    return Tally(
        articles=len(contents.articles),
        passages=len(contents.passages),
        quotations=len(contents.quotations),
        revisions=len(contents.revisions),
        sha256=whole.hexdigest(),
    )


def copy_to_database(generation: Generation, url: str, *, dry_run: bool = False) -> dict[StoryId, Tally]:
    """Writes a generation into a database without an index; gives what arrived, by story. A dry run only counts.

    Raises:
        BuildFailed: there is an index already, or what arrived is not what was sent.
        DatabaseAway, OldDatabase, OtherSchema.
    """
    require(url)
    tallies, whole = {}, generation.contents
    with named_failures(), connect(url) as connection:
        if read_stories(connection):
            raise BuildFailed("the database already holds an index.")
        for story in generation.manifest.stories:
            contents = take_story(whole, story)
            tallies[story] = tally(contents)
            if not dry_run:
                _write(connection, generation, story, contents)
                if tally(_read_back(connection, story)) != tallies[story]:
                    raise BuildFailed(f"what arrived of the story {story!r} is not what was sent.")
    return tallies


def copy_to_folder(url: str, folder: DataFolder, *, dry_run: bool = False) -> Tally:
    """Writes what a database holds as a new generation of the folder, and makes it current; gives what arrived.

    Raises:
        NoIndexYet: the database has none. BuildInProgress: a build is at work on the folder.
        BuildFailed: what arrived is not what was sent, or two encoders built it.
        DatabaseAway, OldDatabase, OtherSchema.
    """
    require(url)
    with named_failures(), connect(url) as connection, unhurried(connection):
        connection.execute("set transaction isolation level repeatable read read only")
        rows = read_stories(connection)
        manifest = make_manifest(rows, choose_encoder(rows))
        stories = [row for row in rows if row.encoder == manifest.encoder]
        if manifest.others:
            raise BuildFailed(f"another encoder built {', '.join(manifest.others)}. Build the index again first.")
        contents = join([read_contents(connection, story) for story in stories])
        questions = [each for story in stories for each in _read_questions(connection, story)]
    sent = tally(contents)
    if dry_run:
        return sent
    with folder.locked(), folder.draft(encoder=manifest.encoder, settings=manifest.settings) as draft:
        if tally(draft.write(contents).contents) != sent:
            raise BuildFailed("what arrived is not what was sent.")
        folder.promote(draft.seal(questions), keep=len(folder.ids()) + 1, spare=None)
    return sent


def _write(connection: Connection, generation: Generation, story: StoryId, contents: Contents) -> None:
    manifest = generation.manifest
    write_story(
        connection,
        StoryWrite(
            story=story,
            contents=contents,
            removed=(),
            revisions=contents.revisions,
            encoder=manifest.encoder,
            settings=manifest.settings,
            epoch=None,
        ),
    )
    questions = [question for of_story, question in generation.questions if of_story == story]
    write_known_questions(connection, story, manifest.encoder, questions)


def _read_back(connection: Connection, story: StoryId) -> Contents:
    with unhurried(connection):
        (row,) = read_stories(connection, named=[story])
        return read_contents(connection, row)


def _read_questions(connection: Connection, story: StoryRow) -> list[tuple[StoryId, str]]:
    admit(connection, {story.server})
    rows = connection.execute("select question from questions where story = %s order by place", [story.id])
    return [(story.name, question) for (question,) in rows]
