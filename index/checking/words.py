"""Text → comparable words. Case, punctuation, dashes and the shape of marks never count; everything else does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from unicodedata import normalize

from index.languages.negation import is_negation
from index.languages.tokens import COMPARED
from index.languages.words import stem as stem_word

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
_NUMBER_WORDS = frozenset(
    "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy eighty "
    "ninety hundred thousand million billion half third quarter dozen twice monday tuesday wednesday thursday friday "
    "saturday sunday january february april june july august september october november december".split()
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

# First forms, and the ones that no stemmer leads back to them.
_IRREGULAR_VERBS = (
    "become became; begin began begun; break broke broken; bring brought; build built; burn burnt; buy bought; "
    "catch caught; choose chose chosen; come came; deal dealt; draw drew drawn; drink drank drunk; drive drove "
    "driven; eat ate eaten; fall fell fallen; feel felt; fight fought; find found; fly flew flown; forget forgot "
    "forgotten; freeze froze frozen; give gave given; grow grew grown; hear heard; hide hid hidden; hold held; keep "
    "kept; know knew known; lead led; leave left; lend lent; lose lost; make made; mean meant; meet met; pay paid; "
    "ride rode ridden; ring rang rung; rise rose risen; run ran; see saw seen; seek sought; sell sold; send sent; "
    "shake shook shaken; shoot shot; sing sang sung; sink sank sunk; sit sat; sleep slept; speak spoke spoken; "
    "spend spent; stand stood; steal stole stolen; strike struck stricken; swear swore sworn; swim swam swum; take "
    "took taken; teach taught; tell told; think thought; throw threw thrown; understand understood; wake woke "
    "woken; wear wore worn; win won; withdraw withdrew withdrawn; write wrote written"
)

_MARKED = re.compile(r"[“„«\"](.+?)(?:[”“»\"]|$)|(?<![^\W_])[‘'](.+)['’](?![^\W_])", re.DOTALL)
_SAYING = re.compile(
    r"\b(?:say|says|saying|said|tell|tells|told|claim\w*|quoted?|quotes|utter\w*|words|state[ds]?)\b", re.IGNORECASE
)


def claimed_words(text: str) -> str:
    """The words that ``text`` says somebody said: what stands between its quotation marks, else all of it.

    Marks count only if the rest speaks of saying or is shorter than what they hold, so that a scare quote inside a
    claim does not become the claim. Several quoted stretches are joined by an ellipsis.
    """
    marked = [" ".join((match[1] or match[2]).split()) for match in _MARKED.finditer(text)]
    marked = [words for words in marked if COMPARED.search(words)]
    rest = _MARKED.sub(" ", text)
    if marked and (_SAYING.search(rest) or len(rest.split()) < len(" ".join(marked).split())):
        return " … ".join(marked)
    return text.strip()


def fold(text: str) -> str:
    """``text`` with case, apostrophes, minus signs and the commas of numbers made alike, without what nobody sees."""
    return normalize("NFC", text.translate(_ALIKE)).casefold()


def read_words(text: str) -> list[str]:
    """The words of ``text`` in comparable form, one for each span of ``word_spans``."""
    return _INITIAL_DOT.sub("", fold(" ".join(COMPARED.findall(text)))).split()


def word_spans(text: str) -> list[tuple[int, int]]:
    """Where the words of ``text`` stand, in code points."""
    return [match.span() for match in COMPARED.finditer(text)]


def stem(words: Sequence[str]) -> list[str]:
    """The stems of comparable words, in order; contractions lose their tail: "we'll" and "don't" give "we" and "do"."""
    first_forms = _first_forms()
    bare = [_uncontract(word) for word in words]
    return [stem_word(first_forms.get(word, word)) for word in bare]


@cache
def _first_forms() -> dict[str, str]:
    verbs = [verb.split() for verb in _IRREGULAR_VERBS.split(";")]
    return {form: forms[0] for forms in verbs for form in forms[1:]}


def _uncontract(word: str) -> str:
    return word.removesuffix("n't").split("'")[0]


@lru_cache(maxsize=1 << 15)
def weigh(word: str) -> int:
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
    return is_negation(word) or word in _DISBELIEF


def is_qualifier(word: str) -> bool:
    """Whether leaving the word out may turn a sentence: negations, conditions, hedges, "they say"."""
    return is_denial(word) or word in _CONDITIONS
