"""A page's tree → the same tree, with its article's words where an extractor looks for them.

Each step is one way in which pages hold words, or hold none: see ``_STEPS``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from lxml.etree import strip_tags
from lxml.html import HtmlElement, fromstring

from index.articles.pages.furniture import drop_boxes, drop_lines
from index.articles.pages.trees import MOST_LINK, is_small, linked_share, text_of, told

_ARTICLE = ".//article | .//main | .//*[@role='main'] | .//*[@itemprop='articleBody']"
_FEWEST_WORDS = 4  # beside a picture's caption; fewer name who took it
_MARKS = re.compile('["“”„«»‘]')
_DASH = re.compile(r"\s*[—–-]\s*\w")
_BLOCKS = frozenset("h1 h2 h3 h4 h5 h6 ul ol dl blockquote pre figure hr section".split())
_HEADINGS = frozenset("h2 h3 h4 h5 h6".split())
_TIMES = ".//time[not(ancestor::p)]"
_BOX = "ancestor::*[@class or self::article][1][.//p]"
_LINE = ".//*[self::p or self::h2 or self::h3 or self::h4]"
_FEWEST_POSTS = 3  # of a live blog
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LONG = 60  # characters; a cell with more than that, or with a line break, holds layout and not data


def rewrite(tree: HtmlElement) -> HtmlElement:
    """The tree itself, rewritten."""
    for step in _STEPS:
        step(tree)
    return tree


def _open_asides(tree: HtmlElement) -> None:
    """An ``<aside>`` that holds most of the page's paragraphs is the article; any other one is not part of it."""
    whole = told(tree)
    for aside in tree.xpath(".//aside"):
        if is_small(aside, whole):
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
    strip_tags(tree, "q")
    for figure in tree.xpath(".//figure[.//blockquote]"):
        for caption in figure.xpath(".//figcaption[not(.//blockquote)]"):
            caption.tag = "cite"
            figure.xpath(".//blockquote")[0].append(caption)
        figure.tag = "div"
    for block in tree.xpath(".//blockquote"):
        _mark_block(block)


def _mark_block(block: HtmlElement) -> None:
    found = block.xpath(".//footer") or [cite for cite in block.xpath(".//cite") if _is_last(cite, block)]
    found = found or _wrap_tail(block)
    names = [text_of(credit).lstrip("—–- ") for credit in found[-1:]]
    for credit in found[-1:]:
        credit.drop_tree()
    paragraphs = block.xpath(".//p") or [block]
    said = [paragraph for paragraph in paragraphs if text_of(paragraph)]
    if not said:
        return
    if not _MARKS.search(text_of(block)):
        for paragraph in said:
            _wrap(paragraph, "“", "")
        _wrap(said[-1], "", "”")
    if names and names[0]:
        _wrap(said[-1], "", f" — {names[0]}")
    for paragraph in said:
        paragraph.tag = "p"
    if block not in said:
        block.tag = "div"


def _wrap_tail(block: HtmlElement) -> list[HtmlElement]:
    """Who said it, where that stands behind a dash after the paragraphs: so pages show what somebody posted."""
    paragraphs = block.xpath("./p")
    if not paragraphs or not _DASH.match(paragraphs[-1].tail or ""):
        return []
    credit = fromstring("<cite></cite>")
    credit.text, paragraphs[-1].tail = paragraphs[-1].tail, None
    credit[:] = list(paragraphs[-1].itersiblings())
    block.append(credit)
    return [credit]


def _is_last(cite: HtmlElement, block: HtmlElement) -> bool:
    """Whether nothing follows a ``<cite>`` in its block quotation: it names who said it, not a work within it."""
    return text_of(block).endswith(text_of(cite))


def _raise_digits(tree: HtmlElement) -> None:
    """A raised figure stays raised: 10⁹ is not a hundred and nine; one that links is the number of a note."""
    for raised in tree.xpath(".//sup"):
        if raised.xpath(".//a | ancestor::a"):
            raised.drop_tree()
        elif (words := text_of(raised)).isdecimal():
            raised[:] = []
            raised.text = words.translate(_RAISED)


def _keep_captions(tree: HtmlElement) -> None:
    """A picture's caption, without whatever else the picture comes with; a table is no picture."""
    for figure in tree.xpath(".//figure[.//table]"):
        figure.tag = "div"
    for caption in tree.xpath(f"({_ARTICLE})//figcaption"):
        caption.tag = "p"
        for beside in caption.xpath("preceding-sibling::*[parent::figure][self::div or self::span]"):
            if len(text_of(beside).split()) < _FEWEST_WORDS:
                beside.drop_tree()
        figure = caption.getparent()
        if figure is not None and figure.tag == "figure":
            figure.tag = "div"


