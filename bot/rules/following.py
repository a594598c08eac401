"""A question that follows a card → the question with what the card names put in. Pure.

What stands in is taken from the question before, and from the sentence that answered it where that question names
nobody. A question that names its own subject is left alone, and so is what asks nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import partial
from itertools import dropwhile

from index.languages import load
from index.languages.chatter import tidy
from index.languages.tokens import CAPITALS
from index.languages.words import Mark, read_words
from index.types import Span

_AUXILIARIES = "did|does|do|is|are|was|were|has|have|had|will|would|can|could|should|may|might"
_WH = r"who|whom|whose|what|when|where|which|why|how(?: (?:many|much|long|often|far|old))?"
_PREPOSITIONS = "in|on|at|by|for|from|about|with|of|to|since|until|before|after|under|during"
_OF_PLACES = "in|at|from|of|near"  # stand before places more often than before people
_ADJECTIVE = rf"[{CAPITALS}]\w*(?:an|ish|ese|i|ic)"  # American, Kurdish, Iraqi: it wants the noun that follows
# Dr., U.S, al-Bayati
_PART = rf"(?:\b(?:al|el)-)?[{CAPITALS}][\w’'-]*(?:\.(?= (?:al-|el-)?[{CAPITALS}])|\.[{CAPITALS}])*"
_NAME = rf"{_PART}(?:(?: (?:of|for|bin|de|von))? {_PART})*"
_THING = rf"(?:the|a|an|which|two|three) (?:{_ADJECTIVE} [a-z][\w’-]*|{_NAME}|[\d,]+ [a-z][\w’-]*|[a-z][\w’-]*)"
_PHRASE = re.compile(
    rf"(?i:\b(?=(?:the|a|an|which|two|three) )){_THING}"
    rf"(?: (?:of|from|between|in) (?:the )?(?:{_NAME}(?: [a-z][\w’-]*)?))?"
)

_OPENING = re.compile(r"^(?:(?:and|but|so|ok|then|or)\b[ ,]*)+", re.IGNORECASE)
_INSTEAD = re.compile(r"^(?:and|but|or|what about|how about)\b[ ,]*(?:what about|how about)?\b *", re.IGNORECASE)
_ASKS = re.compile(rf"\b(?:{_WH})\b|^(?:{_AUXILIARIES})\b|\?\s*$", re.IGNORECASE)
_QUOTED = re.compile(r"(?<=[\"“„«]).+", re.DOTALL)  # did she say “I go”: whom these words mean is another matter
_BETWEEN_THEM = re.compile(r"\b(?:i|i'm|im|me|my|we|us|our|you|your|u)\b", re.IGNORECASE)
_QUESTION_PART = re.compile(rf"^(?:{_WH})\b *", re.IGNORECASE)
_YES_OR_NO = re.compile(rf"^(?:{_AUXILIARIES})\b", re.IGNORECASE)
_WANTS_SOMEBODY = re.compile(r"(?:who|whom|whose|which|what(?! for\b))\b", re.IGNORECASE)
_LEAVES_OPEN = re.compile(r"\b(?:any|some)(?:one|body|thing|where)?\b", re.IGNORECASE)
_BELONGS = rf"(?: (?:of|to|from|for) (?:the )?{_NAME}(?= [a-z]))?"  # the ferry to Northholm, before a verb
_SUBJECT = re.compile(
    rf"(?:^(?i:{_AUXILIARIES})|\b(?:{_AUXILIARIES})) "
    rf"((?:(?:the )?(?:(?P<native>{_ADJECTIVE}) [a-z][\w’-]*|{_NAME})|the [a-z][\w’-]*){_BELONGS})"
)
_LONE = re.compile(  # since when, who exactly, how often then
    rf"(?:(?:{_PREPOSITIONS}|till) )?(?:{_WH})(?: (?:{_PREPOSITIONS}|exactly|then|else))*", re.IGNORECASE
)
_WHEN = frozenset("earlier later now then before after today yesterday tomorrow tonight week month year".split())
_COUNTED = re.compile(rf"\bhow many ((?:{_ADJECTIVE} )?[a-z][\w’-]*)", re.IGNORECASE)
_HOW_MANY = re.compile(
    rf"how (?:many|much) (?P<counted>[\w’' -]+?) (?P<auxiliary>{_AUXILIARIES}) (?P<told>.+)", re.IGNORECASE
)
_ASKS_OF_COUNTED = re.compile(r"(?:who|which|how m)", re.IGNORECASE)
_DOER = re.compile(r"(?:I|[Yy]ou|[Hh]e|[Ss]he|[Ii]t|[Ww]e|[Tt]hey|[Tt]he|[A-Z]\w+)\b")  # of what is counted
_ASKS_WHO = re.compile(rf"who(?! (?:{_AUXILIARIES})\b)", re.IGNORECASE)  # leads the talks: what answers is a person
_OWNS = re.compile(r"['’]s$")
_OF_ALL_OF_IT = re.compile(r"^(when|why|how(?: come)?) (?:is|was|were|did|has) (?:it|this|that)$", re.IGNORECASE)

# Pronouns by what they may stand for: a person, several of something, one thing, a place.
_PERSON = re.compile(r"\b(?:his|her(?= [a-z])(?! (?:in|on|at|to|from)\b)|he|she|him|her)\b", re.IGNORECASE)
_SEVERAL = re.compile(r"\b(?:their|they|them|(?:these|those)(?= *$))\b", re.IGNORECASE)
_ONE = re.compile(r"\b(?:its|(?<!say )(?:it|(?:this|that)(?= *$)))\b", re.IGNORECASE)
_NAMES_SEVERAL = re.compile(r"(?:s|people|police|men|women|children|staff)\b", re.IGNORECASE)
_THERE = re.compile(r"\bthere(?= *$)", re.IGNORECASE)


def complete(question: str, *, before: str, marked: str = "") -> str | None:
    """The question as it is to be asked after ``before``, whose answer ``marked`` is ("" where it has none); None where
    it stands by itself, or asks nothing."""
    asked = tidy(question).strip()
    before = _OPENING.sub("", tidy(before)) or before
    bare = _OPENING.sub("", asked).rstrip(" ?!.")
    bare = bare if _ASKS_WHO.match(before) else _OF_ALL_OF_IT.sub(r"\1", bare)
    if not bare or _BETWEEN_THEM.search(_QUOTED.sub("", bare)):
        return None
    if _LONE.fullmatch(bare):
        return _extend(bare, before)
    if (rest := _INSTEAD.sub("", asked).rstrip(" ?!.")) != asked.rstrip(" ?!.") and not _ASKS.search(rest):
        return _exchange(_put_in(rest, before, marked), before)
    if not _ASKS.search(asked) or _names_itself(bare):
        return None
    put_in = _put_in(bare, before, marked)
    return None if put_in == bare else f"{put_in[0].upper()}{put_in[1:]}?"


def _extend(bare: str, before: str) -> str | None:
    """ "why" after "Did the talks break down?" → "Why did the talks break down?"; "where" after "How many beds did they
    put up?" → "Where did they put up beds?". "Who?" asks for what a question of yes or no leaves open: after "Did
    anybody resign?" for somebody, after "Did Panetta resign?" for nobody."""
    body = before.rstrip(" ?!.")
    if _YES_OR_NO.match(body) and _WANTS_SOMEBODY.match(bare) and not _LEAVES_OPEN.search(body):
        return None
    if match := _HOW_MANY.fullmatch(body):
        if _ASKS_OF_COUNTED.match(bare):
            return None
        is_done = match["auxiliary"].lower() in ("do", "does", "did") or _DOER.match(match["told"])
        parts = (match["told"], match["counted"]) if is_done else (match["counted"], match["told"])
        return f"{bare[0].upper()}{bare[1:]} {match['auxiliary']} {' '.join(parts)}?"
    rest = body[0].lower() + body[1:] if _YES_OR_NO.match(body) else _QUESTION_PART.sub("", body)
    return f"{bare[0].upper()}{bare[1:]} {rest}?"


