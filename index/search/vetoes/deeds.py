"""A question or a clause → who does what its verb says, and to whom: read by the order of words alone. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.languages.irregular import base_form
from index.languages.read_text import ReadText, Word, content
from index.languages.words import Mark

_BE = frozenset("is are was were be been being get got".split())
_AUXILIARIES = _BE | frozenset("did does do has have had will would can could may might must should".split())
_BESIDE_VERBS = frozenset("not been be being also later then only just already first".split())
_ASKING = frozenset("who whom what which when where why how".split())
_PARTICIPLE = re.compile(r"(?:ed|en|own|ent|eld|uilt|ade|ost|ought|aught|hot|aid|ut|et|ound)$")
_DETERMINERS = frozenset("the a an his her its their this that these those".split())
_JOINTS = frozenset("and of the a an".split())  # inside a noun phrase
_PREPOSITIONS = frozenset(
    "in at on for about with from after before during of as into over under near since until off".split()
)
_BREAK = re.compile(r"[.;:!?“”\"()–—\n]|\b(?:but|who|which|that|when|where|while|because|if)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?“”\"\n][\"”’)]*\s")
_APPOSED = re.compile(r",\s+(?:[A-Z][\w’'.-]*\s?){1,4},\s*$")
_LONGEST = 4  # words of a noun phrase beside a verb
_SENTENCE_MAX = 400  # characters before a verb in which its sentence begins
_FARTHEST = 10  # words after a verb among which it is told to whom it is done


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Whoever does what a verb says, and whatever it is done to; empty where that is left open."""

    doers: frozenset[str] = frozenset()
    done_to: frozenset[str] = frozenset()
    is_passive: bool = False

    def is_exchange_of(self, other: Deed) -> bool:
        """Whether a doer of the one is what it is done to in the other; both, where they share a part."""
        crossings = bool(self.doers & other.done_to) + bool(self.done_to & other.doers)
        is_shared = bool(self.doers & other.doers or self.done_to & other.done_to)
        return crossings > is_shared

    def agrees(self, other: Deed) -> bool:
        """Whether they share a part, and are no exchange."""
        return bool(self.doers & other.doers or self.done_to & other.done_to) and not self.is_exchange_of(other)


def read_asked(question: ReadText) -> Iterator[tuple[str, Deed]]:
    """Every way to read it, a verb and its parts: "did A (verb) B", "was B (verb) by A", "who (verb) B", "which A
    (verb) B", "which B did A (verb)"."""
    words = question.words
    first = next((place for place, word in enumerate(words) if word.text.lower() in _ASKING), None)
    if first is None:
        return
    after = range(first + 1, min(len(words), first + _LONGEST + 2))
    auxiliary = next((place for place in after if words[place].text.lower() in _AUXILIARIES), None)
    if auxiliary is None:
        yield from _read_subject_first(words[first:])
    elif _begins_phrase(words, auxiliary):
        yield from _read_inverted(words, auxiliary, fronted=content(words[first + 1 : auxiliary]))
    elif auxiliary == first + 1 and words[first].text.lower() == "who":
        yield from _read_who(words[auxiliary:])


def _read_subject_first(words: Sequence[Word]) -> Iterator[tuple[str, Deed]]:
    """ "Who found the dog", "which climber found the dog", "how many officers moved her"."""
    for place in range(1, min(len(words), _LONGEST + 2)):
        if words[place].is_empty and words[place].text.lower() not in {"many", "of", "the"}:
            return
        is_adjective = place > 1 and words[place - 1].is_empty
        is_verbal = _is_verbal(words, place) or (place == 1 and words[0].text.lower() == "who")
        if not words[place].is_name and not is_adjective and is_verbal:
            doers = content(word for word in words[1:place] if not word.is_name)
            yield words[place].stem, Deed(doers=doers, done_to=_object(words[place + 1 :]))
            return


def _read_who(words: Sequence[Word]) -> Iterator[tuple[str, Deed]]:
    """ "Who has found the dog", "who was found": what stands after "who", its auxiliary first."""
    at = next((at for at, word in enumerate(words) if not _is_beside_verb(word)), 0)
    if at and not words[at].is_empty and not words[at].is_name:
        is_passive = words[at - 1].text.lower() in _BE and _is_participle(words[at])
        yield words[at].stem, Deed(done_to=_object(words[at + 1 :]), is_passive=is_passive)


def _read_inverted(words: Sequence[Word], auxiliary: int, *, fronted: frozenset[str]) -> Iterator[tuple[str, Deed]]:
    for place in range(auxiliary + 2, min(len(words), auxiliary + _LONGEST + 3)):
        word, named = words[place], content(words[auxiliary + 1 : place])
        if named and word.is_empty and word.text.lower() not in _JOINTS | _BESIDE_VERBS | _BE:
            return
        if not named or word.is_empty or word.is_name or word.text.endswith("ly"):
            continue
        is_be = bool({words[auxiliary].text.lower(), words[place - 1].text.lower()} & _BE)
        if not is_be or word.text.lower().endswith("ing"):
            done_to = _object(words[place + 1 :]) or fronted
            if not named & done_to:
                yield word.stem, Deed(doers=named, done_to=done_to)
        elif _is_participle(word):
            yield word.stem, Deed(doers=_after_by(words[place + 1 :]), done_to=named, is_passive=True)


def _begins_phrase(words: Sequence[Word], auxiliary: int) -> bool:
    """Whether a noun phrase follows the auxiliary, as it does but where the asking word is the subject itself."""
    if words[auxiliary].text.lower() in {"did", "does", "do"}:
        return True
    after = words[auxiliary + 1 : auxiliary + 2]
    return bool(after) and (after[0].is_name or after[0].text.lower() in _DETERMINERS)


