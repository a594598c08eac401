"""What a page says that is not in the text of its article: for the eyes of whoever adds it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from index.articles.pages.trees import text_of

_BLOCKS = frozenset("p li h1 h2 h3 h4 blockquote figcaption td".split())
_UNSEEN = frozenset("script style template nav".split())
_FEWEST_WORDS = 4  # fewer are a button or a label
_MOST_READ = 1_000  # blocks; each is looked for in the whole article
_MOST, _LONGEST = 20, 200  # texts; characters of one


def read_blocks(tree: HtmlElement) -> list[str]:
    """The texts of a page, block by block, without its menus; before anything is taken out of the tree. A block that
    holds others stands for them; of a page of thousands the first ones are read."""
    texts = (text for text in map(text_of, _walk(tree)) if len(text.split()) >= _FEWEST_WORDS)
    return list(dict.fromkeys(islice(texts, _MOST_READ)))


def _walk(tree: HtmlElement) -> Iterator[HtmlElement]:
    walk = iterwalk(tree, events=("start",))
    for _, element in walk:
        is_block = element.tag in _BLOCKS or (element.tag == "div" and _has_own_words(element))
        if is_block or element.tag in _UNSEEN:
            walk.skip_subtree()
        if is_block:
            yield element


def _has_own_words(element: HtmlElement) -> bool:
    return any(text and not text.isspace() for text in (element.text, *(part.tail for part in element)))


def find_left_out(blocks: Sequence[str], title: str, body: str) -> tuple[str, ...]:
    """The first of the blocks that do not stand in the article."""
    taken = " ".join(f"{title} {body}".split())
    return tuple(map(_shorten, islice((block for block in blocks if block not in taken), _MOST)))


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"
