"""Where the cue stands: the verb that a phrase is the subject of, past all that can stand between them. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from index.quotations import lexicon
from index.quotations.tokens import DASHES, Token, is_adverb, is_finite

_ATTACHING = frozenset(
    "of at for with from in on to by near against outside inside during over above under behind beside".split()
)
_LONGEST_BRACKET = 30  # tokens
_LONGEST_APPOSITION = 45  # tokens between commas
_LONGEST_TAIL = 14  # tokens of "of", "in" or "who" that hang on a subject


def tense_of(low: str) -> str | None:
    """The tense of a verb that brings in words, None for any other word."""
    return lexicon.SPEECH.get(low) or lexicon.LABELLING.get(low)


def is_cue(token: Token, *, helped: bool = False) -> bool:
    """Whether the word can be the verb of a subject; ``helped`` when an auxiliary stands before it."""
    tense = None if token.is_capital else tense_of(token.low)
    return tense in lexicon.FINITE or (helped and tense is not None)


def find_cue(tokens: Sequence[Token], start: int, *, generic: bool = False) -> int | None:
    """The cue whose subject ends before token ``start``; with ``generic`` any verb will do."""
    at, helped = start, False
    while at < len(tokens):
        token = tokens[at]
        if token.is_quote or token.text in (";", ":", "."):
            return None
        if is_cue(token, helped=helped):
            return at
        if token.low in lexicon.AUXILIARIES or is_adverb(token):
            helped = helped or token.low in lexicon.AUXILIARIES
            at += 1
        elif token.text == "(":
            at = past_bracket(tokens, at)
        elif token.text == "," or token.text in DASHES:
            return _past_commas(tokens, at)
        elif token.low in _ATTACHING or token.low in lexicon.RELATIVES or (at == start and token.low.endswith("ing")):
            return _past_words(tokens, at) if at == start or tokens[at - 1].text == ")" else None
        else:
            return at if generic and is_finite(token) else None
    return None


def past_bracket(tokens: Sequence[Token], at: int) -> int:
    """Where the bracket that opens at token ``at`` has closed."""
    for number in range(at + 1, min(at + _LONGEST_BRACKET, len(tokens))):
        if tokens[number].text == ")":
            return number + 1
    return len(tokens)


def _past_commas(tokens: Sequence[Token], at: int) -> int | None:
    """The cue after an apposition or a clause between commas."""
    for number in range(at + 1, min(at + _LONGEST_APPOSITION, len(tokens))):
        if tokens[number].is_quote or tokens[number].text in (";", ":"):
            return None
        if tokens[number].text == "," or tokens[number].text in DASHES:
            cue = _past_auxiliaries(tokens, number + 1)
            helped = any(token.low in lexicon.AUXILIARIES for token in tokens[number + 1 : cue])
            if cue < len(tokens) and is_cue(tokens[cue], helped=helped):
                return cue
    return None


def _past_auxiliaries(tokens: Sequence[Token], at: int) -> int:
    while at < len(tokens) and (is_adverb(tokens[at]) or tokens[at].low in lexicon.AUXILIARIES):
        at += 1
    return at


def _past_words(tokens: Sequence[Token], at: int) -> int | None:
    """The cue after words that hang on the subject: of the harbour board, who rowed."""
    for number in range(at + 1, min(at + _LONGEST_TAIL, len(tokens))):
        token = tokens[number]
        if not token.is_word:
            return _past_commas(tokens, number) if token.text == "," else None
        if is_cue(token) and token.low not in lexicon.WEAK:
            return number
        if tokens[at].low not in lexicon.RELATIVES and (is_finite(token) or token.low in lexicon.RELATIVES):
            return None
    return None


def is_negated(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether the tokens from ``start`` up to ``end`` deny or refuse."""
    return any(token.low in lexicon.NEGATIONS for token in tokens[start:end])


def is_passive(tokens: Sequence[Token], cue: int) -> bool:
    """was called; has been described."""
    before = _before_adverbs(tokens, cue)
    return (
        lexicon.LABELLING.get(tokens[cue].low) == "past"
        and before is not None
        and before.low in ("is", "are", "was", "were", "be", "been", "being")
    )


def is_joined(tokens: Sequence[Token], cue: int) -> bool:
    """and said; and later said; , then said."""
    before = _before_adverbs(tokens, cue, helpers=lexicon.AUXILIARIES)
    return before is not None and before.low in ("and", "but", "or", ",")


def _before_adverbs(tokens: Sequence[Token], at: int, *, helpers: frozenset[str] = frozenset()) -> Token | None:
    return next((token for token in reversed(tokens[:at]) if not is_adverb(token) and token.low not in helpers), None)


def could_be_cue(tokens: Sequence[Token], at: int, *, lead: str) -> bool:
    """Whether the word is a verb of speech where it stands; ``lead`` is the stops between sentence and quotation."""
    token, low = tokens[at], tokens[at].low
    tense = tense_of(low)
    if tense is None or (token.is_capital and at > 0 and not tokens[at - 1].is_quote):
        return False
    if low in lexicon.WEAK and low not in lexicon.LABELLING and not _weak_is_speech(tokens, at, lead):
        return False
    if at == 0:
        return token.is_capital
    previous = tokens[at - 1]
    if tense == "base":
        return low not in lexicon.NOUNS_TOO and _takes_base(previous)
    if tense == "past" and at + 1 < len(tokens) and tokens[at + 1].low == "by":
        return False
    return previous.low not in lexicon.DETERMINERS and not previous.is_possessive


def _takes_base(token: Token) -> bool:
    """Whether a verb without an ending can follow: to say, did say, they say, critics call."""
    return (
        token.low in ("to", "and")
        or token.low in lexicon.AUXILIARIES
        or token.low in lexicon.PRONOUNS
        or token.low.endswith("s")
        or is_adverb(token)
    )


def _weak_is_speech(tokens: Sequence[Token], at: int, lead: str) -> bool:
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if following in ("on", "back", "out", "it", "off", "so", "aloud", "that", "the") and lead:
        return True
    return (
        lead.startswith(":")
        or (lead.startswith(",") and at >= len(tokens) - 2)
        or (following == "of" and tokens[at].low.startswith("sp"))
    )
