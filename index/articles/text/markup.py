"""A Markdown text → the words that a reader of it sees. Pure.

The marks of headings, of bold and struck-out words, of links, citations and code go, and so do pictures. What reads
well as it is written stays: the points and numbers of lists, the lines of tables, rules, a stressed *word*, and every
mark that dresses nothing.
"""

from __future__ import annotations

import re

_LONGEST = 400  # characters of what a pair of marks dresses, and of an address
_FENCE = re.compile(r"\s{0,3}(?:```|~~~)")
_UNSEEN = re.compile(  # what underlines a heading or a table's head, and where the links of a text lead
    r"(?:={3,}|\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?)?|\[[^\[\]^][^\[\]]{0,200}\]:[ \t]+\S+.*)$"
)
_HEADING = re.compile(r"[ \t]{0,3}#{1,6}[ \t]+")
_CLOSING = re.compile(r"(?<![ \t])[ \t]+#+[ \t]*$")
_CITED = re.compile(r"[ \t]{0,3}(?:>[ \t]?)+")
_ADDRESS = (
    rf"\([^()\s]{{0,{_LONGEST}}}(?:\([^()\s]{{0,80}}\)[^()\s]{{0,80}})?"
    rf"(?:[ \t]{{1,3}}(?:\"[^\"\n]{{0,200}}\"|'[^'\n]{{0,200}}'))?\)"
)
_PICTURE = re.compile(rf"!\[[^\[\]\n]{{0,{_LONGEST}}}\]{_ADDRESS}")
_LINK = re.compile(rf"(?<!\\)\[([^\[\]\n]{{1,{_LONGEST}}})\](?:{_ADDRESS}|\[[^\[\]\n]{{0,80}}\])")
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
    shown, is_code = list[str](), False
    for line in text.split("\n"):
        if _FENCE.match(line):
            is_code = not is_code
        elif is_code:
            shown.append(line)
        else:
            shown.append("" if _UNSEEN.match(line.strip()) else _undress(line))
    written = "\n".join(shown)
    return text if written == text else _MANY_LINES.sub("\n\n", written).strip("\n")


def _undress(line: str) -> str:
    line = _CITED.sub("", line, count=1) if _CITED.match(line) else line
    if heading := _HEADING.match(line):
        line = _CLOSING.sub("", line[heading.end() :])
    line = _LINK.sub(r"\1", _PICTURE.sub("", _CODE.sub(r"\1", line)))
    for marks in _DRESSED:
        line = marks.sub(r"\1", line)
    return _ESCAPED.sub(r"\1", line)
