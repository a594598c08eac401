"""One file format each → drafts of articles: plain text, Markdown with front matter, HTML, JSON Lines."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Literal

from index.errors import SourceError
from index.types import Article, ArticleId, StoryId

SUFFIXES: Mapping[str, Literal["text", "markdown", "html", "json lines"]] = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "json lines",
}
_BYTE_ORDER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WESTERN = "cp1252"  # what pages that are not UTF-8 mostly are; WHATWG Encoding Standard
_NOT_WESTERN = frozenset(
    "Croatian Czech Estonian Hungarian Latvian Lithuanian Polish Romanian Slovak Slovene Turkish".split()
)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w-]{2,40})""", re.IGNORECASE)
_YEARS = range(1000, 3000)  # beyond them a date is a mistake, and not every time zone can tell it
_LONGEST_TITLE = 300  # characters; a longer "first line" is a text without a title
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")  # not in any text, but in most binary files
_HEADING = re.compile(r"\s*#\s+(.+?)\s*#*\s*(?:\n|$)")
_LONGEST_DERIVED_TITLE = 100  # characters; where an article has no title, the beginning of its text stands for it


@dataclass(frozen=True, slots=True, kw_only=True)
class RawArticle:
    """An article whose id and story may still be empty. ``line`` is its line in a JSON Lines file, else None."""

    article: Article
    line: int | None = None


def read_text(path: Path) -> RawArticle:
    """Plain text: the first line that is not blank is the title, what follows it the body."""
    text = _decode(path, path.read_bytes()).lstrip("\n")
    title, _, body = text.partition("\n")
    if len(title) > _LONGEST_TITLE:
        title, body = "", text
    return RawArticle(article=_article({"title": title, "text": body.strip("\n")}, path))


def read_markdown(path: Path) -> RawArticle:
    """Markdown: fields from the front matter; without a title there, the first heading is taken out of the body."""
    import frontmatter
    import yaml
    from frontmatter.default_handlers import YAMLHandler

    text = _decode(path, path.read_bytes())
    if text.startswith("---\n") and "\n---" not in text[4:]:
        raise SourceError(path, "the front matter that begins with --- never ends; is the file complete?")
    try:
        post = frontmatter.loads(text, handler=YAMLHandler())
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a day that no month has
        raise SourceError(path, f"the front matter is not valid YAML: {' '.join(str(error).split())}") from error
    fields, body = dict(post.metadata), post.content
    if not fields.get("title") and (heading := _HEADING.match(body)):
        fields["title"], body = heading.group(1), body[heading.end() :].lstrip("\n")
    return RawArticle(article=_article({**fields, "text": body}, path))


def read_html(path: Path) -> RawArticle:
    """A saved web page: the article's text and fields as trafilatura finds them."""
    from trafilatura import bare_extraction

    data = path.read_bytes()
    declared = _DECLARED.search(data[:2048])
    page = _decode(path, data, declared.group(1).decode("ascii", "ignore") if declared else None)
    lowered = page.lower()
    if "<html" in lowered and "</html" not in lowered:
        raise SourceError(path, "the page breaks off before </html>; download it again.")
    document = bare_extraction(page, with_metadata=True, include_comments=False)
    if document is None or isinstance(document, dict) or not document.text:
        raise SourceError(path, "no article text was found in this page.")
    fields = {
        "title": document.title,
        "outlet": document.sitename,
        "author": document.author,
        "published_at": document.date,
        "url": document.url,
        "language": document.language,
        "text": document.text,
    }
    return RawArticle(article=_article(fields, path))


def read_json_lines(path: Path) -> Iterator[RawArticle | SourceError]:
    """One JSON object a line with ``id`` and ``text``; the text is taken exactly as given, line ends included.

    Other fields: title, url, outlet, author, published_at, language, story; unknown ones are passed over.
    """
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                try:
                    yield RawArticle(article=_article(_parse_line(line, path, number), path, line=number), line=number)
                except SourceError as error:
                    yield error


def _parse_line(line: bytes, path: Path, number: int) -> Mapping[str, Any]:
    try:
        fields = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SourceError(path, "is not UTF-8, as JSON Lines must be.", line=number) from error
    except (ValueError, RecursionError) as error:  # ValueError: numbers of thousands of digits, too
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "a number too long, or nested too deeply"
        raise SourceError(path, f"is not valid JSON ({reason}); is the file complete?", line=number) from error
    if not isinstance(fields, dict):
        raise SourceError(path, "is not a JSON object with id, title and text.", line=number)
    if fields.get("id") in (None, ""):
        raise SourceError(path, "the article has no id.", line=number)
    return fields


