"""Text → comparable words. Case, punctuation, dashes and the shape of marks never count; everything else does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from unicodedata import normalize

from index.languages import load
from index.languages.negation import is_negation
from index.languages.series import MONTHS, SMALL_NUMBERS, TENS, WEEKDAYS
from index.languages.tokens import COMPARED
from index.languages.words import BASES
from index.languages.words import stem as stem_word

STOP = re.compile(r"[.!?…;:]+(?=\s|$)")  # behind a word
_INITIAL_DOT = re.compile(r"(?<=[^\W\d_])\.")

_ALIKE = str.maketrans("’ʼ−", "''-", ",\u00ad\u200b\u200c\u200d\u2060\ufeff")

CONTENT, _NUMBER, _FUNCTION = 3, 2, 1  # what a word weighs in a comparison; chosen on tests/eval/checks
_FUNCTION_WORDS = frozenset(
    "a about after again all also am an and any are as at be because been before being both but by ca can cannot "
    "could did do does doing done down each even else ever every few for from get go going gonna got had has have "
    "having he her here him his how i if in into is it its just let like may me might mine more most much must my no "
    "non nor not now of off on once one only or other our ours out over own really s said say says sha shall she "
    "should so some still such than that the their them then there these they this those through to too under until "
    "up upon us very was we well were what when where which while who whom whose why will with wo would yes yet you "
    "your ai never without".split()
)
# Counts and dates: one for another makes a sentence differ, not a different sentence. "May" and "March" are verbs too.
_NUMBER_WORDS = frozenset(SMALL_NUMBERS[2:] + TENS + WEEKDAYS + MONTHS) - {"march", "may"} | frozenset(
    "hundred thousand million billion half third quarter dozen twice".split()
)
_DISBELIEF = frozenset(
    "doubt doubts false untrue lie lies myth nonsense rumor rumors rumour rumours wrong absurd impossible "
    "unlikely".split()
)
_CONDITIONS = frozenset(
    "if unless until till once only except provided providing assuming supposing whether lest would could might may "
    "perhaps maybe possibly probably almost nearly hope hopes hoped wish wishes wished pretend pretends say says "
    "claim claims claimed allege alleges".split()
)

# Bent forms that are more often another word, but not where somebody's words stand beside those of a claim.
_AMBIGUOUS_FORMS = {"felt": "feel", "found": "find", "left": "leave", "saw": "see"}


def fold_compared(text: str) -> str:
    """``text`` with case, apostrophes, minus signs and the commas of numbers made alike, without what nobody sees."""
    return normalize("NFC", text.translate(_ALIKE)).casefold()


def compared_words(text: str) -> list[str]:
    """The words of ``text`` in comparable form, one for each span of ``word_spans``."""
    return _INITIAL_DOT.sub("", fold_compared(" ".join(COMPARED.findall(text)))).split()


def word_spans(text: str) -> list[tuple[int, int]]:
    """Where the words of ``text`` stand, in code points."""
    return [match.span() for match in COMPARED.finditer(text)]


def stem_compared(words: Sequence[str]) -> list[str]:
    """The stems of comparable words, in order; contractions lose their tail: "we'll" and "don't" give "we" and "do"."""
    bare = [_uncontract(word) for word in words]
    return [stem_word(BASES.get(word) or _AMBIGUOUS_FORMS.get(word, word)) for word in bare]


def _uncontract(word: str) -> str:
    return word.removesuffix("n't").split("'")[0]


@lru_cache(maxsize=1 << 15)
def weigh_word(word: str) -> int:
    """How much a comparable word tells."""
    if is_number(word):
        return _NUMBER
    return CONTENT if is_content(word) else _FUNCTION


def is_number(word: str) -> bool:
    """Whether the word counts or dates."""
    return word[0].isdigit() or word in _NUMBER_WORDS


def is_content(word: str) -> bool:
    """Whether the word says something by itself: no article, pronoun, auxiliary or lone sign. Numbers do."""
    return word[0].isalnum() and _uncontract(word) not in _FUNCTION_WORDS


def is_denial(word: str) -> bool:
    """Whether a word negates, or says that something is not so."""
    return is_negation(word) or word in _DISBELIEF or load("de").is_a(word, "negations")


def is_qualifier(word: str) -> bool:
    """Whether leaving the word out may turn a sentence: negations, conditions, hedges, "they say"."""
    return is_denial(word) or word in _CONDITIONS
