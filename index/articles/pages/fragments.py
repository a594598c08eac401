"""A piece of a page, as exports and feeds hold an article's text → its words, each block of it a paragraph. Pure."""

from __future__ import annotations

import re

from lxml.html import fromstring

from index.articles.pages.rewriting import rewrite

_TAGS = "p|div|br|blockquote|figure|h[1-6]|ul|ol|table|section|article|iframe|script"
_TAG = re.compile(rf"</?(?:{_TAGS})\b[^<>]*>", re.IGNORECASE)
_PARAGRAPH = re.compile(r"<p[\s>]", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # none may stand in a tree
_BLANK_LINES = re.compile(r"\n[ \t]*\n")
_ORDER = re.compile(  # as WordPress carries it out; “[video games]” is what somebody writes
    r"\[/?(?:caption|gallery|embed|audio|video|playlist|vc_\w+|et_pb_\w+)(?: +\w+=[^\[\]\n]{0,400}| */)?\]"
)
_UNSEEN = ".//script | .//style | .//iframe | .//noscript | .//comment()"
_BLOCKS = "p div li tr h1 h2 h3 h4 h5 h6 ul ol table section article figure center pre".split()


def is_fragment(text: str) -> bool:
    """Whether a text is written with the tags of a page."""
    return _TAG.search(text) is not None


def read_fragment(html: str) -> str:
    """The words of a fragment; "" where it is nested too deeply. Where its paragraphs have no tags, blank lines part
    them."""
    written = _CONTROL.sub("", _ORDER.sub("", html))
    if not _PARAGRAPH.search(written):
        written = _BLANK_LINES.sub("<p>", written)
    tree = fromstring(f"<html><body><div>{written}</div></body></html>")
    for unseen in tree.xpath(_UNSEEN):
        unseen.drop_tree()
    rewrite(tree)
    for text in tree.iter():
        text.text, text.tail = _flat(text.text), _flat(text.tail)
    for line_end in tree.iter("br"):
        line_end.tail = f"\n{(line_end.tail or '').lstrip()}"
    for block in tree.iter(*_BLOCKS):
        block.text, block.tail = f"\n\n{block.text or ''}", f"\n\n{block.tail or ''}"
    lines = [line.strip() for line in tree.text_content().split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _flat(text: str | None) -> str | None:
    return re.sub(r"[ \t\r\n]+", " ", text) if text else text
