"""The opposite: what the question takes for granted and the mark denies, or the other way round. Pure."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from index.languages import load
from index.languages.negation import negating_words
from index.languages.read_text import ReadText, content
from index.languages.words import stem
from index.search.vetoes.parsing.asked import asks_whether
from index.search.vetoes.reading import Case

_RELATIVE = frozenset({"win", "won"})  # where one wins another loses
_HOW_MANY = re.compile(r"\bhow (?:many|long)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[,.;:!?()–—“”\"]")
_ASIDE = re.compile(r"\b(?:instead of|rather than|other than|apart from|except|besides)\b.*", re.IGNORECASE)
_NEGATED = 3  # words after a "no" or a "not" that it denies
# Words for one thing, and for its opposite, or for what befalls others of the same.
_OPPOSITES = (
    "northern : southern; north : south; eastern : western; east : west; oldest elder : youngest younger; "
    "highest : lowest; largest biggest : smallest; fastest : slowest; men man boys boy : women woman girls girl; "
    "brother : sister; father : mother; son : daughter; husband : wife; upper : lower; left : right; "
    "inbound : outbound; acquitted cleared innocent : convicted guilty; "
    "killed killing died dead deaths fatal : injured injuring injuries hurt wounded"
)


def denies_it(case: Case) -> bool:
    """The mark denies what the question takes for granted; yes or no and "how many" are answered by that."""
    asked = case.asked
    if _negation().search(asked.text) or asks_whether(asked) or _HOW_MANY.search(asked.text):
        return False
    taken_for_granted = ReadText(_ASIDE.sub("", asked.text)).words
    return bool(_denied(case.mark) & content(word for word in taken_for_granted if not word.is_name))


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
    pairs = [([one], [other]) for one, other in load("en").antonyms if one not in _RELATIVE and _tell(one, other)]
    return tuple((frozenset(map(stem, one)), frozenset(map(stem, other))) for one, other in (*sides, *pairs))


def _tell(*words: str) -> bool:
    """Whether all of them tell something: "with a hat" and "without a coat" go together."""
    return all(ReadText(word).content for word in words)


@cache
def _negation() -> re.Pattern[str]:
    """What denies the words after it: no count ("no fewer"), no alternative ("or not"), nothing that ends later."""
    return re.compile(
        rf"(?<!or )\b(?:no(?! (?:more|less|fewer))|{negating_words()})\b(?! (?:the )?only\b)(?!.*\b(?:until|before)\b)",
        re.IGNORECASE,
    )


def _denied(text: ReadText) -> frozenset[str]:
    """The stems that stand just after a negation, in its clause."""
    denied: set[int] = set()  # where words begin
    for match in _negation().finditer(text.text):
        end = _CLAUSE.search(text.text, match.end())
        limit = end.start() if end else len(text.text)
        following = [word for word in text.words if match.end() <= word.start < limit]
        denied |= {word.start for word in following[:_NEGATED] if not word.is_empty and not word.is_name}
    if not denied:
        return frozenset()
    said = content(word for word in text.words if word.start not in denied)
    return content(word for word in text.words if word.start in denied) - said
