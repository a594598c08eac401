"""The attribution that follows a quotation: "Words," said X. Pure.

The sentence comes with its quotations masked (``"Qqq"``), so that nothing is read out of somebody's words.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.quotations import lexicon
from index.quotations.attributions import REACH, Attribution, read_according
from index.quotations.cues import find_cue, is_negated
from index.quotations.phrases import Phrase, Sort, parse, parse_name
from index.quotations.subjects import find_author, with_name
from index.quotations.tokens import DASHES, Token, is_finite, past_adverbs, span_of, tokenise


def read_after(text: str, start: int, end: int, *, expected: bool) -> Attribution | None:
    """The attribution that follows a quotation; ``expected`` when its last mark promises one (a comma)."""
    tokens = tokenise(text, start, min(end, start + REACH))
    at = 0
    while at < len(tokens) and (tokens[at].text == "," or tokens[at].text in DASHES):
        at += 1
    if at == len(tokens):
        return None
    return (
        read_according(tokens, at, adjacent=True)
        or _inverted(tokens, at)
        or _put(tokens, at)
        or _subject_first(tokens, at, expected=expected or at > 0)
    )


def _inverted(tokens: Sequence[Token], at: int) -> Attribution | None:
    """said X; also said X; said, in a low voice, X."""
    cue = past_adverbs(tokens, at)
    if cue + 1 >= len(tokens) or tokens[cue].is_capital or lexicon.SPEECH.get(tokens[cue].low) not in lexicon.FINITE:
        return None
    subject = _name_after_commas(tokens, cue + 1) if tokens[cue + 1].text == "," else parse(tokens, cue + 1)
    subject = with_name(tokens, find_author(tokens, subject))
    return Attribution(subject=subject, cue=span_of(tokens, cue, cue + 1), adjacent=True) if subject else None


def _name_after_commas(tokens: Sequence[Token], at: int) -> Phrase | None:
    """The name that ends a sentence: said, after a pause, Ana Ruiz."""
    names = (parse_name(tokens, first) for first in range(at + 1, len(tokens)) if tokens[first - 1].text == ",")
    return next((name for name in names if name and (name.last == len(tokens) or tokens[name.last].text == ".")), None)


def _put(tokens: Sequence[Token], at: int) -> Attribution | None:
    """as X put it; is how X put it."""
    lows = [token.low for token in tokens[at : at + 2]]
    skip = 1 if lows[0] == "as" else 2 if lows == ["is", "how"] else 0
    subject = parse(tokens, at + skip) if skip else None
    cue = find_cue(tokens, subject.last) if subject else None
    if cue is None:
        return None
    return Attribution(subject=subject, cue=span_of(tokens, cue, cue + 1), adjacent=True)


def _subject_first(tokens: Sequence[Token], at: int, *, expected: bool) -> Attribution | None:
    """X said; X, the ambassador, told reporters."""
    subject = parse(tokens, at)
    if subject is None:
        return None
    cue = find_cue(tokens, _past_partner(tokens, subject.last), generic=expected)
    if cue is None and expected and subject.sort is Sort.NAME and _has_no_verb(tokens, subject.last):
        return Attribution(subject=subject, cue=None, adjacent=True)
    if cue is None or is_negated(tokens, subject.last, cue):
        return None
    return Attribution(
        subject=with_name(tokens, find_author(tokens, subject)),
        cue=span_of(tokens, cue, cue + 1),
        adjacent=True,
        labelling=tokens[cue].low not in lexicon.SPEECH,
    )


def _past_partner(tokens: Sequence[Token], at: int) -> int:
    """Where "X and Y" ends, if the subject is two people."""
    partner = parse_name(tokens, at + 1) if at < len(tokens) and tokens[at].low == "and" else None
    return partner.last if partner else at


def _has_no_verb(tokens: Sequence[Token], at: int) -> bool:
    """“Syrians are being caught,” Lou Becker from his desk."""
    opens = at < len(tokens) and tokens[at].low in ("from", "on", "in", "at")
    return opens and not any(is_finite(token) for token in tokens[at:])
