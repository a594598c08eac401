"""A verb in a text → the deed that its clause tells of. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from index.languages.counts import MEASURES
from index.languages.read_text import ReadText, Word, content
from index.languages.tokens import CAPITALS
from index.languages.words import Mark
from index.search.vetoes.parsing.deeds import (
    BE,
    DETERMINERS,
    JOINTS,
    LONGEST,
    PREPOSITIONS,
    Deed,
    find_after_by,
    find_object,
    is_beside_verb,
    is_participle,
    is_verbal,
    until_by,
)

_BREAK = re.compile(r"[.;:!?“”\"()–—\n]|\b(?:but|who|which|that|when|where|while|because|if)\b", re.IGNORECASE)
_RELATIVES = frozenset({"who", "which", "that"})
_SENTENCE = re.compile(r"[.!?“”\"\n][\"”’)]*\s")
_APPOSED = re.compile(rf",\s+(?:[{CAPITALS}][\w’'.-]*\s?){{1,4}},\s*$")
_SENTENCE_MAX = 400  # characters before a verb in which its sentence begins
_COMMA = re.compile(r",(?!\d)")  # and none within a number
_FARTHEST = 16  # words after a verb among which it is told to whom it is done, and by whom


def find_verbs(text: ReadText, verb: str, *, is_certain: bool = False) -> list[int]:
    """The places of its words that have the form of the verb, or stand where a verb does; of one that is certain to be
    a verb in the question, between two noun phrases, too: "anglers found the dog"."""
    if verb not in text.stems:
        return []
    return [
        at
        for at, word in enumerate(text.words)
        if word.stem == verb
        and not word.is_name
        and (is_verbal(text.words, at) or (is_certain and _is_between(text.words, at)))
    ]


def read_told(text: ReadText, at: int) -> Deed:
    """The parts of the clause with a verb; for a pronoun, and where there is no subject, what the sentence begins
    with."""
    after = _after(text, at)
    subject = find_subject(text, at) or _antecedent(text, text.words[at].start)
    if _is_done(text, at, after):
        return Deed(doers=find_after_by(after), done_to=subject | content(until_by(after)), is_passive=True)
    return Deed(doers=subject, done_to=find_object(after))


def read_named(text: ReadText, at: int) -> Deed:
    """The noun phrases that stand where the parts of the verb do."""
    after, subject = _after(text, at), find_subject(text, at)
    if _is_done(text, at, after):
        return Deed(doers=find_after_by(after), done_to=subject, is_passive=True)
    return Deed(doers=subject, done_to=find_object(after))


def _after(text: ReadText, at: int) -> list[Word]:
    """The words after a verb, in its clause."""
    end = next((match.start() for match in _BREAK.finditer(text.text, text.words[at].end)), len(text.text))
    return [word for word in text.words[at + 1 : at + 1 + _FARTHEST] if word.start < end]


def _is_done(text: ReadText, at: int, after: Sequence[Word]) -> bool:
    """Whether the verb is in the passive voice."""
    if not is_participle(text.words[at]):
        return False
    while at > 1 and text.words[at - 1].text.lower() == "and" and is_participle(text.words[at - 2]):
        at -= 2  # "was untied and towed away"
    comma = _COMMA.search(text.text, text.words[at].end)
    near = [word for word in after if comma is None or word.start < comma.start()]
    return any(word.text.lower() in BE for word in text.words[max(0, at - 2) : at]) or _is_by_somebody(near)


def _is_by_somebody(after: Sequence[Word]) -> bool:
    """Whether "by" follows, at once or after a place or a time, and no amount or day: "increased by 11 percent"."""
    if not after or after[0].text.lower() not in PREPOSITIONS | {"by"}:
        return False
    whom = after[len(until_by(after)) + 1 :]
    if not whom or any(word.mark & Mark.TIME for word in whom[:2]) or whom[0].text.endswith("ing"):
        return False
    return not whom[0].mark & Mark.NUMBER or (len(whom) > 1 and whom[1].stem not in MEASURES)


def _is_between(words: Sequence[Word], at: int) -> bool:
    """Whether a noun stands before it, and the determiner of another one after it."""
    around = words[at - 1 : at + 2] if at else ()
    return len(around) == 3 and not around[0].is_empty and around[2].text.lower() in DETERMINERS


def find_subject(text: ReadText, at: int) -> frozenset[str]:
    """The noun phrase before the verb and its auxiliaries, or before a "who" there, with a name set apart in it: "the
    inspector, Ann Moe, has ordered"; empty where there is only a pronoun, or none."""
    words = text.words
    while at and (is_beside_verb(words[at - 1]) or _is_wanted(words, at)):
        at -= 1 if is_beside_verb(words[at - 1]) else 2
    if at and words[at - 1].text.lower() in _RELATIVES:
        at -= 1
    border = words[at].start
    earliest = _last_end(_BREAK, text, border)
    apposed = _APPOSED.search(text.text, earliest, border)
    while apposed and at and words[at - 1].start >= apposed.start():
        at -= 1
    start = at
    while start and at - start < LONGEST + 2 and words[start - 1].start >= earliest:
        is_joint = start < at and words[start - 1].text.lower() in JOINTS
        is_border = start == at and (apposed or words[at].text.lower() in _RELATIVES)
        is_apart = "," in text.text[words[start - 1].end : words[start].start] and not is_border
        if is_apart or (words[start - 1].is_empty and not is_joint):
            break
        start -= 1
    return content(words[start:at]) | (ReadText(apposed.group()).content if apposed else frozenset())


def _is_wanted(words: Sequence[Word], at: int) -> bool:
    """Whether somebody wants to do it, or is to: "has promised to hire"."""
    return at > 1 and words[at - 1].text.lower() == "to" and is_verbal(words, at - 2)


def _last_end(pattern: re.Pattern[str], text: ReadText, before: int) -> int:
    """Where the last match before a place ends, or how far back one is looked for."""
    earliest = max(0, before - _SENTENCE_MAX)
    return max((match.end() for match in pattern.finditer(text.text, earliest, before)), default=earliest)


def _antecedent(text: ReadText, at: int) -> frozenset[str]:
    """Whom a pronoun, or a verb without a subject of its own, may mean: what the sentence begins with."""
    begin = bisect_left(text.words, _last_end(_SENTENCE, text, at), key=lambda word: word.start)
    begun = [word for word in text.words[begin : begin + LONGEST + _FARTHEST] if word.start < at]
    first = next((place for place, word in enumerate(begun) if not word.is_empty), len(begun))
    return content(begun[first : first + LONGEST])
