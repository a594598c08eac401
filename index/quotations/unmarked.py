"""Speech without quotation marks: the turns of a transcript, and what the reporter reports in other words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.languages import load
from index.languages.tokens import CAPITALS
from index.quotations.grammar import Attribution, main_subject, read_after, subject_of
from index.quotations.phrases import find_phrases, parse
from index.quotations.text import Text, is_question
from index.types import Span

_SPEECH = r"\s*(?=[^\s\"“‘'«])(?=[^\n]*[^\W_])"  # no quotation, and a word
_STOP = r"(?:\s?:\*{0,2}|\*{0,2}:|\.\s?[—–])\s"  # Ana Ruiz: No. Ana Ruiz. – Non.
_ASIDE = r"(?: [(\[][^)\]\n]{1,40}[)\]]|, (?P<role>[^\n:.,“«\"]{1,40}))?"  # a time, a manner; ANA RUIZ, CHAIR:
_LEAD = r"(?:[\[(]?\d{1,2}(?::\d\d){1,2}[\])]?\s{1,3})?[*\[]{0,2}"  # [00:14] Ana Ruiz: No.
_ASKING = frozenset("q p f س question pregunta frage سؤال".split())
_ANSWERING = frozenset("a r ج answer respuesta réponse antwort جواب".split())
_QUESTION = re.compile(
    rf"(?:\*\*)?(?P<label>(?i:{'|'.join((*_ASKING, *_ANSWERING))}))(?:[:.]|\s?[—–:])(?:\*\*)?\s" + _SPEECH
)
_ANY = re.compile(_LEAD + r"(?P<label>[^\W\d_][^\n:.,«“„\"*]{0,40}?)" + _STOP + _SPEECH)
_CAPITALS = re.compile(
    rf"{_LEAD}(?P<label>(?:[{CAPITALS}][{CAPITALS}'’.-]+ ){{0,4}}[{CAPITALS}][{CAPITALS}'’-]{{2,}})"
    rf"(?:\]?{_ASIDE}{_STOP}|\]\s){_SPEECH}"
)
_NAMES = re.compile(
    rf"{_LEAD}(?P<label>[{CAPITALS}][\w'’.-]+(?: [{CAPITALS}][\w'’.-]+){{0,3}})\]?{_ASIDE}{_STOP}{_SPEECH}"
)
_PATTERNS = (_QUESTION, _CAPITALS, _NAMES, _ANY)
_FEWEST = 2  # turns that make a conversation
_FEWEST_OF_ANY = 3  # turns whose labels may be anything
_LONGEST_LABEL = 200  # characters
_LONGEST = 700  # characters of a sentence that is read
_LONGEST_SOURCE = 16  # tokens of an attribution, with place and time
_LONGEST_LISTENER = 9  # tokens between the verb and "that"
_MOST_COMMAS = 4  # the last of a sentence, after which an attribution may stand
_SHORTEST = 3  # tokens of a clause
_REACH_OF_DENIAL = 4  # tokens before a verb: nobody said, asked whether he said
_FINITE = frozenset("XZVLWYF")
_SUBORDINATE = _FINITE | frozenset("wtq")
# A clause after any reporting verb: a pronoun and a verb, or a few words and an auxiliary: "340 dockers would stay".
_CLAUSE = r"p[XVLWYF]|(?![PrfaA])[^\n,;:.()cQXZVWLYFqwt-]{1,7}X"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn: ``label`` is where the speaker is given, ``span`` the words. ``asks`` and ``answers`` mark the nameless
    labels Q and A; ``title`` is the role in the label ("COMMISSIONER")."""

    label: Span
    span: Span
    title: Span | None = None
    asks: bool = False
    answers: bool = False


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
        is_one = len(voices) < len(turns) == max(turns) - min(turns) + 1 >= _FEWEST_OF_ANY
        fits = pattern is not _NAMES or is_all or len(voices) < len(turns)
        if pattern is _ANY:
            fits = is_one or (is_all and any(turn.asks for turn in turns.values()))
        is_dashed = any(set("—–") & set(body[turn.label.end : turn.span.start]) for turn in turns.values())
        asks = any(turn.asks or is_question(turn.span.of(body)) for turn in turns.values())
        if fits and (asks or not (is_dashed or pattern is _ANY)):
            return turns
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
    return Turn(
        label=Span(start=start, end=start + len(label)),
        span=Span(start=match.end(), end=end),
        title=title or role,
        asks=label.lower() in _ASKING,
        answers=label.lower() in _ANSWERING,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A clause in the reporter's words, and who is said to have said it."""

    span: Span
    attribution: Attribution


def has_hint(text: Text, start: int, end: int) -> bool:
    """Whether a stretch of text holds a reporting verb at all."""
    reporting = text.language.words.get("reporting", frozenset())
    lows = text.lows[text.token_at(start) : text.token_at(end)]
    return not reporting.isdisjoint(lows) or ("according" in lows and bool(reporting))


def find_reported(text: Text, sentences: Sequence[Span]) -> Iterator[Reported]:
    """The clauses that sentences without quotation marks report, at most one a sentence, and who said them."""
    for sentence in sentences:
        start, end = sentence.start, sentence.end
        if end - start > _LONGEST or text.hidden.find('"', start, end) >= 0 or not has_hint(text, start, end):
            continue
        first, last = text.token_at(start), text.token_at(end)
        found = _according(text, first, last) or _clause_first(text, first, last) or _cue_first(text, first, last)
        if found is not None:
            yield found


def _according(text: Text, first: int, end: int) -> Reported | None:
    """According to X, clause."""
    subject = parse(text, first + 2, end) if text.letters[first : first + 2] == "AP" else None
    if subject is None:
        return None
    attribution = Attribution(subject=subject, cue=text.span(first, first + 2), adjacent=False)
    comma = text.letters.find(",", subject.last - 1, min(end, subject.last + _LONGEST_SOURCE))
    return _reported(text, comma + 1, end, attribution) if comma >= 0 else None


def _clause_first(text: Text, first: int, end: int) -> Reported | None:
    """Clause, X said. Clause, according to X: with nothing but a place and a time behind it."""
    commas = [at for at in range(first, end) if text.letters[at] == ","]
    for comma in commas[-_MOST_COMMAS:]:
        is_clause = comma >= first + _SHORTEST and not _FINITE.isdisjoint(text.letters[first:comma])
        found = read_after(text, comma + 1, end) if is_clause else None
        if found is None or found.cue is None or text.lows[comma + 1] in ("and", "but", "who", "which"):
            continue
        cue = found.cue.of(text.body).lower()
        at = text.token_at(max(found.cue.end, found.subject.span.end if found.subject else 0))
        is_last = end - at < _LONGEST_SOURCE and _SUBORDINATE.isdisjoint(text.letters[at:end])
        if is_last and (cue == "according to" or text.language.is_a(cue, "reporting")):
            return Reported(span=text.span(first, comma), attribution=found)
    return None


def _cue_first(text: Text, first: int, end: int) -> Reported | None:
    """X said that clause; X told Y that clause; X said clause."""
    letters, phrases = text.letters, list(find_phrases(text, first, end))
    for cue in range(first + 1, end):
        is_cue = letters[cue] in "VYZ" and letters[cue - 1] not in "DtPrf" and text.is_a(cue, "reporting")
        start = _clause_start(text, cue, end) if is_cue else None
        if start is None:
            continue
        subject = subject_of(text, cue, phrases)
        if subject is None and (text.lows[cue - 1] == "and" or letters[cue] == "Z"):
            subject = main_subject(text, first, cue, phrases)
        before = max(0, cue - _REACH_OF_DENIAL)
        if subject is None or "Z" in letters[before:cue] or not {"if", "whether"}.isdisjoint(text.lows[before:cue]):
            return None
        attribution = Attribution(subject=subject, cue=text.span(cue, cue + 1), adjacent=False)
        return _reported(text, start, end, attribution)
    return None


def _clause_start(text: Text, cue: int, end: int) -> int | None:
    """Where the reported clause begins: after "that", or right after a plain verb and its object."""
    for at in range(cue + 1, min(cue + _LONGEST_LISTENER, end - 3)):
        if text.lows[at] == "that" and text.letters[at + 1] not in _FINITE:
            return at + 1
        if not text.lows[at][0].isalnum() or text.letters[at] in _FINITE:
            break
    at = cue + 1
    if text.match(_CLAUSE, at, end):
        return at
    if text.lows[cue] in ("told", "tells"):
        listener = parse(text, at, end)
        at = listener.last if listener is not None else end
    subject = parse(text, at, end) if text.is_a(cue, "plain") else None
    is_clause = subject is not None and not _FINITE.isdisjoint(text.letters[subject.last : min(end, subject.last + 5)])
    return at if is_clause else None


def _reported(text: Text, start: int, end: int, attribution: Attribution) -> Reported | None:
    """The clause from token ``start`` to the end of the sentence, if it is one."""
    while end > start and not text.lows[end - 1][-1].isalnum():
        end -= 1
    return Reported(span=text.span(start, end), attribution=attribution) if end - start >= _SHORTEST else None
