"""The opposite: what the question takes for granted and the mark denies, or the other way round. Pure."""

from __future__ import annotations

import re
from functools import cache

from index.languages.negation import negating_words
from index.languages.read_text import ReadText, content
from index.languages.words import stem
from index.search.vetoes.parsing.asked import Ask, asks_whether
from index.search.vetoes.parsing.told import find_verbs
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
_SUBORDINATE = re.compile(r"(?<=\w) (?:after|although|because|before|if|that|when|while|who|which)\b.*", re.IGNORECASE)
# What sets others apart, or goes on to tell of them: "all but Ann Moe", "three were paid and the fourth left".
_MORE = re.compile(
    r"\b(?:apart from|but|declin\w*|except|instead|only|other than|refus\w*|unless|until|without|yet to)\b|"
    r"[;:.] \w|\band (?:\w+ )?\w+(?:ed|ft|nt)\b",
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
_AGAINST = re.compile(r"\b(?:against|(?:critici[sz]|oppos)(?:e[ds]?|ing)|reject(?:s|ed|ing)?)\b", re.IGNORECASE)
_FOR = re.compile(
    r"\b(?:(?:campaign|vot)(?:e[ds]?|s|ed|ing)? (?:\w+ ){0,2}for|in favou?r|(?:accept|support)(?:s|ed|ing)?|"
    r"back(?:s|ed|ing)|(?:prais|welcom)(?:e[ds]?|ing))\b",
    re.IGNORECASE,
)
_PART = re.compile(r"[.;:]|\b(?:and|but|although|whereas|while)\b", re.IGNORECASE)
_TAKERS = re.compile(
    r"\b(?:who |(?:which|what|do(?:es)?|did) (?P<who>(?:[\w’'-]+ ){1,3}?))"
    rf"(?:(?:are|be|had|has|have|is|was|were|will|would|vot(?:e[ds]?|ing)) )*(?={_AGAINST.pattern}|{_FOR.pattern})",
    re.IGNORECASE,
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


def affirms_it(case: Case) -> bool:
    """The mark tells in one clause that what the question takes for not done is; yes or no is answered by that, and why
    it was not may be told beside it."""
    asked, mark = case.asked.text, case.mark.text
    missing = _denied(ReadText(_SUBORDINATE.sub("", asked)), _negation()) - _denied(case.mark, _negation())
    if not missing or Ask.REASON in case.asks or asks_whether(case.asked) or _NONE.search(mark) or _MORE.search(mark):
        return False
    return any(find_verbs(case.mark, verb, is_certain=True) for verb in missing)


def is_on_the_other_side(case: Case) -> bool:
    """Who is for or against something is asked, and the mark tells who takes the other side; or it tells of both, and
    has whoever is asked about there."""
    takers, side = _TAKERS.search(case.asked.text), _find_side(case.asked.text)
    if takers is None or side is None:
        return False
    told = [(_find_side(part), ReadText(part).stems) for part in _PART.split(case.mark.text)]
    same = [stems for one, stems in told if one is side]
    other = [stems for one, stems in told if one is not None and one is not side]
    if not same:
        return bool(other)
    who = ReadText(takers["who"] or "").content
    return bool(who) and any(who <= stems for stems in other) and not any(who & stems for stems in same)


def _find_side(text: str) -> bool | None:
    """Whether it tells who is against something; None where it tells of nobody for or against it, of both, or in words
    that a negation turns round."""
    is_against, is_for = bool(_AGAINST.search(text)), bool(_FOR.search(text))
    return None if is_against == is_for or _negation().search(text) else is_against


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


@cache
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
