"""Who does what a verb says, and to whom, read by the order of words alone: its parts, and how they are told. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import dropwhile

from index.languages import load
from index.languages.read_text import Word, content
from index.languages.words import BASES, Mark

BE = frozenset("is are was were be been being get got".split())
BESIDE_VERBS = frozenset("not been be being also later then only just already first".split())
DETERMINERS = frozenset("the a an his her its their this that these those".split())
JOINTS = frozenset("and of the a an".split())  # inside a noun phrase
LONGEST = 4  # words of a noun phrase beside a verb
PREPOSITIONS = frozenset(
    "in at on for about with from after before during of as into over under near since until off".split()
)
_PARTICLES = frozenset("for from off on over up".split())
_UNBENT = frozenset("beat bet cut hit hurt let put set shut split spread".split())  # past and present alike
_PARTICIPLE = re.compile(r"(?:ed|en|own|ent|eld|old|eft|ept|uilt|ade|ost|ought|aught|hot|aid|ut|et|ound|ung)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Whoever does what a verb says, and whatever it is done to; empty where that is left open."""

    doers: frozenset[str] = frozenset()
    done_to: frozenset[str] = frozenset()
    is_passive: bool = False

    def is_exchange_of(self, other: Deed) -> bool:
        """Whether a doer of the one is what it is done to in the other; both, where they share a part. A name of
        two who are kin tells nothing."""
        common = self.doers & self.done_to
        is_shared = bool(self.doers & other.doers - common or self.done_to & other.done_to - common)
        return self._count_crossings(other) > is_shared

    def is_reverse_of(self, other: Deed) -> bool:
        """Whether both the doer and what it is done to have each other's part."""
        return self.is_exchange_of(other) and self._count_crossings(other) > 1

    def _count_crossings(self, other: Deed) -> int:
        common = self.doers & self.done_to
        return bool(self.doers & other.done_to - common) + bool(self.done_to & other.doers - common)

    def agrees(self, other: Deed) -> bool:
        """Whether they share a part, and are no exchange."""
        return bool(self.doers & other.doers or self.done_to & other.done_to) and not self.is_exchange_of(other)


def is_auxiliary(word: Word) -> bool:
    return word.text.lower() in BE or load("en").is_a(word.text.lower(), "auxiliaries")


def is_participle(word: Word) -> bool:
    return bool(_PARTICIPLE.search(word.text.lower()))


def is_verbal(words: Sequence[Word], at: int) -> bool:
    """Whether the word has the form of a verb, or stands where one does."""
    form = words[at].text.lower()
    if form.endswith(("ed", "ing")) or form in BASES or (form in _UNBENT and _begins_object(words, at + 1)):
        return True
    if not at:
        return False
    before = words[at - 1]
    return is_auxiliary(before) or before.text.lower() == "to" or (form.endswith("s") and before.is_name)


def _begins_object(words: Sequence[Word], at: int) -> bool:
    return at < len(words) and (words[at].is_name or words[at].text.lower() in DETERMINERS)


def is_beside_verb(word: Word) -> bool:
    return is_auxiliary(word) or word.text.lower() in BESIDE_VERBS or word.text.endswith("ly")


def find_object(after: Sequence[Word]) -> frozenset[str]:
    """What stands after a verb, up to a preposition or an infinitive; and whoever is named behind its particle:
    "took over from Ann Moe", "called on the director, Ann Moe, to go"."""
    begun = [*dropwhile(lambda word: word.text.lower() in _PARTICLES, after)]
    found = begun[: next((at for at in range(len(begun) - 1) if _ends_object(begun, at)), LONGEST + 1)]
    is_close = len(begun) == len(after) or any(word.is_name and not word.mark & Mark.TIME for word in found)
    return content(found) if is_close else frozenset()


def _ends_object(words: Sequence[Word], at: int) -> bool:
    is_infinitive = words[at].text.lower() == "to" and not words[at + 1].is_name and not words[at + 1].is_empty
    return is_infinitive or words[at].text.lower() in PREPOSITIONS


def until_by(words: Sequence[Word]) -> Sequence[Word]:
    return words[: next((place for place, word in enumerate(words) if word.text.lower() == "by"), len(words))]


def find_after_by(words: Sequence[Word]) -> frozenset[str]:
    by = len(until_by(words))
    return content(words[by + 1 : by + 1 + LONGEST])
