"""Text → tokens: words, stops and masked quotations, each with its place; and which words look like verbs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from index.quotations import lexicon
from index.types import Span

_TOKEN = re.compile(
    r'(?P<quote>"[^"\n]*"?)'
    r"|(?P<nickname>[“‘'][A-Z][\w ]{0,18}[”’'](?=\s[A-ZÀ-Þ]))"
    r"|(?P<word>(?:Mr|Mrs|Ms|Dr|Sen|Rep|Sens|Reps|Gov|Gen|Lt|Col|Sgt|Capt|Maj|Cmdr|Adm|Rev|Prof|St|Jr|Sr|Inc|Corp|Co|Ltd"
    r"|Supt|Hon|Pvt|Cpl)\."
    r"|(?:[^\W\d_]\.){2,}(?:[’']s)?|[A-ZÀ-Þ]\.(?=\s?[A-ZÀ-Þ])|[@#$£€]?\w+(?:[’'&.-]\w+)*(?:(?<=s)[’'](?=\s))?|&)"
    r"|(?P<stop>--|[^\w\s])"
)
DASHES = frozenset(("—", "–", "-", "--"))


class Token(NamedTuple):
    """A word, a stop or a masked quotation; ``low`` is in lower case, without a full stop."""

    text: str
    start: int
    end: int
    low: str

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum() or self.text[0] in "@#$£€&"

    @property
    def is_quote(self) -> bool:
        return self.text[0] in "\"“‘'" and len(self.text) > 1

    @property
    def is_capital(self) -> bool:
        first = self.text[0]
        return first.isupper() or first == "@" or (first == "a" and self.text[:3] == "al-" and self.text[3:4].isupper())

    @property
    def is_possessive(self) -> bool:
        return self.text.endswith(("'s", "’s", "s'", "s’"))


def tokenise(text: str, start: int, end: int) -> list[Token]:
    """The tokens of ``text[start:end]``, with offsets of ``text``."""
    return [
        Token(word := match.group(), match.start(), match.end(), word.lower().rstrip("."))
        for match in _TOKEN.finditer(text, start, end)
    ]


def span_of(tokens: Sequence[Token], first: int, last: int) -> Span:
    """From the token ``first`` up to the token ``last``, which is not in it."""
    return Span(start=tokens[first].start, end=tokens[last - 1].end)


def is_adverb(token: Token) -> bool:
    """Whether the word can stand between a subject and its verb and changes neither."""
    return token.low in lexicon.ADVERBS or (token.low.endswith("ly") and token.text[0].islower()) or token.low == "not"


def is_finite(token: Token) -> bool:
    """Whether the word looks like a verb that has a subject."""
    low = token.low
    return not token.is_capital and (
        low in lexicon.AUXILIARIES
        or low in lexicon.IRREGULAR_PASTS
        or lexicon.SPEECH.get(low) in lexicon.FINITE
        or lexicon.LABELLING.get(low) in lexicon.FINITE
        or (low.endswith("ed") and len(low) > 4)
    )


def past_adverbs(tokens: Sequence[Token], at: int) -> int:
    """Where the adverbs that begin at token ``at`` end."""
    while at < len(tokens) and is_adverb(tokens[at]):
        at += 1
    return at
