"""What an article says of itself: who wrote it, when, and what an earlier version of it said. Pure.

Such a sentence is found and quoted like any other, and marked only for a question about the article: "By Ana Pohl"
tells nobody who shut the bridge, and what was corrected is not so.
"""

from __future__ import annotations

import re

from index.languages.tokens import CAPITALS

_NAME = rf"[{CAPITALS}][\w.’'-]*"
_ARTICLE = r"(?:article|story|report|post|piece|page)"
_WRONGLY = r"(?:originally|incorrectly|wrongly|mistakenly|erroneously|misstated|misidentified|misspelled)"
_ASIDE = re.compile(
    rf"\W*(?:[Bb]y|BY|Von|Par|Por):? {_NAME}(?:,? (?:and |for )?{_NAME})*\W*"
    rf"|\W*(?:{_NAME},? )?(?:\d{{1,2}}\.? {_NAME}|{_NAME} \d{{1,2}}),? \d{{4}}\W*|\d{{4}}-\d\d-\d\d"
    r"|.*\b(?i:(?:earlier|previous|original|prior) versions? "
    rf"(?:(?:of|in) (?:this|the) {_ARTICLE}|said|stated|gave|{_WRONGLY}))\b.*"
    rf"|.*\b(?i:this {_ARTICLE} {_WRONGLY})\b.*",
    re.DOTALL,
)
_ASKS_ABOUT_ARTICLE = re.compile(
    r"\b(?:wr(?:ote|itten|iter)|author|reporter|journalist|article|version|correct(?:ed|ions?))\b", re.IGNORECASE
)


def is_aside(sentence: str) -> bool:
    """Whether it is of its article, and not of what happened."""
    return _ASIDE.fullmatch(sentence) is not None


def asks_about_article(question: str) -> bool:
    """Whether such sentences may answer it."""
    return _ASKS_ABOUT_ARTICLE.search(question) is not None
