"""Articles → the rows of their story, in one short transaction: readers see the story before it, or after it.

What was built is handed over whole: nothing is encoded or read from elsewhere while the transaction runs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray
from psycopg.types.json import Jsonb

from index.encoding.encoder import EncoderIdentity
from index.errors import BuildInProgress
from index.store.contents import Contents
from index.store.lexical import find_forms
from index.store.postgres.connecting import Connection, admit
from index.store.postgres.rows import PassageRow, count_terms, list_rows, list_titles, number_term, pack_vector
from index.store.postgres.tables import add_counts, copy_in, take_counts
from index.store.records import (
    article_from_line,
    article_to_line,
    passage_to_line,
    quotation_to_line,
    revision_to_line,
)
from index.types import Article, ArticleId, Quotation, Revision, StoryId, split_story

CHANNEL = "verbatim_index"  # on which a process hears that an index has changed


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryWrite:
    """What becomes of a story. ``contents`` are the articles that are new or changed, with their quotations;
    ``removed`` those that go; ``revisions`` the earlier texts of all its articles. ``epoch`` is the story's when it was
    read, None where there was none."""

    story: StoryId
    contents: Contents
    removed: Collection[ArticleId]
    revisions: Sequence[Revision]
    encoder: EncoderIdentity
    settings: str
    epoch: int | None


@contextmanager
def building(connection: Connection, stories: Iterable[StoryId]) -> Iterator[None]:
    """Keeps other builds away from these stories, as long as the connection lives. Raises BuildInProgress."""
    taken: list[StoryId] = []
    try:
        for story in sorted(stories):
            row = connection.execute("select pg_try_advisory_lock(hashtextextended(%s, 0))", [story]).fetchone()
            if not row or not row[0]:
                raise BuildInProgress(f"the story {story!r}")
            taken.append(story)
        yield
    finally:
        for story in taken:
            connection.execute("select pg_advisory_unlock(hashtextextended(%s, 0))", [story])


def write_story(connection: Connection, write: StoryWrite) -> int:
    """Writes a story, and tells every process of it; gives its new epoch.

    Raises:
        BuildInProgress: somebody else has built it since it was read.
    """
    with connection.transaction():
        server = split_story(write.story)[0]
        admit(connection, {server})
        story, epoch = _take(connection, write, server)
        changed = [article.id for article in write.contents.articles]
        _remove(connection, story, [*write.removed, *changed])
        _insert(connection, story, server, write.contents)
        _write_revisions(connection, story, server, write.revisions)
        _recount(connection, story)
        connection.execute("select pg_notify(%s, %s)", [CHANNEL, str(epoch)])
    return epoch


def write_questions(connection: Connection, story: StoryId, questions: Sequence[str]) -> None:
    """The questions that a story was seen to answer, in place of those that it had."""
    with connection.transaction():
        server = split_story(story)[0]
        admit(connection, {server})
        row = connection.execute(
            "update stories set epoch = nextval('epochs') where name = %s returning id, epoch", [story]
        ).fetchone()
        if row is None:
            return
        connection.execute("delete from questions where story = %s", [row[0]])
        with connection.cursor() as cursor:
            cursor.executemany(
                "insert into questions values (%s, %s, %s, %s)",
                [(row[0], server, place, question) for place, question in enumerate(questions)],
            )
        connection.execute("select pg_notify(%s, %s)", [CHANNEL, str(row[1])])


def _take(connection: Connection, write: StoryWrite, server: int) -> tuple[int, int]:
    """The number of the story, whose row is held until the end, and its new epoch."""
    row = connection.execute("select id, epoch from stories where name = %s for update", [write.story]).fetchone()
    if (row[1] if row else None) != write.epoch:
        raise BuildInProgress(f"the story {write.story!r}")
    facts = {"encoder": Jsonb(asdict(write.encoder)), "settings": write.settings, "name": write.story, "server": server}
    if row:
        statement = """update stories set epoch = nextval('epochs'), built_at = clock_timestamp(),
            encoder = %(encoder)s, settings = %(settings)s where name = %(name)s returning id, epoch"""
    else:
        statement = """insert into stories (name, server, epoch, built_at, encoder, settings,
            articles, passages, sentences, quotations, words, revisions)
            values (%(name)s, %(server)s, nextval('epochs'), clock_timestamp(), %(encoder)s, %(settings)s,
            0, 0, 0, 0, 0, 0) on conflict (name) do nothing returning id, epoch"""
    taken = connection.execute(statement, facts).fetchone()
    if taken is None:
        raise BuildInProgress(f"the story {write.story!r}")
    return int(taken[0]), int(taken[1])


def _remove(connection: Connection, story: int, names: Sequence[str]) -> None:
    """Takes articles out, with all that was counted of them."""
    articles = connection.execute(
        "select id, title, line from articles where story = %s and name = any(%s)", [story, list(names)], binary=True
    ).fetchall()
    if not articles:
        return
    titles = {number: np.frombuffer(title, np.int64) for number, title, _ in articles}
    held: list[tuple[int, int]] = []
    cursor = connection.execute(
        "select id, article, terms from passages where article = any(%s)", [list(titles)], binary=True
    )
    for passage, article, terms in cursor:
        distinct = {*np.frombuffer(terms, np.int64).tolist(), *titles[article].tolist()}
        held += [(term, passage) for term in distinct]
    connection.execute(
        """delete from postings p using unnest(%s::bigint[], %s::bigint[]) d(term, passage)
        where p.story = %s and p.term = d.term and p.passage = d.passage""",
        [[term for term, _ in held], [passage for _, passage in held], story],
    )
    take_counts(connection, "terms", story, Counter(term for term, _ in held))
    forms = Counter(form for *_, line in articles for form in find_forms(article_from_line(line)))
    take_counts(connection, "forms", story, forms)
    connection.execute("delete from articles where id = any(%s)", [list(titles)])


def _insert(connection: Connection, story: int, server: int, contents: Contents) -> None:
    articles = contents.articles
    if not articles:
        return
    last = connection.execute("select coalesce(max(place), -1) from articles where story = %s", [story]).fetchone()
    rows = connection.execute(
        "select nextval(pg_get_serial_sequence('articles', 'id')) from generate_series(1, %s)", [len(articles)]
    ).fetchall()
    numbers = {article.id: int(row[0]) for article, row in zip(articles, rows, strict=True)}
    titles = dict(zip(numbers, list_titles(contents), strict=True))
    passages = list(list_rows(contents, numbers))
    held, sentences, words = Counter[str](), Counter[str](), Counter[str]()
    for row in passages:
        name = row.passage.article.id
        held[name] += 1
        sentences[name] += len(row.lengths)
        words[name] += len(row.terms) + len(titles[name])
    place = int(last[0]) + 1 if last else 0
    copy_in(
        connection,
        "articles",
        (
            (
                *(numbers[article.id], story, server, place + at, article.id, _seconds(article), article.copy_of),
                *(held[article.id], sentences[article.id], words[article.id]),
                *(titles[article.id].tobytes(), article_to_line(article).decode()),
            )
            for at, article in enumerate(articles)
        ),
    )
    counts: Counter[int] = Counter()
    copy_in(connection, "passages", (_list_passage(row, story, server, numbers) for row in passages))
    copy_in(connection, "postings", _list_postings(passages, titles, story, server, counts))
    copy_in(connection, "quotations", _list_quotations(contents.quotations, story, server, numbers))
    terms = {number: stem for number, stem in _name_terms(contents).items() if number in counts}
    add_counts(connection, "terms", story, server, [(number, stem, counts[number]) for number, stem in terms.items()])
    forms = Counter(form for article in articles for form in find_forms(article))
    add_counts(connection, "forms", story, server, list(forms.items()))


def _seconds(article: Article) -> float | None:
    return article.published_at.timestamp() if article.published_at else None


def _list_passage(row: PassageRow, story: int, server: int, numbers: Mapping[ArticleId, int]) -> tuple[object, ...]:
    return (
        row.number, story, server, numbers[row.passage.article.id], row.passage.id,
        passage_to_line(row.passage).decode(), pack_vector(row.vector), row.sentences.tobytes(), row.words.tobytes(),
        row.terms.tobytes(), row.marks.tobytes(), row.lengths.tobytes(),
    )  # fmt: skip


def _list_postings(
    passages: Iterable[PassageRow],
    titles: Mapping[ArticleId, NDArray[np.int64]],
    story: int,
    server: int,
    held: Counter[int],
) -> Iterator[tuple[object, ...]]:
    """The postings; ``held`` counts the passages of each term on the way."""
    for row in passages:
        counts = count_terms(row, titles[row.passage.article.id])
        length = counts.total()
        held.update(counts.keys())
        yield from ((story, server, term, row.number, count, length) for term, count in counts.items())


def _list_quotations(
    quotations: Iterable[Quotation], story: int, server: int, numbers: Mapping[ArticleId, int]
) -> Iterator[tuple[object, ...]]:
    for place, quotation in enumerate(quotations):
        yield story, server, numbers[quotation.article.id], place, quotation_to_line(quotation).decode()


def _name_terms(contents: Contents) -> dict[int, str]:
    return {number_term(stem): stem for stem in contents.lexical.vocabulary}


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
