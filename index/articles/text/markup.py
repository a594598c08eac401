"""A Markdown text → the words that a reader of it sees. Pure.

The marks of headings, of bold and struck-out words, of links, citations and code go, and so do pictures. What reads
well as it is written stays: the points and numbers of lists, the lines of tables, rules, a stressed *word*, and every
mark that dresses nothing.
"""

from __future__ import annotations

import re

_LONGEST = 400  # characters of what a pair of marks dresses, and of an address
_FENCE = re.compile(r"[ \t]{0,3}(?P<mark>`{3,}|~{3,})(?P<language>[^`\n]*)")
_REFERENCE = re.compile(  # where the links of a text lead: "[1]: https://…", and no "[Moderator]: Welcome."
    r"^[ \t]{0,3}\[(?P<name>[^\[\]^][^\[\]\n]{0,200})\]:[ \t]+<?(?:(?:https?|ftp|mailto):|\.{0,2}/|www\.)\S*"
    r"(?:[ \t]+[\"'(][^\n]{0,400})?[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_UNSEEN = re.compile(  # what underlines a heading or a table's head, names a box, or stands for the list of headings
    r"(?:={3,}|(?:>\s*)?\[!\w+\][-+]?|\[\[?(?i:toc)\]?\]|\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?)?)$"
)
_HEADING = re.compile(r"[ \t]{0,3}#{1,6}[ \t]+")
_CLOSING = re.compile(r"(?<![ \t])[ \t]+#+[ \t]*$")
_CITED = re.compile(r"[ \t]{0,3}(?:>[ \t]?)+")
_ADDRESS = (
    rf"\([^()\s]{{0,{_LONGEST}}}(?:\([^()\s]{{0,80}}\)[^()\s]{{0,80}})?"
    rf"(?:[ \t]{{1,3}}(?:\"[^\"\n]{{0,200}}\"|'[^'\n]{{0,200}}'))?\)"
)
_PICTURE = re.compile(rf"!\[[^\[\]\n]{{0,{_LONGEST}}}\](?:{_ADDRESS}|\[[^\[\]\n]{{0,200}}\])")
_LINK = re.compile(rf"(?<!\\)\[([^\[\]\n]{{0,{_LONGEST}}})\](?:{_ADDRESS}|\[(?P<name>[^\[\]\n]{{0,200}})\])")
_CODE = re.compile(rf"(?<![\\`])`([^`\n]{{1,{_LONGEST}}})`(?!`)")
_DRESSED = tuple(
    re.compile(
        rf"(?<![{before}\\]){mark}(?=[^\s{one}])((?:[^\n{one}]|{one}(?!{one})){{1,{_LONGEST}}})(?<![\s\\]){mark}"
    )
    for mark, one, before in ((r"\*\*", r"\*", ""), ("__", "_", r"\w"), ("~~", "~", ""))
)
_ESCAPED = re.compile(r"\\([!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~]|$)")
_MANY_LINES = re.compile(r"\n{3,}")


def drop_markup(text: str) -> str:
    """The text as it is read, without its marks. What stands in a block of code stays as it is."""
    shown, fence = list[str](), ""
    known = frozenset(reference["name"].casefold() for reference in _REFERENCE.finditer(text))
    for line in text.split("\n"):
        fenced = _FENCE.fullmatch(line)
        if fenced and not fence:
            fence = fenced["mark"]
        elif fenced and fenced["mark"].startswith(fence) and not fenced["language"].strip():
            fence = ""
        elif fence:
            shown.append(line)
        else:
            is_unseen = _UNSEEN.match(line.strip()) or _REFERENCE.fullmatch(line)
            shown.append("" if is_unseen else _undress(line, known))
    written = "\n".join(shown)
    return text if written == text else _MANY_LINES.sub("\n\n", written).strip("\n")


def _undress(line: str, known: frozenset[str]) -> str:
    """A line without its marks; ``known`` are the names that links may lead to."""
    line = _CITED.sub("", line, count=1) if _CITED.match(line) else line
    if heading := _HEADING.match(line):
        line = _CLOSING.sub("", line[heading.end() :])
    line = _PICTURE.sub("", _CODE.sub(r"\1", line))
    line = _LINK.sub(lambda link: link[1] if _leads(link, known) else link[0], line)
    for marks in _DRESSED:
        line = marks.sub(r"\1", line)
    return _ESCAPED.sub(r"\1", line)


def _leads(link: re.Match[str], known: frozenset[str]) -> bool:
    """Whether it leads to an address, or to a name that is known: its own words where it gives none."""
    return link["name"] is None or (link["name"] or link[1]).casefold() in known
