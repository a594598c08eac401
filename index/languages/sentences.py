"""A body → paragraphs and sentences, as spans of it. Pure.

A paragraph is a line that is not blank: news text marks paragraphs with line ends, one or two.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from index.languages.tokens import CAPITALS, SITE, TITLES
from index.types import Span

_LINE = re.compile(r"[^\r\n]+")
_WORD = re.compile(r"\S+")

# A sentence ends at . ! ? or …, with the closing marks that follow, before white space and something that can open a
# sentence. What looks like an end but is not (abbreviations, initials, numbers) is sorted out in _ends_sentence.
_END = re.compile(
    r"[.!?…。！？؟۔।](?:(?<=[.!?…])(?<![.!?…].)[.!?…]*+[\"'”“’‘»«)\]]*+(?=\s+[\"'“„‚‘«(\[—–¿¡-]*+\s?[^\W_a-z])"
    r"|(?<=[。！？؟۔।])(?<![。！？؟۔।].)[。！？؟۔।]*+[\"'”’»)\]」』]*+)"
)
_TOKEN_BEFORE = re.compile(r"\S+$")
_LONGEST_TOKEN = 40  # characters; no abbreviation is longer
_EDGE = "\"'“”„‚‘’«»()[]—–-"

# Never the end of a sentence: they stand before a name or a number.
_LEADING = TITLES | frozenset("vs v mag dipl.-ing dr.-ing med phil jur habil dept".split())
# Not the end of a sentence before a number.
_COUNTED = frozenset("no nos art fig vol pp ch sec approx".split())
# The end of a sentence only when a sentence opener (see _OPENERS) follows.
_ABBREVIATIONS = frozenset(
    "u.s u.k u.n e.u u.a.e d.c l.a n.y a.m p.m i.e e.g inc corp co ltd llc bros jr etc jan feb mar apr jun jul aug "
    "sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun ala ariz ark calif colo conn del fla ga ill ind "
    "kan ky la mass md mich minn miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo n.j n.c s.c n.d s.d n.h "
    "n.m r.i w.va ave blvd rd est ph.d b.a m.a m.d a.k.a aka".split()
)
_OPENERS = frozenset(
    "the a an this that these those it he she they we i you his her their its our my in on at but and or if when "
    "while as after before since because however meanwhile there here what who where why how for with by from under "
    "no not yet so then one two some many most both each all another".split()
)
_INITIALS = re.compile(rf"(?:[{CAPITALS}]\.)+[{CAPITALS}]?|[{CAPITALS}]")


def paragraphs(body: str) -> list[Span]:
    """The paragraphs of a body in order, without the white space around them."""
    lines = (trim(body, line.start(), line.end()) for line in _LINE.finditer(body))
    return [line for line in lines if line]


def paragraph_number(body: str, offset: int) -> int:
    """The 1-based number of the paragraph that holds ``offset`` (of the one before it, between two)."""
    return max(1, bisect_right([paragraph.start for paragraph in paragraphs(body)], offset))


def sentences(body: str, paragraph: Span) -> list[Span]:
    """The sentences of one paragraph in order; they cover everything in it but white space."""
    found, start = [], paragraph.start
    for end in _END.finditer(body, paragraph.start, paragraph.end):
        if end.end() < paragraph.end and _ends_sentence(body, start, end, paragraph.end):
            if span := trim(body, start, end.end()):
                found.append(span)
            start = end.end()
    if span := trim(body, start, paragraph.end):
        found.append(span)
    return found


def trim(body: str, start: int, end: int) -> Span | None:
    """The span without the white space at its ends; None when nothing else is there."""
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
    if lowered in _LEADING:
        return False
    if before and SITE.match(body, before.start()):
        return True
    following = _WORD.search(body, end.end(), limit)
    if lowered in _COUNTED:
        return following is None or not following.group()[0].isdigit()
    opener = following is not None and following.group().strip(_EDGE + ".,:;").lower() in _OPENERS
    if lowered in _ABBREVIATIONS or _INITIALS.fullmatch(token):
        return opener or (bool(end.group().strip(".!?…")) and len(lowered) > 1)
    return True
