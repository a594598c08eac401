"""When a page says that its article was published: its own statements only, no date that merely stands on it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from index.articles.text.dates import parse_date

# In the order in which they are believed; ogp.me, schema.org, Dublin Core, and what publishers' systems write.
_META_NAMES = (
    "article:published_time og:article:published_time datepublished dc.date.issued dcterms.issued dc.date "
    "dcterms.date dcterms.created parsely-pub-date sailthru.date publish-date publish_date publication_date pubdate "
    "publishdate article.published date"
).split()
_ARTICLE_TYPES = ("Article", "BlogPosting", "Report")  # and what ends so: ReportageNewsArticle, LiveBlogPosting
_BEGINS = re.compile(r"(?<!<!)(?<!CDATA)[\[{]")
_OF_OTHERS = "ancestor::aside or ancestor::footer or ancestor::nav or ancestor::li or contains(@class, 'comment')"
_MARKED_TIMES = f".//time[@pubdate or @itemprop='datePublished'][not({_OF_OTHERS})]"
_NAMED_TIMES = ".//article//time[contains(@class, 'published')][not(ancestor::aside or ancestor::nav or ancestor::li)]"
_OTHER_MARKS = f".//*[@itemprop='datePublished'][not({_OF_OTHERS})]"
_MARKS = (_MARKED_TIMES, _OTHER_MARKS, _NAMED_TIMES)
_LEAD_TIMES = f"(.//article | .//main)//time[not({_OF_OTHERS})][not(ancestor::section[contains(@id, 'comment')])]"


def find_publication(tree: HtmlElement) -> str | None:
    """The date that the page states for its article in its head, its structured data or its own ``<time>``, as it is
    written there; None where it states none that can be read."""
    return next((written for written in _statements(tree) if parse_date(written)), None)


def _statements(tree: HtmlElement) -> Iterator[str]:
    stated = {
        (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower(): meta.get("content") or ""
        for meta in reversed(tree.xpath(".//meta[@content]"))
    }
    yield from (stated[name] for name in _META_NAMES if stated.get(name))
    for script in tree.xpath(".//script[starts-with(@type, 'application/ld+json')]"):
        yield from _in_structure(_parse(script.text or ""))
    for element in (found for path in _MARKS for found in tree.xpath(path)):
        yield element.get("datetime") or element.get("content") or element.text_content()
    yield from (time.get("datetime") or time.text_content() for time in tree.xpath(_LEAD_TIMES)[:1])


def _parse(text: str) -> Any:
    """What a script tells; some wrap it into CDATA, or break lines within its strings."""
    begins = _BEGINS.search(text)
    try:
        return json.JSONDecoder(strict=False).raw_decode(text, begins.start())[0] if begins else None
    except (ValueError, RecursionError):
        return None


def _in_structure(document: Any) -> Iterator[str]:
    """``datePublished`` of an article at the top, or of what the page is about; articles in lists are others."""
    waiting = _nodes(document)
    while waiting:  # and no function that calls itself: a page may nest as deep as it likes
        node = waiting.pop()
        kinds = node.get("@type")
        named = [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]
        if not any(kind.endswith(_ARTICLE_TYPES) for kind in named):
            waiting += [*_nodes(node.get("mainEntity")), *_nodes(node.get("@graph"))]
        elif isinstance(node.get("datePublished"), str):
            yield node["datePublished"]


def _nodes(part: Any) -> list[dict[str, Any]]:
    """The objects in a part, the first of them last."""
    return [node for node in reversed(part if isinstance(part, list) else [part]) if isinstance(node, dict)]
