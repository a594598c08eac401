"""The attribution that leads up to a quotation: X said, "Words." Pure.

The sentence comes with its quotations masked (``"Qqq"``), so that nothing is read out of somebody's words.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.quotations import lexicon
from index.quotations.attributions import REACH, Attribution, read_according
from index.quotations.cues import could_be_cue, is_joined, is_negated, is_passive, tense_of
from index.quotations.phrases import Phrase, Sort, parse
from index.quotations.subjects import earlier_subject, find_author, find_subject, subject_of, with_name
from index.quotations.tokens import Token, is_finite, span_of, tokenise


def read_before(text: str, start: int, end: int) -> Attribution | None:
    """The attribution that leads up to a quotation that begins at ``end`` in a sentence that begins at ``start``."""
    tokens = tokenise(text, max(start, end - REACH), end)
    lead = _take_stops(tokens)
    if not tokens:
        return None
    introduced = lead.startswith((",", ":")) or tokens[-1].low == "that"
    for at in range(len(tokens) - 1, -1, -1):
        if found := read_according(tokens, at, adjacent=lead.startswith((",", ":"))):
            return found
        if could_be_cue(tokens, at, lead=lead):
            found = _with_subject(tokens, at, introduced=introduced)
            if found is not None:
                return None if _is_sign(found.subject) else found
    return _announced(tokens) if lead.startswith(":") else None


def _take_stops(tokens: list[Token]) -> str:
    """Takes the stops off the end of ``tokens`` and gives them."""
    lead = ""
    while tokens and not tokens[-1].is_word and not tokens[-1].is_quote:
        lead = tokens.pop().text + lead
    return lead


def _announced(tokens: Sequence[Token]) -> Attribution | None:
    """Mayor Ana Ruiz: , The mayor, smiling: ."""
    whole = parse(tokens, 0)
    if whole is not None and whole.last != len(tokens):
        whole = None
    if whole is None and not any(is_finite(token) or token.low.endswith("ing") for token in tokens):
        return None
    subject = find_subject(tokens, len(tokens)) or whole
    return Attribution(subject=subject, cue=None, adjacent=True) if subject else None


def _with_subject(tokens: Sequence[Token], cue: int, *, introduced: bool) -> Attribution | None:
    labelling = tokens[cue].low not in lexicon.SPEECH
    found, subject = _subject(tokens, cue, labelling=labelling)
    denied = is_negated(tokens, 0, cue) and not any(token.low == "only" for token in tokens[cue:])
    if not found or (denied and not introduced) or (labelling and is_passive(tokens, cue)):
        return None
    is_thing = subject is not None and subject.head in ("which", "that", "it")
    if is_thing and (labelling or tokens[cue].low in lexicon.WEAK):
        return None
    return Attribution(
        subject=find_author(tokens, subject),
        cue=span_of(tokens, cue, cue + 1),
        adjacent=introduced or cue == len(tokens) - 1,
        labelling=labelling,
    )


def _subject(tokens: Sequence[Token], cue: int, *, labelling: bool) -> tuple[bool, Phrase | None]:
    """Whether the cue brings in words here, and whose; nobody's where the speech before it goes on."""
    tense = tense_of(tokens[cue].low)
    subject = subject_of(tokens, cue)
    if subject is None and tense in lexicon.FINITE and (cue == 0 or not tokens[cue - 1].is_word):
        subject = with_name(tokens, parse(tokens, cue + 1))
    if subject is not None:
        return True, subject
    if labelling and tense == "past" and tokens[cue - 1].text == ",":
        return False, None  # three groups, labeled "gifts"
    if tense in lexicon.FINITE and not is_joined(tokens, cue):
        return False, None
    subject = earlier_subject(tokens, cue) or find_subject(tokens, cue)
    return subject is not None or any(token.is_quote for token in tokens[:cue]), subject


def _is_sign(subject: Phrase | None) -> bool:
    return subject is not None and subject.sort is Sort.NOMINAL and subject.head in lexicon.SIGNS
