"""Body → the stretches between quotation marks. Pure; one pass over each paragraph, so linear.

Pairing starts afresh at every paragraph, so that one slip never inverts the rest. Only outermost stretches are given:
what is quoted inside a quotation belongs to it. A speech that goes on over several paragraphs, each of which opens
again, gives one stretch a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from index.types import Span

# Marks; and what looks like one and is not: tags with their attributes, 6'11", the '90s, rock 'n' roll, and the
# apostrophe inside a word.
_MARK = re.compile(
    r"(?P<none><[^<>\n]{1,400}>|\d+['’′]\s?\d+(?:\s\d/\d)?[\"”″]|(?<![\w'’])['’‘](?=\d0s)|(?<=[\w])['’](?=\w)"
    r"|(?<![\w'’])['’‘](?:(?i:n|em|tis|twas|til|cause|round|bout|cos)\b(?:['’](?!['’]))?|\d\d\b(?!\w)(?=[\s,.;)])))"
    r"|(?P<double>[“”„‟\"«»]|``|'{2,3}|’{2})|(?P<single>[‘’'‚‹›])"
)
_EDGE_BEFORE = frozenset(" \t\n\r\u00a0\u2009\u202f([{—–-/…")
_EDGE_AFTER = frozenset(" \t\n\r\u00a0\u2009\u202f)]}—–-/.,;:!?…")
_MARKS = frozenset("“”„‟\"«»`'‘’‚‹›")
_LONGEST_GAP = 3  # paragraphs without marks that a speech may run through before it closes
# Where the words of an unclosed quotation end after all: "The ice is thin, Vera Lund said.
_REPORTED = re.compile(
    r",(?=\s(?:he|she|they|[A-Z][\w.-]+(?: [A-Z][\w.-]+){0,3}) (?:said|says|told|added|asked|wrote)\b)"
)
_SMALL = re.compile(r"[a-z]")


class _Turn(Enum):
    OPENS = "opens"
    CLOSES = "closes"
    EITHER = "either"


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A stretch between marks: ``span`` leaves the marks out, ``outer`` holds them.

    ``closed`` is false where the closing mark is missing; ``resumes`` is true where an unclosed speech of the paragraph
    before goes on.
    """

    span: Span
    outer: Span
    closed: bool = True
    resumes: bool = False


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    text: str
    turn: _Turn

    @property
    def single(self) -> bool:
        return self.text in "‘’'‚‹›"


def find_marked(body: str, paragraphs: Sequence[Span]) -> list[list[Marked]]:
    """The outermost stretches between marks, paragraph by paragraph, in order."""
    found: list[list[Marked]] = []
    open_since: int | None = None  # the paragraph whose last stretch is not closed
    for number, paragraph in enumerate(paragraphs):
        marks = list(_marks(body, paragraph))
        stray = _closing_stray(marks) if open_since is not None else None
        if stray is not None and open_since is not None:
            for between in range(open_since + 1, number):
                found[between] = [_whole(paragraphs[between])]
            span = _inner(body, paragraph.start, stray.start)
            head = [Marked(span=span, outer=Span(start=paragraph.start, end=stray.end), resumes=True)] if span else []
            found.append(head + _pair(body, paragraph, marks[1:]))
        else:
            found.append(_resumed(_pair(body, paragraph, marks), paragraph, after_open=open_since == number - 1))
        if marks or (open_since is not None and number - open_since > _LONGEST_GAP):
            open_since = number if found[-1] and not found[-1][-1].closed else None
    return found


def _marks(body: str, paragraph: Span) -> Iterator[_Mark]:
    odd = body.count('"', paragraph.start, paragraph.end) % 2 == 1
    for match in _MARK.finditer(body, paragraph.start, paragraph.end):
        if match.lastgroup == "none":
            continue
        text, start, end = match.group(), match.start(), match.end()
        if text == '"' and odd and start > paragraph.start and body[start - 1].isdigit():
            continue  # a 14" screen
        yield _Mark(start, end, text, _turn(body, text, start, end, paragraph))


def _turn(body: str, text: str, start: int, end: int, paragraph: Span) -> _Turn:
    before = body[start - 1] if start > paragraph.start else " "
    after = body[end] if end < paragraph.end else " "
    loose_before, loose_after = before in _EDGE_BEFORE, after in _EDGE_AFTER
    if text == "“" and not loose_before and loose_after:
        return _Turn.CLOSES  # the wrong way round
    if text in "“„‟‘‚‹``«":
        return _Turn.EITHER if text == "«" and not loose_before and loose_after else _Turn.OPENS
    if text in "”»›":
        slip = loose_before and not loose_after and (after.isalnum() or after in _MARKS) and start == paragraph.start
        return _Turn.OPENS if slip or (text == "»" and loose_before and after.isalnum()) else _Turn.CLOSES
    opens = (loose_before or before in _MARKS) and not after.isspace() and (after not in _EDGE_AFTER or after in "….")
    closes = not before.isspace() and (loose_after or after in _MARKS) and before not in "([{"
    if opens == closes:
        return _Turn.EITHER
    return _Turn.OPENS if opens else _Turn.CLOSES


