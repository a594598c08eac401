"""Who did it to whom: another doer, the same two with their parts exchanged, or no such deed. Pure."""

from __future__ import annotations

from index.languages.words import Mark
from index.search.vetoes.asked import read_asked
from index.search.vetoes.envoys import is_another_envoy
from index.search.vetoes.expecting import Ask, find_asks
from index.search.vetoes.reading import Case
from index.search.vetoes.told import find_subject, find_verbs, read_told

_LIKE = 0.6  # cosine from which a word of the mark may tell of the same deed
_READINGS = 2  # of a question whose verb is not certain


def are_exchanged(case: Case) -> bool:
    """The doer in the question is the one it is done to in the mark, or the other way round."""
    if is_another_envoy(case):
        return True
    for verb, asked in read_asked(case.question):
        if asked.is_passive and not asked.doers:
            continue
        told = [read_told(line, at) for line, at in find_verbs(case.mark, verb)]
        if any(map(asked.is_exchange_of, told)) and not any(map(asked.agrees, told)):
            return True
    return False


def is_another_ones(case: Case) -> bool:
    """The same verb, and other names do it, or have it done to them."""
    for verb, asked in read_asked(case.question):
        wanted = case.question.names & (asked.done_to if asked.is_passive else asked.doers)
        if not wanted or wanted & case.mark.stems:
            continue
        told = [find_subject(line, at) for line, at in find_verbs(case.mark, verb)]
        others = case.mark.names - case.question.stems
        if told and all(subject & others and not subject & wanted for subject in told):
            return True
    return False


def tells_of_no_such_deed(case: Case) -> bool:
    """Why something was done is asked, and the mark does not tell that it was; what was not done need not be told."""
    if find_asks(case.question) != {Ask.REASON} or any(word.mark & Mark.NEGATION for word in case.question.words):
        return False
    verbs = [verb for verb, _ in read_asked(case.question)]
    is_told = any(verb in case.mark.stems or case.told.get(verb, 0.0) >= _LIKE for verb in verbs[:_READINGS])
    return bool(verbs) and not is_told
