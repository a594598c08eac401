"""What a sentence says to a question for yes or no, and whether what was to come is called off. Pure.

Precision before all: a clause that only supposes, asks for it, or tells of another year says nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from index.languages.counts import YEAR
from index.languages.negation import negating_words
from index.languages.read_text import ReadText, Word
from index.languages.words import Mark
from index.search.differing.clauses import PREPOSITION, find_clauses, stands_in
from index.search.vetoes.parsing.asked import asks_whether

_CALLED_OFF = (
    r"call(?:s|ed|ing)? off|cancel(?:s|l?ed|l?ing)|scrap(?:s|ped|ping)|abandon(?:s|ed|ing)|g(?:ive|iven|ave) up|"
    r"postpon(?:es?|ed|ing)|put off|delay(?:s|ed|ing)?|shelved?"
)
# Words for a state, and for the one that it turns into; a row each.
_TURNS = (
    (r"(?:re)?open(?:s|ed|ing)?(?: again)?", r"clos(?:es?|ed|ing)|shut"),
    (r"found|located|discovered|recovered", r"missing|unaccounted for|no trace"),
    (r"alive|survived?", r"dead|died|killed"),
    (r"takes? place|taken place|took place|go(?:es)? ahead|going ahead|be held|begins?|starts?", _CALLED_OFF),
)
_ROWS = tuple(
    tuple(re.compile(rf"\b(?:{side})\b", re.IGNORECASE) for side in sides)
    for one, other in _TURNS
    for sides in ((one, other), (other, one))
)
_OFF = re.compile(rf"\b(?:{_CALLED_OFF})\b", re.IGNORECASE)
_NEGATED = re.compile(rf"\b(?:no(?! (?:more|less|fewer) than)|{negating_words()})\b(?! only\b)", re.IGNORECASE)
_SUPPOSED = re.compile(
    r"\b(?:if|could|may|might|should|must|unless|until|before|whether|fear(?:s|ed)?)\b", re.IGNORECASE
)
_IS_UNKNOWN = re.compile(r"\b(?:not (?:yet )?(?:known|clear|certain|decided)|unknown|unclear)\b", re.IGNORECASE)
_NO_VERB_AFTER = frozenset("to the a an his her their its of for any".split())
_ANYBODY = frozenset("anyone anybody someone somebody anything something people".split())
_TO_COME = re.compile(r"\b(?:will|to be|due|planned|expected|going to)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedTurn:
    """Whether what is asked is said to be so."""

    holds: bool


class AskedState:
    """A question for yes or no, or for what is to come: what its clauses must hold."""

    def __init__(self, question: str) -> None:
        self._text = ReadText(question)
        self.asks_whether = asks_whether(self._text)

    @cached_property
    def _told(self) -> tuple[Word, ...]:
        telling = (word for word in self._text.words if not word.is_empty and not word.mark & Mark.NUMBER)
        return tuple(word for word in telling if word.text.lower() not in _ANYBODY)

    @cached_property
    def _sides(self) -> tuple[re.Pattern[str], ...]:
        """What it asks for, and what that turns into; nothing where it is in no row."""
        return next((sides for sides in _ROWS if sides[0].search(self._text.text)), ())

    @cached_property
    def _deed(self) -> Word | None:
        """What is asked to be so: the last word that tells something before the circumstances."""
        cut = next((match.start() for match in PREPOSITION.finditer(self._text.text) if match.start()), None)
        ahead = [word for word in self._told if cut is None or word.end <= cut]
        return ahead[-1] if ahead and not ahead[-1].is_name else None

    def read(self, sentence: str, *, year: int | None) -> StatedTurn | None:
        """Whether the sentence says yes or no, in an article of that ``year``; None where it says neither plainly."""
        if any(int(named) != year for named in YEAR.findall(sentence)):
            return None
        whole = ReadText(sentence)
        said = {
            answer
            for clause in find_clauses(sentence)
            if (answer := self._read(clause.of(sentence), whole)) is not None
        }
        return StatedTurn(holds=said.pop()) if len(said) == 1 else None

    def _read(self, clause: str, whole: ReadText) -> bool | None:
        if _SUPPOSED.search(_IS_UNKNOWN.sub("", clause)) and not _IS_UNKNOWN.search(clause):
            return None
        found = list(self._find_deed(clause))
        places = [one for one in found if one[1]] or found  # what was to be held is called off
        if len(places) != 1 or not self._is_about(whole):
            return None
        ((place, is_turned),) = places
        rest = clause[: place.start()] + " " * (place.end() - place.start()) + clause[place.end() :]
        is_negated = bool(_NEGATED.search(rest))
        *further, before = ["", "", *clause[: place.start()].lower().split()][-2:]
        is_failed = (
            is_negated and before == "to" and further != ["not"]
        )  # "they were not able to", and no "right not to"
        return is_turned == is_negated if is_failed or before not in _NO_VERB_AFTER else None

    def _find_deed(self, clause: str) -> Iterator[tuple[re.Match[str], bool]]:
        """Where the clause has what is asked to be so, and whether in the words for what it turns into."""
        if self._sides:
            for is_turned, side in enumerate(self._sides):
                for match in side.finditer(clause):
                    yield match, bool(is_turned)
        elif self._deed:
            for match in re.finditer(r"[\w’'-]+", clause):
                if stands_in(self._deed.stem, ReadText(match.group()).stems):
                    yield match, False

    def _is_about(self, whole: ReadText) -> bool:
        """Whether the sentence has something else that the question tells of, if it does."""
        deed = {word.stem for word in self._told if self._sides and self._sides[0].search(word.text)} | (
            {self._deed.stem} if self._deed else set()
        )
        others = [word.stem for word in self._told if word.stem not in deed]
        return not others or any(stands_in(stem, whole.stems) for stem in others)

    def is_called_off_in(self, sentence: str, *, year: int | None) -> bool:
        """Whether the sentence, in an article of that ``year``, says that what is to come does not."""
        if not _TO_COME.search(self._text.text) or any(int(named) != year for named in YEAR.findall(sentence)):
            return False
        stems = ReadText(sentence).stems
        told = [word.stem for word in self._told if not word.mark & Mark.TIME]
        return bool(_OFF.search(sentence)) and len(told) > 1 and all(stands_in(stem, stems) for stem in told)

    def calls_off(self, sentence: str) -> bool:
        """Whether the sentence calls off anything."""
        return bool(_OFF.search(sentence))
