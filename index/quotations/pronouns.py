"""Who a pronoun means: "he", "she", "they", "it"."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from index.quotations import lexicon
from index.quotations.cast import Cast
from index.quotations.identities import Identity
from index.quotations.layout import Layout
from index.quotations.mentions import Mention, Mentions
from index.quotations.names import Gender
from index.quotations.phrases import Phrase, Sort
from index.quotations.subjects import find_subject
from index.quotations.tokens import tokenise
from index.types import Evidence

_GENDERS = {"he": Gender.MALE, "she": Gender.FEMALE}
_FIRST_PERSON = frozenset(("i", "we", "you"))
_WINDOW = 5  # sentences within which the best candidate wins, not the nearest
_PER_SENTENCE = 0.9  # what a sentence of distance takes off a candidate's fitness
_CLEAR = 0.8  # the lead over the next best at which a candidate is sure
_SURE_DISTANCE = 3  # sentences
_DEEPEST = 6  # pronouns that wait for one another
_LONGEST = 600  # characters of a sentence whose subject is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    mention: Mention
    distance: int  # in sentences
    score: float


class Pronouns:
    """Resolves pronouns in the order of reading; ``identify`` tells whom a name or a description means."""

    def __init__(
        self, layout: Layout, cast: Cast, mentions: Mentions, identify: Callable[[Phrase], Identity | None]
    ) -> None:
        self._layout, self._cast, self._mentions, self._identify = layout, cast, mentions, identify
        self._known: dict[int, Identity] = {}
        self._pending: set[int] = set()
        self._speakers: list[Identity] = []

    def hear(self, identity: Identity) -> None:
        """Remembers who spoke."""
        self._speakers.append(identity)

    def resolve(self, phrase: Phrase) -> Identity | None:
        """Whom a pronoun beside a cue means; a member of unknown gender is of the pronoun's from then on."""
        if phrase.head in _FIRST_PERSON:
            return None
        gender = _GENDERS.get(phrase.head, Gender.UNKNOWN)
        found = self._thing(phrase) if phrase.head in ("it", "they") else None
        if found is None and (found := self._antecedent(phrase.span.start, gender, phrase.head)):
            member = found.member
            if member is not None and member.gender is Gender.UNKNOWN:
                member.gender = gender
        if found is not None:
            self._known[phrase.span.start] = found
        return found

    def resolve_told(self, phrase: Phrase) -> Identity | None:
        """Whom "he" or "she" means in the telling, between the quotations."""
        at = phrase.span.start
        if at in self._known or phrase.head not in _GENDERS or at in self._pending or len(self._pending) >= _DEEPEST:
            return self._known.get(at)
        self._pending.add(at)
        found = self._antecedent(at, _GENDERS[phrase.head], phrase.head)
        self._pending.discard(at)
        if found is not None:
            self._known[at] = found
        return found

    def _thing(self, phrase: Phrase) -> Identity | None:
        """The body or the people that "it" or "they" goes back to: the subject of one of the two sentences before."""
        for sentence in islice(self._layout.backwards(phrase.span.start, paragraphs=1), 2):
            tokens = tokenise(self._layout.text, sentence.start, min(sentence.end, sentence.start + _LONGEST))
            subject = find_subject(tokens, len(tokens))
            if subject is None or not _may_be_thing(subject, phrase.head):
                continue
            identity = self._identify(subject)
            if identity is not None and (identity.member is None or not identity.member.is_person):
                return Identity(name=identity.name, member=None, evidence=Evidence.PRONOUN, sure=False)
        return None

    def _antecedent(self, at: int, gender: Gender, pronoun: str) -> Identity | None:
        ranked = sorted(self._candidates(at, gender, pronoun), key=lambda one: (-one.score, one.mention.sighting.start))
        if not ranked:
            return self._forward(at, gender, pronoun) or self._speaker(gender)
        best = ranked[0]
        identity = best.mention.identity
        rival = next((one for one in ranked if one.mention.identity.name != identity.name), None)
        if rival is not None and _is_even(best, rival):
            return None
        clear = rival is None or best.score - rival.score >= _CLEAR
        known = rival is None or (best.mention.gender is gender and gender is not Gender.UNKNOWN)
        sure = identity.sure and clear and known and best.distance <= _SURE_DISTANCE
        return replace(identity, evidence=Evidence.PRONOUN, sure=sure)

    def _candidates(self, at: int, gender: Gender, pronoun: str) -> Iterator[_Candidate]:
        """Those whom the pronoun can mean, from the nearest five sentences or from the first that names any."""
        found = False
        for distance, mentions in enumerate(self._mentions.backwards(at)):
            if distance >= _WINDOW and found:
                return
            for mention in mentions:
                if mention.sighting.start < at and _may_be(mention, gender, pronoun):
                    found = True
                    score = _fitness(mention, gender) - _PER_SENTENCE * distance
                    yield _Candidate(mention=mention, distance=distance, score=score)

    def _forward(self, at: int, gender: Gender, pronoun: str) -> Identity | None:
        """“I was nine,” she said. Catalina Rojas remembers the night."""
        paragraph, number = self._layout.locate(at)
        here = self._layout.sentences(paragraph)[number + 1 : number + 2]
        for sentence in here or self._layout.sentences(paragraph + 1)[:1]:
            for mention in self._mentions.read(sentence):
                if mention.sighting.subject and mention.gender is gender and _may_be(mention, gender, pronoun):
                    return replace(mention.identity, evidence=Evidence.PRONOUN, sure=False)
        return None

    def _speaker(self, gender: Gender) -> Identity | None:
        """The last speaker of the gender."""
        for known in reversed(self._speakers):
            if known.member is not None and self._cast.courtesy_gender(known.member) in (gender, Gender.UNKNOWN):
                return replace(known, evidence=Evidence.PRONOUN, sure=False)
        return None


def _may_be_thing(subject: Phrase, pronoun: str) -> bool:
    if subject.sort is not Sort.NOMINAL:
        return subject.sort is Sort.NAME
    plural = subject.head in lexicon.CROWDS or subject.head.endswith("s")
    return plural == (pronoun == "they") and (plural or subject.head in lexicon.BODIES)


def _may_be(mention: Mention, gender: Gender, pronoun: str) -> bool:
    if pronoun in ("they", "it") or mention.sighting.plural:
        return pronoun == "they" and mention.sighting.plural
    return mention.gender in (gender, Gender.UNKNOWN)


def _fitness(mention: Mention, gender: Gender) -> float:
    """How well a mention of the right number and gender suits a pronoun, before distance is taken off."""
    known = 3.0 if mention.gender is gender else 1.5 if mention.identity.member is not None else 0.0
    return known + (1.6 if mention.sighting.subject else 0.0)


def _is_even(one: _Candidate, other: _Candidate) -> bool:
    """Whether two candidates stand side by side: Ed Marr and Tom Gray."""
    return (
        one.mention.sighting.joined
        and other.mention.sighting.joined
        and one.distance == other.distance
        and one.mention.gender is other.mention.gender
    )
