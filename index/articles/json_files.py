"""JSON Lines and JSON → articles: an object each, with ``text`` and whatever is known of it.

Programs wrap what they export: a list of articles lies somewhere in an object, and the text of one in an object of its
own. Wherever that is, it is found.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from index.articles.fields import RawArticle, has_surrogate, make_article, mend_fields
from index.articles.pages.fragments import is_fragment, read_fragment
from index.articles.text.field_names import FIELD_NAMES, field_of, is_draft
from index.articles.text.mending import DamagedText
from index.errors import SourceError

_WANTED = "JSON object with id, title and text"
_DEEPEST = 5  # objects and lists around a list of articles


def read_json_lines(path: Path) -> Iterator[RawArticle | SourceError]:
    """One JSON object a line, with ``text``."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                try:
                    yield _read_object(_parse(line.rstrip(), path, number), path, number)
                except SourceError as error:
                    yield error


def read_json(path: Path) -> Iterator[RawArticle | SourceError]:
    """One article, or a list of them; a line is the place in the list."""
    data = path.read_bytes()
    try:
        document = _parse(data, path, None)
    except SourceError as error:
        if data.count(b"\n{") == 0:
            raise error from error.__cause__
        yield from read_json_lines(path)  # JSON Lines under another name
        return
    listed = _find_list(document)
    if listed and not any(isinstance(one, dict) and FIELD_NAMES & set(map(field_of, _bare(one))) for one in listed):
        raise SourceError(path, f"holds no {_WANTED}.")
    for number, fields in enumerate(listed, start=1):
        try:
            yield _read_object(fields, path, number)
        except SourceError as error:
            yield error


def _find_list(document: Any) -> list[Any]:
    """The articles of a document: the first list, or object of several, in which something has a text, the nearest to
    the top; the document itself, or what it lists, where there is none."""
    if _has_text(document):
        return [document]
    level: list[Any] = [document]
    for _ in range(_DEEPEST):
        lists = [one for one in level if isinstance(one, list)]
        lists += [
            [part for part in one.values() if isinstance(part, dict | list)] for one in level if isinstance(one, dict)
        ]
        if found := next((one for one in lists if any(map(_has_text, one))), None):
            return found
        level = [part for one in lists for part in one]
    return document if isinstance(document, list) else [document]


def _has_text(one: Any) -> bool:
    return isinstance(one, dict) and any(value and field_of(key) == "text" for key, value in _bare(one).items())


def _bare(one: Mapping[str, Any]) -> Mapping[str, Any]:
    """An object with what it keeps in an object of its own, where the text lies in that: ``fields``, ``_source``."""
    if any(field_of(key) == "text" for key in one):
        return one
    inner = [
        key for key, part in one.items() if isinstance(part, dict) and any(field_of(name) == "text" for name in part)
    ]
    return {key: part for key, part in one.items() if key != inner[0]} | one[inner[0]] if len(inner) == 1 else one


def _parse(data: bytes, path: Path, line: int | None) -> Any:
    try:
        return json.loads(data)
    except UnicodeDecodeError as error:
        raise SourceError(path, "is not UTF-8, as JSON must be.", line=line) from error
    except (ValueError, RecursionError) as error:  # ValueError: numbers of thousands of digits, too
        reason = "a number too long, or nested too deeply"
        if isinstance(error, json.JSONDecodeError):
            of_line = f" of line {error.lineno}" if line is None else ""
            reason = f"{error.msg.removesuffix(' at')} at character {error.colno}{of_line}"
        raise SourceError(path, f"is not valid JSON ({reason}); is the file complete?", line=line) from error


def _read_object(fields: Any, path: Path, number: int) -> RawArticle:
    if not isinstance(fields, dict):
        raise SourceError(path, f"is not a {_WANTED}.", line=number)
    try:
        shown = {key: _show(value) if field_of(key) == "text" else value for key, value in _bare(fields).items()}
        sound, remarks = mend_fields(shown, tags=True)
    except DamagedText as error:
        raise SourceError(path, str(error), line=number) from error
    except RecursionError as error:
        raise SourceError(path, "the article's text is nested too deeply.", line=number) from error
    return replace(make_article(sound, path, line=number, remarks=remarks), is_draft=is_draft(sound))


def _show(written: Any) -> Any:
    """A text with each of its parts that is written as a page is as that is seen."""
    if isinstance(written, dict):
        return {key: _show(part) for key, part in written.items()}
    if isinstance(written, list):
        return [_show(part) for part in written]
    is_page = isinstance(written, str) and is_fragment(written) and not has_surrogate(written)
    return (read_fragment(written) or written) if is_page else written
