"""Who did it to whom: another doer, or the same two with their parts exchanged. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.languages.read_text import ReadText
from index.languages.tokens import CAPITALS
from index.languages.variants import find_variants
from index.search.vetoes.naming import is_like_any
from index.search.vetoes.parsing.deeds import Deed
from index.search.vetoes.parsing.told import find_subject, find_verbs, read_told
from index.search.vetoes.reading import Case

_ENVOYS = "ambassador|envoy|representative|emissary|delegate|consul"
_FULL_NAME = re.compile(rf"\b(?!The\b|In\b|On\b)[{CAPITALS}][\w-]+ [{CAPITALS}][\w-]+")
_NAME = rf"(?:the )?(?P<{{}}>(?:[{CAPITALS}][\w.’'-]*)(?: (?:of )?[{CAPITALS}][\w.’'-]*)*)"
_ENVOY_OF = re.compile(rf"(?i:{_ENVOYS}) (?:of|from) {_NAME.format('home')} (?i:to|in) {_NAME.format('host')}")
_ENVOY = re.compile(rf"{_NAME.format('home')} (?i:{_ENVOYS}) (?i:to|in) {_NAME.format('host')}")
_ALIKE = 4  # letters in which "Iraqi" and "Iraq" agree


def are_reversed(case: Case) -> bool:
    """The doer in the question is the one it is done to in the mark, and the other way round."""
    return any(asked.is_reverse_of(told) for asked, told in _find_exchanges(case))


def are_exchanged(case: Case) -> bool:
    """The doer in the question is the one it is done to in the mark, or the other way round."""
    exchanges = [*_find_exchanges(case)]
    return _is_another_envoy(case) or any(not asked.is_reverse_of(told) for asked, told in exchanges)


def _find_exchanges(case: Case) -> Iterator[tuple[Deed, Deed]]:
    """The question's deeds with those of the mark in which somebody has the other's part, where none agrees."""
    for verb, asked in case.deeds:
        if asked.is_passive and not asked.doers:
            continue
        told = [read_told(case.mark, at) for at in find_verbs(case.mark, verb)]
        exchanges = [one for one in told if asked.is_exchange_of(one)]
        if not asked.done_to:  # a school closes, and a board closes it: only names tell who does it to whom
            exchanges = [one for one in exchanges if one.doers & case.mark.names and one.done_to & case.mark.names]
        if not any(map(asked.agrees, told)):
            yield from ((asked, one) for one in exchanges)


def is_of_somebody_else(case: Case) -> bool:
    """Whoever is asked about stands neither in the mark nor just before it, and somebody else is named there; or they
    are named elsewhere in the article, and the mark has no pronoun for them."""
    for _, asked in case.deeds[:1]:
        subject = asked.done_to if asked.is_passive else asked.doers
        wanted = case.question.names & subject
        if not wanted or wanted & (case.mark.stems | case.above.stems):
            return False
        if any(not ReadText(name.group()).stems & case.question.stems for name in _FULL_NAME.finditer(case.mark.text)):
            return True
        is_near = case.goes_on or bool(subject & case.mark.stems or wanted & case.beginning.stems)
        return not is_near and wanted <= case.article.stems
    return False


def is_another_ones(case: Case) -> bool:
    """The same verb, and other names do it, or have it done to them."""
    for verb, asked in case.deeds:
        wanted = case.question.names & (asked.done_to if asked.is_passive else asked.doers)
        if not wanted or wanted & case.mark.stems:
            continue
        told = [find_subject(case.mark, at) for at in find_verbs(case.mark, verb)]
        others = {name for name in case.mark.names - case.question.stems if not _is_form_of(wanted, name)}
        if told and all(subject & others and not subject & wanted for subject in told):
            return True
    return False


def _is_form_of(wanted: frozenset[str], name: str) -> bool:
    """Whether it is one of the wanted names in another form, "British" of "Britain", or spelling."""
    by_initial = ReadText(" ".join(wanted)).by_initial
    return not wanted.isdisjoint(find_variants(name)) or is_like_any(name, by_initial)


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
