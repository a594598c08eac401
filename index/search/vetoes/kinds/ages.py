"""How old somebody is, where a text sets an age beside a name. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.languages.counts import YEAR, find_numbers, is_bare
from index.languages.read_text import ReadText, Word
from index.languages.tokens import CAPITALS
from index.search.vetoes.parsing.titles import is_title
from index.search.vetoes.reading import Case, read_case
from index.types import Hit

_HOW_OLD = re.compile(r"\bhow old (?:is|was|are|were) (?P<who>[^?,.;]+)", re.IGNORECASE)
_OWNER = re.compile(rf"(?:[{CAPITALS}]\S* )*\S+['’]s? (?=\w)")  # "Ann Moe's son"
_YEARS_OLD = re.compile(r"[- ](?:years?|months?|weeks?|days?)[- ](?:old|of age)\b", re.IGNORECASE)
_YEARS = re.compile(r"[- ](?:years?|decades?|centur(?:y|ies))\b", re.IGNORECASE)
_BEFORE = re.compile(r"(?:,|\b(?:aged?|is|was|turn(?:s|ed|ing)|at|than|nearly|now|only|just))\s+$", re.IGNORECASE)
_AGED = re.compile(r",\s+aged\s+$", re.IGNORECASE)
_ASIDE = re.compile(r",\s+who(?:se)?\b[^,]*,", re.IGNORECASE)
_PREPOSITIONS = frozenset({"after", "at", "before", "for", "from", "in", "near", "of", "on", "to", "with"})
_AT = re.compile(r"\b(?:at|age)\s+$", re.IGNORECASE)
_BESIDE = 3  # words between a name and its age
_STEM = 5  # letters in which forms of one word agree


def find_age(question: str, hits: Sequence[Hit]) -> Hit | None:
    """The first sentence of the hits that sets an age beside the name of whom the question asks how old they are."""
    for hit in hits if _HOW_OLD.search(question) else ():
        body = hit.passage.article.body
        texts = ((sentence, ReadText(sentence.of(body))) for sentence in hit.passage.sentences)
        aged = [(sentence, text, ages) for sentence, text in texts if (ages := _find_ages(text))]
        names = _find_asked_name(read_case(question, hit, {})) if aged else frozenset()  # reads the whole article
        for sentence, text, ages in aged if names else ():
            if any(_is_age_of(names, text, place) for place in ages):
                return replace(hit, highlight=sentence)
    return None


def holds_age(case: Case) -> bool:
    """Whether there is an age: of whoever is named in the question, beside that name; a year may tell it, too."""
    if "birthday" in case.core.written:
        return True
    ages, names = _find_ages(case.core), _find_asked_name(case)
    if names:
        words = case.core.words
        by_pronoun = any(
            word.text.lower() in {"he", "she"} for place in ages for word in words[max(0, place - 2) : place]
        )
        return by_pronoun or any(_is_age_of(names, case.core, place) for place in ages)
    is_old = any(_YEARS.match(case.core.text, word.end) for _, word in find_numbers(case.core))
    return (is_old or bool(ages) or bool(YEAR.search(case.core.text))) and _tells_of_subject(case)


def _find_asked_name(case: Case) -> frozenset[str]:
    """The stems of the name whose bearer's age is asked for; empty where that is no name."""
    match = _HOW_OLD.search(_OWNER.sub("", case.question.text))
    asked = ReadText(match["who"]).words if match else ()
    if not asked or asked[0].stem not in case.named:
        return frozenset()
    return frozenset(word.stem for word in asked if word.stem in case.named and not is_title(word.text))


def _find_ages(text: ReadText) -> list[int]:
    """The places of numbers that stand as ages do: "Ann Moe, 52, ", "aged 52", "a 52-year-old", "she is 52"."""
    return [place for place, _ in find_numbers(text) if _is_age(text, place)]


def _is_age(text: ReadText, place: int) -> bool:
    start, end = text.words[place].start, text.words[place].end
    return bool(_YEARS_OLD.match(text.text, end)) or (is_bare(text, place) and bool(_BEFORE.search(text.text[:start])))


def _is_age_of(names: frozenset[str], text: ReadText, place: int) -> bool:
    """Whether the age at a place belongs to the name: before it, or after "at 52" and "the 52-year-old"; or to whom the
    sentence is about: "Ann Moe died at her home on Monday, aged 52"."""
    words = text.words
    if _AGED.search(head := text.text[: words[place].start]) and _is_name_of(names, _find_aged(head)):
        return True
    before = next((at for at in range(place, max(0, place - _BESIDE), -1) if words[at - 1].is_name), 0)
    if _is_name_of(names, _name_until(words, before)):
        return True
    is_first = bool(_YEARS_OLD.match(text.text, words[place].end)) or bool(_AT.search(text.text[: words[place].start]))
    after = range(place + 1, min(len(words), place + _BESIDE + 2))
    first = next((at for at in after if words[at].is_name), len(words)) if is_first else len(words)
    end = next((at for at in range(first, len(words)) if not words[at].is_name), len(words))
    return _is_name_of(names, words[first:end])


def _find_aged(head: str) -> Sequence[Word]:
    """The last name that stands neither behind a preposition nor in a clause about another; empty where none does."""
    words = ReadText(_ASIDE.sub(",", head)).words
    place = len(words)
    while place:
        name = _name_until(words, place)
        place -= len(name) or 1
        if name and (not place or words[place - 1].text.lower() not in _PREPOSITIONS):
            return name
    return ()


def _name_until(words: Sequence[Word], end: int) -> Sequence[Word]:
    start = next((at for at in range(end, 0, -1) if not words[at - 1].is_name), 0)
    return words[start:end]


def _is_name_of(names: frozenset[str], name: Sequence[Word]) -> bool:
    """Whether a name has all of the asked one, or its end after a title: "Mrs Thorley"; Gerald Moe is not Neil Moe."""
    stems = {word.stem for word in name}
    is_short = all(is_title(word.text) for word in name[:-1])
    return names <= stems or (is_short and bool(name) and name[-1].stem in names)


def _tells_of_subject(case: Case) -> bool:
    """Whether a word of the question stands in the mark, be it in another form: "organ" for "organist"."""
    words = ReadText(_OWNER.sub("", case.question.text)).words
    asked = {word.stem[:_STEM] for word in words if not word.is_empty and word.stem != "old"}
    return not asked or any(word.stem[:_STEM] in asked for word in case.mark.words)
