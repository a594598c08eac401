"""Reported speech: what somebody said in the reporter's words. Pure; rather too little than too much."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.quotations import lexicon
from index.quotations.cues import Attribution, find_subject, read_after, subject_of
from index.quotations.phrases import Phrase, Token, is_finite, parse, tokenise
from index.types import Span

_REPORTING = frozenset(
    "acknowledged added admitted agreed alleged announced argued asserted assured cautioned claimed complained "
    "conceded concluded confirmed contended countered declared disclosed emphasized estimated explained indicated "
    "informed insisted maintained noted observed pledged predicted promised remarked replied reported responded "
    "revealed said says stated stressed suggested swore testified told tells tweeted vowed warned writes wrote "
    "acknowledges adds admits argues claims insists maintains notes predicts reports states suggests warns "
    "contends".split()
)
_PLAIN = frozenset(("said", "says", "told", "added", "insisted", "tells"))  # take a clause without "that"
_HINT = re.compile(r"\b(?:" + "|".join(sorted(_REPORTING)) + r"|[Aa]ccording to)\b")
_LONGEST = 700  # characters of a sentence that is read


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    span: Span
    attribution: Attribution


def has_hint(text: str, paragraph: Span) -> bool:
    """Whether a paragraph holds a reporting verb at all."""
    return _HINT.search(text, paragraph.start, paragraph.end) is not None


def read_reported(text: str, sentence: Span) -> Reported | None:
    """The clause that a sentence without quotation marks reports, and who said it."""
    if sentence.end - sentence.start > _LONGEST or '"' in (words := sentence.of(text)) or not _HINT.search(words):
        return None
    tokens = tokenise(text, sentence.start, sentence.end)
    return _according(tokens) or _clause_first(text, sentence, tokens) or _cue_first(tokens)


def _according(tokens: Sequence[Token]) -> Reported | None:
    """According to X, clause."""
    if len(tokens) < 6 or tokens[0].low != "according" or tokens[1].low != "to":
        return None
    subject = parse(tokens, 2)
    if subject is None or subject.last >= len(tokens):
        return None
    comma = next(
        (at for at in range(subject.last, min(subject.last + 20, len(tokens))) if tokens[at].text == ","), None
    )
    span = _clause(tokens, comma + 1) if comma is not None else None
    cue = Span(start=tokens[0].start, end=tokens[1].end)
    return Reported(span=span, attribution=Attribution(subject=subject, cue=cue, adjacent=False)) if span else None


def _clause_first(text: str, sentence: Span, tokens: Sequence[Token]) -> Reported | None:
    """Clause, X said. Clause, according to X."""
    commas = [at for at, token in enumerate(tokens) if token.text == ","]
    for comma in commas[-4:]:
        if comma < 3 or not any(is_finite(token) for token in tokens[:comma]):
            continue
        found = read_after(text, tokens[comma].end, sentence.end, expected=False)
        if (
            found is None
            or found.cue is None
            or found.labelling
            or not _is_reporting(text, found.cue)
            or not _ends_soon(tokens, found.subject, found.cue)
        ):
            continue
        if tokens[comma + 1].low in ("and", "but", "who", "which"):
            continue
        return Reported(span=Span(start=tokens[0].start, end=tokens[comma - 1].end), attribution=found)
    return None


def _is_reporting(text: str, cue: Span) -> bool:
    return cue.of(text).lower() in _REPORTING or cue.of(text).lower() == "according to"


def _ends_soon(tokens: Sequence[Token], subject: Phrase | None, cue: Span) -> bool:
    """Whether nothing but a place and a time follows the attribution."""
    after = [token for token in tokens if token.start >= max(cue.end, subject.span.end if subject else 0)]
    return (
        not any(token.low == "that" or token.low in lexicon.RELATIVES or is_finite(token) for token in after)
        and len(after) < 16
    )


def _cue_first(tokens: Sequence[Token]) -> Reported | None:
    """X said that clause; X told Y that clause; X said clause."""
    for cue, token in enumerate(tokens):
        if token.low not in _REPORTING or token.is_capital or cue == 0 or tokens[cue - 1].low in lexicon.DETERMINERS:
            continue
        start = _clause_start(tokens, cue)
        if start is None:
            continue
        subject = subject_of(tokens, cue) or (find_subject(tokens, cue) if tokens[cue - 1].low == "and" else None)
        if subject is None or any(
            near.low in lexicon.NEGATIONS or near.low in ("if", "whether") for near in tokens[max(0, cue - 4) : cue]
        ):
            return None
        span = _clause(tokens, start)
        cue_span = Span(start=token.start, end=token.end)
        return (
            Reported(span=span, attribution=Attribution(subject=subject, cue=cue_span, adjacent=False))
            if span
            else None
        )
    return None


def _clause_start(tokens: Sequence[Token], cue: int) -> int | None:
    """Where the reported clause begins: after "that", or right after a plain verb and its object."""
    for at in range(cue + 1, min(cue + 9, len(tokens) - 3)):
        if tokens[at].low == "that" and not is_finite(tokens[at + 1]):
            return at + 1
        if not tokens[at].is_word or is_finite(tokens[at]):
            break
    if tokens[cue].low not in _PLAIN:
        return None
    at = cue + 1
    if tokens[cue].low in ("told", "tells"):
        listener = parse(tokens, at)
        at = listener.last if listener is not None else len(tokens)
    while at < len(tokens) and tokens[at].low in lexicon.MONTHS_AND_DAYS:
        at += 1
    subject = parse(tokens, at)
    if subject is None or subject.last >= len(tokens) or not _verb_near(tokens, subject.last):
        return None
    return at


def _verb_near(tokens: Sequence[Token], at: int) -> bool:
    return any(is_finite(token) for token in tokens[at : at + 5])


def _clause(tokens: Sequence[Token], start: int) -> Span | None:
    end = len(tokens)
    while end > start and not tokens[end - 1].is_word:
        end -= 1
    if end - start < 3:
        return None
    return Span(start=tokens[start].start, end=tokens[end - 1].end)


def reported_in(text: str, sentences: Sequence[Span]) -> Iterator[Reported]:
    for sentence in sentences:
        if found := read_reported(text, sentence):
            yield found
