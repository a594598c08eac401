"""An answer with a number → the same with what other articles state otherwise, newest first. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from index.languages.read_text import ReadText, read_article
from index.languages.tokens import CAPITALS
from index.search.differing.stating import DAY_OR_MONTH, StatedNumber, Wanted
from index.types import Answer, Article, Hit, Span

_SHOWN = 2  # statements beside the newest
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
    """A number, and the hit whose highlight makes it."""

    hit: Hit
    number: StatedNumber
    report: _Report


def find_differing(answer: Answer, hits: Sequence[Hit]) -> Answer:
    """The answer; where another article of its story states another number for the same thing, the newest statement
    comes first and ``differing`` are the others. ``hits`` are all that were found, the answer's own first."""
    wanted = Wanted(answer.question.text)
    if wanted.measure is None or not (own := _read(wanted, answer.hits[0], first=answer.highlight)):
        return answer
    newest, *earlier = sorted(
        [own, *_read_others(wanted, own, hits)], key=lambda stated: _newest_first(stated.report.article)
    )
    others: list[_Stated] = []
    for stated in earlier:
        if all(stated.number.contradicts(other.number) for other in (newest, *others)):
            others.append(stated)
    if not others:
        return answer
    shown = [newest.hit, *(stated.hit for stated in others[:_SHOWN])]
    passages = {hit.passage.id for hit in shown}
    rest = [hit for hit in answer.hits if hit.passage.id not in passages]
    return replace(answer, hits=(*shown, *rest), highlight=shown[0].highlight, differing=tuple(shown[1:]))


def _newest_first(article: Article) -> tuple[bool, float]:
    """A correction without a date is newer than whatever it contradicts."""
    is_correction = article.published_at is None and any(map(_CORRECTS.match, (article.title, article.body)))
    return not is_correction, article.age


def _read_others(wanted: Wanted, own: _Stated, hits: Sequence[Hit]) -> Iterator[_Stated]:
    """What other articles of the story state of the same thing, one statement an article."""
    seen = {own.report.article.id}
    for hit in hits:
        article = hit.passage.article
        if article.id in seen or article.story != own.report.article.story or not (stated := _read(wanted, hit)):
            continue
        is_known = own.report.shares_a_name_with(stated.report)
        if all(wanted.is_told_in(one.report.read, known=is_known) for one in (own, stated)):
            seen.add(article.id)
            yield stated


def _read(wanted: Wanted, hit: Hit, *, first: Span | None = None) -> _Stated | None:
    """What a hit states: in the words that were marked, if need be in another sentence of its passage."""
    article = hit.passage.article
    year = article.published_at.year if article.published_at else None
    for place in (first or hit.highlight, *hit.passage.sentences):
        if number := wanted.read(place.of(article.body), year=year):
            return _Stated(hit=replace(hit, highlight=place), number=number, report=_Report(article))
    return None
