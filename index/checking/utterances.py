"""Quotations → utterances: what one person said in one go, however the article cut it up."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from index.checking.words import STOP, compared_words, fold_compared, word_spans
from index.languages.sentences import sentences
from index.types import Kind, Quotation, Span

_GAP_MAX = 120  # characters between two halves: '," said Ana Petrov, who heads the water board. "'
_SENTENCE_END = re.compile(r"[.!?…][\s\"'“”„‘’‚«»‹›)\]]*$")
_PAUSE = re.compile(r"[,:]|\s?[–—]")
_HITS_MIN = 0.4  # share of the probes; more than half must agree later, some with other beginnings


@dataclass(frozen=True, kw_only=True)
class Utterance:
    """Quotations that follow each other: one, or several direct ones of one speaker with only a tag between them."""

    quotations: tuple[Quotation, ...]

    @cached_property
    def words(self) -> list[str]:
        return [word for quotation in self.quotations for word in compared_words(quotation.text)]

    @cached_property
    def places(self) -> list[tuple[Quotation, int, int]]:
        """For every word its quotation, and where it stands in the article's body."""
        return [
            (quotation, quotation.span.start + start, quotation.span.start + end)
            for quotation in self.quotations
            for start, end in word_spans(quotation.text)
        ]

    @cached_property
    def sentence_numbers(self) -> list[int]:
        """For every word the number of its sentence; a semicolon ends one, "X said" between two halves does not."""
        numbers: list[int] = []
        previous: Quotation | None = None
        for quotation in self.quotations:
            goes_on = previous is not None and not _ends_sentence(previous, quotation)
            first = numbers[-1] + (not goes_on) if numbers else 0
            starts = _sentence_starts(quotation)
            numbers += [first + bisect_right(starts, start) - 1 for start, _ in word_spans(quotation.text)]
            previous = quotation
        return numbers

    def sentences_around(self, start: int, end: int) -> tuple[int, int]:
        """The words from the beginning of the first sentence touched to the end of the last."""
        numbers, first, last = self.sentence_numbers, start, end
        while first > 0 and numbers[first - 1] == numbers[start]:
            first -= 1
        while last < len(numbers) and numbers[last] == numbers[end - 1]:
            last += 1
        return first, last

    def said(self, start: int, end: int, *, closed: bool = False) -> str:
        """The article's own text from word ``start`` up to word ``end``, if ``closed`` with the stop behind the last; a
        space stands where a tag was left out."""
        parts: list[tuple[Quotation, int, int]] = []
        for quotation, first, last in self.places[start:end]:
            if parts and parts[-1][0] is quotation:
                first = parts.pop()[1]  # noqa: PLW2901 - the part grows by this word
            parts.append((quotation, first, last))
        return " ".join(_write(*part, closed=closed or part is not parts[-1]) for part in parts)

    def before(self, word: int) -> str:
        """The signs and spaces between the word and the last before it, of what is quoted."""
        (quotation, _, end), (following, start, _) = self.places[word - 1 : word + 1]
        return quotation.article.body[end : start if following is quotation else quotation.span.end]

    def is_name(self, word: int) -> bool:
        """Whether the word is written with a capital."""
        quotation, start, _ = self.places[word]
        return quotation.article.body[start].isupper()

    def pauses(self, word: int) -> bool:
        """Whether a comma, a colon or a dash stands behind the word."""
        quotation, _, end = self.places[word]
        return _PAUSE.match(quotation.article.body, end, quotation.span.end) is not None

    def asks(self, word: int) -> bool:
        """Whether a question mark stands behind the word."""
        quotation, _, end = self.places[word]
        return "?" in quotation.article.body[end : min(end + 2, quotation.span.end)]


def _write(quotation: Quotation, start: int, end: int, *, closed: bool) -> str:
    body = quotation.article.body
    stop = STOP.match(body, end, quotation.span.end) if closed else None
    return body[start : stop.end() if stop else end]


def find_candidates(quotations: Sequence[Quotation], probes: Sequence[str]) -> Iterator[Utterance]:
    """The utterances that hold enough of the probes (folded beginnings of words) to be worth a comparison."""
    if not probes:
        return
    needed = max(1, len(probes) * _HITS_MIN)
    for chain in _chains(quotations):
        hits = 0
        for quotation in chain:
            text = fold_compared(quotation.text)
            hits += sum(probe in text for probe in probes)
        if hits >= needed:
            yield Utterance(quotations=tuple(chain))


def _chains(quotations: Sequence[Quotation]) -> Iterator[list[Quotation]]:
    """The quotations in order, those that go on in one list."""
    quoted = [quotation for quotation in quotations if quotation.kind is not Kind.INDIRECT]
    quoted.sort(key=lambda quotation: (quotation.article.id, quotation.span.start))
    chain: list[Quotation] = quoted[:1]
    for before, after in pairwise(quoted):
        if not _goes_on(before, after):
            yield chain
            chain = []
        chain.append(after)
    if chain:
        yield chain
    yield from ([quotation] for quotation in quotations if quotation.kind is Kind.INDIRECT)


def _goes_on(before: Quotation, after: Quotation) -> bool:
    """Whether one direct quotation goes on in the next: same named speaker, at most one short sentence between them."""
    if not (before.kind is after.kind is Kind.DIRECT and before.speaker and after.speaker):
        return False
    if before.speaker.name != after.speaker.name or before.article.id != after.article.id:
        return False
    start, end = before.span.end, after.span.start
    return 0 < end - start <= _GAP_MAX and len(sentences(before.article.body, Span(start=start, end=end))) <= 1


def _ends_sentence(before: Quotation, after: Quotation) -> bool:
    gap = before.article.body[before.span.end : after.span.start]
    return bool(_SENTENCE_END.search(before.text) or _SENTENCE_END.search(gap))


def _sentence_starts(quotation: Quotation) -> list[int]:
    """Where sentences begin, relative to the quotation; the first is 0."""
    inner = [span.start - quotation.span.start for span in sentences(quotation.article.body, quotation.span)]
    halves = [match.end() for match in re.finditer(";", quotation.text)]
    return sorted({0, *inner, *halves})
