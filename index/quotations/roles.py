"""What a text says of a person beside the name: the words before it, or an apposition. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from index.quotations import lexicon
from index.quotations.phrases import Sort, parse
from index.quotations.tokens import Token, span_of, tokenise
from index.types import Span

_BEFORE, _AFTER = 120, 260  # characters that are read on either side of a name's start
_LONGEST_BEFORE = 12  # tokens of an apposition before a name
_CLAUSES = frozenset("who whose whom which where that".split())
_OPENING = frozenset("the a an his her their its one another".split())
_AGENTS = ("er", "or", "ist", "ian", "man", "woman", "ent", "ant")


def find_role(text: str, start: int) -> Span | None:
    """The role beside the name that holds offset ``start``."""
    tokens = _around(text, start)
    for at in range(len(tokens)):
        phrase = parse(tokens, at)
        if phrase is None or phrase.name is None or not phrase.name.start <= start < phrase.name.end:
            continue
        if phrase.role is not None and phrase.head not in lexicon.FUNCTION_WORDS:
            return phrase.role
        return _apposition_before(tokens, at) or _apposition_after(tokens, phrase.last)
    return None


def _around(text: str, start: int) -> list[Token]:
    """The tokens near an offset in its line, from outside quotations."""
    low = max(text.rfind("\n", 0, start) + 1, start - _BEFORE)
    if text.count('"', low, start) % 2:
        low = text.index('"', low) + 1
    end = text.find("\n", start, start + _AFTER)
    return tokenise(text, low, end if end >= 0 else min(len(text), start + _AFTER))


def _apposition_before(tokens: Sequence[Token], at: int) -> Span | None:
    """The minister, Maeve Kinsella, : a description before a name."""
    if at < 2 or tokens[at - 1].text != ",":
        return None
    for first in range(max(0, at - _LONGEST_BEFORE), at - 1):
        phrase = parse(tokens, first)
        free = first == 0 or tokens[first - 1].low not in lexicon.PREPOSITIONS
        if free and phrase is not None and phrase.last == at - 1 and phrase.sort is Sort.NOMINAL:
            return phrase.span if phrase.head in lexicon.ROLES else None
    return None


def _apposition_after(tokens: Sequence[Token], at: int) -> Span | None:
    """, the mayor of Ostrava Falls, : a description after a name, up to the next comma or stop."""
    start = _past_age(tokens, _past_brackets(tokens, at))
    if start is None or start >= len(tokens) or not _opens_description(tokens, start):
        return None
    end = _end_of_description(tokens, start)
    if end == start:
        return None
    phrase = parse(tokens, start)
    is_nominal = tokens[start].low in ("a", "an", "the") and phrase is not None and phrase.sort is Sort.NOMINAL
    return span_of(tokens, start, end) if is_nominal or any(map(_names_role, tokens[start:end])) else None


def _past_brackets(tokens: Sequence[Token], at: int) -> int:
    if at < len(tokens) and tokens[at].text == "(":
        while at < len(tokens) and tokens[at].text != ")":
            at += 1
        return at + 1
    return at


def _past_age(tokens: Sequence[Token], at: int) -> int | None:
    """Where the words after a comma begin, past an age ("Ana Ruiz, 41, a welder"); None without a comma."""
    if at >= len(tokens) or tokens[at].text not in (",", "—"):
        return None
    at += 1
    while at + 1 < len(tokens) and tokens[at].text.isdigit() and tokens[at + 1].text == ",":
        at += 2
    return at


def _opens_description(tokens: Sequence[Token], at: int) -> bool:
    if tokens[at].low in _OPENING or tokens[at].is_possessive:
        return True
    phrase = parse(tokens, at)
    if phrase is None:
        return tokens[at].text[0].islower() and any(near.low in lexicon.ROLES for near in tokens[at : at + 3])
    return phrase.sort is Sort.NOMINAL or phrase.role is not None


def _end_of_description(tokens: Sequence[Token], start: int) -> int:
    end = start
    while end < len(tokens) and tokens[end].is_word:
        low = tokens[end].low
        is_verb = low in lexicon.AUXILIARIES or low in lexicon.ADVERBS
        if low in _CLAUSES or (end > start and is_verb) or lexicon.SPEECH.get(low) == "past":
            break
        end += 1
    return end


def _names_role(token: Token) -> bool:
    low = token.low
    return (
        low in lexicon.ROLES or low.rstrip("s") in lexicon.ROLES or (token.text[0].islower() and low.endswith(_AGENTS))
    )
