"""How far a noun phrase reaches: its adjectives, nouns and names, one word after another. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from index.quotations import lexicon
from index.quotations.tokens import Token, is_adverb, is_finite

PARTICLES = frozenset("de van von der den del della di da dos al bin ibn la le du st ten ter el y mac abu bint".split())
_NOUNS_IN_ING = frozenset(
    "building acting meeting incoming outgoing leading planning marketing managing founding sitting ruling visiting "
    "governing operating training housing banking engineering".split()
)
_ADJECTIVES = frozenset(  # that look like verbs
    ("leading", "retired", "so-called", "self-described", "registered", "elected", "appointed", "ranking")
)
_LONGEST = 14  # words in a description
_LONGEST_NICKNAME = 22  # characters with its marks


def end_of_nouns(tokens: Sequence[Token], start: int, *, determined: bool) -> int:
    """Where the adjectives, nouns and names that start at ``start`` end; ``determined`` after "the" and its like."""
    at = start
    while at < len(tokens) and at - start < _LONGEST:
        step = _step(tokens, at, start, determined=determined)
        if step == 0:
            break
        at += step
    return at


def _step(tokens: Sequence[Token], at: int, start: int, *, determined: bool) -> int:
    """How many of the next tokens belong to the phrase."""
    token = tokens[at]
    if token.is_capital:
        return 0 if at > start and _opens_sentence(token) else 1
    named = at + 1 < len(tokens) and tokens[at + 1].is_capital
    if not token.is_word:
        is_nickname = named and at > start and token.is_quote and len(token.text) < _LONGEST_NICKNAME
        return 1 if is_nickname else 0  # Dwight “The Anvil” Corrigan
    if named and _joins(tokens, at, start):
        return 1
    if at > start and token.low in ("of", "for") and tokens[at - 1].is_capital and _capital_after_the(tokens, at):
        return 2
    if at > start and token.low.endswith("s") and tokens[at - 1].low in lexicon.ROLES and not reaches_name(tokens, at):
        return 0  # the baker pulls
    return 1 if _goes_on(tokens, at, start, determined=determined) else 0


def _opens_sentence(token: Token) -> bool:
    return token.low in lexicon.FUNCTION_WORDS and token.low not in PARTICLES and len(token.text) > 2


def _goes_on(tokens: Sequence[Token], at: int, start: int, *, determined: bool) -> bool:
    """Whether a word in small letters belongs to the phrase."""
    token = tokens[at]
    if token.low in _ADJECTIVES:
        return True
    if is_noun(token):
        return determined or token.low in lexicon.ROLES or _is_crowd(token) or reaches_name(tokens, at)
    if not determined:
        return False
    if token.low in ("and", "then"):
        return at > start and reaches_name(tokens, at + 1)
    return (
        token.low.endswith(("ed", "ing", "ly"))
        and (at == start or tokens[at - 1].low == "and")
        and at + 1 < len(tokens)
        and _starts_noun(tokens[at + 1])
    )


def _starts_noun(token: Token) -> bool:
    """A tired and visibly shaken ..., a retired ...: more of the phrase follows."""
    return token.is_word and (token.is_capital or token.low == "and" or is_noun(token)) and not is_finite(token)


def _is_crowd(token: Token) -> bool:
    return token.low in lexicon.CROWDS or token.low in ("campaign", "spokespeople")


def _joins(tokens: Sequence[Token], at: int, start: int) -> bool:
    """A small word inside a name: de la Cruz, Ministry of Health, Calder & Sons."""
    low = tokens[at].low
    if low in PARTICLES or low == "&":
        return True
    return low in ("of", "for") and at > start and tokens[at - 1].is_capital and not tokens[at - 1].is_possessive


def _capital_after_the(tokens: Sequence[Token], at: int) -> bool:
    return at + 2 < len(tokens) and tokens[at + 1].low == "the" and tokens[at + 2].is_capital


def is_noun(token: Token) -> bool:
    """Whether the word may be a noun or an adjective: it is nothing else that the lists know."""
    low = token.low
    return (
        token.text[0].isalnum()
        and low not in lexicon.FUNCTION_WORDS
        and not (low in lexicon.SPEECH and low not in lexicon.NOUNS_TOO)
        and not is_adverb(token)
        and low not in lexicon.IRREGULAR_PASTS
        and not (low.endswith("ed") and len(low) > 4)
        and not (low.endswith("ing") and low not in _NOUNS_IN_ING)
    )


def reaches_name(tokens: Sequence[Token], at: int) -> bool:
    """Whether the next few words are nouns up to a name: biologist Nils Oberg."""
    for token in tokens[at : at + 5]:
        if token.is_capital:
            return token.low not in lexicon.FUNCTION_WORDS
        if not token.is_word or not (is_noun(token) or token.low == "and" or token.low.endswith("ly")):
            return False
    return False
