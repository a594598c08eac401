"""The stand-first of a page: what an article says below its headline, which many pages keep in a box of its own."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from index.articles.pages.trees import text_of

_NAMED = "(//article | //main | //*[@role='main'])//*[@class or @*[starts-with(name(), 'data-')]]"
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:stand-?first|sub-?title|sub-?head(?:line)?|dek|deck|lede|article-?(?:summary|intro|desc))(?:$|[\s_-])",
    re.IGNORECASE,
)
_SHORTEST, _LONGEST = 20, 400  # characters
_RUNNING = 60  # characters; a paragraph of more is the text, and what comes after it stands below no headline


def find_stand_first(tree: HtmlElement) -> str | None:
    """The words of the element that is named as one, if it stands in the article and before its text."""
    for element in tree.xpath(_NAMED):
        words = text_of(element)
        if _SHORTEST < len(words) < _LONGEST and _NAMES.search(" ".join(element.values())):
            above = element.xpath("preceding::p[ancestor::article or ancestor::main]")
            return words if all(len(text_of(paragraph)) <= _RUNNING for paragraph in above) else None
    return None


def put_first(words: str | None, title: str | None, text: str) -> str:
    """The text with its stand-first, below the title if it begins with that; as it is where the words stand in it."""
    if not words or words in " ".join(text.split()):
        return text
    first, _, rest = text.partition("\n")
    return f"{first}\n{words}\n{rest}" if first == title else f"{words}\n{text}"
