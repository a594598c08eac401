"""What was found for a question → its ranking, with the signals of how well it answers: put in order, read where that
pays, judged by what no likeness may overrule, and set beside what other articles of the story tell.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from index.languages.chatter import is_foreign
from index.languages.words import Mark
from index.search.calibration import HOPELESS, VETOED, Calibration, Signals
from index.search.differing import find_differing, find_least_alike
from index.search.evidence import Floats, liken, weigh
from index.search.ordering import Found, Order, choose, reread
from index.search.reader.reading import PassageReader, PassageReading, Pointing
from index.search.vetoes import OF_NAMES, VETOES, Case, Veto, find_veto, read_case
from index.search.vetoes.doubting import miss_deed, miss_kind
from index.search.vetoes.kinds.ages import find_age
from index.search.vetoes.kinds.denials import find_denial
from index.search.vetoes.kinds.introductions import find_introduction
from index.search.vetoes.speech import (
    SpeechQuestion,
    find_said,
    is_about,
    names_them,
    read_speech_question,
    read_words_question,
)
from index.store.shelf import Shelf
from index.types import Article, Coverage, Hit, Level, Passage, Question, Reason, Span

# Log-odds that somebody's words answer what they said, an age or an introduction beside a name how old its bearer is or
# who, or a denial whether they deny it, over a passage that is only like the question.
_SURE = 4.0
_READ = 4  # passages at most, among few articles
# Log-odds of an answer from which no other passage is read, and only a rule that is certain refuses it: the others err
# there more often than the reader.
_FOUND = 2.0
_OTHERS = 2  # articles of the story at most that are read after the first
# A newer article answers about as well as the first where its log-odds are above an answer's by this much, each unit of
# score that its passage is ahead or behind counted, too. At .5 none of 98 right answers was lost over stories that the
# line was drawn for, but three of 83 over others ("It has hired 200" for how many work there); here none of these.
_NEWER, _NEWER_SCORE = 2.0, 0.45
_UNREFUSED = 1.0  # log-odds above an answer's from which another article answers where the first is refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Up to ten hits, best first, and what decides whether they answer: ``confidence`` is the log-odds that the first
    one's marked sentence does; never shown, only compared. ``veto`` names the fact by which it does not, whatever the
    confidence. A question that ``is_foreign`` is in no language that is read: it ``is_near`` where the hits' articles
    have a name or a number of it. ``differing`` are sentences of the first hit's and other articles that cannot all be
    right, newest first; empty where none are found."""

    question: Question
    hits: tuple[Hit, ...]
    confidence: float
    coverage: Coverage
    # The articles among which the first hit is judged: those of its story where the reader has read it, else all that
    # were searched.
    judged_among: int
    veto: Reason | None = None
    is_foreign: bool = False
    is_near: bool = False
    differing: tuple[Hit, ...] = ()
    signals: Signals | None = None  # what the confidence was weighed from; None where nothing was found

    @property
    def read_as(self) -> float | None:
        """The log-odds that the first hit's passage answers, by the reader; None where it was not read."""
        return self.signals.answers if self.signals else None


