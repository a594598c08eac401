"""A question that a window answers → one that it does not, with nearly every word kept: what people fall for.

Most of them put one phrase in the place of another. Where the window has the phrase, the change can be made in the
window instead: then the old question is the near miss and the new one is answered, so that the manner of the change
tells nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from tests.eval.reader.rows.phrases import OPPOSITE, SERIES, exchange, is_content, names
from tests.eval.reader.rows.wordnet import wordnet

_YEAR = re.compile(r"\b(?:1[0-9]|20)\d\d\b")
_NUMBER = re.compile(r"(?<![\w.,-])\d+(?:[.,]\d+)*(?![\w.,-]*\w)")
_WORD = re.compile(r"[A-Za-z]+")
_AUXILIARY = re.compile(r"\b(did|was|is|are|were|does|do|has|can|could|would|should)\b(?! not|n't)", re.IGNORECASE)
_ASKER = r"(Who|What|(?:Which|What) (?!has|have|had|is|was|are|were)[a-z]+)"
_ASKS_WHO = re.compile(_ASKER + r" (?!needed|used)([a-z]+ed) (?!by |in |to |as |for |from |with |that )(.+)\?")
_ASKED_BY = re.compile(_ASKER + r" (?:was|were) ([a-z]+ed) by (.+)\?")
_JOINED = re.compile(r"\b(?:between|or)\b|\band\b")
_HOW_MANY = re.compile(r"(?i)\bhow many (?:[a-z-]+ )??([a-z]{3,}s)\b")
_TIME = re.compile(
    r"\d|(?i:january|february|march|april|june|july|august|september|october|november|december|century|year)"
)
_CAUSE = re.compile(r"(?i)\b(?:because|since|due|for|after|so|cause[sd]?|reason|order|to|led|result|fear)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A question, the window that answers it, the answer, and names that stand elsewhere in the article."""

    question: str
    window: str
    answer: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """A question that the window does not answer. ``exchanged`` are the phrases that changed places, if that is all."""

    kind: str
    question: str
    exchanged: tuple[str, str] | None = None


def miss(case: Case, random: Random) -> NearMiss | None:
    """A near miss of a kind drawn by weight; None where no kind fits the question."""
    left = dict(_WEIGHTS)
    while left:
        kind = random.choices(list(left), weights=list(left.values()))[0]
        del left[kind]
        made = _KINDS[kind](case, random)
        if isinstance(made, tuple):
            old, new = made
            question = exchange(case.question, old, new)
            if question != case.question:
                return NearMiss(kind=kind, question=question, exchanged=made)
        elif made and made != case.question:
            return NearMiss(kind=kind, question=made)
    return None


def _share_words(one: str, other: str) -> bool:
    return bool({word.lower() for word in _WORD.findall(one)} & {word.lower() for word in _WORD.findall(other)})


def _fit(names: list[str], old: str, case: Case) -> list[str]:
    """Those of ``names`` that are neither in the question nor in the answer, and share no word with ``old``."""
    taken = f"{old} {case.question} {case.answer}"
    return [name for name in names if len(name) > 2 and not _share_words(name, taken)]


def _another_name(case: Case, random: Random) -> tuple[str, str] | None:
    own = names(case.question)
    if not own:
        return None
    old = random.choice(own)
    places = _fit(wordnet().fellows(old), old, case)
    here, elsewhere = _fit(names(case.window), old, case), _fit(list(case.names), old, case)
    for pool in random.sample([here, here, elsewhere, places], 4):
        if pool:
            return old, random.choice(pool)
    return None


def _another_year(case: Case, random: Random) -> tuple[str, str] | None:
    years = _YEAR.findall(case.question)
    if not years:
        return None
    old = random.choice(years)
    others = [year for year in _YEAR.findall(case.window) if year not in case.question + case.answer]
    if others and random.random() < 0.6:
        return old, random.choice(others)
    return old, str(int(old) + random.choice([-1, 1]) * random.choice([1, 1, 2, 3, 4, 5, 8, 10, 12, 20, 50, 100]))


