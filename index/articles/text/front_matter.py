"""The fields before a text, as Hugo, Jekyll, Obsidian, Notion, MultiMarkdown, Pandoc and mails have them. Pure.

YAML between ``---``, TOML between ``+++``, a JSON object, lines that begin with ``%``, lines of ``Key: value``, be it
below a heading, or the head of a mail. What looks like a fence but has no fields after it is a rule, and the text
begins there.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from index.articles.text.field_names import FIELD_NAMES, field_of
from index.articles.text.mails import read_mail

_LONGEST = 65_536  # characters of front matter
_YAML = re.compile(r"---[ \t]*\n(?P<fields>.*?)(?<=\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_UNFENCED = re.compile(r"(?:[A-Za-z_]+:[^\n]*\n(?:[ \t-][^\n]*\n)*){2,30}(?=---[ \t]*\n)")  # as Hexo has it
_LABELLED = re.compile(r"---(?:json|js)[ \t]*\n(?P<fields>\{.*?\n?\})[ \t]*\n---[ \t]*(?:\n|\Z)", re.DOTALL)  # Eleventy
_TOML = re.compile(r"\+\+\+[ \t]*\n(?P<fields>.*?)(?<=\n)\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
_TOML_FIELD = re.compile(r"\+\+\+[ \t]*\n+[\w-]+ *=")
_PANDOC = re.compile(r"% (?P<title>.*\S)\n(?:%(?P<author>.*)\n)?(?:%(?P<published_at>.*)\n)?(?=\n)")
_HEADING = re.compile(r"# +(?P<title>.*\S)[ \t]*\n\n+")
_FIELD = re.compile(  # a key of more than three words is a sentence
    r"(?P<key>[^\W\d][\w.-]{0,40}(?: [\w.-]{1,40}){0,2})[ \t]*:(?:[ \t]+(?P<value>.*))?"
)
_CONTINUED = re.compile(r"[ \t]+\S|-[ \t]|#|[ \t]*$")
_QUOTED = re.compile(r"(?P<mark>[\"'])(?P<value>[^\"']*)(?P=mark)")
_NOTHING = frozenset(("[]", "{}", "~", "|", ">", "''", '""'))  # as YAML writes it, and where a block begins
_MOST_DOTS = 5_000  # in a line of TOML
_FEWEST = 2  # known fields that make lines without a fence front matter: one may be a sentence


class BadFrontMatter(ValueError):
    """The front matter cannot be read; ``str()`` says what to write, as the end of a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """``fields`` as they were written, texts and lists of texts; ``body`` is what follows."""

    body: str
    fields: Mapping[str, Any] = field(default_factory=dict)


class _Loader(yaml.BaseLoader):
    """Makes texts, lists and maps only, and none but what is written out: ten lists of ten lists each, and so on, are
    millions of texts in a few lines."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Raises BadFrontMatter."""
        if self.check_event(yaml.AliasEvent) and self.peek_event().anchor in self.anchors:  # type: ignore[no-untyped-call]
            raise BadFrontMatter("the front matter repeats a value by its name (& and *); write it out.")
        return super().compose_node(parent, index)


def split_front_matter(text: str) -> FrontMatter:
    """The fields and the text after them; no fields where the text just begins.

    Raises:
        BadFrontMatter: it has no end, or holds a line that cannot be read.
    """
    text = text.lstrip("\n")
    if mail := read_mail(text):
        return FrontMatter(fields=mail[0], body=mail[1])
    if labelled := _LABELLED.match(text):
        return _read_json(f"{labelled['fields']}\n{text[labelled.end() :]}")
    if (unfenced := _UNFENCED.match(text)) and _has_field(unfenced[0]):
        text = f"---\n{text}"
    if text.startswith("---"):
        return _read_yaml(text)
    if text.startswith("+++"):
        return _read_toml(text)
    if text.startswith("{"):
        return _read_json(text)
    if match := _PANDOC.match(text):
        fields = {name: value.strip() for name, value in match.groupdict("").items() if value.strip()}
        return FrontMatter(fields=fields, body=text[match.end() :].strip("\n"))
    return _read_bare(text)


def split_plain_text(text: str) -> FrontMatter:
    """The same for plain text, which may begin with anything: without a field that articles have, or without a text
    after the fields, all of it is the body. Raises BadFrontMatter."""
    parts = split_front_matter(text)
    is_known = any(field_of(key) in FIELD_NAMES for key in parts.fields)
    has_text = any(character.isalnum() for character in parts.body)
    return parts if is_known and has_text else FrontMatter(body=text)


