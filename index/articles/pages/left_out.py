"""What a page says that is not in the text of its article: for the eyes of whoever adds it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

_BLOCKS = (
    "//p | //li | //h1 | //h2 | //h3 | //h4 | //blockquote | //figcaption | //td | //div[text()[normalize-space()]]"
)
_UNSEEN = "ancestor::script or ancestor::style or ancestor::template or ancestor::nav"
_FEWEST_WORDS = 4  # fewer are a button or a label
_MOST, _LONGEST = 20, 200  # texts; characters of one


def read_blocks(tree: HtmlElement) -> list[str]:
    """The texts of a page, block by block, without its menus; before anything is taken out of the tree."""
    found = (" ".join(element.text_content().split()) for element in tree.xpath(f"({_BLOCKS})[not({_UNSEEN})]"))
    return list(dict.fromkeys(text for text in found if len(text.split()) >= _FEWEST_WORDS))


def find_left_out(blocks: Sequence[str], title: str, body: str) -> tuple[str, ...]:
    """The first of the blocks of which nothing stands in the article; a block that holds another is named by that."""
    taken = " ".join(f"{title} {body}".split())
    missing = [block for block in blocks if block not in taken]
    alone = [block for block in missing if not any(other != block and other in block for other in blocks)]
    return tuple(_shorten(alone))


def _shorten(texts: Sequence[str]) -> Iterator[str]:
    for text in texts[:_MOST]:
        yield text if len(text) <= _LONGEST else text[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"
