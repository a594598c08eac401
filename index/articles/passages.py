"""Article → passages, as spans of the body. Pure.

Passages are whole paragraphs, gathered up to a number of words; a paragraph that is longer than that alone is cut
between sentences, and a sentence that is longer still (a table run together, a text without full stops) between words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from hashlib import blake2b
from itertools import pairwise

from index.languages.sentences import paragraphs, sentences, trim
from index.types import Article, Passage, PassageId, Span

_WORD = re.compile(r"\S+")
_MARKS = "# \t"  # around the words of a Markdown heading


def split(article: Article, *, words: int, without: Collection[Span] = ()) -> list[Passage]:
    """The passages of an article, each of at most ``words`` words; none for a body of white space.

    No passage holds a paragraph of ``without``, which are those that are told elsewhere, nor a Markdown heading above
    the text that repeats the title.

    Ids depend on the article's id and title, the passage's text and its place among equal texts alone: an article
    gives the same ids on every build, and a changed paragraph changes the ids of the passages around it only.
    """
    passages, seen = [], dict[str, int]()
    for group in _groups(article.body, words, {*without, *_headings(article)}):
        span = Span(start=group[0].start, end=group[-1].end)
        text = span.of(article.body)
        seen[text] = seen.get(text, 0) + 1
        digest = blake2b(f"{article.id}\0{article.title}\0{seen[text]}\0{text}".encode(), digest_size=10).hexdigest()
        passages.append(Passage(id=PassageId(digest), article=article, span=span, sentences=tuple(group)))
    return passages


def _headings(article: Article) -> list[Span]:
    """The first paragraph, where it is a Markdown heading that says the title, and a text follows."""
    title, end = article.title.strip(_MARKS), len(article.body.rstrip())
    first = ((one, one.of(article.body)) for one in paragraphs(article.body)[:1])
    return [one for one, said in first if said.startswith("#") and said.strip(_MARKS) == title and one.end < end]


def _groups(body: str, words: int, without: Collection[Span]) -> Iterator[list[Span]]:
    """Runs of sentences that make passages: whole paragraphs while they fit, else as many sentences as fit."""
    group: list[Span] = []
    size = 0
    for paragraph in paragraphs(body):
        parts = [part for sentence in sentences(body, paragraph) for part in _bounded(body, sentence, words)]
        lengths = [_count_words(body, part) for part in parts]
        if group and (size + sum(lengths) > words or paragraph in without):
            yield group
            group, size = [], 0
        if paragraph in without:
            continue
        for part, length in zip(parts, lengths, strict=True):
            if group and size + length > words:
                yield group
                group, size = [], 0
            group.append(part)
            size += length
    if group:
        yield group


def _bounded(body: str, sentence: Span, words: int) -> Iterator[Span]:
    """The sentence, or the pieces of at most ``words`` words that an endless one falls into."""
    starts = [word.start() for word in _WORD.finditer(body, sentence.start, sentence.end)]
    for start, end in pairwise([*starts[::words], sentence.end]):
        if span := trim(body, start, end):
            yield span


def _count_words(body: str, span: Span) -> int:
    return sum(1 for _ in _WORD.finditer(body, span.start, span.end))