def _has_field(lines: str) -> bool:
    """Whether a line is a field that articles have; "Ana: We wait." is what somebody says."""
    return any(field_of(line.partition(":")[0]) in FIELD_NAMES for line in lines.split("\n"))


def _read_yaml(text: str) -> FrontMatter:
    lines = text.split("\n")
    first = next((line for line in lines[1:] if line.strip() and not line.startswith("#")), "")
    if lines[0].strip() != "---" or (not _FIELD.fullmatch(first) and first.strip() != "---"):
        return FrontMatter(body=text)  # a rule
    match = _YAML.match(text)
    if match is None or len(match["fields"]) > _LONGEST:
        raise BadFrontMatter("the front matter that begins with --- never ends; write --- below its last field.")
    body = text[match.end() :].strip("\n")
    try:
        fields = yaml.load(match["fields"], Loader=_Loader)  # noqa: S506 - makes texts, lists and maps only
    except BadFrontMatter:
        raise
    except (yaml.YAMLError, ValueError, RecursionError):
        fields = _read_lines(match["fields"])
    if fields is None or isinstance(fields, dict):
        return FrontMatter(fields=fields or {}, body=body)
    return FrontMatter(body=text)


def _read_lines(text: str) -> dict[str, str]:
    """``key: value`` line by line, for values that YAML takes for something else: a colon, a bracket, an at-sign."""
    fields: dict[str, str] = {}
    for number, line in enumerate(text.split("\n"), start=2):
        match = _FIELD.fullmatch(line.rstrip())
        if match is None and _CONTINUED.match(line):
            continue
        value = (match["value"] or "").strip() if match else ""
        value = "" if value in _NOTHING else value
        if match is None or (value and not any(map(str.isalnum, value))):
            raise BadFrontMatter(
                f"line {number} of the front matter is not valid YAML; write a key, a colon and a value in quotation "
                "marks, such as title: 'A headline'."
            )
        quoted = _QUOTED.fullmatch(value)
        fields[match["key"]] = quoted["value"] if quoted else value
    return fields


def _read_toml(text: str) -> FrontMatter:
    match = _TOML.match(text)
    if match is None:
        if not _TOML_FIELD.match(text):
            return FrontMatter(body=text)  # a rule
        raise BadFrontMatter("the front matter that begins with +++ never ends; write +++ below its last field.")
    try:
        _require_short_keys(match["fields"])
        fields = tomllib.loads(f"\n{match['fields']}")  # so that a mistake is told with its line in the file
    except tomllib.TOMLDecodeError as error:
        if not _TOML_FIELD.match(text):
            return FrontMatter(body=text)  # what stands between two rules
        raise BadFrontMatter(
            f'the front matter is not valid TOML ({error}); write it like this: title = "…".'
        ) from error
    return FrontMatter(fields=fields, body=text[match.end() :].strip("\n"))


def _require_short_keys(fields: str) -> None:
    """Raises TOMLDecodeError for what may be a key of so many parts that they would take hours to count."""
    if max(line.count(".") for line in fields.split("\n")) > _MOST_DOTS:
        raise tomllib.TOMLDecodeError("a line of thousands of points")


def _read_json(text: str) -> FrontMatter:
    try:
        fields, end = json.JSONDecoder().raw_decode(text[:_LONGEST])
    except (ValueError, RecursionError):
        return FrontMatter(body=text)
    return (
        FrontMatter(fields=fields, body=text[end:].strip("\n")) if isinstance(fields, dict) else FrontMatter(body=text)
    )


def _read_bare(text: str) -> FrontMatter:
    """MultiMarkdown: ``Key: value`` in every line of the first block; Notion: of the block below the heading, which is
    the title and stays in the text."""
    heading = _HEADING.match(text)
    block, _, body = text[heading.end() if heading else 0 :].partition("\n\n")
    matches = [_FIELD.fullmatch(line) for line in block.split("\n")]
    fields = {match["key"]: (match["value"] or "").strip() for match in matches if match}
    known = [key for key in fields if field_of(key) in FIELD_NAMES]
    if not all(matches) or len(known) < _FEWEST or not (heading or "title" in map(field_of, known)):
        return FrontMatter(body=text)
    if heading is None:
        return FrontMatter(fields=fields, body=body.strip("\n"))
    return FrontMatter(fields={"title": heading["title"]} | fields, body=heading.group() + body.strip("\n"))
