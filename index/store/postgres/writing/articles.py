"""Articles with all that is made of them, into the rows of their story and out again; inside a transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from index.store.contents import Contents
from index.store.lexical import find_forms
from index.store.postgres.connecting import Connection
from index.store.postgres.rows import PassageRow, count_terms, list_rows, list_titles, number_term, pack_vector
from index.store.postgres.writing.tables import add_counts, copy_in, take_counts
from index.store.records import article_from_line, article_to_line, passage_to_line, quotation_to_line
from index.types import Article, ArticleId, Quotation


def remove_articles(connection: Connection, story: int, names: Sequence[str]) -> None:
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


def insert_articles(connection: Connection, story: int, server: int, contents: Contents) -> None:
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
