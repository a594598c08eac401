"""Whether the mark holds somebody. Pure."""

from __future__ import annotations

import re

from index.languages.read_text import ReadText, Word
from index.languages.tokens import CAPITALS
from index.languages.words import Mark
from index.search.vetoes.parsing.told import find_verbs, read_named
from index.search.vetoes.reading import Case

# Somebody, and not who has done something: "who was hurt".
_WHO_IS = re.compile(
    rf"\bwho(?:['’]s| is| are| was| were) (?=(?:the|an?|his|her|its|their) |(?-i:[{CAPITALS}]))", re.IGNORECASE
)
_EVERYBODY = re.compile(
    r"\b(?:every(?:one|body)|(?:each|all|both|every one) of (?:them|us|those|these))\b", re.IGNORECASE
)
_CALLED = re.compile(r"(?P<who>\w+) (?:is|was|are|were) (?:an?|two|three|four) (?P<what>[\w-]+(?: [\w-]+){0,3})")
_SENTENCE_BEGINS = re.compile(r"(?:^|[.!?:\n][\"”’]?\s|[—–]\s)[\s\"“‘(]*$")


def holds_person(case: Case) -> bool:
    """Whether there is a new name, everybody, or a new noun that has a part in the asked deed: "two anglers found it";
    whoever asks who somebody is wants none. A deed that is done by nobody has no doer, whoever is named beside it."""
    if _is_done_by_nobody(case):
        return False
    asked = _WHO_IS.search(case.question.text)
    if asked and any(word.is_name and word.start > asked.start() for word in case.question.words):
        return True
    names = [word for word in case.core.words if word.is_name and not word.mark & (Mark.TIME | Mark.NUMBER)]
    if any(word.stem not in case.question.stems and not _begins_sentence(word, case) for word in names):
        return True
    return bool(_EVERYBODY.search(case.core.text)) or tells_who_it_is(case) or _tells_whose_deed(case)


def tells_who_it_is(case: Case) -> bool:
    """Whether whoever it is asked of is called something there that the question lacks: "the driver was a miner"."""
    return bool(_WHO_IS.search(case.question.text)) and any(
        ReadText(match["who"]).stems & case.question.content and ReadText(match["what"]).content - case.question.stems
        for match in _CALLED.finditer(case.core.text)
    )


def _is_done_by_nobody(case: Case) -> bool:
    """Whether the doer is asked for, and the deed only told as done: "a drone was shot down"."""
    told = [
        read_named(case.mark, at)
        for verb, asked in case.deeds
        if not asked.doers and not asked.is_passive
        for at in find_verbs(case.mark, verb, is_certain=True)
    ]
    return bool(told) and all(deed.is_passive and not deed.doers for deed in told)


def _tells_whose_deed(case: Case) -> bool:
    """Whether the asked verb has a doer there that the question lacks; or something that it is done to, where the
    question has the doer, or is not after one."""
    text, known = case.core, case.question.stems
    return any(
        (told.done_to if asked.doers or asked.is_passive else told.doers) - known
        for verb, asked in case.deeds
        for told in (read_named(text, at) for at in find_verbs(text, verb, is_certain=True))
    )


def _begins_sentence(word: Word, case: Case) -> bool:
    """Whether its capital tells nothing: it is the first of a sentence, and elsewhere the article writes it small."""
    is_first = _SENTENCE_BEGINS.search(case.core.text[: word.start]) is not None
    return is_first and word.text.lower() in case.article.written
