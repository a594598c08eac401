"""Reported speech: what somebody said in the reporter's words. Pure; rather too little than too much."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.quotations import lexicon
from index.quotations.attributions import Attribution, read_according
from index.quotations.following import read_after
from index.quotations.phrases import parse
from index.quotations.subjects import find_subject, subject_of
from index.quotations.tokens import Token, is_finite, span_of, tokenise
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
_CLAUSES = frozenset(("and", "but", "who", "which"))
_UNSAID = lexicon.NEGATIONS | {"if", "whether"}
_LONGEST = 700  # characters of a sentence that is read
_LONGEST_SOURCE = 16  # tokens of an attribution, with place and time
_LONGEST_LISTENER = 9  # tokens between the verb and "that"
_MOST_COMMAS = 4  # the last of a sentence, after which an attribution may stand
_SHORTEST = 3  # tokens of a clause


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A clause in the reporter's words, and who is said to have said it."""

    span: Span
    attribution: Attribution


def has_hint(text: str, start: int, end: int) -> bool:
    """Whether a stretch of text holds a reporting verb at all."""
    return _HINT.search(text, start, end) is not None


def find_reported(text: str, sentences: Sequence[Span]) -> Iterator[Reported]:
    """The clauses that sentences without quotation marks report, at most one a sentence, and who said them."""
    for sentence in sentences:
        if _may_report(text, sentence):
            tokens = tokenise(text, sentence.start, sentence.end)
            found = _according(tokens) or _clause_first(text, sentence, tokens) or _cue_first(tokens)
            if found is not None:
                yield found


def _may_report(text: str, sentence: Span) -> bool:
    start, end = sentence.start, sentence.end
    return end - start <= _LONGEST and text.find('"', start, end) < 0 and has_hint(text, start, end)


def _according(tokens: Sequence[Token]) -> Reported | None:
    """According to X, clause."""
    attribution = read_according(tokens, 0, adjacent=False)
    if attribution is None or attribution.subject is None:
        return None
    last = attribution.subject.last
    commas = (at for at in range(last, min(last + _LONGEST_SOURCE, len(tokens))) if tokens[at].text == ",")
    return _reported(tokens, next(commas, len(tokens)) + 1, attribution)


def _clause_first(text: str, sentence: Span, tokens: Sequence[Token]) -> Reported | None:
    """Clause, X said. Clause, according to X."""
    commas = [at for at, token in enumerate(tokens) if token.text == ","]
    for comma in commas[-_MOST_COMMAS:]:
        if comma < 3 or not any(is_finite(token) for token in tokens[:comma]):
            continue
        found = read_after(text, tokens[comma].end, sentence.end, expected=False)
        if found is not None and _reports(text, tokens, found) and tokens[comma + 1].low not in _CLAUSES:
            return Reported(span=span_of(tokens, 0, comma), attribution=found)
    return None


def _reports(text: str, tokens: Sequence[Token], found: Attribution) -> bool:
    """Whether an attribution has a reporting verb, and nothing but a place and a time follows it."""
    if found.cue is None or found.cue.of(text).lower() not in _REPORTING | {"according to"}:
        return False
    end = max(found.cue.end, found.subject.span.end if found.subject else 0)
    after = [token for token in tokens if token.start >= end]
    return len(after) < _LONGEST_SOURCE and not any(
        token.low in lexicon.RELATIVES or is_finite(token) for token in after
    )


def _cue_first(tokens: Sequence[Token]) -> Reported | None:
    """X said that clause; X told Y that clause; X said clause."""
    for cue, token in enumerate(tokens):
        if cue == 0 or token.low not in _REPORTING or token.is_capital or tokens[cue - 1].low in lexicon.DETERMINERS:
            continue
        start = _clause_start(tokens, cue)
        if start is None:
            continue
        subject = subject_of(tokens, cue) or (find_subject(tokens, cue) if tokens[cue - 1].low == "and" else None)
        if subject is None or any(near.low in _UNSAID for near in tokens[max(0, cue - 4) : cue]):
            return None
        attribution = Attribution(subject=subject, cue=span_of(tokens, cue, cue + 1), adjacent=False)
        return _reported(tokens, start, attribution)
    return None


def _clause_start(tokens: Sequence[Token], cue: int) -> int | None:
    """Where the reported clause begins: after "that", or right after a plain verb and its object."""
    for at in range(cue + 1, min(cue + _LONGEST_LISTENER, len(tokens) - 3)):
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
    subject = parse(tokens, at)
    return at if subject is not None and _verb_near(tokens, subject.last) else None


def _verb_near(tokens: Sequence[Token], at: int) -> bool:
    return any(is_finite(token) for token in tokens[at : at + 5])


def _reported(tokens: Sequence[Token], start: int, attribution: Attribution) -> Reported | None:
    """The clause from token ``start`` to the end of the sentence, if it is one."""
    end = len(tokens)
    while end > start and not tokens[end - 1].is_word:
        end -= 1
    long_enough = end - start >= _SHORTEST
    return Reported(span=span_of(tokens, start, end), attribution=attribution) if long_enough else None
