"""Whose it is: something, or an office, that belongs to another than the one that is asked about. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import dropwhile, takewhile

from index.languages.names import first_names
from index.languages.read_text import ReadText, Word, content, strip_genitive
from index.languages.sentences import paragraphs, sentences
from index.languages.tokens import CAPITALS
from index.languages.variants import find_variants
from index.languages.words import Mark
from index.search.vetoes.naming import is_like_any, is_of_name
from index.search.vetoes.parsing.deeds import is_auxiliary, is_verbal
from index.search.vetoes.reading import Case, begins_with_pronoun

# "Kessler's revenue", "the head of Kessler": whose it is, by a name that is no initials
_OWNED = rf"[{CAPITALS}][\w-]*[^\W\d_{CAPITALS}][\w-]*(?: [{CAPITALS}][\w-]+)*"
_PHRASE = r"[a-z][\w-]*(?: [a-z][\w-]*){0,2}"
_OWNER = re.compile(
    rf"\b(?P<owner>{_OWNED})['’]s? (?P<owned>{_PHRASE})|"
    rf"\b(?P<held>{_PHRASE}) of (?:the )?(?P<holder>{_OWNED})\s*\??\s*$"
)
_ITS = frozenset("its their country's company's group's firm's club's team's party's".split())
_HIS = frozenset({"his", "her", "whose"})
_NEAR = 3  # words between an owner and what is owned

_Name = Sequence[Word]


def is_of_another_owner(case: Case) -> bool:
    """Something of somebody's is asked about, and the mark tells of the like that is another's; or the owner is named
    elsewhere in the article, and not where the mark stands."""
    near = case.mark.stems | case.above.stems | case.beginning.stems
    for match in _OWNER.finditer(case.question.text):
        owner = ReadText(match["owner"] or match["holder"])
        if not _is_of_name(owner.words[-1]) or not owner.names <= case.article.stems:
            continue
        if not case.goes_on and not owner.names & near:
            return True
        told = [*_find_owners(case, ReadText(match["owned"] or match["held"]).content, owner)]
        if told and not any(not name or _is_like(owner, name) for name in told):
            return True
    return False


def _find_owners(case: Case, thing: frozenset[str], owner: ReadText) -> Iterator[_Name | None]:
    """Whose the thing is wherever the mark tells of it; None where that is not certain."""
    called = {form for stem in thing for form in (stem, *find_variants(stem))}
    words = case.mark.words
    for at, word in enumerate(words):
        if word.stem in called and (not at or words[at - 1].stem not in called):
            end = next((place for place in range(at, len(words)) if words[place].stem not in called), len(words))
            yield _find_owner(case, at, end, owner)


def _find_owner(case: Case, at: int, end: int, owner: ReadText) -> _Name | None:
    """Whose it is that stands from one place to another: "Tavua's navy", "its navy", "the navy of Tavua"."""
    words = case.mark.words
    for word in reversed(words[max(0, at - _NEAR) : at]):
        if (plain := word.text.lower().replace("’", "'")) in _HIS | _ITS:
            return _find_meant(case, word, owner)
        if word.is_name and plain.endswith(("'s", "s'")):
            return _read_name(reversed(words[: words.index(word) + 1]))
    return _find_holder(case.mark, end) or _find_beside(case, at) or _find_country(case, at, end, owner)


def _find_meant(case: Case, pronoun: Word, owner: ReadText) -> _Name | None:
    """Whom a possessive pronoun means: whoever the nearest sentence before it is about, none of which names the owner,
    and whom the question does not name."""
    said = [*takewhile(lambda sentence: not _is_like(owner, sentence.words), _read_before(case, pronoun.start))]
    name = _find_person(said) if pronoun.text.lower() in _HIS else _find_party(said, case)
    return name if name and not content(name) & case.question.names else None


def _find_holder(text: ReadText, end: int) -> _Name | None:
    """ "… of the small island of Tavua", "Analyst Ann Moe of Tavua"."""
    after = [*dropwhile(is_of_name, text.words[end:])]
    if not after or after[0].text.lower() not in {"of", "for", "at"}:
        return None
    first = next((at for at, word in enumerate(after[1 : _NEAR + 2], start=1) if word.is_name), len(after))
    is_apart = first < len(after) and "," in text.text[after[0].end : after[first].start]
    return None if is_apart else _read_name(after[first:])


def _find_beside(case: Case, at: int) -> _Name | None:
    """ "Tavua captain …"."""
    before = case.mark.words[max(0, at - 1) : at]
    is_close = bool(before) and case.mark.text[before[0].end : case.mark.words[at].start] == " "
    return _read_name(reversed(case.mark.words[:at])) if is_close and _is_known_name(before[0], case) else None


def _find_country(case: Case, at: int, end: int, owner: ReadText) -> _Name | None:
    """Of an office before a name, "Prime Minister Ann Moe", the country or firm that was told of before in its
    paragraph, or that the article is about, where it does not begin in the owner's."""
    words, text = case.mark.words, case.mark.text
    if end == len(words) or not words[end].is_name or text[words[end - 1].end : words[end].start] not in {" ", ", "}:
        return None
    if party := _find_party(_read_before(case, words[at].start), case):
        return party
    if re.search(rf"\bin {re.escape(owner.text)}\b", case.beginning.text):
        return None
    title, _, body = case.article.text.partition("\n")
    return _find_party([ReadText(title), ReadText(body.split(". ", 1)[0])], case)


