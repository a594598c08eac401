"""Body → the stretches between quotation marks, behind the dashes of a dialogue and the labels of a transcript, and the
body with them hidden. Pure; linear.

Pairing starts afresh at every paragraph, so that one slip never inverts the rest. Only outermost stretches are given:
what is quoted inside a quotation belongs to it. A speech that goes on over several paragraphs, each of which opens
again, gives one stretch a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import islice

from index.languages import load
from index.languages.tokens import CAPITALS
from index.quotations.text import is_question
from index.types import Span

# Marks that are read as others.
_ALIKE = str.maketrans("‟❝❞〝〞〟＂″｢｣『』❛❜‛＇´", "““”“””\"\"「」「」‘’‘''")
# Marks; and what looks like one and is not: tags with their attributes, 6'11", the '90s, rock 'n' roll, and the
# apostrophe inside a word. The character comes first, so that a text without any is passed over in no time.
_MARK = re.compile(
    r"[<>\]'’‘′“”„\"«»「」`‚‹›](?:"
    r"(?P<none>(?<=<)(?!<)[^<>\n]{1,400}>(?!>)|(?<=\])\([^\s\"]{1,400} \"[^\"\n]{1,200}\"\)"
    r"|(?<=\d['’′])\s?\d+(?:\s\d/\d)?[\"”]|(?<=\w['’])(?=\w)|(?<=\w\\['’])(?=\w)"
    r"|(?<=['’‘])(?<![\w'’]['’‘])(?:(?=\d0s)|\d\d\b(?!\w)(?=[\s,.;)])"
    r"|(?i:n|em|tis|twas|til|cause|round|bout|cos)\b(?:['’](?!['’]))?))"
    r"|(?P<double>(?<=[“”„\"«»「」])|(?<=`)`|(?<=<)<|(?<=>)>|(?<=')'{1,2}|(?<=‘)‘|(?<=’)’)"
    r"|(?P<single>(?<=[‘’'‚‹›`])))"
)
_EDGE_BEFORE = frozenset("\\ \t\n\r\u00a0\u2009\u202f([{—–-/…*_>")
_EDGE_AFTER = frozenset(" \t\n\r\u00a0\u2009\u202f)]}—–-/.,;:!?…[*_،؛؟")
_MARKS = frozenset("“”„\"«»`'‘’‚‹›")
_SINGLE = frozenset("‘’'‚‹›`")
_OPENING = frozenset(("“", "„", "‘", "‚", "‹", "``", "«", "「", "<<", "‘‘", "`"))
_CLOSING = frozenset(("”", "»", "›", "」", ">>", "’’"))
_ANGLES = {"«": "»", "‹": "›", "「": "」", "<<": ">>", "»": "«", "›": "‹"}
# Of one paragraph: a paragraph with more is no prose and is read as one without any, so that a text of nothing but
# marks costs little. Five thousand are over two thousand quotations, those nested in them included.
_MOST = 5_000
_NEAR = 12  # marks in which those of a nested quotation stand
_LONGEST_GAP = 3  # paragraphs without marks that a speech may run through before it closes
# Where the words of an unclosed quotation end after all: "The ice is thin, Vera Lund said.
_REPORTED = re.compile(
    rf",(?=\s(?:he|she|they|[{CAPITALS}][\w.-]+(?: [{CAPITALS}][\w.-]+){{0,3}}) (?:said|says|told|added|asked|wrote)\b)"
)
_SINGLE_CLOSES = re.compile(r"[.,!?…\w][’'](?!\w)")
_SMALL = re.compile(r"\s*[a-z]")
_REACH = 1000  # characters in which a better closing mark is looked for
_FIRST_WORD = 200  # characters by which the first word has begun
_SIGNED = (
    rf"[{CAPITALS}][\w.’'-]+(?: (?:[{CAPITALS}][\w.’'-]+|d[eu]|la)){{1,4}}(?:,[^\n.?!…—–]*)?$"  # — Ana Ruiz, pilot
)
_DIALOGUE = re.compile(
    rf"(?:[—–]|-(?=\s))(?!\s?(?:[\"“«„]|{_SIGNED}))\s?(?P<words>[^\n—–]+)"
    r"(?:[—–]\s?[^\n—–]*(?:[—–][.,;:]?\s*(?P<more>[^\n—–]+))?)?$"
)
# At the edge of a line a » may be of a speech that goes on; it opens one where a « closes it.
_TURNED = re.compile(r"(?:(?<=[^\S\n])|(?<=\())[»›]\w|(?<!\S)[»›]\w[^«»‹›\n]*\S[«‹]")


# What only dresses the words, in Markdown, in a wiki and in HTML; a link keeps the words that it shows.
_MARKUP = re.compile(
    r"\*+|(?<![^\W_])_+|_+(?![^\W_])|~~|`+|\\(?!['’]\w)(?=[^\w\s])|</?\w[^<>\n]{0,400}>"
    r"|\]\([^()\s]{0,400}(?:\([^()\s]{0,80}\)[^()\s]{0,80})?(?: '[^'\n]{0,200}')?\)"
    r"|\]?\[\d+\]|\[\[[^\[\]|\n]{1,200}\||[\[\]]|(?<=[^\w\s])[¹²³⁰⁴-⁹]+"
)

_DRESS = re.compile(r"[*_~`\\\[\]<¹²³⁰⁴-⁹]")


_SPEECH = r"\s*(?=[^\s\"“‘'«])(?=[^\n]*[^\W_])"  # no quotation, and a word
_STOP = r"(?:\s?:[*_]{0,2}|[*_]{0,2}:|\.\s?[—–])\s"  # Ana Ruiz: No. Ana Ruiz. – Non.
_ASIDE = r"(?: [(\[][^)\]\n]{1,40}[)\]]|, (?P<role>[^\n:.,“«\"]{1,40}))?"  # a time, a manner; ANA RUIZ, CHAIR:
_LEAD = r"(?:[\[(]?\d{1,2}(?::\d\d){1,2}[\])]?\s{1,3})?[*_\[]{0,2}"  # [00:14] Ana Ruiz: No.
_ASKING = frozenset("q p f س question pregunta frage سؤال".split())
_ANSWERING = frozenset("a r ج answer respuesta réponse antwort جواب".split())
_QUESTION = re.compile(
    rf"(?:\*\*)?(?P<label>(?i:{'|'.join((*_ASKING, *_ANSWERING))}))(?:[:.]|\s?[—–:])(?:\*\*)?\s[«“„\"]?" + _SPEECH
)
_ANY = re.compile(_LEAD + r"(?P<label>[^\W\d_][^\n:.,«“„\"*_]{0,40}?)" + _STOP + _SPEECH)
_CAPITALS = re.compile(
    rf"{_LEAD}(?P<label>(?:[{CAPITALS}][{CAPITALS}'’.-]+ ){{0,4}}[{CAPITALS}][{CAPITALS}'’-]{{2,}})"
    rf"(?:\]?{_ASIDE}(?:{_STOP}|\s[—–]\s)|\]\s){_SPEECH}"
)
_NAMES = re.compile(
    rf"{_LEAD}(?P<label>[{CAPITALS}](?:[^\W_]|['’.-])+(?: [{CAPITALS}](?:[^\W_]|['’.-])+){{0,3}})"
    rf"\]?{_ASIDE}{_STOP}{_SPEECH}"
)
_PATTERNS = (_QUESTION, _CAPITALS, _NAMES, _ANY)
_FEWEST = 2  # turns that make a conversation
_FEWEST_OF_ANY = 3  # turns whose labels may be anything
_LONGEST_LABEL = 200  # characters


class Side(Enum):
    """Which way a mark turns; straight ones may turn either way."""

    OPENS = "opens"
    CLOSES = "closes"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class _Mark:
    """One quotation mark, of one to three characters."""

    start: int
    end: int
    text: str
    side: Side

    @property
    def is_single(self) -> bool:
        return self.text in _SINGLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A stretch between marks: ``span`` leaves the marks out, ``outer`` holds them.

    ``closed`` is false where the closing mark is missing; ``resumes`` is true where an unclosed speech of the paragraph
    before goes on; ``turn`` where a dash opens a turn of a dialogue.
    """

    span: Span
    outer: Span
    closed: bool = True
    resumes: bool = False
    turn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn: ``label`` is where the speaker is given, ``span`` the words. ``asks`` and ``answers`` mark the nameless
    labels Q and A; ``title`` is the role in the label ("COMMISSIONER")."""

    label: Span
    span: Span
    title: Span | None = None
    asks: bool = False
    answers: bool = False


def find_marked(body: str, paragraphs: Sequence[Span]) -> list[list[Marked]]:
    """The outermost stretches between marks, paragraph by paragraph, in order."""
    body, found = body.translate(_ALIKE), list[list[Marked]]()
    open_since: int | None = None  # the paragraph whose last stretch is not closed
    for number, paragraph in enumerate(paragraphs):
        marks = list(islice(_read_marks(body, paragraph), _MOST + 1))
        marks = marks if len(marks) <= _MOST else []
        if open_since is not None and marks and (marks[0].text, marks[0].start) == ("»", paragraph.start):
            marks[0] = replace(marks[0], text="«", side=Side.OPENS)  # it goes on: »Y mañana más.
        if open_since is not None and marks and marks[0].side is Side.CLOSES and not marks[0].is_single:
            for between in range(open_since + 1, number):
                found[between] = _resumed(body, paragraphs[between])
            rest = Span(start=paragraph.start, end=marks[0].end)
            found.append(_resumed(body, rest, marks[0].start) + _pair(body, paragraph, marks[1:]))
        else:
            found.append(_pair(body, paragraph, marks))
            if open_since == number - 1 and found[-1] and found[-1][0].outer.start == paragraph.start:
                found[-1][0] = replace(found[-1][0], resumes=True)
        if marks or (open_since is not None and number - open_since > _LONGEST_GAP):
            open_since = number if found[-1] and not found[-1][-1].closed else None
    return found


def find_dialogue(body: str, paragraph: Span, *, hyphens: bool) -> list[Marked]:
    """The stretches of a paragraph that is a turn of a dialogue: —Words —said X—. More words. ``hyphens`` where these
    open turns, too."""
    match = _DIALOGUE.match(body, paragraph.start, paragraph.end)
    if match is None or (match[0][0] == "-" and not hyphens):
        return []
    found = [(match.start(), *match.span("words"))]
    found += [(match.start("more"), *match.span("more"))] if match["more"] else []
    spans = [(outer, _inner(body, start, end)) for outer, start, end in found]
    turns = [Marked(span=span, outer=Span(start=at, end=span.end), turn=True) for at, span in spans if span]
    return turns[:1] + [replace(turn, turn=False, resumes=True) for turn in turns[1:]]


def hide(body: str, stretches: Iterable[Marked], *, blanks: Iterable[Span] = ()) -> str:
    """``body``, character for character, with every stretch as ``"Qqq"`` and ``blanks`` as white space.

    Nothing can then be read out of somebody's words. A last full stop, ? or ! stays visible; any other straight mark
    becomes an apostrophe, so that ``"`` means a stretch.
    """
    hidden = [(blank, " " * (blank.end - blank.start)) for blank in blanks]
    for one in stretches:
        length, last = one.outer.end - one.outer.start, one.span.of(body).rstrip("’'”»›")[-1:]  # He said, ‘Why?’”
        words = "Q" + "q" * (length - 4) + (last if last in ".?!" else "q")  # a capital, as sentences begin
        hidden.append((one.outer, f'"{words}"' if length > 3 else '"' * length))
    pieces, at = [], 0
    for span, piece in sorted(hidden):
        if span.start >= at:
            pieces += [body[at : span.start].replace('"', "'"), piece]
            at = span.end
    hidden_body = "".join(pieces) + body[at:].replace('"', "'")
    is_dressed = _DRESS.search(hidden_body) is not None  # seldom, and found out in a tenth of the time
    return _MARKUP.sub(lambda match: " " * len(match.group()), hidden_body) if is_dressed else hidden_body


def _read_marks(body: str, paragraph: Span) -> Iterator[_Mark]:
    turned = _TURNED.search(body, paragraph.start, paragraph.end) is not None
    for match in _MARK.finditer(body, paragraph.start, paragraph.end):
        if match.lastgroup == "none":
            continue
        text, start, end = match.group(), match.start(), match.end()
        before = body[start - 1] if start > paragraph.start else " "
        after = body[end] if end < paragraph.end else " "
        yield _Mark(start, end, text, _side(text, before, after, turned=turned))


def _side(text: str, before: str, after: str, *, turned: bool) -> Side:
    """Which way a mark turns; ``turned`` where guillemets point inwards: »so«."""
    loose_before, loose_after = before in _EDGE_BEFORE, after in _EDGE_AFTER
    if turned and text in "«»‹›":
        return Side.OPENS if text in "»›" else Side.CLOSES
    if text in _OPENING:
        is_slip = text in "“‘" and loose_after and not loose_before
        return Side.CLOSES if is_slip else Side.OPENS
    if text in _CLOSING:
        is_slip = text == "”" and loose_before and not loose_after and before not in "-—–"
        return Side.OPENS if is_slip else Side.CLOSES
    opens = (loose_before or before in _MARKS) and not after.isspace() and (not loose_after or after in "….[*_")
    closes = not before.isspace() and (loose_after or after in _MARKS)
    if opens == closes:
        return Side.EITHER
    return Side.OPENS if opens else Side.CLOSES


def _resumed(body: str, outer: Span, end: int | None = None) -> list[Marked]:
    """A stretch that goes on from an unclosed speech, up to where a mark closes it if that is here."""
    return _stretch(body, outer, outer.start, outer.end if end is None else end, closed=end is not None, resumes=True)


def _pair(body: str, paragraph: Span, marks: Sequence[_Mark]) -> list[Marked]:
    """Pairs of marks; a second try leaves single marks out if the first ends inside one."""
    found, rest = _walk(body, paragraph, marks)
    if rest is not None and marks[rest].is_single:
        marks = [mark for mark in marks[rest + 1 :] if not mark.is_single]
        more, rest = _walk(body, paragraph, marks)
        found += more
    if rest is not None and (marks[rest].text == "«" or not body[marks[rest].end : marks[rest].end + 1].isspace()):
        found += _unclosed(body, marks[rest], paragraph.end)
    return found


def _walk(body: str, paragraph: Span, marks: Sequence[_Mark]) -> tuple[list[Marked], int | None]:
    """The closed pairs, and the number of the mark that is still open at the end."""
    found: list[Marked] = []
    opened: int | None = None
    depth = 0
    for number, mark in enumerate(marks):
        if opened is None:
            if mark.side is Side.OPENS or (mark.side is Side.EITHER and not mark.is_single):
                opened, depth = number, 0
        elif mark.is_single != marks[opened].is_single or (marks[opened].text in _ANGLES and mark.text in '“”„"'):
            continue
        elif depth and mark.side is Side.CLOSES:
            depth -= 1
        elif _nests(marks, opened, number):
            depth += 1
        elif mark.side is Side.OPENS and not (marks[opened].text == '"' and _closes_twice(marks, number)):
            found += _unclosed(body, marks[opened], mark.start)
            opened, depth = number, 0
        elif _may_close(body, mark, marks[opened], paragraph):
            opener = marks[opened]  # of three apostrophes, two are the mark
            start, end = opener.start + min(2, len(opener.text)), mark.end - min(2, len(mark.text))
            found += _stretch(body, Span(start=opener.start, end=mark.end), start, end)
            opened = None
    return found, opened


def _nests(marks: Sequence[_Mark], opened: int, number: int) -> bool:
    """“A “b” c.” : an opening mark inside, and two closing ones to come."""
    mark = marks[number]
    if mark.side is not Side.OPENS or mark.text == '"':
        return False
    if mark.text == marks[opened].text:
        return sum(mark.side is Side.CLOSES for mark in marks[number : number + _NEAR]) > 1
    return _closes_twice(marks, number)


def _closes_twice(marks: Sequence[_Mark], number: int) -> bool:
    """Whether the next two marks close, single ones left out."""
    following = (marks[at].side for at in range(number + 1, len(marks)) if not marks[at].is_single)
    return list(islice(following, 2)) == [Side.CLOSES, Side.CLOSES]


def _may_close(body: str, mark: _Mark, opener: _Mark, paragraph: Span) -> bool:
    if mark.side is Side.OPENS or _ANGLES.get(opener.text, "") != (mark.text if mark.text in _ANGLES.values() else ""):
        return False
    if not (mark.is_single and body[mark.start - 1] in "sn" and _SMALL.match(body, mark.end, mark.end + 2)):
        return True
    # What looks like an apostrophe (the boys' school) is one if a better closing mark is to come.
    return _SINGLE_CLOSES.search(body, mark.end, min(paragraph.end, mark.end + _REACH)) is None


def _unclosed(body: str, opener: _Mark, limit: int) -> list[Marked]:
    """The stretch from a mark that is never closed up to ``limit``, or up to the words that tell who said it."""
    slip = _REPORTED.search(body, opener.end, limit)
    end = slip.start() + 1 if slip else limit
    return _stretch(body, Span(start=opener.start, end=end), opener.end, end, closed=slip is not None)


def _stretch(
    body: str, outer: Span, start: int, end: int, *, closed: bool = True, resumes: bool = False
) -> list[Marked]:
    span = _inner(body, start, end)
    return [Marked(span=span, outer=outer, closed=closed, resumes=resumes)] if span else []


def _inner(body: str, start: int, end: int) -> Span | None:
    """What lies between marks without the white space around it; None if there are no words."""
    while start < end and body[start].isspace():
        start += 1
    while end > start and (body[end - 1].isspace() or body[end - 1] == "\\"):
        end -= 1
    return Span(start=start, end=end) if any(map(str.isalnum, body[start : min(end, start + _FIRST_WORD)])) else None


def find_turns(body: str, paragraphs: Sequence[Span]) -> dict[int, Turn]:
    """The turns by paragraph number; none unless the labels make a conversation (two turns, two voices), and one asks
    where a label may be a place or a heading: LONDON. – The boat sank."""
    for pattern in _PATTERNS:
        matches = {number: pattern.match(body, one.start, one.end) for number, one in enumerate(paragraphs)}
        turns = {number: _turn(match, paragraphs[number].end) for number, match in matches.items() if match}
        voices = {turn.label.of(body) for turn in turns.values()}
        if pattern is _NAMES:  # Ana Ruiz, then Ruiz: one voice
            voices = {label.split()[-1] for label in voices} if any(" " in label for label in voices) else set()
        if len(turns) < _FEWEST or len(voices) < _FEWEST:
            continue
        is_all = len(turns) == len(paragraphs)
        is_run = len(turns) == max(turns) - min(turns) + 1
        fits = pattern is not _NAMES or is_all or len(voices) < len(turns)
        if pattern is _ANY:
            is_one = len(voices) < len(turns) >= _FEWEST_OF_ANY
            fits = is_run and (is_one or any(turn.asks for turn in turns.values()))
        is_dashed = any(set("—–") & set(body[turn.label.end : turn.span.start]) for turn in turns.values())
        asks = any(turn.asks or is_question(turn.span.of(body)) for turn in turns.values())
        if fits and (asks or not (is_dashed or pattern is _ANY)):
            return {at: turn for at, turn in turns.items() if turn.span.end < paragraphs[at].end} or turns  # R. «No.»
    return {}


def follows_label(body: str, at: int) -> bool:
    """Whether nothing but the label of a turn stands before ``at`` in its line."""
    line = body[max(0, at - _LONGEST_LABEL) : at].replace("\r", "\n").rpartition("\n")[2].lstrip()
    labels = (pattern.match(body, at - len(line)) for pattern in _PATTERNS)
    return any(label is not None and label.end() == at for label in labels)


def _turn(match: re.Match[str], end: int) -> Turn:
    label, start = match["label"], match.start("label")
    words, titles = label.split(), load("en").words["titles"]
    number = max((at for at, word in enumerate(words[:-1], start=1) if word.lower().rstrip(".") in titles), default=0)
    title = Span(start=start, end=start + len(" ".join(words[:number]))) if number else None
    role = Span(start=match.start("role"), end=match.end("role")) if match.groupdict().get("role") else None
    closing = {"«": "»", "“": "”", "„": "“", '"': '"'}.get(match[0].rstrip()[-1], "\0")  # R. «No.»
    end = match.end() + len(match.string[match.end() : end].partition(closing)[0].rstrip())
    return Turn(
        label=Span(start=start, end=start + len(label)),
        span=Span(start=match.end(), end=end),
        title=title or role,
        asks=label.lower() in _ASKING,
        answers=label.lower() in _ANSWERING,
    )