class Judge:
    """Judges what was found for one question. ``reader`` is None where nobody reads."""

    def __init__(
        self, question: Question, found: Found, shelf: Shelf, weights: Calibration, reader: PassageReader | None
    ) -> None:
        self._question, self._found, self._shelf, self._weights = question, found, shelf, weights
        self._reader = reader
        self._readings: dict[int, PassageReading | None] = {}  # by candidate

    def rank(self, *, in_haste: bool) -> Ranking:
        """What was found, in order, and judged. In haste, no passage is read."""
        order = choose(self._found, self._weights)
        if is_foreign(self._question.text):
            unread, _ = self._assess(order)
            return _read_by_names(unread, self._found, order.places)
        if self._weights.is_hopeless(order.signals, self._shelf.coverage.articles):
            return self._judge(*self._assess(order), vetoes=OF_NAMES)
        if not in_haste:
            order = self._reread(order)
        ranking = self._judge(*self._assess(order))
        turned = self._turn(ranking, order)
        compared = self._compare(turned, order.places)
        if compared.differing:
            return compared
        if turned is not ranking:
            before = self._compare(ranking, order.places)
            if turned.hits[0].passage.article in {hit.passage.article for hit in before.differing}:
                return before
        return self._follow(turned, turned.hits[0] if ranking.veto else ranking.hits[0], order.places)

    def _assess(self, order: Order) -> tuple[Ranking, Callable[[], Case]]:
        """The ranking of an order, not judged yet, and what reads the case of its first hit."""
        covered = self._shelf.coverage
        hits = tuple(map(self._hit, order.places, order.marks, order.scores))
        story = hits[0].passage.article.story
        among = covered.articles if order.signals.answers is None else self._shelf.count_articles(story)
        are_few = self._weights.are_few(among)
        beside = [hit for hit in hits[1:] if are_few and hit.passage.article.story == story]
        told = _tell(self._found, order.marks[0])
        read = cache(lambda: read_case(self._found.asked.text, hits[0], told, beside=beside))
        signals = doubt(order.signals, read()) if are_few else order.signals
        ranking = Ranking(
            question=self._question,
            hits=hits,
            confidence=self._weights.confidence(signals, covered.articles, among),
            coverage=covered,
            judged_among=among,
            signals=signals,
        )
        return ranking, read

    def _passage(self, place: int) -> Passage:
        """The passage of a candidate."""
        return self._shelf.passage(int(self._found.evidence.passages[place]))

    def _hit(self, place: int, mark: tuple[int, int], score: float) -> Hit:
        passage, first = self._passage(place), self._found.evidence.starts[place]
        start, end = (passage.sentences[sentence - first] for sentence in mark)
        return Hit(passage=passage, score=score, highlight=Span(start=start.start, end=end.end))

    def _sentences(self, places: Iterable[int], likely: Floats) -> Iterator[Hit]:
        """The sentences of candidates but for asides, each scored by how likely it is the one that answers."""
        for place in places:
            passage = self._passage(place)
            for row, sentence in enumerate(passage.sentences, start=self._found.evidence.starts[place]):
                if not self._found.is_aside(row):
                    yield Hit(passage=passage, score=float(likely[row]), highlight=sentence)

    def _read(self, place: int) -> PassageReading | None:
        """What the reader makes of a candidate, read once; None where nothing can be made of it, or nobody reads."""
        if self._reader and place not in self._readings:
            self._readings[place] = self._reader.read(self._found.asked.text, self._passage(place))
        return self._readings.get(place)

    def _reread(self, order: Order) -> Order:
        """The order with what the reader makes of its first passage; among few articles, of others too where it does
        not find the answer there."""
        readings: dict[int, PassageReading] = {}
        for place in order.places[: _READ if self._weights.are_few(self._shelf.coverage.articles) else 1]:
            if reading := self._read(place):
                readings[place] = reading
                if reading.answers >= _FOUND:
                    break
        return reread(order, self._found, readings, self._weights)

    def _turn(self, ranking: Ranking, order: Order) -> Ranking:
        """The ranking with another article of the story in front: the newest that answers about as well, for what a
        story tells later stands in place of what it told before; where the first is refused, one that is not."""
        if ranking.read_as is None or not self._are_few(ranking):
            return ranking
        first = ranking.hits[0]
        threshold = self._threshold(ranking, "balanced")
        if not ranking.veto and ranking.confidence < threshold:
            return ranking
        for place in self._find_others(order, first.passage.article, are_newer=not ranking.veto):
            if (reading := self._read(place)) is None:
                continue
            turned = reread(order, self._found, {place: reading}, self._weights)
            other = self._judge(*self._assess(turned))
            if other.veto or other.hits[0].passage.article == first.passage.article:
                continue
            ahead = other.hits[0].score - first.score
            least = threshold + _UNREFUSED if ranking.veto else threshold + _NEWER - _NEWER_SCORE * ahead
            if other.confidence >= least:
                return replace(other, confidence=max(other.confidence, ranking.confidence))
        return ranking

    def _find_others(self, order: Order, first: Article, *, are_newer: bool) -> list[int]:
        """The places of the best passages of other articles of the story, one each, of the newest article first."""
        best: dict[Article, int] = {}
        for place in order.places:
            article = self._passage(place).article
            is_other = article.story == first.story and article != first
            if _is_later(article, first) or (is_other and not are_newer):
                best.setdefault(article, place)
        likeliest = [*best.items()][:_OTHERS]
        return [place for article, place in sorted(likeliest, key=lambda one: one[0].age)]

    def _judge(self, ranking: Ranking, read: Callable[[], Case], vetoes: Sequence[Veto] = VETOES) -> Ranking:
        """The ranking with what no likeness may overrule: whose words are asked for, and what the mark contradicts."""
        text, hits = self._found.asked.text, ranking.hits
        if told := find_age(text, hits) or find_introduction(text, hits) or find_denial(text, hits):
            return _lead(ranking, told, _SURE)
        speech = read_words_question(self._question.text) or read_speech_question(text)
        said = self._find_said(speech, ranking) if speech else None
        if speech and said and speech.words:
            return _lead(ranking, said, max(_SURE, _SURE - ranking.confidence))
        is_sure = speech is not None and speech.is_sure
        if not is_sure and (veto := find_veto(read(), vetoes)):
            return self._refuse(ranking, veto.reason, is_certain=veto.is_certain)
        if speech and said:
            return _lead(ranking, said, _SURE if is_about(speech, said) else 0)
        if speech is None or not is_sure or names_them(speech, hits[0]):
            return ranking
        return self._refuse(ranking, Reason.UNQUOTED, is_certain=bool(speech.words))

    def _find_said(self, speech: SpeechQuestion, ranking: Ranking) -> Hit | None:
        """The words that a question asks for, or whose speaker it asks for."""
        evidence = self._found.evidence
        likely = weigh(evidence.of_passages, self._weights.ranking)[evidence.passage_of]
        likely += weigh(evidence.of_sentences, self._weights.unread.marking)
        return find_said(self._shelf, speech, ranking.hits, evidence, likely)

    def _compare(self, ranking: Ranking, places: Sequence[int]) -> Ranking:
        """The ranking with what other articles of the story state otherwise, where it may be an answer."""
        first, asked = ranking.hits[0], self._found.asked.text
        threshold = self._threshold(ranking, "open")
        article = first.passage.article
        others = (hit.passage.article for hit in ranking.hits)
        is_told_once = not any(other.story == article.story and other != article for other in others)
        if ranking.veto or ranking.confidence < threshold or is_told_once:
            return ranking
        likely = weigh(self._found.evidence.of_sentences, self._weights.unread.marking)
        told = list(self._sentences(places, likely))
        mark = [hit for hit in told if hit.passage == first.passage and first.highlight.contains(hit.highlight)]
        rivals = [hit for hit in told if hit.passage.article.story == article.story and hit.passage.article != article]
        if not mark:
            return ranking
        rivals.sort(key=lambda hit: -hit.score)
        was_read = ranking.read_as is not None and self._are_few(ranking)

        def point(hit: Hit) -> Pointing | None:
            return self._reader.point(asked, hit.passage, hit.highlight) if self._reader and was_read else None

        return replace(ranking, differing=find_differing(asked, mark, rivals, point))

    def _follow(self, ranking: Ranking, before: Hit, places: Sequence[int]) -> Ranking:
        """The ranking with what is told last of the same in front, and beside it what was told earlier, where it is
        asked how things stand. ``before`` is what answered before another article was put in its place."""
        first = ranking.hits[0]
        threshold = self._threshold(ranking, "balanced")
        is_answer = ranking.veto is None and ranking.confidence >= threshold
        if not is_answer or not self._are_few(ranking):
            return ranking
        least = find_least_alike(self._found.asked.text)
        if math.isinf(least):
            return ranking
        latest = self._find_latest(first, places, least)
        newer, older = (latest, first) if latest else (first, before)
        if newer.passage.article == older.passage.article:
            return ranking
        return replace(_lead(ranking, newer, 0), differing=(newer, older))

    def _find_latest(self, first: Hit, places: Sequence[int], least: float) -> Hit | None:
        """The sentence of the newest article that goes on about the same as the first; None where none does."""
        evidence, article = self._found.evidence, first.passage.article
        rows = [
            evidence.starts[place] + at
            for place in places
            if self._passage(place) == first.passage
            for at, sentence in enumerate(first.passage.sentences)
            if first.highlight.contains(sentence)
        ]
        if not rows:
            return None
        same = liken(evidence, rows)
        told = self._sentences(places, same)
        later = [hit for hit in told if hit.score >= least and _is_later(hit.passage.article, article)]
        return min(later, key=lambda hit: (hit.passage.article.age, -hit.score), default=None)

    def _threshold(self, ranking: Ranking, level: Level) -> float:
        """The log-odds from which on it is an answer."""
        return self._weights.decision(ranking.signals, ranking.judged_among).answer[level]

    def _are_few(self, ranking: Ranking) -> bool:
        return self._weights.are_few(ranking.judged_among)

    def _refuse(self, ranking: Ranking, veto: Reason, *, is_certain: bool = False) -> Ranking:
        if not is_certain and (ranking.read_as or 0) >= _FOUND:
            return ranking
        loss = VETOED if self._are_few(ranking) else 0.0
        return replace(ranking, confidence=ranking.confidence - loss, veto=veto)


