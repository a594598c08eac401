"""Sentence → the phrases in it that can mean somebody, and how each stands there. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.quotations import lexicon
from index.quotations.phrases import Phrase, Sort, parse
from index.quotations.subjects import find_subject, with_name
from index.quotations.tokens import Token, is_finite, past_adverbs, tokenise
from index.types import Span

_LONGEST = 900  # characters of a sentence that are read


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A phrase in its sentence. ``subject`` when it does something there, ``joined`` when it is one of "X and Y",
    ``describes`` when it may be an apposition to the name before it."""

    phrase: Phrase
    subject: bool
    joined: bool
    describes: bool

    @property
    def start(self) -> int:
        return self.phrase.span.start

    @property
    def plural(self) -> bool:
        return self.phrase.sort is Sort.NOMINAL and self.phrase.head in lexicon.CROWDS


def find_sightings(text: str, sentence: Span) -> Iterator[Sighting]:
    """The phrases of a sentence in order."""
    tokens = tokenise(text, sentence.start, min(sentence.end, sentence.start + _LONGEST))
    main = find_subject(tokens, len(tokens))
    last: Phrase | None = None
    at = 0
    while at < len(tokens):
        phrase = with_name(tokens, parse(tokens, at))
        if phrase is None:
            at += 1
            continue
        yield _sighting(tokens, phrase, main, last)
        at, last = phrase.last, phrase


def _sighting(tokens: Sequence[Token], phrase: Phrase, main: Phrase | None, last: Phrase | None) -> Sighting:
    at = phrase.first
    after = past_adverbs(tokens, phrase.last)
    joined = _is_joined(tokens, at, after)
    is_main = main is not None and main.span.start <= phrase.span.start < main.span.end
    acts = _has_verb(tokens, after) and not _is_governed(tokens, at)
    is_subject = is_main or joined or acts or _spoke(tokens, at)
    return Sighting(
        phrase=phrase,
        subject=is_subject and not tokens[phrase.last - 1].is_possessive,
        joined=joined,
        describes=last is not None and _describes(tokens, phrase, last),
    )


def _describes(tokens: Sequence[Token], phrase: Phrase, last: Phrase) -> bool:
    """Ana Ruiz, the mayor."""
    follows = phrase.first == last.last + 1 and tokens[last.last].text == ","
    return follows and last.sort is Sort.NAME and phrase.sort is Sort.NOMINAL


def _has_verb(tokens: Sequence[Token], after: int) -> bool:
    if after >= len(tokens):
        return False
    token = tokens[after]
    return token.text == "," or is_finite(token) or (token.low.endswith("s") and token.text.islower())


def _is_governed(tokens: Sequence[Token], at: int) -> bool:
    """Whether the phrase is the object of a preposition or of a verb."""
    return at > 0 and (tokens[at - 1].low in lexicon.PREPOSITIONS or is_finite(tokens[at - 1]))


def _spoke(tokens: Sequence[Token], at: int) -> bool:
    """ "Words," said X."""
    return at > 1 and tokens[at - 1].low in lexicon.SPEECH and (tokens[at - 2].is_quote or tokens[at - 2].text == ",")


def _is_joined(tokens: Sequence[Token], at: int, after: int) -> bool:
    if after + 1 < len(tokens) and tokens[after].low == "and" and tokens[after + 1].is_capital:
        return True
    return at > 1 and tokens[at - 1].low == "and" and tokens[at - 2].is_capital