def _read_before(case: Case, start: int) -> list[ReadText]:
    """The sentences of the mark's paragraph up to a place in the mark, the nearest first."""
    text = f"{case.lead.text.rpartition(chr(10))[2]} {case.mark.text[:start]}".strip()
    return [ReadText(one.of(text)) for whole in paragraphs(text) for one in sentences(text, whole)][::-1]


def _find_person(said: Sequence[ReadText]) -> _Name | None:
    """The names in the subject of the nearest sentence that begins with no pronoun."""
    words = next((one.words for one in said if one.words and not begins_with_pronoun(one)), ())
    subject = takewhile(lambda at: not _is_deed(words, at), range(len(words)))
    return [words[at] for at in subject if _is_of_name(words[at])] or None


def _find_party(said: Sequence[ReadText], case: Case) -> _Name | None:
    """The nearest name of no person that a sentence begins with and is about: "Tavua has", "The Rask union said"."""
    for sentence in said:
        words = sentence.words
        at = 1 if words[:1] and words[0].text.lower() == "the" else 0
        name = _read_name(words[at:])
        if not name or name[0].text.lower() in first_names() or not _is_known_name(name[0], case):
            continue
        after = at + len(name)
        if any(_is_deed(words, place) for place in range(after, min(len(words), after + 2))):
            return name
    return None


def _is_like(owner: ReadText, words: Iterable[Word]) -> bool:
    """Whether one of the words is a form of the owner's name, "Tavuan", or its initials."""
    initials = "".join(word.text[0] for word in owner.words).lower()
    return any(
        word.stem in owner.stems
        or (plain := strip_genitive(word.text)) == initials
        or is_like_any(plain, owner.by_initial)
        for word in words
        if word.is_name
    )


def _is_known_name(word: Word, case: Case) -> bool:
    """Whether it is a name for certain: it has its capital within a sentence of the article, too."""
    bare = re.escape(re.sub("['’]s?$", "", word.text))
    return _is_of_name(word) and bool(re.search(rf"[\w,;] {bare}\b", case.article.text))


def _is_deed(words: Sequence[Word], at: int) -> bool:
    return is_auxiliary(words[at]) or (is_verbal(words, at) and not words[at].text.endswith("ing"))


def _is_of_name(word: Word) -> bool:
    return is_of_name(word) and not word.mark & (Mark.TIME | Mark.NUMBER)


def _read_name(words: Iterable[Word]) -> _Name:
    return [*takewhile(_is_of_name, words)]