def _another_number(case: Case, random: Random) -> tuple[str, str] | None:
    numbers = [number for number in _NUMBER.findall(case.question) if not _YEAR.fullmatch(number)]
    if not numbers:
        return None
    old = random.choice(numbers)
    others = [number for number in _NUMBER.findall(case.window) if number not in case.question + case.answer]
    if others and random.random() < 0.5:
        return old, random.choice(others)
    value = float(old.replace(",", ""))
    if value != int(value) or value > 10**9:
        return None
    new = max(int(value * random.choice([0.5, 0.8, 1.1, 1.5, 2, 3, 10])), 1) + (1 if value < 20 else 0)
    return old, f"{new:,}" if "," in old else str(new)


def _another_of_series(case: Case, random: Random) -> tuple[str, str] | None:
    for series in SERIES:
        own = [word for word in series if re.search(rf"\b{word}\b", case.question)]
        others = [word for word in series if word not in own and word.lower() not in case.answer.lower()]
        if own and others:
            return random.choice(own), random.choice(others)
    return None


def _turn_roles(case: Case, random: Random) -> str | tuple[str, str] | None:
    if (found := _ASKS_WHO.fullmatch(case.question)) and len(found[3].split()) < 8:
        return f"{found[1]} was {found[2]} by {found[3]}?"
    if (found := _ASKED_BY.fullmatch(case.question)) and len(found[3].split()) < 8:
        return f"{found[1]} {found[2]} {found[3]}?"
    own = names(case.question)
    if len(own) < 2 or _JOINED.search(case.question):
        return None
    one, other = random.sample(own, 2)
    return None if _share_words(one, other) else (one, other)


def _count_another_thing(case: Case, random: Random) -> str | tuple[str, str] | None:
    found = _HOW_MANY.search(case.question)
    if not found or not is_content(found[1]):
        return None
    counted = set(re.findall(r"\d[\d,.]* (?:[a-z-]+ )?([a-z]+)", case.window))
    here = {word for word in re.findall(r"\b[a-z]{4,}s\b", case.window) if wordnet().is_noun(word)}
    pools = [sorted(here - counted - set(case.question.split())), wordnet().sisters(found[1])]
    random.shuffle(pools)
    for pool in pools:
        if pool:
            return found[1], random.choice(pool)
    return None


def _another_thing(case: Case, random: Random) -> tuple[str, str] | None:
    words = [word for word in _WORD.findall(case.question) if is_content(word)]
    random.shuffle(words)
    for word in words:
        if others := [other for other in wordnet().sisters(word) if other not in case.window]:
            return word, random.choice(others)
    return None


def _opposite(case: Case, random: Random) -> tuple[str, str] | None:
    words = _WORD.findall(case.question)
    random.shuffle(words)
    for word in words:
        others = [OPPOSITE[word]] if word in OPPOSITE else wordnet().antonyms(word) if is_content(word) else []
        if others:
            return word, random.choice(others)
    return None


def _negate(case: Case, random: Random) -> str | None:
    if re.search(r"(?i)\bnot\b|n't|\bnever\b", case.question):
        return re.sub(r"(?i)\b(?:not|never) |n't\b", "", case.question, count=1)
    found = _AUXILIARY.search(case.question)
    if not found or found[1].lower() in {"can", "do"}:
        return None
    return case.question[: found.end()] + "n't" + case.question[found.end() :]


def _ask_another(case: Case, random: Random) -> str | None:
    """Another question word, where the window has nothing of the kind."""
    question = case.question
    if re.match(r"(?i)(?:when|where|who) ", question) and not _CAUSE.search(case.window):
        return re.sub(r"(?i)^(?:when|where|who)(?= did| was| were| is| are)", "Why", question)
    if re.match(r"(?i)(?:where|why|how|who) ", question) and not _TIME.search(case.window):
        return re.sub(r"(?i)^(?:where|why|how|who)(?= did| was| were| is| are)", "When", question)
    return None


_KINDS: Mapping[str, Callable[[Case, Random], str | tuple[str, str] | None]] = {
    "name": _another_name,
    "year": _another_year,
    "number": _another_number,
    "date": _another_of_series,
    "roles": _turn_roles,
    "count": _count_another_thing,
    "thing": _another_thing,
    "opposite": _opposite,
    "negation": _negate,
    "asked": _ask_another,
}
_WEIGHTS = {  # rare chances (a year, a second name) are taken where they come
    "name": 6.0,
    "year": 6.0,
    "number": 4.0,
    "date": 4.0,
    "roles": 8.0,
    "count": 5.0,
    "thing": 1.5,
    "opposite": 3.0,
    "negation": 0.4,
    "asked": 1.0,
}
