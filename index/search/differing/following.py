"""Whether a question asks how things stand: if so, what a story last told of it counts, in whatever words. Pure."""

from __future__ import annotations

import math
from itertools import pairwise

from index.languages.read_text import ReadText
from index.search.differing.stating import Wanted
from index.search.vetoes.parsing.asked import Ask, asks_whether, find_asks
from index.search.vetoes.parsing.deeds import is_auxiliary
from index.search.vetoes.reading import Case
from index.search.vetoes.speech import read_speech_question

_OVER = frozenset("did was were had been could might would".split())  # what is asked with them was so, or was done
_LASTING = frozenset({Ask.COUNT, Ask.AGE, Ask.AMOUNT, Ask.LENGTH, Ask.REASON})  # numbers are compared as numbers
# From where a sentence of a newer article goes on about what answered, by ``index.search.evidence.liken``. Yes or no is
# answered by whatever is told of the same; a date, a place or a person only by what is nearly the same sentence. So
# nothing came in front of a right answer to any of 253 ordinary questions; with 1.8 for all it did seven times.
_WHETHER, _ELSE = 1.8, 2.2


def find_least_alike(question: str) -> float:
    """How alike a newer article's sentence must be to what answered, so that it counts instead; infinite where it is
    not asked how things stand."""
    asked = Case(question, "").asked
    if not _asks_how_things_stand(asked):
        return math.inf
    return _WHETHER if asks_whether(asked) else _ELSE


def _asks_how_things_stand(asked: ReadText) -> bool:
    """What is so now or is to come: its first verb is of the present or the future, and it asks for no number, no
    reason and nobody's words, and for more than who or what a name is."""
    asks_for_number = Wanted(asked.text).measure is not None or find_asks(asked) & _LASTING
    if asks_for_number or asked.content <= asked.names or read_speech_question(asked.text):
        return False
    first = next((word.text.lower() for word in asked.words if is_auxiliary(word)), None)
    if first is not None:
        return first not in _OVER
    return any(one.text.lower() == "who" and verb.text.endswith("s") for one, verb in pairwise(asked.words))
