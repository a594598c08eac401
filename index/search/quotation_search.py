"""A topic in free words → the quotations that are about it: by meaning, and by the words around the quotation."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.encoding.encoder import Encoder
from index.languages.sentences import paragraphs
from index.languages.words import Mark, read_words
from index.store.generations import Generation
from index.types import Quotation

_LEAST_SCORE = 0.5  # of cosine + coverage; a quotation below it is about something else (judged on the sample story)


class QuotationSearch:
    """The quotations of one generation, scored for a topic. A quotation is as near as its nearest sentence."""

    def __init__(self, generation: Generation, encoder: Encoder) -> None:
        self._generation, self._encoder = generation, encoder

    def rank(self, about: str, quotations: list[Quotation]) -> list[Quotation]:
        """Those of ``quotations`` that are about the topic, best first."""
        wanted = set(quotations)
        places = [place for place, quotation in enumerate(self._generation.quotations) if quotation in wanted]
        scores = self._score(about, places)
        best = np.argsort(-scores, kind="stable")
        return [self._generation.quotations[places[at]] for at in best if scores[at] >= _LEAST_SCORE]

    def _score(self, about: str, places: list[int]) -> NDArray[np.float32]:
        vector = self._encoder.encode_questions([about])[0].vector
        cosines = [
            (self._generation.sentence_vectors[self._sentence_rows[place]].astype(np.float32) @ vector).max()
            for place in places
        ]
        return np.array(cosines, np.float32) + self._cover(about)[places]

    def _cover(self, about: str) -> NDArray[np.float32]:
        """The share of the topic's idf that stands in each quotation's paragraph."""
        lexical = self._generation.lexical
        wanted = {stem for stem, mark in read_words(about) if not mark & Mark.EMPTY}
        weights = {
            stem: lexical.idf[lexical.vocabulary[stem]] if stem in lexical.vocabulary else lexical.idf_unseen
            for stem in wanted
        }
        total = sum(weights.values()) or 1.0
        return np.array(
            [sum(weights[stem] for stem in wanted & around) / total for around in self._words_around], np.float32
        )

    @cached_property
    def _words_around(self) -> list[set[str]]:
        return [{stem for stem, _ in read_words(_paragraph(quotation))} for quotation in self._generation.quotations]

    @cached_property
    def _sentence_rows(self) -> list[slice]:
        """For each quotation the rows of the sentences that it overlaps."""
        starts: dict[str, list[int]] = {}
        rows: dict[str, list[int]] = {}
        for passage, first_row in zip(self._generation.passages, self._generation.layout.first_sentence, strict=False):
            starts.setdefault(passage.article.id, []).extend(sentence.start for sentence in passage.sentences)
            rows.setdefault(passage.article.id, []).extend(range(first_row, first_row + len(passage.sentences)))
        slices = []
        for quotation in self._generation.quotations:
            of_article = starts[quotation.article.id]
            start = max(0, bisect_left(of_article, quotation.span.start + 1) - 1)
            end = max(start + 1, bisect_left(of_article, quotation.span.end))
            of_rows = rows[quotation.article.id]
            slices.append(slice(of_rows[start], of_rows[end - 1] + 1))
        return slices


def _paragraph(quotation: Quotation) -> str:
    body = quotation.article.body
    around = [paragraph for paragraph in paragraphs(body) if paragraph.overlaps(quotation.span)]
    return body[around[0].start : around[-1].end]
