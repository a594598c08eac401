"""The opposite: what the question takes for granted and the mark denies, or the other way round. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from index.languages import load
from index.languages.negation import negating_words
from index.languages.read_text import ReadText, content
from index.languages.words import stem
from index.search.vetoes.parsing.asked import asks_whether
from index.search.vetoes.parsing.deeds import Deed
from index.search.vetoes.parsing.told import find_verbs, read_told
from index.search.vetoes.reading import Case

_HOW_MANY = re.compile(r"\bhow (?:many|long)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[,.;:!?()–—“”\"]")
_ASIDE = re.compile(r"\b(?:instead of|rather than|other than|apart from|except|besides)\b.*", re.IGNORECASE)
_NEGATED = 3  # words after a "not" that it denies
# "No bridge", "but not for the bridge": what follows is denied, be it a thing.
_NONE = re.compile(
    r"\b(?:no (?!more\b|less\b|fewer\b|longer\b)|(?:but|and) not (?:at|by|for|from|in|on|to|with) )(?=\w)",
    re.IGNORECASE,
)
# Words for one thing, and for its opposite, or for what befalls others of the same.
_OPPOSITES = (
    "northern : southern; north : south; eastern : western; east : west; oldest elder : youngest younger; "
    "highest : lowest; largest biggest : smallest; fastest : slowest; men man boys boy : women woman girls girl; "
    "brother : sister; father : mother; son : daughter; husband : wife; upper : lower; left : right; "
    "inbound : outbound; acquitted cleared innocent : convicted guilty; "
    "killed killing died dead deaths fatal : injured injuring injuries hurt wounded"
)


def denies_it(case: Case) -> bool:
    """The mark denies the deed that the question takes for granted, or that there is what it asks about; yes or no and
    "how many" are answered by that."""
    asked, none, denied = case.asked, _denied(case.mark, _NONE), _denied(case.mark, _negation())
    if not (none or denied) or _negation().search(asked.text) or asks_whether(asked) or _HOW_MANY.search(asked.text):
        return False
    verbs = [verb for verb, _ in case.deeds if find_verbs(case.mark, verb, is_certain=True)]
    things = content(word for word in ReadText(_ASIDE.sub("", asked.text)).words if not word.is_name)
    return not things.isdisjoint(none) or not denied.isdisjoint(verbs)


def is_opposed(case: Case) -> bool:
    """Whoever is said to do something does the opposite in the mark, or it is done to the same: "supports" what they
    are said to oppose."""
    if _negation().search(case.asked.text):
        return False
    return any(
        any(_is_told(asked, other, case) for other in _antonyms().get(verb, ()))
        and not (_is_told(asked, verb, case) if asked.doers else find_verbs(case.mark, verb, is_certain=True))
        for verb, asked in case.deeds
    )


def _is_told(asked: Deed, verb: str, case: Case) -> bool:
    """Whether the mark tells a verb of the asked doer, or where none is asked about, of the same object; and no
    negation denies it."""
    told = [read_told(case.mark, at) for at in find_verbs(case.mark, verb, is_certain=True)]
    is_theirs = any(one.doers & asked.doers if asked.doers else one.done_to & asked.done_to for one in told)
    return is_theirs and verb not in _denied(case.mark, _negation())


@cache
def _antonyms() -> Mapping[str, frozenset[str]]:
    """The stems of a word's antonyms, by its own."""
    found: dict[str, frozenset[str]] = {}
    for one, other in (map(stem, pair) for pair in load("en").antonyms):
        found[one] = found.get(one, frozenset()) | {other}
        found[other] = found.get(other, frozenset()) | {one}
    return found


def has_the_opposite(case: Case) -> bool:
    """The mark has the opposite of a word of the question, and not the word; yes or no is answered by that."""
    if asks_whether(case.asked):
        return False
    asked, told = case.question.stems, case.mark.stems
    return any(
        one & asked and other & told and not one & told and not other & asked
        for sides in _opposites()
        for one, other in (sides, sides[::-1])
    )


@lru_cache(maxsize=1)
def _opposites() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Pairs of sides: the stems of words that mean one thing, and of those that mean its opposite."""
    sides = [tuple(side.split() for side in row.split(":")) for row in _OPPOSITES.split(";")]
    return tuple((frozenset(map(stem, one)), frozenset(map(stem, other))) for one, other in sides)


@cache
def _negation() -> re.Pattern[str]:
    """What denies the words after it: no count ("no fewer"), no alternative ("or not"), nothing with an end ("until")
    or a beginning ("since")."""
    return re.compile(
        rf"(?<!or )\b(?:no(?! (?:more|less|fewer))|{negating_words()})\b"
        r"(?! (?:the )?only\b)(?!.*\b(?:until|before|since)\b)",
        re.IGNORECASE,
    )


def _denied(text: ReadText, negation: re.Pattern[str]) -> frozenset[str]:
    """The stems that stand just after a negation, in its clause."""
    denied: set[int] = set()  # where words begin
    for match in negation.finditer(text.text):
        end = _CLAUSE.search(text.text, match.end())
        limit = end.start() if end else len(text.text)
        following = [word for word in text.words if match.end() <= word.start < limit]
        denied |= {word.start for word in following[:_NEGATED] if not word.is_empty and not word.is_name}
    if not denied:
        return frozenset()
    said = content(word for word in text.words if word.start not in denied)
    return content(word for word in text.words if word.start in denied) - said
