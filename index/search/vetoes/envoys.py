"""Whose ambassador where: "the Iraqi ambassador to the United States" is another one. Pure."""

from __future__ import annotations

import re

from index.search.vetoes.reading import Case

_ENVOYS = "ambassador|envoy|representative|emissary|delegate|consul"
_NAME = r"(?:the )?(?P<{}>(?:[A-Z][\w.’'-]*)(?: (?:of )?[A-Z][\w.’'-]*)*)"
_ENVOY_OF = re.compile(rf"(?i:{_ENVOYS}) (?:of|from) {_NAME.format('home')} (?i:to|in) {_NAME.format('host')}")
_ENVOY = re.compile(rf"{_NAME.format('home')} (?i:{_ENVOYS}) (?i:to|in) {_NAME.format('host')}")
_ALIKE = 4  # letters in which "Iraqi" and "Iraq" agree


def is_another_envoy(case: Case) -> bool:
    asked, told = _find_envoy(case.question.text), _find_envoy(case.mark.text)
    if asked is None or told is None:
        return False
    return not _is_alike(asked[0], told[0]) and (_is_alike(asked[0], told[1]) or _is_alike(asked[1], told[0]))


def _find_envoy(text: str) -> tuple[str, str] | None:
    match = _ENVOY_OF.search(text) or _ENVOY.search(text)
    return (match["home"], match["host"]) if match else None


def _is_alike(one: str, other: str) -> bool:
    return one.lower()[:_ALIKE] == other.lower()[:_ALIKE] or one.replace(".", "") == other.replace(".", "")