def _article(fields: Mapping[str, Any], path: Path, *, line: int | None = None) -> Article:
    body = _word(fields, "text", path, line) or ""
    if not any(character.isalnum() for character in body):
        raise SourceError(path, "the article has no text.", line=line)
    return Article(
        id=ArticleId(_word(fields, "id", path, line) or ""),
        story=StoryId(_word(fields, "story", path, line) or ""),
        title=_word(fields, "title", path, line) or _begin(body),
        body=body,
        url=_word(fields, "url", path, line),
        outlet=_word(fields, "outlet", path, line),
        author=_word(fields, "author", path, line),
        published_at=_moment(fields.get("published_at"), path, line),
        language=_word(fields, "language", path, line),
    )


def _word(fields: Mapping[str, Any], name: str, path: Path, line: int | None) -> str | None:
    value = fields.get(name)
    if isinstance(value, list) and name == "author":
        value = ", ".join(map(str, value))
    elif isinstance(value, int | date) and not isinstance(value, bool):
        value = str(value)
    if value is not None and not isinstance(value, str):
        raise SourceError(path, f"{name} is not text.", line=line)
    if value and _SURROGATE.search(value):
        raise SourceError(path, f"the {name} holds half a surrogate pair; is the file complete?", line=line)
    if value is None:
        return None
    return (value if name == "text" else value.strip()) or None


def _begin(body: str) -> str:
    """The beginning of the text, cut between words."""
    first = body.strip().splitlines()[0]
    return first if len(first) <= _LONGEST_DERIVED_TITLE else first[:_LONGEST_DERIVED_TITLE].rsplit(maxsplit=1)[0]


def _moment(value: Any, path: Path, line: int | None) -> datetime | None:
    """A date as YAML or JSON gives it, aware; without a time zone it is UTC."""
    if value is None or value == "":
        return None
    moment: datetime | None = None
    if isinstance(value, datetime):
        moment = value
    elif isinstance(value, date):
        moment = datetime(value.year, value.month, value.day, tzinfo=UTC)
    elif isinstance(value, str):
        moment = _parse_moment(value)
    if moment is None or moment.year not in _YEARS:
        shown = str(value)[:40]
        raise SourceError(path, f"published_at {shown!r} is not a date such as 2011-08-25T14:00:00Z.", line=line)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _parse_moment(text: str) -> datetime | None:
    for parse in (datetime.fromisoformat, parsedate_to_datetime):  # ISO 8601; RFC 2822, as feeds write it
        try:
            return parse(text.strip())
        except (ValueError, OverflowError):
            continue
    return None


def _decode(path: Path, data: bytes, declared: str | None = None) -> str:
    """The text of a file with line ends as ``\\n``: UTF-8 if it can be, else as declared or guessed."""
    if not data.strip(codecs.BOM_UTF8 + b" \t\r\n"):
        raise SourceError(path, "is empty.")
    if data.startswith(_BYTE_ORDER_MARKS):
        encoding = "utf-16"
    elif _CONTROL.search(data[:65_536].decode("latin-1")):
        raise SourceError(path, "is not a text file.")
    else:
        encoding = _find_encoding(path, data, declared)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(path, f"breaks off or is damaged: it is not valid {encoding}.") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _find_encoding(path: Path, data: bytes, declared: str | None) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if len(data) - error.start < 4 and error.reason == "unexpected end of data":
            raise SourceError(path, "breaks off in the middle of a character; is the file complete?") from error
        from charset_normalizer import from_bytes

        if declared and _is_encoding(declared) and codecs.lookup(declared).name != "utf-8":
            return declared
        matches = from_bytes(data)
        best = matches.best()
        if best is None:
            raise SourceError(path, "is not a text file.") from error
        plausible = {encoding for match in matches for encoding in match.could_be_from_charset}
        if _WESTERN in plausible and best.language not in _NOT_WESTERN:
            return _WESTERN
        return next((match.encoding for match in matches if match.encoding.startswith("cp125")), best.encoding)
    return "utf-8-sig"


def _is_encoding(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True
