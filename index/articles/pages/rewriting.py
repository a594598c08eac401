"""A page's tree → the same tree, with its article's words where an extractor looks for them.

Each step is one way in which pages hold words, or hold none: see ``_STEPS``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from lxml.html import HtmlElement, fromstring

_ARTICLE = ".//article | .//main | .//*[@role='main'] | .//*[@itemprop='articleBody']"
_INSIDE = "ancestor::article or ancestor::main"
# Parts of a page that are not its article, by their class or id.
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|newsletters?|paywall|regwall|subscribe|subscription|signup|comments?|disqus|"
    r"share|sharing|social|related|recommended|recommendations|most-?read|trending|promo|advert(?:isement)?s?|"
    r"read-?more|pull-?quote|breadcrumbs?|sponsored|taboola|outbrain)(?:$|[\s_-])",
    re.IGNORECASE,
)
_POINTS_ELSEWHERE = re.compile(
    r"(?:read|see|more|related|also|watch|listen|lesen|lire|leer)\b[^.!?]{0,30}[:»→]?", re.IGNORECASE
)
_MARKS = re.compile('["“”„«»‘]')
_LONG = 60  # characters; a cell with more than that, or with a line break, holds layout and not data
_MOST_LINK = 0.5  # of a paragraph's text


def rewrite(tree: HtmlElement) -> HtmlElement:
    """The tree itself, rewritten."""
    for step in _STEPS:
        step(tree)
    return tree


def _drop_furniture(tree: HtmlElement) -> None:
    for element in tree.xpath(f".//nav | .//footer[not(ancestor::blockquote) and not({_INSIDE})]"):
        element.drop_tree()
    whole = _told(tree)
    for element in tree.xpath(".//*[@class or @id]"):
        name = f"{element.get('class', '')} {element.get('id', '')}"
        if (
            _FURNITURE.search(name)
            and element.tag not in ("html", "body", "article", "main")
            and _is_small(element, whole)
        ):
            element.drop_tree()


def _drop_pointers(tree: HtmlElement) -> None:
    """``<p>Read more: <a>…</a></p>``: a headline of another article."""
    for paragraph in tree.xpath(".//p[a]"):
        text = _text(paragraph)
        linked = sum(len(_text(link)) for link in paragraph.xpath(".//a"))
        if _POINTS_ELSEWHERE.match(text) and linked > _MOST_LINK * len(text):
            paragraph.drop_tree()


def _open_asides(tree: HtmlElement) -> None:
    """An ``<aside>`` that holds most of the page's paragraphs is the article; any other one is not part of it."""
    whole = _told(tree)
    for aside in tree.xpath(".//aside"):
        if _is_small(aside, whole):
            aside.drop_tree()
        else:
            aside.tag = "article"


def _keep_heads(tree: HtmlElement) -> None:
    """Headlines and stand-firsts in ``<header>`` and ``<hgroup>`` of an article; a stand-first set as a heading."""
    for head in tree.xpath(f"({_ARTICLE})//*[self::header or self::hgroup]"):
        head.tag = "div"
    for heading in tree.xpath(".//h2[preceding-sibling::*[1][self::h1]]"):
        heading.tag = "p"


def _mark_quotations(tree: HtmlElement) -> None:
    """``<q>`` and ``<blockquote>``: the marks that a browser draws, or that setting the words off stands for."""
    for quoted in tree.xpath(".//q"):
        _wrap(quoted, "“", "”")
        quoted.drop_tag()
    for figure in tree.xpath(".//figure[.//blockquote]"):
        for caption in figure.xpath(".//figcaption[not(.//blockquote)]"):
            caption.tag = "cite"
            figure.xpath(".//blockquote")[0].append(caption)
        figure.tag = "div"
    for block in tree.xpath(".//blockquote"):
        _mark_block(block)


def _mark_block(block: HtmlElement) -> None:
    found = block.xpath(".//footer") or [cite for cite in block.xpath(".//cite") if _is_last(cite, block)]
    names = [_text(credit).lstrip("—–- ") for credit in found[-1:]]
    for credit in found[-1:]:
        credit.drop_tree()
    paragraphs = block.xpath(".//p") or [block]
    said = [paragraph for paragraph in paragraphs if _text(paragraph)]
    if not said:
        return
    if not _MARKS.search(_text(block)):
        for paragraph in said:
            _wrap(paragraph, "“", "")
        _wrap(said[-1], "", "”")
    if names and names[0]:
        _wrap(said[-1], "", f" — {names[0]}")
    for paragraph in said:
        paragraph.tag = "p"
    if block not in said:
        block.tag = "div"