def _lead(ranking: Ranking, first: Hit, gain: float) -> Ranking:
    """The ranking with another hit in front, and with log-odds gained."""
    others = (hit for hit in ranking.hits if hit.passage != first.passage)
    return replace(ranking, hits=(first, *others), confidence=ranking.confidence + gain)


def _is_later(one: Article, other: Article) -> bool:
    """Whether they are of one story, and it is the newer."""
    return one.story == other.story and one.is_newer_than(other)


def _read_by_names(ranking: Ranking, found: Found, places: Sequence[int]) -> Ranking:
    """The ranking of a question in a language that is not read: where hits have a name of it, those alone."""
    named = tuple(hit for hit, place in zip(ranking.hits, places, strict=True) if _shares_name(found, place))
    is_first = not named or named[0] is ranking.hits[0]
    return replace(
        ranking,
        hits=named or ranking.hits,
        confidence=ranking.confidence if is_first else HOPELESS,
        is_foreign=True,
        is_near=bool(named),
    )


def _shares_name(found: Found, place: int) -> bool:
    """Whether the article of a candidate has a name or a number of the question."""
    named = np.array([bool(mark & (Mark.NAME | Mark.NUMBER)) for mark in found.asked.marks])
    return bool(found.evidence.in_article[place][named].any())


def doubt(signals: Signals, case: Case) -> Signals:
    """The signals with what the words of the mark tell besides."""
    return replace(signals, deed=miss_deed(case), apart=miss_kind(case))


def _tell(found: Found, mark: tuple[int, int]) -> dict[str, float]:
    """How far the marked sentences say each of the question's stems."""
    told = found.evidence.told[:, mark[0] : mark[1] + 1].max(axis=1)
    return dict(zip(found.asked.stems, map(float, told), strict=True))