def _keep_lists(tree: HtmlElement) -> None:
    """A definition and its term in one line; what is folded away, and what it is folded under, is there to be read."""
    for folded in tree.xpath(".//details"):
        folded.tag = "div"
    for summary in tree.xpath(".//summary"):
        summary.tag = "p"
    for button in tree.xpath(".//button"):
        if any(heading.tag in _HEADINGS for heading in button.iterancestors()):
            button.drop_tag()
        elif text_of(button).endswith("?"):
            button.tag = "p"
    for terms in tree.xpath(".//dl"):
        for definition in terms.xpath(".//dd"):
            term = definition.getprevious()
            if term is not None and term.tag == "dt":
                _wrap(definition, f"{text_of(term).rstrip(':')}: ", "")
                term.drop_tree()
            definition.tag = "p"
        terms.tag = "div"


def _keep_posts(tree: HtmlElement) -> None:
    """The posts of a live blog: an extractor takes the first of several boxes that are named alike for the article.
    A post's time begins its first line. What has headings that lead elsewhere is a list of other articles."""
    boxes = dict.fromkeys(box for time in tree.xpath(_TIMES) for box in time.xpath(_BOX))
    alike: dict[tuple[HtmlElement, str, str | None], list[HtmlElement]] = {}
    for box in boxes:
        alike.setdefault((box.getparent(), box.tag, box.get("class")), []).append(box)
    for posts in alike.values():
        if len(posts) < _FEWEST_POSTS or any(post.xpath("(.//h2 | .//h3 | .//h4)//a") for post in posts):
            continue
        for post in posts:
            time, lines = post.xpath(_TIMES)[0], post.xpath(_LINE)
            post.tag = "div"
            post.attrib.pop("class", None)
            if lines:
                _wrap(lines[0], f"{text_of(time)} ", "")
                time.drop_tree()


def _keep_tables(tree: HtmlElement) -> None:
    """A row of data is a line; a table that lays out the page is none."""
    for table in tree.xpath(".//table"):
        cells = table.xpath(".//td | .//th")
        is_layout = not table.xpath(".//th") and any(
            len(text_of(cell)) > _LONG or cell.xpath(".//br | .//table | .//p[2]") for cell in cells
        )
        if is_layout:
            _lay_out(table)
            continue
        for caption in table.xpath("./caption"):
            caption.tag = "p"
        for row in table.xpath(".//tr"):
            line = " | ".join(filter(None, (text_of(cell) for cell in row.xpath("./td | ./th"))))
            tail = row.tail
            row.clear()
            row.tag, row.text, row.tail = "p", line, tail
        _unfold(table)


def _lay_out(table: HtmlElement) -> None:
    """The cells of a table that lays out the page are parts of it; one of nothing but links is no article."""
    for cell in table.xpath(".//td"):
        if linked_share(cell) > MOST_LINK:
            cell.drop_tree()
        else:
            cell.tag = "div"
    _unfold(table)


def _unfold(table: HtmlElement) -> None:
    for part in table.xpath(".//tbody | .//thead | .//tfoot | .//tr"):
        part.tag = "div"
    table.tag = "div"


def _keep_linked(tree: HtmlElement) -> None:
    """Links in running text are words of it: an extractor takes a short paragraph with two of them for a menu."""
    for paragraph in tree.xpath(".//p[.//a] | .//li[.//a]"):
        if linked_share(paragraph) <= MOST_LINK:
            strip_tags(paragraph, "a")


def _split_paragraphs(tree: HtmlElement) -> None:
    """Two ``<br>`` in text that stands in no paragraph begin a new one, and so does what is a block of its own."""
    for block in tree.xpath(".//div[br] | .//body[br] | .//article[br] | .//main[br]"):
        if block.xpath("./p | ./div | ./table"):
            continue
        parts = [_paragraph(block.text)]
        for child in list(block):
            tail, child.tail = child.tail, None
            if child.tag in _BLOCKS:
                parts += [child, _paragraph(tail)]
            elif child.tag == "br" and _ends_with_break(parts[-1]):
                parts.append(_paragraph(tail))
            else:
                child.tail = tail
                parts[-1].append(child)
        block.text = None
        block[:] = [part for part in parts if text_of(part)]


def _ends_with_break(element: HtmlElement) -> bool:
    last = next(element.iterchildren(reversed=True), None)
    return last is not None and last.tag == "br" and not (last.tail or "").strip()


def _paragraph(words: str | None) -> HtmlElement:
    paragraph = fromstring("<p></p>")
    paragraph.text = words
    return paragraph


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
    drop_boxes,
    drop_lines,
    _keep_heads,
    _mark_quotations,
    _raise_digits,
    _keep_captions,
    _keep_lists,
    _keep_posts,
    _keep_tables,
    _keep_linked,
    _split_paragraphs,
)


def _wrap(element: HtmlElement, before: str, after: str) -> None:
    """Puts text before and after the words of an element, inside the white space around them."""
    if before:
        element.text = before + (element.text or "").lstrip()
    if after and len(element):
        last = element[-1]
        last.tail = (last.tail or "").rstrip() + after
    elif after:
        element.text = (element.text or "").rstrip() + after
