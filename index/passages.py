"""Article → passages and sentences, as spans of the body. Pure; only the standard library.

A paragraph is a line that is not blank: news text marks paragraphs with line ends, one or two. Passages are whole
paragraphs, gathered up to a number of words; a paragraph that is longer than that alone is cut between sentences, and a
sentence that is longer still (a table run together, a text without full stops) between words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from hashlib import blake2b
from itertools import pairwise

from index.types import Article, Passage, PassageId, Span

_LINE = re.compile(r"[^\r\n]+")
_WORD = re.compile(r"\S+")

# A sentence ends at . ! ? or …, with the closing marks that follow, before white space and something that can open a
# sentence. What looks like an end but is not (abbreviations, initials, numbers) is sorted out in _ends_sentence.
_END = re.compile(
    r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?=\s+[\"'“‘«(\[—–-]*+\s?[^\W_a-z])|(?<![。！？؟۔।])[。！？؟۔।]++[\"'”’»)\]」』]*+"
)
_TOKEN_BEFORE = re.compile(r"\S+$")
_LONGEST_TOKEN = 40  # characters; no abbreviation is longer
_EDGE = "\"'“”‘’«»()[]—–-"

# Never the end of a sentence: they stand before a name or a number.
_TITLES = frozenset(
    "mr mrs ms mx dr prof sr fr st gen col lt capt maj sgt cpl pvt adm brig cmdr gov sen rep sens reps hon rev pres "
    "amb supt det insp mt ft vs v messrs mme mlle dept asst atty".split()
)
# Not the end of a sentence before a number.
_COUNTED = frozenset("no nos art fig vol pp ch sec approx".split())
# The end of a sentence only when a sentence opener (see _OPENERS) follows.
_ABBREVIATIONS = frozenset(
    "u.s u.k u.n e.u u.a.e d.c l.a n.y a.m p.m i.e e.g inc corp co ltd llc bros jr etc jan feb mar apr jun jul aug "
    "sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun ala ariz ark calif colo conn del fla ga ill ind "
    "kan ky la mass md mich minn miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo n.j n.c s.c n.d s.d n.h "
    "n.m r.i w.va ave blvd rd est ph.d b.a m.a m.d".split()
)
_OPENERS = frozenset(
    "the a an this that these those it he she they we i you his her their its our my in on at but and or if when "
    "while as after before since because however meanwhile there here what who where why how for with by from under "
    "no not yet so then one two some many most both each all another".split()
)
_INITIALS = re.compile(r"(?:[A-Z]\.)+[A-Z]?|[A-Z]", re.UNICODE)


def paragraphs(body: str) -> list[Span]:
    """The paragraphs of a body in order, without the white space around them."""
    lines = (_trimmed(body, line.start(), line.end()) for line in _LINE.finditer(body))
    return [line for line in lines if line]


def paragraph_number(body: str, offset: int) -> int:
    """The 1-based number of the paragraph that holds ``offset`` (of the one before it, between two)."""
    return max(1, bisect_right([paragraph.start for paragraph in paragraphs(body)], offset))


def sentences(body: str, paragraph: Span) -> list[Span]:
    """The sentences of one paragraph in order; they cover everything in it but white space."""
    found, start = [], paragraph.start
    for end in _END.finditer(body, paragraph.start, paragraph.end):
        if end.end() < paragraph.end and _ends_sentence(body, start, end, paragraph.end):
            if span := _trimmed(body, start, end.end()):
                found.append(span)
            start = end.end()
    if span := _trimmed(body, start, paragraph.end):
        found.append(span)
    return found


def split(article: Article, *, words: int) -> list[Passage]:
    """The passages of an article, each of at most ``words`` words; none for a body of white space.

    Ids depend on the article's id and title, the passage's text and its place among equal texts alone: an article
    gives the same ids on every build, and a changed paragraph changes the ids of the passages around it only.
    """
    passages, seen = [], dict[str, int]()
    for group in _groups(article.body, words):
        span = Span(start=group[0].start, end=group[-1].end)
        text = span.of(article.body)
        seen[text] = seen.get(text, 0) + 1
        digest = blake2b(f"{article.id}\0{article.title}\0{seen[text]}\0{text}".encode(), digest_size=10).hexdigest()
        passages.append(Passage(id=PassageId(digest), article=article, span=span, sentences=tuple(group)))
    return passages


def _groups(body: str, words: int) -> Iterator[list[Span]]:
    """Runs of sentences that make passages: whole paragraphs while they fit, else as many sentences as fit."""
    group: list[Span] = []
    size = 0
    for paragraph in paragraphs(body):
        parts = [part for sentence in sentences(body, paragraph) for part in _bounded(body, sentence, words)]
        lengths = [_count_words(body, part) for part in parts]
        if group and size + sum(lengths) > words:
            yield group
            group, size = [], 0
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
        if span := _trimmed(body, start, end):
            yield span


def _count_words(body: str, span: Span) -> int:
    return sum(1 for _ in _WORD.finditer(body, span.start, span.end))


def _trimmed(body: str, start: int, end: int) -> Span | None:
    while start < end and body[start].isspace():
        start += 1
    while end > start and body[end - 1].isspace():
        end -= 1
    return Span(start=start, end=end) if start < end else None


def _ends_sentence(body: str, start: int, end: re.Match[str], limit: int) -> bool:
    if end.group()[0] != ".":
        return True
    before = _TOKEN_BEFORE.search(body, max(start, end.start() - _LONGEST_TOKEN), end.start())
    token = before.group().strip(_EDGE) if before else ""
    lowered = token.lower()
    if lowered in _TITLES:
        return False
    following = _WORD.search(body, end.end(), limit)
    if lowered in _COUNTED:
        return following is None or not following.group()[0].isdigit()
    opener = following is not None and following.group().strip(_EDGE + ".,:;").lower() in _OPENERS
    if lowered in _ABBREVIATIONS or _INITIALS.fullmatch(token):
        return opener or (bool(end.group().strip(".!?…")) and len(lowered) > 1)
    return True