def find_verbs(text: ReadText, verb: str, *, is_certain: bool = False) -> list[int]:
    """The places of its words that have the form of the verb, or stand where a verb does; of one that is certain to be
    a verb in the question, between two noun phrases, too: "anglers found the dog"."""
    if verb not in text.stems:
        return []
    return [
        at
        for at, word in enumerate(text.words)
        if word.stem == verb
        and not word.is_name
        and (_is_verbal(text.words, at) or (is_certain and _is_between(text.words, at)))
    ]


def read_told(text: ReadText, at: int) -> Deed:
    """The parts of the clause with a verb; for a pronoun, and where there is no subject, what the sentence begins
    with."""
    after = _after(text, at)
    subject = find_subject(text, at) or _antecedent(text, text.words[at].start)
    if _is_done(text, at, after):
        return Deed(doers=_after_by(after), done_to=subject | content(_until_by(after)))
    return Deed(doers=subject, done_to=_object(after))


def read_named(text: ReadText, at: int) -> Deed:
    """The noun phrases that stand where the parts of the verb do."""
    after, subject = _after(text, at), find_subject(text, at)
    if _is_done(text, at, after):
        return Deed(doers=_after_by(after), done_to=subject)
    return Deed(doers=subject, done_to=_object(after))


def _after(text: ReadText, at: int) -> list[Word]:
    """The words after a verb, in its clause."""
    end = next((match.start() for match in _BREAK.finditer(text.text, text.words[at].end)), len(text.text))
    return [word for word in text.words[at + 1 : at + 1 + _FARTHEST] if word.start < end]


def _is_done(text: ReadText, at: int, after: Sequence[Word]) -> bool:
    """Whether the verb is in the passive voice."""
    before = text.words[max(0, at - 2) : at]
    is_done = any(word.text.lower() in _BE for word in before) or _is_by_somebody(after)
    return is_done and _is_participle(text.words[at])


def _is_by_somebody(after: Sequence[Word]) -> bool:
    """Whether "by" follows at once, and no amount: "increased by 11 percent"."""
    return len(after) > 1 and after[0].text.lower() == "by" and not after[1].mark & Mark.NUMBER


def _is_participle(word: Word) -> bool:
    return bool(_PARTICIPLE.search(word.text.lower()))


def _is_verbal(words: Sequence[Word], at: int) -> bool:
    """Whether the word has the form of a verb, or stands where one does."""
    form = words[at].text.lower()
    if form.endswith(("ed", "ing")) or base_form(form):
        return True
    before = words[at - 1].text.lower() if at else ""
    return before in _AUXILIARIES | {"to"} or (form.endswith("s") and bool(before) and words[at - 1].is_name)


def _is_between(words: Sequence[Word], at: int) -> bool:
    """Whether a noun stands before it, and the determiner of another one after it."""
    around = words[at - 1 : at + 2] if at else ()
    return len(around) == 3 and not around[0].is_empty and around[2].text.lower() in _DETERMINERS


def find_subject(text: ReadText, at: int) -> frozenset[str]:
    """The noun phrase before the verb and its auxiliaries, with a name that is set apart in it: "the inspector, Ann
    Moe, has ordered"; empty where there is only a pronoun, or none."""
    words = text.words
    earliest = _last_end(_BREAK, text, words[at].start)
    while at and _is_beside_verb(words[at - 1]):
        at -= 1
    apposed = _APPOSED.search(text.text, earliest, words[at].start)
    while apposed and at and words[at - 1].start >= apposed.start():
        at -= 1
    start = at
    while start and at - start < _LONGEST + 2 and words[start - 1].start >= earliest:
        is_joint = start < at and words[start - 1].text.lower() in _JOINTS
        is_apart = "," in text.text[words[start - 1].end : words[start].start] and not (apposed and start == at)
        if is_apart or (words[start - 1].is_empty and not is_joint):
            break
        start -= 1
    return content(words[start:at]) | (ReadText(apposed.group()).content if apposed else frozenset())


def _last_end(pattern: re.Pattern[str], text: ReadText, before: int) -> int:
    """Where the last match before a place ends, or how far back one is looked for."""
    earliest = max(0, before - _SENTENCE_MAX)
    return max((match.end() for match in pattern.finditer(text.text, earliest, before)), default=earliest)


def _is_beside_verb(word: Word) -> bool:
    return word.text.lower() in _AUXILIARIES | _BESIDE_VERBS or word.text.endswith("ly")


def _antecedent(text: ReadText, at: int) -> frozenset[str]:
    """Whom a pronoun, or a verb without a subject of its own, may mean: what the sentence begins with."""
    begin = bisect_left(text.words, _last_end(_SENTENCE, text, at), key=lambda word: word.start)
    begun = [word for word in text.words[begin : begin + _LONGEST + _FARTHEST] if word.start < at]
    first = next((place for place, word in enumerate(begun) if not word.is_empty), len(begun))
    return content(begun[first : first + _LONGEST])


def _object(after: Sequence[Word]) -> frozenset[str]:
    """What stands after a verb, up to a preposition or an infinitive."""
    for place, (word, following) in enumerate(pairwise(after)):
        is_infinitive = word.text.lower() == "to" and not following.is_name and not following.is_empty
        if word.text.lower() in _PREPOSITIONS or is_infinitive:
            return content(after[:place])
    return content(after[: _LONGEST + 1])


def _until_by(words: Sequence[Word]) -> Sequence[Word]:
    return words[: next((place for place, word in enumerate(words) if word.text.lower() == "by"), len(words))]


def _after_by(words: Sequence[Word]) -> frozenset[str]:
    by = len(_until_by(words))
    return content(words[by + 1 : by + 1 + _LONGEST])
