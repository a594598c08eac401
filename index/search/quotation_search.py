"""A topic in free words → the quotations that are about it: by meaning, and by the words around the quotation."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.encoding.encoder import Encoder
from index.languages.sentences import paragraphs
from index.languages.words import Mark, read_words
from index.store.shelf import Shelf, Words
from index.types import Quotation

_LEAST_SCORE = 0.5  # of cosine + coverage; a quotation below it is about something else (judged on the sample story)
_REMEMBERED = 20_000  # quotations whose paragraphs' words are kept


class QuotationSearch:
    """Scores quotations for a topic. A quotation is as near as its nearest sentence."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._words_around = lru_cache(maxsize=_REMEMBERED)(_read_paragraph)

    def rank(self, about: str, quotations: Sequence[Quotation], shelf: Shelf) -> list[Quotation]:
        """Those of ``quotations``, which the shelf holds, that are about the topic, best first."""
        if not quotations:
            return []
        scores = self._compare(about, quotations, shelf) + self._cover(about, quotations, shelf.words)
        best = np.argsort(-scores, kind="stable")
        return [quotations[at] for at in best if scores[at] >= _LEAST_SCORE]

    def _compare(self, about: str, quotations: Sequence[Quotation], shelf: Shelf) -> NDArray[np.float32]:
        """The best cosine of the topic and a sentence that the quotation overlaps."""
        vector = self._encoder.encode_questions([about])[0].vector
        places = _find_sentences(quotations, shelf)
        rows = shelf.rows(np.unique([number for of_one in places for number, _ in of_one]))
        first = np.cumsum(rows.sentence_counts) - rows.sentence_counts
        first_row = dict(zip(rows.numbers.tolist(), first.tolist(), strict=True))
        cosines = [
            (rows.sentence_vectors[[first_row[number] + at for number, at in of_one]].astype(np.float32) @ vector).max()
            for of_one in places
        ]
        return np.array(cosines, np.float32)

    def _cover(self, about: str, quotations: Sequence[Quotation], words: Words) -> NDArray[np.float32]:
        """The share of the topic's idf that stands in each quotation's paragraph."""
        wanted = sorted({stem for stem, mark in read_words(about) if not mark & Mark.EMPTY})
        weights = dict(zip(wanted, words.weigh(wanted), strict=True))
        total = sum(weights.values()) or 1.0
        shares = [
            sum(weight for stem, weight in weights.items() if stem in self._words_around(quotation)) / total
            for quotation in quotations
        ]
        return np.array(shares, np.float32)


def _find_sentences(quotations: Sequence[Quotation], shelf: Shelf) -> list[list[tuple[int, int]]]:
    """For each quotation the sentences that it overlaps, as a passage's number and a place in it."""
    of_articles = {}
    for article in {quotation.article.id for quotation in quotations}:
        of_articles[article] = [
            (sentence.start, (number, at))
            for number, passage in shelf.passages_of(article)
            for at, sentence in enumerate(passage.sentences)
        ]
    found = []
    for quotation in quotations:
        sentences = of_articles[quotation.article.id]
        starts = [start for start, _ in sentences]
        begin = max(0, bisect_left(starts, quotation.span.start + 1) - 1)
        end = max(begin + 1, bisect_left(starts, quotation.span.end))
        found.append([place for _, place in sentences[begin:end]])
    return found


def _read_paragraph(quotation: Quotation) -> frozenset[str]:
    """The stems of the paragraph that a quotation stands in."""
    body = quotation.article.body
    around = [paragraph for paragraph in paragraphs(body) if paragraph.overlaps(quotation.span)]
    return frozenset(stem for stem, _ in read_words(body[around[0].start : around[-1].end]))