def _is_last(cite: HtmlElement, block: HtmlElement) -> bool:
    """Whether nothing follows a ``<cite>`` in its block quotation: it names who said it, not a work within it."""
    return _text(block).endswith(_text(cite))


def _keep_captions(tree: HtmlElement) -> None:
    for caption in tree.xpath(f"({_ARTICLE})//figcaption"):
        caption.tag = "p"
        figure = caption.getparent()
        if figure is not None and figure.tag == "figure":
            figure.tag = "div"


def _keep_lists(tree: HtmlElement) -> None:
    """A definition and its term in one line; what is folded away is there to be read."""
    for folded in tree.xpath(".//details"):
        folded.tag = "div"
    for summary in tree.xpath(".//summary"):
        summary.tag = "p"
    for terms in tree.xpath(".//dl"):
        for definition in terms.xpath(".//dd"):
            term = definition.getprevious()
            if term is not None and term.tag == "dt":
                _wrap(definition, f"{_text(term).rstrip(':')}: ", "")
                term.drop_tree()
            definition.tag = "p"
        terms.tag = "div"


def _keep_tables(tree: HtmlElement) -> None:
    """A row of data is a line; a table that lays out the page is none."""
    for table in tree.xpath(".//table"):
        cells = table.xpath(".//td | .//th")
        is_layout = not table.xpath(".//th") and any(
            len(_text(cell)) > _LONG or cell.xpath(".//br | .//p | .//table") for cell in cells
        )
        if is_layout:
            _lay_out(table)
            continue
        for caption in table.xpath("./caption"):
            caption.tag = "p"
        for row in table.xpath(".//tr"):
            line = " | ".join(filter(None, (_text(cell) for cell in row.xpath("./td | ./th"))))
            tail = row.tail
            row.clear()
            row.tag, row.text, row.tail = "p", line, tail
        _unfold(table)


def _lay_out(table: HtmlElement) -> None:
    """The cells of a table that lays out the page are parts of it; one of nothing but links is no article."""
    for cell in table.xpath(".//td"):
        linked = sum(len(_text(link)) for link in cell.xpath(".//a"))
        if linked > _MOST_LINK * len(_text(cell)):
            cell.drop_tree()
        else:
            cell.tag = "div"
    _unfold(table)


def _unfold(table: HtmlElement) -> None:
    for part in table.xpath(".//tbody | .//thead | .//tfoot | .//tr"):
        part.tag = "div"
    table.tag = "div"


def _split_paragraphs(tree: HtmlElement) -> None:
    """Two ``<br>`` in text that stands in no paragraph begin a new one."""
    for block in tree.xpath(".//div[br] | .//body[br] | .//article[br] | .//main[br]"):
        if block.xpath("./p | ./div | ./table"):
            continue
        html = (block.text or "") + "".join(_source(child) for child in block)
        parts = re.split(r"(?:\s*<br\s*/?>\s*){2,}", html)
        new = fromstring(f"<div>{''.join(f'<p>{part}</p>' for part in parts if part.strip())}</div>")
        block.text = None
        for child in list(block):
            block.remove(child)
        block.extend(list(new))


def _name_the_article(tree: HtmlElement) -> None:
    """A page without any division is its article."""
    body = tree.find("body")
    if body is not None and not tree.xpath(".//div | .//section | .//table") and not tree.xpath(_ARTICLE):
        body.tag = "article"
        outer = fromstring("<body></body>")
        body.getparent().replace(body, outer)
        outer.append(body)


_STEPS: Sequence[Callable[[HtmlElement], None]] = (
    _name_the_article,
    _open_asides,
    _drop_furniture,
    _drop_pointers,
    _keep_heads,
    _mark_quotations,
    _keep_captions,
    _keep_lists,
    _keep_tables,
    _split_paragraphs,
)


def _is_small(element: HtmlElement, whole: int) -> bool:
    """Whether an element holds less than half of the ``whole`` text of the page's paragraphs."""
    inside = _told(element)
    return 2 * inside < whole or not inside


def _told(element: HtmlElement) -> int:
    """Characters of the paragraphs within."""
    return sum(len(_text(paragraph)) for paragraph in element.xpath(".//p"))


def _text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _source(element: HtmlElement) -> str:
    from lxml.html import tostring

    return str(tostring(element, encoding="unicode"))


def _wrap(element: HtmlElement, before: str, after: str) -> None:
    """Puts text before and after the words of an element, inside the white space around them."""
    if before:
        element.text = before + (element.text or "").lstrip()
    if after and len(element):
        last = element[-1]
        last.tail = (last.tail or "").rstrip() + after
    elif after:
        element.text = (element.text or "").rstrip() + after
