"""The noun phrases that can name a speaker. Pure; no parser, only closed lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from index.quotations import lexicon
from index.quotations.names import first_names
from index.quotations.nouns import PARTICLES, end_of_nouns, is_noun
from index.quotations.tokens import Token, is_finite, span_of
from index.types import Span

_AGENTS = ("er", "or", "ist", "ian", "man", "woman", "surgeon", "writer", "mate", "person")
_POSSESSIVES = frozenset("his her their its our my".split())
_BARE = frozenset("some many most others another one both all several two".split())  # determiners that speak alone
_OPENING_TITLES = frozenset("brother sister father mother prince princess queen king pope".split())
_SURNAMES = frozenset("king dean marshal pope bishop judge major prince duke earl baron whip".split())
_HANGING = frozenset("familiar close involved briefed opposed".split())  # a person familiar with the talks
_LONGEST_TAIL = 10  # tokens


class Sort(Enum):
    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A noun phrase of a sentence: tokens ``first`` up to ``last``; ``name`` holds the name alone, ``role`` what stands
    before it ("State Department spokesperson"), ``title`` the courtesy title ("Mrs.")."""

    sort: Sort
    first: int
    last: int
    span: Span
    name: Span | None = None
    role: Span | None = None
    title: str | None = None
    head: str = ""

    @property
    def naming(self) -> Span:
        """The name, or the whole phrase where there is none."""
        return self.name or self.span


def parse(tokens: Sequence[Token], first: int) -> Phrase | None:
    """The noun phrase that begins at token ``first``, if one can begin there."""
    if first >= len(tokens) or not tokens[first].is_word:
        return None
    token, low = tokens[first], tokens[first].low
    if low in lexicon.PRONOUNS:
        return _phrase(tokens, Sort.PRONOUN, first, first + 1, head=low)
    if low in lexicon.DETERMINERS:
        return _described(tokens, first, first + 1)
    if token.is_capital and low not in lexicon.FUNCTION_WORDS:
        return _described(tokens, first, first)
    if low in PARTICLES and any(following.is_capital for following in tokens[first + 1 : first + 3]):
        return _described(tokens, first, first)
    if low in lexicon.CROWDS:
        return _described(tokens, first, first)
    if _leads_to_name(tokens, first):
        phrase = _described(tokens, first, first)
        return phrase if phrase is not None and phrase.sort is Sort.NAME else None
    return None


def parse_name(tokens: Sequence[Token], first: int) -> Phrase | None:
    """The phrase that begins at token ``first`` if it holds a name."""
    phrase = parse(tokens, first)
    return phrase if phrase is not None and phrase.sort is Sort.NAME else None


def _leads_to_name(tokens: Sequence[Token], first: int) -> bool:
    """Small words that describe the name after them: political scientist Ana Ruiz, former CIA director Lou Becker."""
    if tokens[first].low in lexicon.FUNCTION_WORDS:
        return False
    if first and (tokens[first - 1].low in lexicon.DETERMINERS or tokens[first - 1].is_possessive):
        return False
    if is_finite(tokens[first]) and not tokens[first].low.endswith("ed"):
        return False
    for at in range(first, min(first + 5, len(tokens) - 1)):
        if at > first and not (tokens[at].is_word and is_noun(tokens[at])):
            return False
        if tokens[at + 1].is_capital:
            return tokens[at].low in lexicon.ROLES or tokens[at].low.endswith(_AGENTS)
    return False


def _described(tokens: Sequence[Token], first: int, content: int) -> Phrase | None:
    """A name, a description, or a description that ends in a name."""
    last = end_of_nouns(tokens, content, determined=content > first)
    if last <= content:
        return _bare_determiner(tokens, first)
    start = _name_start(tokens, content, last)
    if start is None:
        last = _with_tail(tokens, last)
        return _phrase(tokens, Sort.NOMINAL, first, last, head=_head(tokens, content, last))
    start = _after_titles(tokens, start, last)
    if start == last:
        return _phrase(tokens, Sort.NOMINAL, first, _with_tail(tokens, last), head=tokens[start - 1].low)
    return _named(tokens, first, content, start, last)


