"""Word and PDF files → the text of their article. Nothing in them is run, and what they unfold to is bounded."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO
from zipfile import ZipFile

from lxml.html import HtmlElement, fromstring

from index.articles.fields import RawArticle, make_article
from index.articles.text.headlines import find_headline
from index.articles.text.heads import read_head
from index.articles.text.mending import LIGATURES, DamagedText, mend
from index.articles.text.wrapping import unwrap
from index.errors import SourceError

_LARGEST_UNFOLDED = 100_000_000  # bytes of a Word file's parts together
_MOST_PAGES = 500
_MOST_CHARACTERS = 5_000_000
_STYLES = (
    "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh\n"
    "br[type='page'] => br\nbr[type='column'] => br"
)
_BLOCKS = frozenset("h1 h2 h3 h4 h5 h6 p li br tr".split())
_ROWS = ".//tr[count(td | th) > 1][not(ancestor::tr[count(td | th) > 1])]"  # a table of one column is only a frame
_LETTERS = LIGATURES | {ord("\u00ad"): "-"}  # a soft hyphen is one that was printed
_OTHER_SIZE = 0.15  # of the height of the letters: a headline, a caption or a box begins
_DIVIDED = re.compile(r"(?<=[^\W\d_])[-\u2010]\n[ \t]*(?=[a-zß-öø-ÿ])")
_MANY_LINES = re.compile(r"\n{3,}")
_PAGE_NUMBER = re.compile(r"\d+")


def read_word(path: Path) -> RawArticle:
    """A .docx file: its paragraphs, lists, tables and footnotes; no comments, nothing struck out, no heads of pages."""
    import mammoth

    try:
        with path.open("rb") as file:
            _require_bounded(path, file)
            html = mammoth.convert_to_html(
                file, style_map=_STYLES, convert_image=lambda _: [], include_default_style_map=True
            )
    except SourceError:
        raise
    except Exception as error:  # what is damaged breaks zipfile, zlib, expat and mammoth each in ways of its own
        raise SourceError(path, "is not a readable Word file; is it complete?") from error
    tree = fromstring(f"<div>{html.value}</div>".replace("\n", " "))
    for mark in tree.xpath(".//sup[a] | .//a[starts-with(@href, '#footnote-ref')]"):
        mark.drop_tree()
    title = next((_flat(element.text_content()) for element in tree.xpath(".//h1")), None)
    return _make("\n\n".join(_blocks(tree)), title, path)


def _make(written: str, title: str | None, path: Path) -> RawArticle:
    try:
        mended = mend(written, tags=False)
    except DamagedText as error:
        raise SourceError(path, str(error)) from error
    title = title or find_headline(mended.text)
    head = read_head(mended.text, title)
    fields = {"title": title, "text": mended.text, "published_at": head.published_at, "outlet": head.outlet}
    return make_article(fields, path, remarks=mended.changes)


def _require_bounded(path: Path, file: IO[bytes]) -> None:
    """Raises SourceError for a file that would unfold to far more than it is."""
    with ZipFile(file) as parts:
        if sum(part.file_size for part in parts.infolist()) > _LARGEST_UNFOLDED:
            raise SourceError(path, f"unpacks to more than {_LARGEST_UNFOLDED // 1_000_000} MB.")
    file.seek(0)


def _blocks(tree: HtmlElement) -> list[str]:
    """The lines of a tree as they are seen, a row of a table as one; the tree is changed for it."""
    for element in tree.iter(*_BLOCKS):
        element.text, element.tail = f"\n{element.text or ''}", f"\n{element.tail or ''}"
    for row in tree.xpath(_ROWS):
        line = " | ".join(_flat(cell.text_content()) for cell in row.xpath("./td | ./th"))
        row[:] = []
        row.text = f"\n{line}"
    return [line for written in tree.text_content().split("\n") if (line := _flat(written))]


def _flat(text: str) -> str:
    return " ".join(text.split())


def read_pdf(path: Path) -> RawArticle:
    """A .pdf file with text in it, in the order in which it was set; divided words are joined."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong is said in one sentence below
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise SourceError(path, "needs a password.")
        if len(reader.pages) > _MOST_PAGES:
            raise SourceError(path, f"has {len(reader.pages)} pages; at most {_MOST_PAGES} are read. Split it.")
        pages = list(_texts(path, reader))
    except SourceError:
        raise
    except DependencyError as error:  # AES, without a password, too
        raise SourceError(path, "is locked against changes; save it again without protection.") from error
    except Exception as error:  # as above; of a PDF zlib and pypdf itself
        raise SourceError(path, "is not a readable PDF file; is it complete?") from error
    text = _join_pages(pages)
    if not any(map(str.isalnum, text)):
        raise SourceError(path, "has no text in it, only pictures; run text recognition (OCR) on it first.")
    return _make(unwrap(text), None, path)


def _texts(path: Path, reader) -> Iterator[str]:  # type: ignore[no-untyped-def]
    size = 0
    for page in reader.pages:
        pieces = list[str]()
        height = 0.0

        def visit(text: str, _place: object, matrix: Sequence[float], _font: object, points: float) -> None:
            nonlocal height
            if text.strip():
                if height and abs(points * matrix[3] - height) > _OTHER_SIZE * height:
                    pieces.append("\n\n")  # noqa: B023 - it is called before the next page
                height = points * matrix[3] or height
            pieces.append(text)  # noqa: B023

        page.extract_text(visitor_text=visit)
        text = "".join(pieces)
        size += len(text)
        if size > _MOST_CHARACTERS:
            raise SourceError(path, f"holds more than {_MOST_CHARACTERS:,} characters. Split it.")
        yield text


def _join_pages(pages: Sequence[str]) -> str:
    """One text, without the lines that stand at the head or the foot of every page."""
    lines = [[line.rstrip() for line in page.translate(_LETTERS).strip().split("\n")] for page in pages]
    for place in (0, -1):
        edges = {_PAGE_NUMBER.sub("", page[place]) for page in lines if page}
        if len(pages) > 1 and len(edges) == 1:
            for page in lines:
                del page[place : (place + 1) or None]
    text = "\n".join("\n".join(page).strip("\n") for page in lines)
    return _MANY_LINES.sub("\n\n", _DIVIDED.sub("", text)).strip("\n")
