"""Article → quotations: exact spans, cues, speakers. Pure rules; time grows with the length of the article."""

from __future__ import annotations

from collections.abc import Sequence

from index.languages.sentences import paragraphs as split_paragraphs
from index.quotations.cast import Cast
from index.quotations.indirect import find_reported, has_hint
from index.quotations.layout import Layout
from index.quotations.masks import mask
from index.quotations.shapes import is_nickname
from index.quotations.speech import read_paragraph
from index.quotations.stretches import Marked, find_marked
from index.quotations.telling import Teller
from index.quotations.transcripts import Turn, find_turns, follows_label
from index.types import Article, Kind, Quotation, Span


def extract(article: Article) -> tuple[Quotation, ...]:
    """The quotations of an article in the order in which they stand; none for a text without speech."""
    body = article.body
    paragraphs = split_paragraphs(body)
    turns = find_turns(body, paragraphs)
    text, stretches = _read_marks(body, paragraphs, turns)
    if not any(stretches) and not has_hint(text, 0, len(text)):
        return ()
    layout = Layout(text, paragraphs)
    teller = Teller(article, layout, Cast(text, paragraphs))
    first = min((turn.label.start for turn in turns.values()), default=0)
    told: list[Quotation] = []
    for number, (paragraph, marked) in enumerate(zip(paragraphs, stretches, strict=True)):
        if number in turns:
            told.append(teller.tell_turn(turns[number], first=first))
            continue
        hinted = has_hint(text, paragraph.start, paragraph.end)
        if not marked and not hinted:
            continue
        sentences = layout.sentences(number)
        headline = number == 0 and _is_headline(paragraph.of(body))
        readings = read_paragraph(body, text, sentences, marked, headline=headline)
        told += teller.tell_in_order(readings, list(find_reported(text, sentences)) if hinted else [])
    return tuple(told)


def is_marked(quotation: Quotation) -> bool:
    """Whether the words stand between quotation marks: not reported speech, and not the turn of a transcript.

    True for a paragraph in the middle of a speech, whose marks stand in the paragraphs around it.
    """
    return quotation.kind is not Kind.INDIRECT and not follows_label(quotation.article.body, quotation.span.start)


def _read_marks(body: str, paragraphs: Sequence[Span], turns: dict[int, Turn]) -> tuple[str, list[list[Marked]]]:
    """The body masked, and its stretches paragraph by paragraph, without nicknames and scare quotes."""
    found = find_marked(body, paragraphs)
    for number, turn in turns.items():
        found[number] = [Marked(span=turn.span, outer=turn.span)]
    nicknames = [one for marked in found for one in marked if is_nickname(body, one)]
    shown = {one.outer for one in nicknames}
    found = [[one for one in marked if one.outer not in shown] for marked in found]
    found = _without_strange_singles(body, paragraphs, found)
    return mask(body, [one for marked in found for one in marked], shown=nicknames), found


def _without_strange_singles(body: str, paragraphs: Sequence[Span], found: list[list[Marked]]) -> list[list[Marked]]:
    """Single marks beside double ones hold scare quotes, titles and headlines, not speech of their own."""
    singles = sum(_is_single(body, one) for marked in found for one in marked)
    doubles = sum(map(len, found)) - singles
    if singles > doubles or not singles:
        return found
    kept = 0 if _is_headline(paragraphs[0].of(body)) else -1
    return [
        [one for one in marked if number == kept or not _is_single(body, one)] for number, marked in enumerate(found)
    ]


def _is_single(body: str, one: Marked) -> bool:
    return body[one.outer.start] in "'‘’" and body[one.outer.start + 1] not in "'’"


def _is_headline(line: str) -> bool:
    return len(line) < 150 and line[-1] not in ".!?\"”'’…"
