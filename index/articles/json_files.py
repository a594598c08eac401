"""JSON Lines and JSON → articles: an object each, with ``text`` and whatever is known of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from index.articles.fields import RawArticle, make_article, mend_fields
from index.articles.text.mending import DamagedText
from index.errors import SourceError

_WANTED = "JSON object with id, title and text"
_LISTS = ("articles", "items", "results", "docs", "data")  # keys under which programs keep a list of articles


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
    if isinstance(document, dict):
        document = next((document[key] for key in _LISTS if isinstance(document.get(key), list)), [document])
    listed = document if isinstance(document, list) else [document]
    if listed and not any(isinstance(fields, dict) for fields in listed):
        raise SourceError(path, f"holds no {_WANTED}.")
    for number, fields in enumerate(listed, start=1):
        try:
            yield _read_object(fields, path, number)
        except SourceError as error:
            yield error


def _parse(data: bytes, path: Path, line: int | None) -> Any:
    try:
        return json.loads(data.decode("utf-8-sig"))
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
        sound, remarks = mend_fields(fields, tags=True)
    except DamagedText as error:
        raise SourceError(path, str(error), line=number) from error
    return make_article(sound, path, line=number, remarks=remarks)
