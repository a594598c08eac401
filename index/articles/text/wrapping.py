"""Hard-wrapped text → text in which a line is a paragraph. Pure.

A line end is taken for the wrapping of a paragraph only where the sentence goes on after it and something shows it: a
small letter that follows, a comma before, an abbreviation. Elsewhere in a block of such lines, and in a text of such
blocks, the other line ends within sentences are wrapping too. Lists, headings, tables, quotations and code stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.languages.sentences import sentences
from index.types import Span

_WIDEST = 100  # characters; mail, wires and editors wrap at 60 to 80, and longer lines are paragraphs
_SHORTEST = 30  # characters; a shorter line may be a name, a label or an entry of its own
_LAST_LINE = 0.65  # of the block's longest line: a sentence that ends before it ends the paragraph
_LOOKED_AT = 200  # characters on each side of a line end
_ITEM = re.compile(r"\s*(?:[-*+•–—]\s|\(?\d{1,3}[.)]\s)")
_ALONE = re.compile(r"\s*(?:#{1,6}\s|[|]|```|~~~|={3,}|(?:[-*_]\s*){3,}$|\[[^\]]+\]:\s|[QA]:\s)")
_BYLINE = re.compile(  # a line of its own, above a text or a dateline
    r"\s*[Bb][Yy](?: (?:[A-ZÀ-ÖØ-Þ][\w.’'-]*,?|and)){2,8}\s*$"
)
_CITED = re.compile(r"\s*>")
_HARD_BREAK = re.compile(r"(?: {2,}|\\)$")
_OPEN_END = re.compile(r"[,;–—-][\"'”’»]*$")
# Words that no line of its own ends with: what they belong to stands in the next one.
_UNFINISHED = re.compile(
    r"(?<!\w)(?:a|an|the|of|in|on|at|by|for|from|to|with|and|or|but|that|than|as|into|over|under|about|before|after|until|"
    r"between|during|because|while|who|which|whose|its|their|his|her|our|my|is|are|was|were|be|been|has|have|had|will|would|"
    r"could|should|not|said|says|der|die|das|den|dem|des|ein|eine|einen|und|oder|mit|von|zu|im|am|für|auf|dass|le|la|les|un|"
    r"une|du|de|et|ou|dans|pour|par|sur|avec|que|qui|el|los|las|una|y|en|con|por|para)$"
)
_SMALL = re.compile(r"[\"'“‘«(]*[a-zß-öø-ÿ]")


def unwrap(text: str) -> str:
    """The text with the line ends inside its paragraphs turned into spaces, one for one: offsets stay what they are."""
    if "\n" not in text:
        return text
    lines = text.split("\n")
    blocks = list(_blocks(lines))
    certain = {number for block in blocks for number in block if _shows_wrapping(lines, number)}
    joined = {number for block in blocks for number in _joints(lines, block, certain)}
    pieces = list[str]()
    for number, line in enumerate(lines[:-1]):
        pieces += [f"{line[:-1]} " if line.endswith("\r") else line, " "] if number in joined else [line, "\n"]
    return "".join([*pieces, lines[-1]])


def _blocks(lines: Sequence[str]) -> Iterator[range]:
    """Runs of lines without a blank one between; each as the numbers of those of its lines that have a next one."""
    start = 0
    for number in range(len(lines) + 1):
        if number == len(lines) or not lines[number].strip():
            if number - start > 1:
                yield range(start, number - 1)
            start = number + 1


def _joints(lines: Sequence[str], block: range, certain: set[int]) -> Iterator[int]:
    """The numbers of the lines whose end is no end."""
    width = max(len(lines[number]) for number in (*block, block.stop))
    in_wrapped_block = width <= _WIDEST and any(number in certain for number in block)
    for number in block:
        before, after = lines[number], lines[number + 1]
        if number in certain:
            yield number
        elif not certain or width > _WIDEST or _stands_alone(before, after):
            continue
        elif number == 0 and len(before) < _LAST_LINE * width:
            continue  # a headline right above the text
        elif not _goes_on(before, after):
            is_last = len(before) < _LAST_LINE * width or _indent(after) > _indent(before)
            if in_wrapped_block and not is_last:
                yield number
        elif in_wrapped_block or len(before) >= _SHORTEST:
            yield number


def _shows_wrapping(lines: Sequence[str], number: int) -> bool:
    before, after = lines[number], lines[number + 1]
    if _stands_alone(before, after) or not _goes_on(before, after):
        return False
    if _ITEM.match(before) and _indent(after) > _indent(before):
        return True
    end = before.rstrip()
    if _OPEN_END.search(end) or end.endswith(".") or (_UNFINISHED.search(end) and " " in end.lstrip()):
        return True
    return len(before) >= _SHORTEST and _SMALL.match(after.lstrip()) is not None


def _stands_alone(before: str, after: str) -> bool:
    below, above = (_ITEM, _ALONE, _CITED), (_ALONE, _CITED, _BYLINE)
    return (
        any(mark.match(after) for mark in below)
        or any(mark.match(before) for mark in above)
        or _HARD_BREAK.search(before) is not None
    )


def _goes_on(before: str, after: str) -> bool:
    """Whether the last sentence of a line goes on in the next one."""
    end = before.rstrip()[-_LOOKED_AT:]
    joint = f"{end} {after.strip()[:_LOOKED_AT]}"
    return all(sentence.end != len(end) for sentence in sentences(joint, Span(start=0, end=len(joint)))[:-1])


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
