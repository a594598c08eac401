"""An answer → the same with what other articles of its story state otherwise, newest first. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from index.languages.read_text import ReadText, read_article
from index.languages.tokens import CAPITALS
from index.search.differing.stating import DAY_OR_MONTH, StatedNumber, Wanted
from index.search.reader.reading import Pointing
from index.types import Article, Hit, Span

Point = Callable[[Hit], Pointing | None]

_TWO = 2  # statements at least
_SHOWN = 2  # statements beside the answer's own
_READ = 2  # sentences of other articles at most that are read for one answer
_ANSWERS = 2.0  # log-odds from which a sentence that was read answers; with less, a story's other numbers come up
_NEAR = 3.0  # by how much a sentence may be less like an answer than the mark, before it is read
_CORRECTS = re.compile(  # how a text begins that stands in place of an earlier one: "CORRECTED-", "Update 2:"
    r"\W*(?:correct(?:ion|ed)|clarification|updated?)(?: \d+)?\s?[:|)\]–—-]", re.IGNORECASE
)
_NAME = re.compile(rf"(?<=[\w,’'] )[{CAPITALS}][\w-]+")  # not where a sentence begins: there any word has a capital


@dataclass(frozen=True)
class _Report:
    """An article as it is compared."""

    article: Article

    @property
    def read(self) -> ReadText:
        return read_article(self.article)

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(name for name in _NAME.findall(self.article.body) if not DAY_OR_MONTH.match(name))

    def shares_a_name_with(self, other: _Report) -> bool:
        """Whether a name of one stands in the other, be it where a sentence begins."""
        return bool(self._names & other.read.written or other._names & self.read.written)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stated:
    """The number that a sentence states."""

    hit: Hit
    number: StatedNumber

    def contradicts(self, other: _Stated) -> bool:
        return self.number.contradicts(other.number)


def find_differing(question: str, mark: Sequence[Hit], rivals: Sequence[Hit], point: Point) -> tuple[Hit, ...]:
    """The sentences of several articles that cannot all be right, newest first, that of the answer among them; nothing
    where no article differs. ``mark`` are the sentences of the answer, ``rivals`` those of other articles of its
    story, the likeliest to answer first, all scored alike; ``point`` is what the reader makes of one."""
    shown = _choose([*_state_numbers(question, mark, rivals, point)])
    return tuple(sorted((one.hit for one in shown), key=_newest_first)) if len(shown) >= _TWO else ()


def _choose(stated: Sequence[_Stated]) -> list[_Stated]:
    """The first, which is the answer's, and the newest of the others, each of which contradicts every other."""
    chosen = [*stated[:1]]
    for one in sorted(stated[1:], key=lambda one: _newest_first(one.hit)):
        if len(chosen) <= _SHOWN and all(one.contradicts(other) for other in chosen):
            chosen.append(one)
    return chosen


def _newest_first(hit: Hit) -> tuple[bool, float]:
    """A correction without a date is newer than whatever it contradicts."""
    article = hit.passage.article
    is_correction = article.published_at is None and any(map(_CORRECTS.match, (article.title, article.body)))
    return not is_correction, article.age


def _state_numbers(question: str, mark: Sequence[Hit], rivals: Sequence[Hit], point: Point) -> Iterator[_Stated]:
    """The number that the mark states, and those of other articles, one an article: by words that say plainly of what,
    else by what the reader points at."""
    wanted = Wanted(question)
    if not wanted.asks_for_number:
        return
    if len(mark) > 1:
        mark = sorted(mark, key=lambda hit: pointing.answers if (pointing := point(hit)) else -math.inf, reverse=True)
    own = _read_any(wanted, mark) or _point_at_any(wanted, mark, point)
    if own is None:
        return
    yield own
    article, left = own.hit.passage.article, _READ
    report = _Report(article)
    for sentences in _by_article(rivals):
        other = sentences[0].passage.article
        is_known = report.shares_a_name_with(_Report(other))
        is_told = all(wanted.is_told_in(read_article(one), known=is_known) for one in (article, other))
        plain = _read_any(wanted, sentences) if is_told else None
        if stated := plain or (_read_changed(wanted, sentences, own) if is_known else None):
            yield stated
            continue
        least = max(hit.score for hit in mark) - _NEAR
        near = [hit for hit in sentences if hit.score >= least and _may_state_another(wanted, hit, own)]
        if near and left and is_known:
            left -= 1
            if pointed := _point_at_any(wanted, near[:1], point):
                yield pointed


def _by_article(rivals: Sequence[Hit]) -> Iterator[list[Hit]]:
    found: dict[str, list[Hit]] = {}
    for hit in rivals:
        found.setdefault(hit.passage.article.id, []).append(hit)
    yield from found.values()


def _year(hit: Hit) -> int | None:
    published = hit.passage.article.published_at
    return published.year if published else None


def _may_state_another(wanted: Wanted, hit: Hit, own: _Stated) -> bool:
    return any(
        own.contradicts(_Stated(hit=hit, number=other)) for _, other in wanted.read_all(hit.marked, year=_year(hit))
    )


def _read_any(wanted: Wanted, sentences: Sequence[Hit]) -> _Stated | None:
    read = ((hit, wanted.read(hit.marked, year=_year(hit))) for hit in sentences)
    return next((_Stated(hit=hit, number=number) for hit, number in read if number), None)


def _read_changed(wanted: Wanted, sentences: Sequence[Hit], own: _Stated) -> _Stated | None:
    read = ((hit, wanted.read_changed(hit.marked, own.hit.marked, year=_year(hit))) for hit in sentences)
    changed = (_Stated(hit=hit, number=number) for hit, number in read if number)
    return next((one for one in changed if one.contradicts(own)), None)


def _point_at_any(wanted: Wanted, sentences: Sequence[Hit], point: Point) -> _Stated | None:
    for hit in sentences:
        pointing = point(hit)
        if pointing is None or pointing.answers < _ANSWERS:
            continue
        start = hit.highlight.start
        pointed = Span(start=pointing.span.start - start, end=pointing.span.end - start)
        if number := wanted.read_pointed(hit.marked, pointed, year=_year(hit)):
            return _Stated(hit=hit, number=number)
    return None