def _named(tokens: Sequence[Token], first: int, content: int, start: int, last: int) -> Phrase:
    """The phrase whose name begins at token ``start``, with the role and the title before it."""
    titled = start > content and tokens[start - 1].low in lexicon.COURTESY
    end = start - 1 if titled else start
    role = None
    if end > content:
        role = span_of(tokens, first if tokens[first].low in _POSSESSIVES else content, end)
    return Phrase(
        sort=Sort.NAME,
        first=first,
        last=last,
        span=span_of(tokens, first, last),
        name=Span(start=tokens[start].start, end=_strip_possessive(tokens[last - 1])),
        role=role,
        title=tokens[start - 1].low if titled else None,
        head=tokens[end - 1].low if role is not None else "",
    )


def _phrase(tokens: Sequence[Token], sort: Sort, first: int, last: int, *, head: str) -> Phrase:
    return Phrase(sort=sort, first=first, last=last, span=span_of(tokens, first, last), head=head)


def _bare_determiner(tokens: Sequence[Token], first: int) -> Phrase | None:
    if tokens[first].low in _BARE:
        return _phrase(tokens, Sort.NOMINAL, first, first + 1, head=tokens[first].low)
    return None


def _strip_possessive(token: Token) -> int:
    return token.end - 2 if token.text.endswith(("'s", "’s")) else token.end


def _name_start(tokens: Sequence[Token], content: int, last: int) -> int | None:
    """Where the capitals at the end of a phrase begin; None when it ends in a common noun."""
    at = last
    while at > content and (
        tokens[at - 1].is_capital
        or tokens[at - 1].is_quote
        or (at < last and (tokens[at - 1].low in PARTICLES or tokens[at - 1].text in ("&", "of", "for", "the")))
    ):
        at -= 1
        if at < last - 1 and tokens[at].is_possessive:
            return at + 1  # Fox's Chris Wallace
    while at < last and not tokens[at].is_capital and tokens[at].low not in PARTICLES:
        at += 1
    return at if at < last else None


def _after_titles(tokens: Sequence[Token], at: int, last: int) -> int:
    """Where the name proper begins, after the last title among the capitals ("Defense Minister")."""
    for number in range(last - 1, at - 1, -1):
        low = tokens[number].low
        if (low in lexicon.COURTESY or low in lexicon.TITLES) and not _is_given_name(tokens, number, at, last):
            return at if number + 1 < last and tokens[number + 1].low in ("of", "for") else number + 1
    return at


def _is_given_name(tokens: Sequence[Token], number: int, at: int, last: int) -> bool:
    """Whether a title is part of the name: Brother Anselm, Earl Boudreaux, Steve King."""
    low = tokens[number].low
    if last - number == 2 and (low in _OPENING_TITLES or tokens[number].text.lower() in first_names()):
        return True
    return at < number == last - 1 and low in _SURNAMES


def _head(tokens: Sequence[Token], content: int, last: int) -> str:
    """The noun that a description is about: the last before a preposition."""
    head = tokens[content].low
    for token in tokens[content:last]:
        if token.low in lexicon.PREPOSITIONS or token.low in ("familiar", "close", "involved"):
            break
        head = token.low
    return head


def _with_tail(tokens: Sequence[Token], last: int) -> int:
    """A description with what hangs on it: "a person familiar with the talks", "a senior official in the ministry"."""
    at = last
    while at + 1 < len(tokens) and at - last < _LONGEST_TAIL:
        if tokens[at].low in _HANGING:
            at += 1
            continue
        if tokens[at].low not in ("of", "in", "at", "for", "with", "from", "to", "on"):
            break
        start = at + 1 + (tokens[at + 1].low in lexicon.DETERMINERS)
        stop = end_of_nouns(tokens, start, determined=True)
        if tokens[at + 1].low in lexicon.MONTHS_AND_DAYS or stop == start:
            break
        at = stop
    return at
