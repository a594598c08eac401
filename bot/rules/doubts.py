"""Whether a message only asks if something is true, or was said: "is this true?" of what somebody else wrote, "did Ann
Lee say “we wait”?" of words that stand in it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_EDGES = " \t\n?!¿¡؟.…,،:;\"'“”"
_LEAD_IN = re.compile(
    r"^(?:(?:@[\w.]+|hey|hi|hello|so|and|but|wait|ok|oh|um+|hmm+|please|pls|hallo|also|und|et|y)\b[ ,:]*)+",
    re.IGNORECASE,
)
_WHO = r"(?P<who>\w[\w.’'-]*(?: [\w.’'-]+){0,5}?)"
_NAMES_NOBODY = frozenset(  # who is meant stands in the other message, if anywhere
    "he she they it anyone anybody someone somebody er sie jemand man il elle on quelqu'un él ella ellos alguien "
    "هو هي أحد".split()
)

_THIS = "(?:any of |all of |all )?(?:this|that|it|(?:this|that|the) (?:quote|claim|story|news|statement|post|message))"
_SURELY = "(?:(?:really|actually|even|ever|truly|all|just|indeed) )*"
_TRUE = (
    "(?:true|real|correct|right|accurate|legit|genuine|authentic|fake|false|a lie|a fact|confirmed|made up|for real"
    "|an? (?:real|true|actual|genuine|fake) (?:quote|story|statement|claim))"
)
_OR_NOT = "(?: or (?:not|no|nah|fake|false|real|true))?"
_CHECK = "(?:fact[ -]?check|check|verify)"
_SAY = "(?:say|write|tweet|post|claim|state)"
_DE_SURELY = "(?: (?:wirklich|tatsächlich|echt|so|denn|eigentlich|überhaupt|je|jemals|auch))*"
_FR_TRUE = "(?:bien |vraiment )?(?:vrai|exact|faux|réel|authentique)"
_ES_TRUE = "(?:verdad|cierto|real|falso|correcto|auténtico)"
_AR_SURELY = "(?: (?:حقا|حقًا|فعلا|فعلًا|فعلاً|بالفعل))?"
# How a language asks it: a row each, with what it takes and what it does not in tests/bot/test_doubts.py.
_WAYS = tuple(
    re.compile(way, re.IGNORECASE)
    for way in (
        rf"(?:is|was|are|were|isn't) {_THIS} {_SURELY}{_TRUE}{_OR_NOT}",
        rf"(?:is (?:it|this|that)|really|seriously|{_TRUE}){_OR_NOT}",
        rf"(?:(?:can|could|would) (?:you|u) )?(?:please |pls )?{_CHECK}(?: {_THIS})?(?: (?:for me|please|pls))*",
        rf"did {_WHO} {_SURELY}{_SAY} (?:{_THIS}|so|(?:any|some)thing like (?:this|that)){_OR_NOT}",
        rf"(?:has|have) {_WHO} {_SURELY}said {_THIS}{_OR_NOT}",
        rf"who {_SURELY}said {_THIS}",
        rf"stimmt(?: das| es| dies|'?s)?{_DE_SURELY}",
        rf"(?:ist|war) (?:das|es|dies|dieses zitat){_DE_SURELY} (?:wahr|richtig|echt|korrekt|falsch|erfunden|fake)",
        r"(?:wahr|echt|wirklich|faktencheck)",
        rf"hat {_WHO} (?:das|dies|so etwas|sowas){_DE_SURELY} gesagt",
        rf"(?:est[ -]ce que )?(?:c'est|ce serait|est[ -]ce) {_FR_TRUE}(?:,? (?:ça|cela))?",
        rf"(?:ça|cela) est {_FR_TRUE}|vrai(?:ment)?",
        rf"(?:est[ -]ce que )?{_WHO} a(?:-t-(?:il|elle|on))?(?: vraiment| bien)? dit (?:ça|cela|ceci)",
        r"a-t-(?P<who>il|elle|on)(?: vraiment| bien)? dit (?:ça|cela|ceci)",
        rf"(?:(?:esto|eso) )?(?:es|será) {_ES_TRUE}(?: (?:esto|eso))?|(?:es|será) (?:esto|eso) {_ES_TRUE}",
        r"(?:de )?(?:verdad|veras|cierto)|en serio",
        rf"(?:de verdad |realmente )?(?:dijo|ha dicho)(?: de verdad| realmente)?(?: {_WHO})? (?:esto|eso)",
        rf"{_WHO}(?: de verdad| realmente)? (?:dijo|ha dicho)(?: de verdad| realmente)? (?:esto|eso)",
        rf"(?:هل |أ)?(?:هذا|ذلك) (?:صحيح|حقيقي|حقيقة|كذب){_AR_SURELY}|صحيح|حقا|حقًا|فعلا|فعلًا|فعلاً",
        rf"هل قالت?(?: {_WHO})? (?:هذا|ذلك){_AR_SURELY}",
    )
)
# The mark behind them is an edge, but for one before "or not".
_WORDS = rf"(?: that)?[,:]? [\"“„‘'](?P<words>[^\"“”„‘]+)(?:[\"“”]{_OR_NOT})?"
# How the words themselves are asked about, likewise.
_WAYS_WITH_WORDS = tuple(
    re.compile(way, re.IGNORECASE)
    for way in (
        rf"did {_WHO} {_SURELY}{_SAY}{_WORDS}",
        rf"(?:has|have) {_WHO} {_SURELY}said{_WORDS}",
        rf"(?:is it|is it really|is it actually) true(?: that)? {_WHO} {_SURELY}said{_WORDS}",
        rf"hat {_WHO}{_DE_SURELY}(?: gesagt)?{_WORDS}",
        rf"(?:is|was) [\"“„](?P<words>[^\"“”„]+)[\"”“] {_SURELY}{_TRUE}",
    )
)
_SAYING = "(?:said|says|wrote|tweeted|posted|claimed|claims|stated|told)"
_ASKS = "(?:who|whom|whose|what|when|where|which|why|how)"
_BEFORE_WORDS = re.compile(  # check “we wait”; fact check: Lee said “we wait”; can you verify that Lee said “we wait”
    rf"(?:(?:(?:can|could|would) (?:you|u) )?(?:please |pls )?(?:quote check|{_CHECK})|is {_THIS} {_SURELY}{_TRUE}"
    rf"|true or false|real or fake|really)(?: {_THIS})?(?:[:?]? ?(?=[\"“„«])|: (?!{_ASKS}\b|.*\?\s*$)"
    rf"| (?:if|whether|that) (?=.*\b{_SAYING}\b.*[\"“„«]))(?P<words>.+)",
    re.IGNORECASE | re.DOTALL,
)
_CHECK_FIRST = re.compile(rf"^{_CHECK}(?: {_THIS})?: ", re.IGNORECASE)  # fact check: did Lee say “we wait”?


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """``speaker`` is who is said to have said it, where the doubt names somebody."""

    speaker: str | None = None


def doubt_in(content: str) -> Doubt | None:
    """What a message doubts that asks nothing else; None where it asks something of its own."""
    for way in _WAYS:
        if found := way.fullmatch(_bare(content)):
            return Doubt(speaker=_who(found))
    return None


def claim_in(content: str) -> tuple[str, str | None] | None:
    """The words that a message asks about whether somebody said them, and who, where that is told; None where it asks
    anything else."""
    asked = _CHECK_FIRST.sub("", _bare(content))
    for way in _WAYS_WITH_WORDS:
        if found := way.fullmatch(asked):
            return found["words"].strip(_EDGES), _who(found)
    if found := _BEFORE_WORDS.fullmatch(_LEAD_IN.sub("", content, count=1)):
        return found["words"], None
    return None


def _bare(content: str) -> str:
    return _LEAD_IN.sub("", content.strip(_EDGES).replace("’", "'"), count=1).strip(_EDGES)


def _who(found: re.Match[str]) -> str | None:
    who = found.groupdict().get("who")
    return None if who is None or who.lower() in _NAMES_NOBODY else who
