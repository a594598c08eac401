"""Text → words: their stems, and what kind of word each looks like. Pure.

A stem lets "withdrawal" meet "withdraw". The marks are what a question expects of its answer: a name for "who", a
number for "how many", a date for "when".
"""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from functools import cache, lru_cache
from itertools import filterfalse

import Stemmer

from index.languages.negation import is_negation
from index.languages.series import MONTHS, SMALL_NUMBERS, TENS, WEEKDAYS
from index.languages.tokens import SEARCHED


class Mark(IntEnum):
    """What a word looks like, a bit each: the marks of a word are one number, and a byte in the index."""

    NAME = 1  # begins with a capital and is not an empty word
    NUMBER = 2
    TIME = 4  # a year, month, weekday, or a word such as "yesterday"
    CAUSE = 8  # "because" and its like
    EMPTY = 16  # asks or joins, and tells nothing about the subject
    NEGATION = 32  # "not" and its like


_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_EMPTY = frozenset(
    "a about above after again against all also am an and any are as at be because been before being below between "
    "both but by called can could did do does doing down during each few following for from further get gets "
    "getting got had has have having he her here hers him his how i if in into is it its itself just many me more "
    "most much my name no nor not now of off on once one only or other our ours out over own recently s same she "
    "should so some such t than that the their theirs them then there these they this those through to too under "
    "until up very was we week were what when where which while who whom whose why will with would you your yours "
    "according".split()
)
_NUMBERS = frozenset(SMALL_NUMBERS[1:] + TENS) | frozenset(
    "hundred hundreds thousand thousands million millions billion billions trillion dozen dozens half third quarter "
    "percent first second once twice double triple".split()
)
_TIMES = frozenset(MONTHS + WEEKDAYS) | frozenset(
    "jan feb mar apr jun jul aug sept sep oct nov dec today yesterday tomorrow tonight morning afternoon evening noon "
    "midnight year years month months week weeks weekend day days decade century spring summer autumn winter".split()
)
_CAUSES = frozenset("because due after since caused cause causes reason so therefore led".split())
_LACKING = frozenset("except unlike lack lacks lacked fail fails failed exclude excludes excluded".split())

# Verbs that bend: base, then other forms; those that are more often another word (found, saw, felt, ground) are out.
_VERBS = """
arise arose arisen / bear bore borne / beat beaten / become became / begin began begun / bite bit bitten
blow blew blown / break broke broken / bring brought / build built / burn burnt / buy bought / catch caught
choose chose chosen / come came / deal dealt / dig dug / draw drew drawn / drink drank drunk
drive drove driven / eat ate eaten / fall fell fallen / feed fed / fight fought / fly flew flown
forbid forbade forbidden / forget forgot forgotten / free freed freeing / freeze froze frozen / get got gotten
give gave given
go went gone / grow grew grown / hang hung / hear heard / hide hid hidden / hold held / keep kept
know knew known / lay laid / lead led / lend lent / lose lost / make made / mean meant / meet met / pay paid
ride rode ridden / ring rang rung / rise rose risen / run ran / say said / see seen / seek sought / sell sold
send sent / shake shook shaken / shine shone / shoot shot / show shown / shrink shrank shrunk / sing sang sung
sink sank sunk / sit sat / sleep slept / speak spoke spoken / spend spent / stand stood / steal stole stolen
stick stuck / strike struck stricken / sue sued suing / swear swore sworn / sweep swept / swim swam swum
take took taken
teach taught / tear tore torn / tell told / think thought / throw threw thrown / understand understood
wake woke woken / wear wore worn / win won / withdraw withdrew withdrawn / write wrote written
"""
BASES = {form: forms[0] for row in _VERBS.replace("\n", "/").split("/") if (forms := row.split()) for form in forms[1:]}
"""The base form of each bent one, in lower case."""


def read_words(text: str) -> list[tuple[str, int]]:
    """Each word of ``text`` in order: its stem and its marks."""
    return [_read_word(word) for word in SEARCHED.findall(text)]


def find_words(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the words of ``read_words(text[start:end])`` begin and end in ``text``."""
    return [word.span() for word in SEARCHED.finditer(text, start, end)]


@lru_cache(maxsize=1 << 18)
def _read_word(word: str) -> tuple[str, int]:
    plain = fold(word).replace("’", "'").removesuffix("'s")
    marks = 0
    if plain in _EMPTY:
        marks |= Mark.EMPTY
    elif word[0].isupper():
        marks |= Mark.NAME
    if plain[:1].isdigit() or plain in _NUMBERS:
        marks |= Mark.NUMBER
    if plain in _TIMES or _YEAR.fullmatch(plain):
        marks |= Mark.TIME
    if plain in _CAUSES:
        marks |= Mark.CAUSE
    if is_negation(plain) or plain in _LACKING:
        marks |= Mark.NEGATION
    return stem(plain), marks


def fold(text: str) -> str:
    """The text without case and accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return _BEYOND_ASCII.sub(lambda run: "".join(filterfalse(unicodedata.combining, run.group())), decomposed)


def stem(word: str) -> str:
    """The stem of a folded word (Porter 2001, "Snowball": the English stemmer)."""
    return str(_stemmer().stemWord(word))


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")
