"""Who a name means: the name beside a cue, the label of a turn, the guest of an interview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.quotations import lexicon
from index.quotations.cast import Cast, Member
from index.quotations.names import Gender, gender_of_role, tokens_of
from index.quotations.phrases import Phrase
from index.types import Evidence, Span

_PARTICLES = frozenset("de van von der del da di la al bin".split())  # open a surname
_SIDE_BY_SIDE = 120  # characters within which two namesakes are both meant, or neither


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A speaker before it is tied to a quotation: a member of the cast, or only a name or a description."""

    name: str
    member: Member | None
    evidence: Evidence
    sure: bool


def identify_member(member: Member, evidence: Evidence, *, sure: bool) -> Identity:
    """A member of the cast as a speaker."""
    return Identity(name=member.name, member=member, evidence=evidence, sure=sure)


def identify_name(cast: Cast, phrase: Phrase, *, speaks: bool) -> Identity | None:
    """Whom a name means, None where it fits two people; a full name that ``speaks`` is a person's from then on."""
    name = phrase.naming.of(cast.text)
    words = tokens_of(name)
    if not words:
        return None
    unknown = Identity(name=name, member=None, evidence=Evidence.NAMED, sure=True)
    if len(words) > 1 and words[0] not in _PARTICLES:
        member = cast.admit(phrase) if speaks else cast.find_same(name)
        return identify_member(member, Evidence.NAMED, sure=True) if member else unknown
    gender = gender_of_role(phrase.title or "")
    found = cast.named(name, gender=gender)
    if not found:
        return unknown
    told = gender is not Gender.UNKNOWN
    if len(found) > 1 and not (told and found[0].gender is gender):
        return _among(cast, found, phrase)
    if told:
        found[0].gender = gender
    return identify_member(found[0], Evidence.NAMED, sure=True)


def _among(cast: Cast, found: Sequence[Member], phrase: Phrase) -> Identity | None:
    """One of several of a surname: the one with that role, else the one whom the article names most."""
    if phrase.role is not None:
        holders = [member for member in found if _shares_role(cast, member, phrase.role)]
        if len(holders) == 1:
            return identify_member(holders[0], Evidence.NAMED, sure=True)
    member = _most_named(found, before=phrase.span.start)
    return identify_member(member, Evidence.NAMED, sure=False) if member else None


def _shares_role(cast: Cast, member: Member, role: Span) -> bool:
    known = cast.role_of(member)
    return known is not None and not _words(cast, role).isdisjoint(_words(cast, known))


def _words(cast: Cast, span: Span) -> set[str]:
    return {word.lower() for word in span.of(cast.text).split()}


def _most_named(found: Sequence[Member], *, before: int) -> Member | None:
    """The member named most before an offset, the last of equals; None where two stand side by side."""
    told = [(member, [start for start in member.starts if start < before]) for member in found]
    told.sort(key=lambda pair: (-len(pair[1]), pair[0].starts[0]))
    (first, starts), (second, others) = told[:2]
    if not starts or len(starts) != len(others):
        return first
    if abs(starts[-1] - others[-1]) < _SIDE_BY_SIDE:
        return None
    return second if others[-1] > starts[-1] else first


def identify_label(cast: Cast, label: Span) -> Identity:
    """Who a transcript's label names: MS. OSEI, Hana Sato, THE REPORTER."""
    words = label.of(cast.text).split()
    while len(words) > 1 and words[0].lower().rstrip(".") in lexicon.COURTESY | lexicon.TITLES:
        words.pop(0)
    name = " ".join(words)
    if words[0].lower() in lexicon.DETERMINERS:
        return Identity(name=name, member=None, evidence=Evidence.NOMINAL, sure=True)
    found = [
        member
        for member in cast.named(words[-1], gender=Gender.UNKNOWN)
        if set(tokens_of(name)) <= set(tokens_of(member.name)) and not member.name.isupper()
    ]
    if len(found) == 1:
        return identify_member(found[0], Evidence.NAMED, sure=True)
    return Identity(name=name, member=None, evidence=Evidence.NAMED, sure=True)


def identify_guest(cast: Cast, *, before: int) -> Identity | None:
    """The person whom an interview is with: the one that the lines before an offset name most, or last."""
    named = [member for member in cast.members if member.starts[0] < before and cast.could_be_person(member)]
    if not named:
        return None
    guest = max(
        named,
        key=lambda member: (member.is_person, sum(start < before for start in member.starts), -member.starts[0]),
    )
    return identify_member(guest, Evidence.NOMINAL, sure=len(named) == 1)
