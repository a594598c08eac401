"""Did X say Y? Claimed words and the quotations in scope → a verdict. Pure.

The ladder, from the top; the first step that holds is the ruling, and the best quotation on it is the evidence:

1. the named person said exactly these words → EXACT; these words, out of a longer sentence → CUT_SHORT. Of somebody
   whom the claim describes as the article does, without a name ("an official") → UNNAMED where they would be exact
2. the named person said nearly these words → NEARLY; the contrary of them → OPPOSITE
3. somebody else said these words, whole or cut short → SOMEONE_ELSE, or UNNAMED where nobody can tell who
4. the articles report that the named person said so, in their own words → REPORTED; the contrary → OPPOSITE; with
   another number or name → NEARLY
5. the words stand in a row in an article, outside every quotation, or are its headline → OWN_WORDS
6. somebody else said nearly these words → SOMEONE_ELSE, UNNAMED
7. otherwise → ABSENT

A claim that names nobody asks for anybody who is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum, auto

from index.checking.claims import claimed_words, read_claim
from index.checking.comparing import Likeness, compare, compare_report, write_edits
from index.checking.narration import find_own_words
from index.checking.utterances import find_candidates
from index.checking.wording import Wording
from index.quotations import find_speakers, is_body, is_description
from index.types import Article, Claim, Coverage, Kind, Quotation, Ruling, Verdict

__all__ = ["check", "claimed_words", "read_claim"]


class _Voice(Enum):
    NAMED = auto()  # the person whom the claim names, or anybody with a name if it names nobody
    OTHER = auto()  # somebody else with a name, as sure as the quotation's speaker is
    UNKNOWN = auto()  # somebody without a name, who may be anybody
    REPORTED = auto()  # the named person, in the reporter's words


def check(claim: Claim, quotations: Sequence[Quotation], coverage: Coverage, near: Iterable[Article] = ()) -> Verdict:
    """The ruling on whether the claim's speaker said its words, with the quotation that it rests on.

    ``claim.speaker`` is a name, part of one, a role or None. Among equals the first in order of article id and place
    wins, so the same input always gives the same verdict. ``near`` gives the articles whose own words are
    read where nobody is quoted with the claim's.

    Raises:
        LanguageNotRead: the words stand there alone, in a language in which quotations are not read.
    """
    wording = Wording(text=claim.words)
    meant = find_speakers(quotations, claim.speaker) if claim.speaker is not None else None
    best: dict[_Voice, Likeness] = {}
    for utterance in find_candidates(quotations, wording.probes):
        voice = _recognise(meant, utterance.quotations[0])
        if voice is None or (voice in best and best[voice].ruling is Ruling.EXACT):
            continue
        likeness = compare_report(wording, utterance) if voice is _Voice.REPORTED else compare(wording, utterance)
        if likeness and (voice not in best or _rank(likeness) > _rank(best[voice])):
            best[voice] = likeness
    ruling, likeness = _rule(best)
    told, headline = likeness.quotation if likeness else None, None
    is_told_of_others = ruling in (Ruling.SOMEONE_ELSE, Ruling.UNNAMED)
    if likeness is None or (not likeness.is_whole and (is_told_of_others or likeness.is_altered)):
        narration, headlined = find_own_words(wording, near, quotations)
        headline = None if told else headlined
        if narration or headline:
            ruling, told, likeness = Ruling.OWN_WORDS, narration, None
    return Verdict(
        claim=claim,
        ruling=ruling,
        quotation=told,
        edits=write_edits(wording, likeness) if likeness and (likeness.is_altered or not likeness.is_report) else (),
        coverage=coverage,
        is_quoted=meant is None or bool(meant),
        headline=headline,
    )


def _recognise(meant: frozenset[str] | None, quotation: Quotation) -> _Voice | None:
    """Whose words the quotation gives; None for a report about others: it neither supports nor contradicts."""
    speaker, is_anonymous = quotation.speaker, _is_anonymous(quotation)
    is_meant = not is_anonymous if meant is None else speaker is not None and speaker.name in meant
    if quotation.kind is Kind.INDIRECT:
        return _Voice.REPORTED if is_meant or meant is None else None
    if is_meant:
        return _Voice.NAMED
    return _Voice.UNKNOWN if is_anonymous else _Voice.OTHER


def _is_anonymous(quotation: Quotation) -> bool:
    """Whether the article names nobody for the words, neither a person nor a body."""
    name = quotation.speaker.name if quotation.speaker else None
    return name is None or (is_description(name) and not is_body(name))


def _rank(likeness: Likeness) -> tuple[bool, bool, float]:
    return likeness.ruling is Ruling.EXACT, likeness.is_whole, likeness.score


def _rule(best: Mapping[_Voice, Likeness]) -> tuple[Ruling, Likeness | None]:
    """The first step of the ladder that holds."""
    named, other, unknown, reported = (best.get(voice) for voice in _Voice)
    others = [(Ruling.SOMEONE_ELSE, other), (Ruling.UNNAMED, unknown)]
    if named:
        is_unnamed = named.ruling is Ruling.EXACT and _is_anonymous(named.quotation)
        return Ruling.UNNAMED if is_unnamed else named.ruling, named
    for ruling, likeness in others:
        if likeness and likeness.is_whole:
            return ruling, likeness
    if reported:
        return reported.ruling, reported
    return next(((ruling, likeness) for ruling, likeness in others if likeness), (Ruling.ABSENT, None))