def _exchange(other: str, before: str) -> str:
    """ "Abu Samir" after "What did Halloway say?" → "What did Abu Samir say?"; "in May", in place of "in March"."""
    body = before.rstrip(" ?!.")
    preposition = re.match(rf"(?:{_PREPOSITIONS})\b", other, re.IGNORECASE)
    if preposition:
        found = re.finditer(rf"\b{preposition[0]} .+?(?=\s(?:{_PREPOSITIONS})\b|$)", body, re.IGNORECASE)
        same = [phrase for phrase in found if _tells_time(phrase[0]) == _tells_time(other)]
        return f"{body[: same[-1].start()]}{other}{body[same[-1].end() :]}?" if same else f"{body} {other}?"
    subject = _find_subject(body)
    if subject and not _WHEN & set(other.lower().split()):
        return f"{body[: subject.start]}{other}{body[subject.end :]}?"
    return f"{body} {other}?"


def _tells_time(phrase: str) -> bool:
    """Whether it is "in August" or "in 2011", and not "in Iraq"."""
    return any(mark & Mark.TIME for _, mark in read_words(phrase)) or any(map(str.isdecimal, phrase.split()))


def _find_subject(question: str) -> Span | None:
    """Whom or what it asks about: behind "did", "American officials", but of "Susan resign" Susan alone."""
    if (found := _SUBJECT.search(question)) is None:
        return None
    is_name = found.start("native") == found.start(1) and not _is_native(found["native"])
    group = "native" if is_name else 1
    return Span(start=found.start(group), end=found.end(group))


