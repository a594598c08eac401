"""One file → its articles: which reader reads it, by its ending, and how plain text, Markdown and pages are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from index.articles.documents import read_pdf, read_word
from index.articles.fields import RawArticle, make_article, mend_fields
from index.articles.json_files import read_json, read_json_lines
from index.articles.pages.extraction import NoArticleInPage, extract_page
from index.articles.text.decoding import UnreadableBytes, decode
from index.articles.text.field_names import is_draft, name_fields
from index.articles.text.front_matter import BadFrontMatter, FrontMatter, split_front_matter, split_plain_text
from index.articles.text.headlines import find_heading, find_headline
from index.articles.text.heads import read_head
from index.articles.text.markup import drop_markup
from index.articles.text.mending import DamagedText, drop_unshown, mend
from index.errors import SourceError

_DECLARED = re.compile(  # in <meta charset>, or where XHTML begins
    rb"""<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,200}?encoding)\s*=\s*["']?([\w-]{2,40})""", re.IGNORECASE
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]{2,40})", re.IGNORECASE)
_PAGE = re.compile(r"\s*(?:<!--.{0,400}?-->\s*)?<(?:!doctype html|html)\b", re.IGNORECASE | re.DOTALL)
_DATED = re.compile(r"\d{4}-\d\d-\d\d(?=-)")  # as Jekyll wants the names of its posts
_PAGES = re.compile("html|xml")  # kinds of content
_DATA = re.compile("json|javascript|csv")  # in which an extractor would find words all the same
_HEAD = 4096  # bytes of a page in which its charset is declared; browsers look at 1,024
_MOST_LINES_NAMED = 5


def read_text(path: Path) -> RawArticle:
    """Plain text; what is left of a web page's tags goes, and a whole page is read as one. What cannot be read as front
    matter is the text's."""
    text, remarks = _decode(path, path.read_bytes(), None)
    if _PAGE.match(text):
        return read_page(path)
    if text.startswith("{\\rtf"):
        raise SourceError(path, "is an RTF file; save it as .docx or as plain text.")
    try:
        parts = split_plain_text(text)
    except BadFrontMatter as error:
        remarks = (*remarks, f"its first lines were left in the text: {str(error).rstrip('.')}")
        parts = FrontMatter(body=text)
    return _read_written(path, parts, remarks, is_markdown=False)


def read_markdown(path: Path) -> RawArticle:
    """Markdown as it is read: without its marks, and without tags."""
    text, remarks = _decode(path, path.read_bytes(), None)
    try:
        parts = split_front_matter(text)
    except BadFrontMatter as error:
        raise SourceError(path, str(error)) from error
    parts = replace(parts, body=drop_unshown(parts.body))
    return _read_written(path, parts, remarks, is_markdown=True)


def read_page(path: Path) -> RawArticle:
    """A saved web page: the article's text and fields."""
    return read_page_bytes(path.read_bytes(), path)


def read_page_bytes(data: bytes, place: Path | str, content_type: str = "", *, url: str | None = None) -> RawArticle:
    """The article of a page that lies or was fetched at ``place``. Raises SourceError."""
    kind = content_type.partition(";")[0].strip().lower()
    try:
        if _DATA.search(kind):
            raise NoArticleInPage("is data.")
        text, remarks = decode_page(place, data, content_type)
        page = extract_page(text, url=url)
        title = mend(page.fields["title"] or "", tags=False)
        body = mend(page.fields["text"] or "", tags=False)
    except (NoArticleInPage, DamagedText, SourceError) as error:
        reason = error.reason if isinstance(error, SourceError) else str(error)
        if kind and not _PAGES.search(kind):
            reason = f"is {kind}, not a web page. Add the file itself if it is one that Verbatim reads."
        raise SourceError(place, reason) from error
    fields = page.fields | {"title": title.text, "text": body.text}
    made = make_article(fields, place, remarks=(*remarks, *page.remarks, *body.changes))
    return replace(made, left_out=page.left_out)


def decode_page(place: Path | str, data: bytes, content_type: str) -> tuple[str, tuple[str, ...]]:
    """The text of a page or a feed, in the encoding that it declares, and what was mended in it. Raises SourceError."""
    declared = _CHARSET.search(content_type.encode()) or _DECLARED.search(data[:_HEAD])
    return _decode(place, data, declared.group(1).decode("ascii", "ignore") if declared else None)


def _read_written(path: Path, parts: FrontMatter, remarks: tuple[str, ...], *, is_markdown: bool) -> RawArticle:
    """Fields from the front matter; what it does not tell, from the headline and the lines below it that a text begins
    with, if it has any.

    Every line of the text stays in it, but for those of its front matter, and in Markdown for a heading that is the
    title and for what only dresses or links the others.
    """
    try:
        fields, changes = mend_fields(name_fields(parts.fields) | {"text": parts.body.strip("\n")}, tags=True)
    except DamagedText as error:
        raise SourceError(path, str(error)) from error
    heading = find_heading(fields["text"])
    if heading and is_markdown:
        heading = find_heading(f"# {drop_markup(heading)}")
    title = heading or (None if parts.fields else find_headline(fields["text"]))
    head = read_head(fields["text"], fields.get("title") or title)
    text = _show_markdown(fields["text"], fields.get("title") or title) if is_markdown else fields["text"]
    dated = _DATED.match(path.name) if is_markdown and not fields.get("published_at") else None
    own = {"title": title, "published_at": head.published_at or (dated and dated[0]), "outlet": head.outlet}
    if head.unread and not fields.get("published_at"):
        changes = (
            *changes,
            f"“{head.unread}” was not recognised as its date; write it like “The Courier, 17 October 2026”",
        )
    made = make_article(own | fields | {"text": text}, path, remarks=(*remarks, *changes))
    return replace(made, is_draft=is_draft(parts.fields))


def _show_markdown(text: str, title: str | None) -> str:
    """The text without its marks, and without a heading above it that says the title."""
    shown = drop_markup(text)
    first, _, rest = shown.partition("\n")
    is_title = find_heading(text) is not None and find_heading(f"# {first}") == title
    return rest.strip("\n") if is_title and rest.strip() else shown


def _decode(path: Path | str, data: bytes, declared: str | None) -> tuple[str, tuple[str, ...]]:
    try:
        decoded = decode(data, declared)
    except UnreadableBytes as error:
        raise SourceError(path, str(error)) from error
    if not decoded.mended:
        return decoded.text, ()
    named = ", ".join(map(str, decoded.mended[:_MOST_LINES_NAMED]))
    return decoded.text, (f"line {named} is windows-1252 in a UTF-8 file, and was read as such",)


Read = Callable[[Path], RawArticle | Iterator[RawArticle | SourceError]]
READERS: Mapping[str, Read] = MappingProxyType(
    {
        ".txt": read_text,
        ".text": read_text,
        ".md": read_markdown,
        ".markdown": read_markdown,
        ".html": read_page,
        ".htm": read_page,
        ".xhtml": read_page,
        ".jsonl": read_json_lines,
        ".ndjson": read_json_lines,
        ".json": read_json,
        ".docx": read_word,
        ".pdf": read_pdf,
    }
)
