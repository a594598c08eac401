"""Fields as sources write them → an article. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from index.articles.text.dates import PublicationDate, parse_date
from index.articles.text.field_names import field_of, find_slips, name_fields
from index.articles.text.headlines import begin
from index.articles.text.mending import mend
from index.articles.text.wrapping import unwrap
from index.errors import SourceError
from index.types import Article, ArticleId, Precision, StoryId

_FUTURE = timedelta(days=1)  # from now on a date lies in the future; no zone is so far ahead
_NOTE = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")  # a link to another note, as Obsidian writes it
_MENDED = frozenset({"title", "text", "outlet", "author", "url"})
_HOLDING = ("rendered", "processed", "value")  # what a text is called in an object that holds it
_NAMING = ("name", "title", "main", "basic", "original")  # the last three of The New York Times' and Arc's exports
_PARTS = ("value", "children", "data", "blocks", "items", "nodes", "root")  # in which editors nest what is written
_CUT = re.compile(r"\[\+\d+ chars\]\s*$")  # as NewsAPI ends what it gives of a text
_KINDS = {list: "a list", dict: "an object", bool: "true or false", int: "a number", float: "a number"}
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class RawArticle:
    """An article whose id and story may still be empty. ``line`` is its line in a file of several, else None;
    ``remarks`` are what an operator should know of how it was read, ``left_out`` what its page holds beside it. What
    ``is_draft`` says that it is not published."""

    article: Article
    line: int | None = None
    remarks: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    is_draft: bool = False


def mend_fields(written: Mapping[str, Any], *, tags: bool) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The fields with their texts put right and the text's lines joined, and in words what was mended.

    They are mended after the format's own parser, which undoes the escapes that are its own: ``\\u0022`` in JSON is a
    quotation mark within a title, and none that ends it. With ``tags`` what is left of markup goes.

    Raises:
        DamagedText: there is mojibake that cannot be undone.
    """
    changes = dict[str, None]()

    def put_right(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        mended = mend(value, tags=tags)
        changes.update(dict.fromkeys(mended.changes))
        return mended.text

    def put_right_all(value: Any) -> Any:
        return [put_right(one) for one in value] if isinstance(value, list) else put_right(value)

    sound = {
        key: put_right_all(_plain(key, value)) if field_of(key) in _MENDED else value for key, value in written.items()
    }
    for key, value in sound.items():
        if field_of(key) == "text" and isinstance(value, str):
            sound[key] = unwrap(value)
    return sound, tuple(changes)


def _plain(key: str, value: Any) -> Any:
    """What programs write in place of a text, as one: WordPress and Drupal an object that holds it, others its
    paragraphs, or runs of letters of one kind, however an editor nests them."""
    if isinstance(value, dict) and (held := [value[name] for name in _HOLDING if isinstance(value.get(name), str)]):
        return held[0]
    if field_of(key) != "text" or not isinstance(value, list | dict):
        return value
    return _join(value) or value


def _join(part: Any, *, is_within: bool = False) -> str:
    """The text of a part, "" for a picture: its paragraphs, or within one of them its runs."""
    if isinstance(part, dict):
        inner = (_join(one, is_within=is_within) for key, one in part.items() if _may_hold(key))
        return next(filter(None, inner), "")
    if not isinstance(part, list) or any(isinstance(one, int | float) for one in part):
        return part if isinstance(part, str) else ""
    are_runs = {str, dict} <= set(map(type, part)) or (is_within and any(map(_is_run, part)))
    return ("" if are_runs else "\n\n").join(filter(None, (_join(one, is_within=True) for one in part)))


def _is_run(part: Any) -> bool:
    return isinstance(part, dict) and any(isinstance(one, str) and _may_hold(key) for key, one in part.items())


def _may_hold(key: str) -> bool:
    return key in _PARTS or field_of(key) == "text"


def make_article(
    written: Mapping[str, Any], path: Path | str, *, line: int | None = None, remarks: tuple[str, ...] = ()
) -> RawArticle:
    """The article that the fields tell, under whatever names.

    Raises:
        SourceError: it has no text; a field is not text; the date is none.
    """
    fields = name_fields(written)
    body = _require_text(fields.get("text"), "text", path, line)
    if not any(character.isalnum() for character in body):
        raise SourceError(path, "the article has no text.", line=line)
    published = _read_date(fields.get("published_at"), path, line)
    article = Article(
        id=ArticleId(_word(fields, "id", path, line) or ""),
        story=StoryId(_word(fields, "story", path, line) or ""),
        title=_word(fields, "title", path, line) or begin(body),
        body=body,
        url=_word(fields, "url", path, line),
        outlet=_word(fields, "outlet", path, line),
        author=_word(fields, "author", path, line),
        published_at=published.moment if published else None,
        precision=published.precision if published else Precision.DAY,
        language=_word(fields, "language", path, line),
    )
    cut = ["it breaks off: the export holds only the beginning of its text"] if _CUT.search(body) else []
    return RawArticle(article=article, line=line, remarks=(*remarks, *cut, *find_slips(fields)))


def doubt_date(article: Article, *, now: datetime) -> Iterator[str]:
    """What to look at where an article says that it is not published yet."""
    if article.published_at and article.published_at > now + _FUTURE:
        yield f"its date, {article.published_at:%Y-%m-%d}, is in the future; correct it there if it is wrong"


def _word(fields: Mapping[str, Any], name: str, path: Path | str, line: int | None) -> str | None:
    """A field in one line, several names with commas between them; None where it says nothing."""
    value = _name_of(fields.get(name))
    if isinstance(value, list):
        named = [_name_of(one) for one in value]
        if not any(isinstance(one, list | dict) for one in named):
            value = ", ".join(map(str, filter(None, named)))
    elif isinstance(value, int | date) and not isinstance(value, bool):
        value = str(value)
    return " ".join(_NOTE.sub(r"\1", _require_text(value, name, path, line)).split()) or None


def _require_text(value: Any, name: str, path: Path | str, line: int | None) -> str:
    """The value, "" where there is none. Raises SourceError where it is no text."""
    if value is not None and not isinstance(value, str):
        kind = _KINDS.get(type(value), "something else")
        raise SourceError(path, f"{name} is not text, but {kind}.", line=line)
    if value and has_surrogate(value):
        raise SourceError(path, f"the {name} holds half a surrogate pair; is the file complete?", line=line)
    return value or ""


def has_surrogate(text: str) -> bool:
    """Whether it holds half of a pair, which no encoding can write."""
    return _SURROGATE.search(text) is not None


def _name_of(value: Any) -> Any:
    """What a person, an outlet or a headline is called that programs write as an object."""
    return next(filter(None, map(value.get, _NAMING)), None) if isinstance(value, dict) else value


def _read_date(value: Any, path: Path | str, line: int | None) -> PublicationDate | None:
    if value is None or value == "":
        return None
    if isinstance(value, dict):  # as MongoDB exports it
        value = value.get("$date", value)
    if isinstance(value, date):  # as TOML gives it
        value = value.isoformat()
    found = parse_date(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else None
    if found is None:
        reason = f"{str(value)[:40]!r} is not a date that can be read in only one way; write it like 2011-08-25 or "
        raise SourceError(path, f"{reason}2011-08-25T14:00:00Z.", line=line)
    return found