def _pair(body: str, paragraph: Span, marks: Sequence[_Mark]) -> list[Marked]:
    """Pairs of marks; a second try leaves single marks out if the first ends inside one."""
    found, rest = _walk(body, paragraph, marks)
    if rest is not None and marks[rest].single:
        later = [mark for mark in marks[rest + 1 :] if not mark.single]
        more, rest = _walk(body, paragraph, later)
        found, marks = found + more, later
    if rest is None or body[marks[rest].end : marks[rest].end + 1].isspace():
        return found
    slip = _REPORTED.search(body, marks[rest].end, paragraph.end)
    end = slip.start() + 1 if slip else paragraph.end
    if span := _inner(body, marks[rest].end, end):
        found.append(Marked(span=span, outer=Span(start=marks[rest].start, end=end), closed=slip is not None))
    return found


def _walk(body: str, paragraph: Span, marks: Sequence[_Mark]) -> tuple[list[Marked], int | None]:
    """The closed pairs, and the number of the mark that is still open at the end."""
    found: list[Marked] = []
    opened: int | None = None
    depth = 0
    for number, mark in enumerate(marks):
        if opened is None:
            if _may_open(mark, marks, number):
                opened, depth = number, 0
        elif mark.single != marks[opened].single:
            continue
        elif _nests(marks, opened, number):
            depth += 1
        elif mark.turn is _Turn.OPENS and not _is_kept_open(body, marks, opened, number):
            found += _cut(body, marks[opened], mark)
            opened, depth = number, 0
        elif _may_close(body, mark, marks[opened], paragraph):
            if depth:
                depth -= 1
            else:
                found += _closed(body, marks[opened], mark)
                opened = None
    return found, opened


def _may_open(mark: _Mark, marks: Sequence[_Mark], number: int) -> bool:
    if mark.turn is _Turn.CLOSES or (mark.single and mark.turn is not _Turn.OPENS):
        return False
    return mark.text != "'" or number + 1 < len(marks)


def _may_close(body: str, mark: _Mark, opener: _Mark, paragraph: Span) -> bool:
    if mark.turn is _Turn.OPENS:
        return False
    if (opener.text in "«‹") != (mark.text in "»›") or (mark.text in "'{2}’’" and opener.text in "“„«"):
        return opener.text == "»"
    if not mark.single:
        return True
    before, after = body[mark.start - 1], body[mark.end : mark.end + 2]
    possessive = before in "sn" and _SMALL.match(after.strip()) is not None and before.isalpha()
    return (not before.isspace()) and not (possessive and _closes_later(body, mark, paragraph))


def _closes_later(body: str, mark: _Mark, paragraph: Span) -> bool:
    """Whether a single mark that looks like an apostrophe (the boys' school) has a better one to come."""
    later = body[mark.end : min(paragraph.end, mark.end + 1000)]
    return re.search(r"[.,!?…\w][’'](?!\w)", later) is not None


def _nests(marks: Sequence[_Mark], opened: int, number: int) -> bool:
    """“A “b” c.” : an opening mark inside, and two closing ones to come."""
    if marks[number].turn is not _Turn.OPENS or marks[opened].single:
        return False
    after = [mark.turn for mark in marks[number + 1 : number + 3] if not mark.single]
    return marks[number].text != '"' and after == [_Turn.CLOSES, _Turn.CLOSES]


def _is_kept_open(body: str, marks: Sequence[_Mark], opened: int, number: int) -> bool:
    """Whether an opening mark inside an open stretch is nested in it; else it starts a new one, the old one a slip."""
    return marks[opened].text == '"' and _is_nested_straight(body, marks, number)


def _is_nested_straight(body: str, marks: Sequence[_Mark], number: int) -> bool:
    """ "The "b" c," : the mark after this one closes, stands before a small letter or a stop, and one more closes."""
    after = [mark for mark in marks[number + 1 : number + 3] if not mark.single]
    return (
        len(after) == 2
        and all(mark.turn is _Turn.CLOSES for mark in after)
        and body[marks[number].start - 2] not in ".!?"
    )


def _closed(body: str, opener: _Mark, closer: _Mark) -> list[Marked]:
    start = opener.start + min(2, len(opener.text)) if len(opener.text) > 1 else opener.end
    end = closer.end - 2 if len(closer.text) > 1 else closer.start
    span = _inner(body, start, end)
    return [Marked(span=span, outer=Span(start=opener.start, end=closer.end))] if span else []


def _cut(body: str, opener: _Mark, following: _Mark) -> list[Marked]:
    slip = _REPORTED.search(body, opener.end, following.start)
    end = slip.start() + 1 if slip else following.start
    span = _inner(body, opener.end, end)
    return [Marked(span=span, outer=Span(start=opener.start, end=end), closed=slip is not None)] if span else []


def _inner(body: str, start: int, end: int) -> Span | None:
    while start < end and body[start].isspace():
        start += 1
    while end > start and body[end - 1].isspace():
        end -= 1
    return Span(start=start, end=end) if any(letter.isalnum() for letter in body[start:end][:200]) else None


def _whole(paragraph: Span) -> Marked:
    return Marked(span=paragraph, outer=paragraph, closed=False, resumes=True)


def _closing_stray(marks: Sequence[_Mark]) -> _Mark | None:
    """The first mark of a paragraph if it closes what an earlier paragraph opened."""
    return marks[0] if marks and not marks[0].single and marks[0].turn is _Turn.CLOSES else None


def _resumed(found: list[Marked], paragraph: Span, *, after_open: bool) -> list[Marked]:
    if not (after_open and found and found[0].outer.start == paragraph.start):
        return found
    first = found[0]
    return [Marked(span=first.span, outer=first.outer, closed=first.closed, resumes=True), *found[1:]]
