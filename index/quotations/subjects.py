"""Who does what the verb says: the subject of a cue, or of a sentence. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.quotations import lexicon
from index.quotations.cues import find_cue, is_cue, past_bracket
from index.quotations.phrases import Phrase, Sort, parse, parse_name
from index.quotations.tokens import Token, is_adverb, is_finite, past_adverbs, span_of

_AUTHORED = frozenset(
    "statement email e-mail letter post tweet report memo message filing release note ad op-ed".split()
)
_LONGEST_APPOSITION = 40  # tokens between commas
_LONGEST_ANTECEDENT = 14  # tokens of the phrase before "who"


def find_author(tokens: Sequence[Token], subject: Phrase | None) -> Phrase | None:
    """A statement from X speaks for X."""
    if subject is None or subject.sort is not Sort.NOMINAL or subject.head not in _AUTHORED:
        return subject
    for at in range(subject.first, min(subject.last + 1, len(tokens))):
        if tokens[at].low in ("from", "by") and (author := parse_name(tokens, at + 1)):
            return author
    return subject


def with_name(tokens: Sequence[Token], subject: Phrase | None) -> Phrase | None:
    """The description with the name that follows it: the mayor, Ana Ruiz, said."""
    if subject is None or subject.sort is not Sort.NOMINAL:
        return subject
    if subject.last + 1 >= len(tokens) or tokens[subject.last].text != ",":
        return subject
    name = parse_name(tokens, subject.last + 1)
    if name is None or name.role is not None or name.last - name.first < 2:
        return subject
    if (
        name.last < len(tokens)
        and tokens[name.last].text not in (",", ".", ";", "(")
        and not tokens[name.last].is_quote
    ):
        return subject
    return replace(name, first=subject.first, role=span_of(tokens, subject.first, subject.last), head=subject.head)


def subject_of(tokens: Sequence[Token], cue: int) -> Phrase | None:
    """The phrase whose own verb the cue is; the leftmost that reaches it, objects of prepositions last."""
    spare, at = None, 0
    while at < cue:
        phrase = parse(tokens, at)
        if phrase is None or phrase.last > cue:
            at += 1
            continue
        if find_cue(tokens, phrase.last) == cue and not tokens[phrase.last - 1].is_possessive:
            if phrase.head == "who":
                return _antecedent(tokens, at)
            if at == 0 or tokens[at - 1].low not in lexicon.PREPOSITIONS:
                return with_name(tokens, phrase)
            spare = phrase
        at = phrase.last
    return spare


def _antecedent(tokens: Sequence[Token], who: int) -> Phrase | None:
    """The phrase that "who" stands for: the one that ends right before it."""
    end = who - 1 if who and tokens[who - 1].text == "," else who
    phrases = (parse(tokens, first) for first in range(max(0, end - _LONGEST_ANTECEDENT), end))
    return next((phrase for phrase in phrases if phrase is not None and phrase.last == end), None)


def earlier_subject(tokens: Sequence[Token], cue: int) -> Phrase | None:
    """The war would end, X said, adding: the subject of the cue before."""
    for at in range(cue - 1, 0, -1):
        low = tokens[at].low
        if is_cue(tokens[at]) and low in lexicon.SPEECH and low not in lexicon.NOUNS_TOO:
            return subject_of(tokens, at)
    return None


def find_subject(tokens: Sequence[Token], end: int) -> Phrase | None:
    """The subject of the main clause among the tokens before ``end``."""
    at = _after_opening_clause(tokens, end)
    spare = None
    while at < end:
        phrase = parse(tokens, at)
        if phrase is None or phrase.last > end:
            at += 1
            continue
        free = at == 0 or (tokens[at - 1].low not in lexicon.PREPOSITIONS and not is_finite(tokens[at - 1]))
        if free and not tokens[phrase.last - 1].is_possessive and phrase.head != "who":
            if _has_verb(tokens, phrase.last, end):
                return with_name(tokens, phrase)
            spare = spare or phrase
        at = phrase.last
    return spare if spare and spare.sort is not Sort.NOMINAL else None


def _after_opening_clause(tokens: Sequence[Token], end: int) -> int:
    if not tokens:
        return 0
    low = tokens[0].low
    if not (low in lexicon.SUBORDINATORS or low.endswith("ing") or low in lexicon.PREPOSITIONS):
        return 0
    return next((number + 1 for number in range(1, end - 1) if tokens[number].text == ","), 0)


def _has_verb(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether a verb follows the phrase: at once, or after what stands between commas or brackets."""
    while at < end and (is_adverb(tokens[at]) or tokens[at].text == "("):
        at = past_bracket(tokens, at) if tokens[at].text == "(" else at + 1
    if at >= end:
        return False
    if tokens[at].text == ",":
        commas = (number for number in range(at + 1, min(at + _LONGEST_APPOSITION, end)) if tokens[number].text == ",")
        return any(_is_verb(tokens, comma + 1, end) for comma in commas)
    return _is_verb(tokens, at, end)


def _is_verb(tokens: Sequence[Token], at: int, end: int) -> bool:
    at = past_adverbs(tokens, at)
    return at < end and (is_finite(tokens[at]) or _looks_present(tokens[at]))


def _looks_present(token: Token) -> bool:
    """He rows, she mends."""
    low = token.low
    return (
        token.text[0].islower() and low.endswith("s") and not low.endswith("ss") and low not in lexicon.FUNCTION_WORDS
    )
