"""Who did it to whom: another doer, or the same two with their parts exchanged. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.search.vetoes.reading import Case, ReadText, Word, content

_AUXILIARIES = frozenset("did does do has have had is are was were will would can could may might must should".split())
_BE = frozenset("is are was were be been being".split())
_BREAK = re.compile(r"[.;:!?“”\"()–—]|\b(?:but|who|which|when|while|because)\b", re.IGNORECASE)
_PARTICIPLE = re.compile(r"(?:ed|en|own|ent|eld|uilt|ade|ost|ought|aught|hot|aid|ut)$")
_LONGEST = 4  # words of a noun phrase beside a verb
_FARTHEST = 10  # words after a verb among which it is told to whom it is done
_ENVOYS = "ambassador|envoy|representative|emissary|delegate|consul"
_NAME = r"(?:the )?(?P<{}>(?:[A-Z][\w.’'-]*)(?: (?:of )?[A-Z][\w.’'-]*)*)"
_ENVOY_OF = re.compile(rf"(?i:{_ENVOYS}) (?:of|from) {_NAME.format('home')} (?i:to|in) {_NAME.format('host')}")
_ENVOY = re.compile(rf"{_NAME.format('home')} (?i:{_ENVOYS}) (?i:to|in) {_NAME.format('host')}")
_ALIKE = 4  # letters in which "Iraqi" and "Iraq" agree


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Whoever does what a verb says, and whatever it is done to; empty where that is left open."""

    doers: tuple[Word, ...] = ()
    done_to: tuple[Word, ...] = ()
    passive: bool = False


def are_exchanged(case: Case) -> bool:
    """The doer in the question is the one it is done to in the mark, or the other way round."""
    return _is_another_envoy(case) or any(_is_exchange(asked, told) for asked, told in _deeds(case))


def is_another_ones(case: Case) -> bool:
    """The same verb, and another name does it, or has it done to them."""
    return any(
        _is_another(asked.doers, told.doers, case) or (asked.passive and _is_another(asked.done_to, told.done_to, case))
        for asked, told in _deeds(case)
    )


def _deeds(case: Case) -> list[tuple[Deed, Deed]]:
    asked = _read_asked(case.question)
    if asked is None:
        return []
    verb, deed = asked
    places = [place for place, word in enumerate(case.mark.words) if word.stem == verb.stem and not word.is_name]
    return [(deed, told) for place in places if (told := _read_told(case.mark, place))]


def _is_exchange(asked: Deed, told: Deed) -> bool:
    doers, done_to = content(asked.doers), content(asked.done_to)
    their_doers, their_done_to = content(told.doers), content(told.done_to)
    if not done_to or doers & their_doers or done_to & their_done_to:
        return False
    return bool(doers & their_done_to or done_to & their_doers)


def _is_another(asked: Sequence[Word], told: Sequence[Word], case: Case) -> bool:
    """Whether both are names, of different people or things; the question's is one that the article knows."""
    names, others = content(word for word in asked if word.is_name), content(word for word in told if word.is_name)
    return bool(names) and bool(others) and not names & case.mark.stems and names <= case.article.stems


def _read_asked(question: ReadText) -> tuple[Word, Deed] | None:
    """The verb, and the parts: " … did A (verb) B", " … was B (verb) by A", "who (verb) B"."""
    words = question.words
    if len(words) > 2 and words[0].text.lower() == "who" and not words[1].is_empty:
        return words[1], Deed(done_to=words[2:])  # whoever it was, it was not the one it was done to
    auxiliary = next((place for place, word in enumerate(words) if word.text.lower() in _AUXILIARIES), None)
    if auxiliary is None:
        return None
    end = auxiliary + 1
    while end < len(words) and (words[end].is_name or words[end].text.lower() == "the"):
        end += 1
    verb = next((place for place in range(end, len(words)) if not words[place].is_empty), None)
    named = words[auxiliary + 1 : end]
    if verb is None or not any(word.is_name for word in named) or named[-1].text.endswith(("'s", "’s", "s'", "s’")):
        return None
    after, form = words[verb + 1 :], words[verb].text.lower()
    if words[auxiliary].text.lower() not in _BE:
        return words[verb], Deed(doers=named, done_to=after)
    if form.endswith("ing"):
        return words[verb], Deed(doers=named, done_to=after)
    return (
        (words[verb], Deed(doers=_after_by(after), done_to=named, passive=True)) if _PARTICIPLE.search(form) else None
    )


def _read_told(mark: ReadText, at: int) -> Deed | None:
    words = mark.words
    start = max((match.end() for match in _BREAK.finditer(mark.text, 0, words[at].start)), default=0)
    end = next((match.start() for match in _BREAK.finditer(mark.text, words[at].end)), len(mark.text))
    before = [word for word in words[:at] if word.start >= start]
    after = [word for word in words[at + 1 :] if word.start < end][:_FARTHEST]
    passive = bool(after) and after[0].text.lower() == "by"
    passive |= any(word.text.lower() in _BE for word in before[-2:]) and not words[at].text.lower().endswith("ing")
    subject = _subject(before)
    if passive:
        by = _after_by(after)
        told = after[: len(after) - len(by)]
        return Deed(doers=by, done_to=(*subject, *told))
    return Deed(doers=subject, done_to=tuple(after))


def _subject(before: Sequence[Word]) -> tuple[Word, ...]:
    """The noun phrase before the verb and its auxiliaries."""
    end = len(before)
    while end and before[end - 1].text.lower() in _AUXILIARIES | {"not", "been", "be", "being", "also", "later"}:
        end -= 1
    start = end
    while start and end - start < _LONGEST and (not before[start - 1].is_empty or before[start - 1].text == "and"):
        start -= 1
    return tuple(before[start:end])


def _after_by(words: Sequence[Word]) -> tuple[Word, ...]:
    by = next((place for place, word in enumerate(words) if word.text.lower() == "by"), len(words))
    return tuple(words[by + 1 : by + 1 + _LONGEST])


def _is_another_envoy(case: Case) -> bool:
    asked, told = _find_envoy(case.question.text), _find_envoy(case.mark.text)
    if asked is None or told is None:
        return False
    return not _is_alike(asked[0], told[0]) and (_is_alike(asked[0], told[1]) or _is_alike(asked[1], told[0]))


def _find_envoy(text: str) -> tuple[str, str] | None:
    match = _ENVOY_OF.search(text) or _ENVOY.search(text)
    return (match["home"], match["host"]) if match else None


def _is_alike(one: str, other: str) -> bool:
    return one.lower()[:_ALIKE] == other.lower()[:_ALIKE] or one.replace(".", "") == other.replace(".", "")
