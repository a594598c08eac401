"""A sentence of an article → the questions that it answers, by its shape. Pure.

A row a shape, each with a sentence that has it and one that does not in tests/index/test_statements.py. A question
that reads badly is worse than none, so the shapes are narrow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.languages.tokens import CAPITALS

_MONTH = r"(?:Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)\w*\.?"
_DATE = rf"(?:{_MONTH} \d{{1,2}}(?:, \d{{4}})?|{_MONTH} \d{{4}}|(?:19|20)\d\d)"
_NUMBER = r"(?:[\d,.]+\d|\d)(?: (?:million|billion|percent))?"
_ABOUT = r"(?:[Ss]ome|[Aa]bout|[Nn]early|[Mm]ore than|[Aa]lmost|[Aa]round|[Oo]nly|[Aa]s many as)"
_NAME = rf"[{CAPITALS}][\w’-]+(?: (?:[{CAPITALS}][\w’-]+|of|al-\w+))* (?:[{CAPITALS}][\w’-]+|al-\w+)"
_VERB = r"(?:[a-z]+(?:ed|s)|led|read|told|took|left|won|lost|gave|met|made|became|began|broke)"
# Who and what stand in the sentences before, or in the part of this one that the question leaves out; others' words
_NOT_ASKED = re.compile(
    r"\b(?:he|she|it|they|him|them|his|her|hers|its|this|these|those|we|us|our|you|your|I|my)\b|[\"“”„«»]"
)
_ROLE = r"(?:, [^,.;“”]{5,70},)?"
_AUXILIARY = r"(?:is|are|was|were|has|have|had|will|would|could|can|should|may|might)"

_WHO = re.compile(
    rf"^(?:(?:The|An?) )?(?!The |An? ){_NAME}{_ROLE} (?P<told>{_VERB} (?!that\b|on \w+day\b)[^“”;,]{{8,90}})$"
)
_HOW_MANY = re.compile(
    rf"^(?:{_ABOUT} )?{_NUMBER} (?P<told>(?!percent|of )(?!.*\b(?:now|still|remain\w*)\b)[^“”;,]{{8,90}})(?:,[^“”]*)?$"
)
_HAS_COST = re.compile(
    rf"^(?P<subject>The [a-z]+) has (?P<verb>[a-z]+ed|cost|taken) (?:{_ABOUT} )?{_NUMBER} "
    r"(?P<what>[A-Za-z ]{4,40}?)(?: since [^,;“”]+)?$"
)
_SINCE = re.compile(
    rf"^(?P<subject>[A-Z][\w ]{{2,30}}?) (?P<auxiliary>has|have) (?P<told>[^“”;,]{{4,50}}) since {_DATE}"
)
_WHEN = re.compile(
    r"(?:^|, | on which )(?P<subject>the (?:[A-Z]\w+ (?:of )?)+[A-Z]\w+)(?: [a-z]+ in \d{4})? "
    r"(?P<verb>runs out|expires|ends|begins)$"
)
_WHY = re.compile(
    rf"\bthat (?P<subject>[\w ,’-]{{3,40}}?) (?P<auxiliary>{_AUXILIARY}) (?P<told>[^“”;,]{{6,50}}), because "
)
_WHERE = re.compile(
    r"^(?P<subject>[A-Z][a-z]+),? (?:[a-z ]+, )?(?P<auxiliary>should|must|will|would) "
    r"(?P<told>take place|be held|happen) (?:on|in|at) "
)


def ask_of(sentence: str) -> Iterator[str]:
    """The questions that an English sentence answers, of different kinds; none that only those before it explain."""
    if not sentence.rstrip().endswith("."):
        return iter(())  # a headline leaves out words, and has somebody say it behind a comma
    return (question for question in _ask(sentence) if not _NOT_ASKED.search(question))


def _ask(sentence: str) -> Iterator[str]:
    said = " ".join(sentence.split()).rstrip(".")
    if match := _WHY.search(said):
        yield f"Why {match['auxiliary']} {match['subject']} {match['told']}?"
    if match := _SINCE.search(said):
        yield f"Since when {match['auxiliary']} {_lower(match['subject'])} {match['told']}?"
    if match := _WHEN.search(said):
        verb = {"runs out": "run out", "expires": "expire", "ends": "end", "begins": "begin"}[match["verb"]]
        yield f"When does {match['subject']} {verb}?"
    if match := _WHERE.search(said):
        yield f"Where {match['auxiliary']} {_lower(match['subject'])} {match['told']}?"
    if match := _HAS_COST.search(said):
        yield f"How many {match['what'].strip()} has {_lower(match['subject'])} {match['verb']}?"
    if match := _HOW_MANY.search(said):
        yield f"How many {match['told']}?"
    if match := _WHO.search(said):
        yield f"Who {match['told']}?"


def _lower(subject: str) -> str:
    return subject[0].lower() + subject[1:]
