"""Did X say Y? Claimed words and the quotations in scope → a verdict. Pure.

The ladder, from the top; the first step that holds is the ruling, and the best quotation on it is the evidence:

1. the named person said exactly these words → EXACT
2. the named person said nearly these words → NEARLY
3. somebody else, known by name, said exactly these words → SOMEONE_ELSE
4. the articles report that the named person said so, in their own words → REPORTED
5. the words are quoted, but whose they are is not known → NEARLY: nobody can tell whether the named person said them,
   so neither EXACT nor SOMEONE_ELSE would be true. The evidence then has no speaker, an unsure or an anonymous one, and
   where the words agree the edits show no difference
6. somebody else said nearly these words → SOMEONE_ELSE
7. otherwise → ABSENT

A claim that names nobody asks for anybody, so only steps 1, 2, 4 and 7 can hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum, auto

from index.checking.comparing import Likeness, compare, compare_report, write_edits
from index.checking.names import is_anonymous, is_same_person
from index.checking.utterances import find_candidates
from index.checking.wording import Wording
from index.checking.words import claimed_words
from index.types import Claim, Coverage, Kind, Quotation, Ruling, Verdict

__all__ = ["check", "claimed_words", "is_same_person"]


class _Voice(Enum):
    NAMED = auto()  # the person whom the claim names, or anybody if it names nobody
    OTHER = auto()  # certainly somebody else
    UNKNOWN = auto()  # may be anybody
    REPORTED = auto()  # the named person, in the reporter's words


def check(claim: Claim, quotations: Sequence[Quotation], coverage: Coverage) -> Verdict:
    """The ruling on whether the claim's speaker said its words, with the quotation that it rests on.

    ``claim.speaker`` is a full name as the quotations give it, or None. Among equals the first in order of article id
    and place wins, so the same input always gives the same verdict.
    """
    wording = Wording(text=claim.words)
    best: dict[_Voice, Likeness] = {}
    for utterance in find_candidates(quotations, wording.probes):
        voice = _recognise(claim, utterance.quotations[0])
        if voice is None or (voice in best and best[voice].is_exact):
            continue
        likeness = compare_report(wording, utterance) if voice is _Voice.REPORTED else compare(wording, utterance)
        if likeness and (voice not in best or _rank(likeness) > _rank(best[voice])):
            best[voice] = likeness
    ruling, likeness = _rule(best)
    return Verdict(
        claim=claim,
        ruling=ruling,
        quotation=likeness.quotation if likeness else None,
        edits=() if likeness is None or ruling is Ruling.REPORTED else write_edits(wording, likeness),
        coverage=coverage,
    )


def _recognise(claim: Claim, quotation: Quotation) -> _Voice | None:
    """Whose words the quotation gives; None for a report about others: it neither supports nor contradicts."""
    speaker = quotation.speaker
    is_named = claim.speaker is None or (speaker is not None and is_same_person(claim.speaker, speaker.name))
    if quotation.kind is Kind.INDIRECT:
        return _Voice.REPORTED if is_named else None
    if is_named:
        return _Voice.NAMED
    return _Voice.OTHER if speaker and speaker.sure and not is_anonymous(speaker.name) else _Voice.UNKNOWN


def _rank(likeness: Likeness) -> tuple[bool, float]:
    return likeness.is_exact, likeness.score


def _rule(best: Mapping[_Voice, Likeness]) -> tuple[Ruling, Likeness | None]:
    """The first step of the ladder that holds."""
    named, other, unknown, reported = (best.get(voice) for voice in _Voice)
    if named:
        return Ruling.EXACT if named.is_exact else Ruling.NEARLY, named
    if other and other.is_exact:
        return Ruling.SOMEONE_ELSE, other
    if reported:
        return Ruling.REPORTED, reported
    if unknown:
        return Ruling.NEARLY, unknown
    return (Ruling.SOMEONE_ELSE, other) if other else (Ruling.ABSENT, None)