def _names_itself(bare: str) -> bool:
    """Whether it has no pronoun, or names somebody before it: "Okafor was in Mosul, when did she leave it"."""
    found = _find_pronouns(bare)
    return not found or bool(_names(bare[: min(found)]))


def _find_pronouns(bare: str) -> list[int]:
    """Where pronouns stand that something may be put in for."""
    return [match.start() for kind in (_PERSON, _SEVERAL, _ONE) if (match := kind.search(bare))]


def _put_in(bare: str, before: str, marked: str) -> str:
    """The question with what its pronouns stand for in their place."""
    quoted, asked = _QUOTED.search(bare), _QUOTED.sub("", bare)
    named = _names(before)
    things = [match[0] for match in _PHRASE.finditer(before[:1].lower() + before[1:])]
    subject, counted = _find_subject(before), _COUNTED.search(before)
    whom = subject.of(before) if subject else ""
    several = [one for one in (whom, *things) if _NAMES_SEVERAL.search(one)]
    places = [f"to {name}" for name in _names(marked) if name not in named]
    for pronoun, candidates in (
        (_PERSON, _persons(before, marked, named) or ([whom] if _is_role(whom) else [])),
        (
            _SEVERAL,
            [*([f"the {counted[1]}"] if counted else []), *several, *([whom] if whom else []), *named],
        ),
        (_ONE, [*reversed(things), *_people(before, _OF_PLACES)]),
        (_THERE, places[-1:]),
    ):
        if chosen := next((one for one in candidates if one not in asked), None):
            asked = pronoun.sub(partial(_inflect, chosen), asked, count=1)
    return f"{asked}{quoted[0] if quoted else ''}"


def _persons(before: str, marked: str, named: Collection[str]) -> list[str]:
    """Who may be meant by "she": whom the question names, or where it asks who, whom the answer does."""
    told = [name for name in _people(marked, f"{_OF_PLACES}|to|on") if name not in named][-1:]
    asked = _people(before, _OF_PLACES)
    return told or asked if _ASKS_WHO.match(before) else asked or told


def _is_role(phrase: str) -> bool:
    """Whether it is "the mayor of Berlin", who is somebody."""
    words = load("en").words
    return any(word in words["roles"] or word in words["titles"] for word in phrase.lower().split())


def _names(text: str) -> list[str]:
    """The names in a sentence, but for what has its capital from its place, for "American" before a noun, and for
    what names nobody."""
    found = [_begin_name(match[0]) if match.start() == 0 else match[0] for match in re.finditer(_NAME, text)]
    named = [_OWNS.sub("", name) for name in found]
    return [name for name in named if name and not _is_native(name) and not _names_nobody(name)]


def _is_native(word: str) -> bool:
    """Whether it is "American" or "Kurdish", which as a rule want the noun that follows."""
    return word.endswith(("ish", "ese")) or word.lower() in load("en").words["natives"]


def _begin_name(capitals: str) -> str:
    """The name with which a sentence begins, without what stands before it: "On Monday Ana Botín" is "Ana Botín"."""
    return " ".join(dropwhile(_names_nobody, capitals.split()))


def _people(text: str, of_places: str) -> list[str]:
    """The names in a sentence that stand for no place or body: not "Basra" in "who teaches law in Basra", nor what has
    an article, "the United States"."""
    return _names(re.sub(rf"\b(?:(?:{of_places})(?: the)?|the) {_NAME}", "", text))


def _names_nobody(name: str) -> bool:
    """Whether it is a time ("Sept"), or a word that begins what somebody says ("I", "The")."""
    return all(mark & (Mark.TIME | Mark.EMPTY) for _, mark in read_words(name))


def _inflect(name: str, pronoun: re.Match[str]) -> str:
    """What stands in for a pronoun, as an owner where the pronoun is one."""
    plain = re.sub(r"^which\b", "the", name)
    following = pronoun.string[pronoun.end() :].split()[:1]
    is_owner = pronoun[0].lower() in ("his", "its", "their") or (
        pronoun[0].lower() == "her" and following and not _names_nobody(following[0])
    )
    return f"{plain}’s" if is_owner else plain
