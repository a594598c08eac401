"""What every step asks of a page's tree: its words, how many there are, and how many of them are links. Pure."""

from __future__ import annotations

from lxml.html import HtmlElement

MOST_LINK = 0.5  # of the words of an element that is not there to lead elsewhere


def text_of(element: HtmlElement) -> str:
    """The words of an element, with single spaces between them."""
    return " ".join(element.text_content().split())


def linked_share(element: HtmlElement) -> float:
    """How much of the text of an element, itself included, is links, 0..1; of no text nothing is."""
    whole = len(text_of(element))
    linked = sum(len(text_of(link)) for link in element.xpath("descendant-or-self::a"))
    return linked / whole if whole else 0.0


def told(element: HtmlElement) -> int:
    """Characters of the paragraphs within."""
    return sum(len(text_of(paragraph)) for paragraph in element.xpath(".//p"))


def is_small(element: HtmlElement, whole: int) -> bool:
    """Whether an element holds less than half of the ``whole`` text of the page's paragraphs."""
    inside = told(element)
    return 2 * inside < whole or not inside
