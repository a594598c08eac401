"""A web page → the fields of its article, and what an operator should know of how it was read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from index.articles.pages.left_out import find_left_out, read_blocks
from index.articles.pages.publication import find_publication
from index.articles.pages.rewriting import rewrite
from index.articles.pages.stand_firsts import find_stand_first, put_first
from index.articles.pages.walls import find_wall
from index.articles.text.heads import drop_datelines, read_head
from index.articles.text.mending import mend_controls
from index.articles.text.wrapping import unwrap

_FEW_WORDS = 120  # of a page that asks for a subscription: what is left is its beginning
_OF_A_SIGN = 30  # words, navigation included, of a page that only says where it has moved
_PAYWALL = re.compile(
    r"[\"'][^\"']*\b(?:paywall|regwall|subscriber-only)\b|\"isAccessibleForFree\"\s*:\s*\"?false", re.IGNORECASE
)
_ONWARD = re.compile(r"url\s*=\s*[\"']?([^\s\"']+)", re.IGNORECASE)  # in <meta http-equiv=refresh content=…>
_SAVED_FROM = re.compile(  # as browsers and SingleFile write it above a page that they save
    r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(https?://[^\s>]+)"
)
_HEAD = 2_000  # characters in which it stands
_TAIL = re.compile(r">([^<>]*)$|<[^<>]*$")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_MANY_LINES = re.compile(r"\n{3,}")


class NoArticleInPage(ValueError):
    """The page holds no article; ``str()`` says what it holds, as the end of a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageArticle:
    """``fields`` in Verbatim's own names; ``left_out`` are texts of the page that are not the article's."""

    fields: dict[str, str | None]
    remarks: tuple[str, ...]
    left_out: tuple[str, ...]


def extract_page(page: str, *, url: str | None = None) -> PageArticle:
    """The article in a page's HTML; ``url`` is where it came from, if it is known.

    Raises:
        NoArticleInPage: no text was found, or it is a wall.
    """
    from trafilatura import bare_extraction
    from trafilatura.utils import load_html

    tree = load_html(mend_controls(page))  # an extractor drops them
    if tree is None:
        raise NoArticleInPage("no article text was found in this page.")
    if (onward := _ONWARD.search(_refresh(tree))) and len(tree.text_content().split()) < _OF_A_SIGN:
        raise NoArticleInPage(f"redirects to {onward[1]}; use that link instead.")
    published, blocks, stand_first = find_publication(tree), read_blocks(tree), find_stand_first(tree)
    language = _LANGUAGE.fullmatch((tree.get("lang") or "").strip())
    document = bare_extraction(
        rewrite(tree),
        url=url,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if document is None or isinstance(document, dict) or not document.text:
        raise NoArticleInPage("no article text was found in this page.")
    text = unwrap(_MANY_LINES.sub("\n\n", put_first(stand_first, document.title, document.text)).strip())
    if text == document.title:
        raise NoArticleInPage("holds a headline without a text, which may come by a script; save it from a browser.")
    names = [*(document.author or "").split("; "), document.sitename or ""]
    published = published or read_head(text, document.title).published_at
    text = drop_datelines(text, published, names) if published else text
    if wall := find_wall(document.title, text):
        raise NoArticleInPage(f"is {wall}, not an article.")
    saved_from = _SAVED_FROM.search(page[:_HEAD])
    fields = {
        "title": document.title,
        "outlet": document.sitename,
        "author": (document.author or "").replace("; ", ", ") or None,
        "published_at": published,
        "url": url or document.url or (saved_from and saved_from[1]),
        "language": document.language or (language and language.group()),
        "text": text,
    }
    left_out = find_left_out(blocks, document.title or "", text)
    return PageArticle(fields=fields, remarks=tuple(_find_faults(page, text)), left_out=left_out)


def _refresh(tree: HtmlElement) -> str:
    """Where a page says that it leads, after how many seconds; "" for nowhere."""
    return " ".join(
        meta.get("content", "") for meta in tree.iter("meta") if meta.get("http-equiv", "").lower() == "refresh"
    )


def _find_faults(page: str, text: str) -> list[str]:
    faults = []
    if _breaks_off(page):
        faults.append("the page is cut off; download it again")
    if len(text.split()) < _FEW_WORDS and _PAYWALL.search(page):
        faults.append("only the beginning of the article is there, before a paywall")
    return faults


def _breaks_off(page: str) -> bool:
    """Whether a page ends in the middle of a tag or of a sentence; its last end tags may be left out."""
    if "</html" in page.lower():
        return False
    tail = _TAIL.search(page.rstrip()[-2_000:])
    if tail is None:
        return False
    return tail[1] is None or (bool(tail[1].strip()) and tail[1].strip()[-1] not in '.!?…:;"”’»)')
