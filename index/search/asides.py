"""What an article says of itself: who wrote it, when, and what an earlier version of it said. Pure.

Such a sentence is found and quoted like any other, and marked only for a question about the article: "By Ana Pohl"
tells nobody who shut the bridge, and what was corrected is not so.
"""

from __future__ import annotations

import re

from index.languages.tokens import CAPITALS

_NAME = rf"[{CAPITALS}][\w.’'-]*+"
_WRONGLY = r"(?:originally|incorrectly|wrongly|mistakenly|erroneously|misstated|misidentified|misspelled)"
_LINE = re.compile(
    rf"\W*(?:[Bb]y|BY|Von|Par|Por):? {_NAME}(?:,? (?:and |for )?{_NAME})*\W*"
    rf"|\W*(?:{_NAME},? )?(?:\d{{1,2}}\.? {_NAME}|{_NAME} \d{{1,2}}),? \d{{4}}\W*|\d{{4}}-\d\d-\d\d"
)
# Each begins with letters that stand in it as they are, by which it is found in a tenth of the time.
_CORRECTED = re.compile(
    "version(?:(?<=[Ee]arlier version)|(?<=[Pp]revious version)|(?<=[Oo]riginal version)|(?<=[Pp]rior version))s? "
    rf"(?:(?:of|in) (?:this (?:report|post|piece|page)|(?:this|the) (?:article|story))|said|stated|gave|{_WRONGLY})\b"
)
_WAS_WRONG = re.compile(rf"his(?<=\b[Tt]his) (?:article|story|report|piece) {_WRONGLY}\b")
_ASKS_ABOUT_ARTICLE = re.compile(
    r"\b(?:wr(?:ote|itten|iter)|author|reporter|journalist|article|version|correct(?:ed|ions?))\b", re.IGNORECASE
)


def is_aside(sentence: str) -> bool:
    """Whether it is of its article, and not of what happened."""
    return bool(_LINE.fullmatch(sentence) or _CORRECTED.search(sentence) or _WAS_WRONG.search(sentence))


def asks_about_article(question: str) -> bool:
    """Whether such sentences may answer it."""
    return _ASKS_ABOUT_ARTICLE.search(question) is not None
