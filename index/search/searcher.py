"""Questions → passages in order, with the signals of how well they answer: two kinds of candidates, one order, reading.

Candidates are the nearest passages by meaning and the best by BM25; a linear ranker over their evidence orders them
(weights in calibration.json, fitted by ``python -m tests.eval.answers.calibrate``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from itertools import chain

import numpy as np

from index.encoding.encoder import EncodedQuestion, Encoder
from index.languages.chatter import is_foreign, tidy
from index.languages.wording import Rewording
from index.languages.words import Mark
from index.search.calibration import HOPELESS, VETOED, Calibration, Signals
from index.search.differing import find_differing
from index.search.evidence import CandidateEvidence, Floats, gather, weigh
from index.search.ordering import Found, Order, choose, reread
from index.search.questions import ParsedQuestion, read_question
from index.search.reader.reading import PassageReader, PassageReading, Pointing
from index.search.spelling import Speller
from index.search.vetoes import Case, find_veto, read_case
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
from index.store.shelf import Holdings, Shelf, Words
from index.types import Article, Coverage, Hit, Question, Reason, Scope, Span

_CANDIDATES = 20  # by each way; the right passage is nearly always among them
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
_SERVERS = 32  # whose words are kept ready for questions to be put right by
_ReadCandidate = Callable[[int], PassageReading | None]  # a candidate's place → what the reader makes of it, read once


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


class Searcher:
    """Searches one index, while it is being read. One thread at a time."""

    def __init__(
        self, holdings: Holdings, encoder: Encoder, weights: Calibration, reader: PassageReader | None = None
    ) -> None:
        self._holdings, self._encoder, self._weights, self._reader = holdings, encoder, weights, reader
        self._clothes = lru_cache(maxsize=_SERVERS)(self._make_clothes)

    def prepare(self, scope: Scope) -> None:
        """Makes ready what a question of this scope is put right by."""
        self._clothes(self._holdings.shelf(scope).words)

    def rank(self, questions: Sequence[Question], *, in_haste: bool = False) -> list[Ranking]:
        """One ranking a question, in order; they are encoded together. In haste, no passage is read."""
        found = zip(questions, self.find(questions), strict=True)
        return [self.order(question, of_one, in_haste=in_haste) for question, of_one in found]

    def find(self, questions: Sequence[Question]) -> list[Found | None]:
        """What ``rank`` ranks, one a question, in order; None where nothing is asked or nothing may be found."""
        if not questions:
            return []
        texts = [self._suit(question) for question in questions]
        encode = cache(lambda: self._encoder.encode_questions(texts))  # by the first that waits for its vector
        return [
            self._find(read_question(text), partial(_take, encode, place), self._holdings.shelf(question.scope))
            for place, (question, text) in enumerate(zip(questions, texts, strict=True))
        ]

    def _suit(self, question: Question) -> str:
        """The question as it is searched for: in the articles' words, spelt as they spell."""
        wording, speller = self._clothes(self._holdings.shelf(question.scope).words)
        return speller.correct(wording.suit(tidy(question.text)))

    def _make_clothes(self, words: Words) -> tuple[Rewording, Speller]:
        return Rewording(words.frequencies), Speller(words.forms, self._encoder.knows)

    def _find(self, asked: ParsedQuestion, encode: Callable[[], EncodedQuestion], shelf: Shelf) -> Found | None:
        stems = [*asked.stems, *chain.from_iterable(asked.variants)]
        candidates = shelf.draw(stems, lambda: encode().vector, _CANDIDATES)
        if not len(candidates) or not asked.stems:
            return None
        return Found(asked=asked, evidence=gather(asked, encode(), shelf.rows(candidates), shelf.words))

    def order(self, question: Question, found: Found | None, *, in_haste: bool = False) -> Ranking:
        """What was found for a question, in order, and judged."""
        shelf = self._holdings.shelf(question.scope)
        covered = shelf.coverage
        if found is None:
            return Ranking(question=question, hits=(), confidence=HOPELESS, coverage=covered, judged_among=0)
        order, read = choose(found, self._weights), cache(partial(self._read, found, shelf))
        if is_foreign(question.text):
            unread, _ = self._assess(question, order, found, shelf)
            return _read_by_names(unread, found, order.places)
        if not (in_haste or self._weights.is_hopeless(order.signals, covered.articles)):
            order = self._reread(order, found, shelf, read)
        ranking = self._judge(*self._assess(question, order, found, shelf), found, shelf)
        turned = self._turn(ranking, order, found, shelf, read)
        compared = self._compare(turned, found, order.places, shelf)
        if compared.differing or turned is ranking:
            return compared
        before = self._compare(ranking, found, order.places, shelf)
        return before if turned.hits[0].passage.article in {hit.passage.article for hit in before.differing} else turned

    def _assess(self, question: Question, order: Order, found: Found, shelf: Shelf) -> tuple[Ranking, Case]:
        """The ranking of an order, not judged yet, and the case of its first hit."""
        weights, covered = self._weights, shelf.coverage
        chosen = zip(order.places, order.marks, order.scores, strict=True)
        hits = tuple(_hit(shelf, found.evidence, place, mark, score) for place, mark, score in chosen)
        story = hits[0].passage.article.story
        among = covered.articles if order.signals.answers is None else shelf.count_articles(story)
        are_few = weights.are_few(among)
        beside = [hit for hit in hits[1:] if are_few and hit.passage.article.story == story]
        case = read_case(found.asked.text, hits[0], _tell(found, order.marks[0]), beside=beside)
        signals = doubt(order.signals, case) if are_few else order.signals
        ranking = Ranking(
            question=question,
            hits=hits,
            confidence=weights.confidence(signals, covered.articles, among),
            coverage=covered,
            judged_among=among,
            signals=signals,
        )
        return ranking, case

    def _read(self, found: Found, shelf: Shelf, place: int) -> PassageReading | None:
        """What the reader makes of a candidate; None where nothing can be made of it, or nobody reads."""
        passage = shelf.passage(int(found.evidence.passages[place]))
        return self._reader.read(found.asked.text, passage) if self._reader else None

    def _reread(self, order: Order, found: Found, shelf: Shelf, read: _ReadCandidate) -> Order:
        """The order with what the reader makes of its first passage; among few articles, of others too where it does
        not find the answer there."""
        readings: dict[int, PassageReading] = {}
        for place in order.places[: _READ if self._weights.are_few(shelf.coverage.articles) else 1]:
            if reading := read(place):
                readings[place] = reading
                if reading.answers >= _FOUND:
                    break
        return reread(order, found, readings, self._weights)

    def _turn(self, ranking: Ranking, order: Order, found: Found, shelf: Shelf, read: _ReadCandidate) -> Ranking:
        """The ranking with another article of the story in front: the newest that answers about as well, for what a
        story tells later stands in place of what it told before; where the first is refused, one that is not."""
        was_read = ranking.signals is not None and ranking.signals.answers is not None
        if not was_read or not self._weights.are_few(ranking.judged_among):
            return ranking
        first = ranking.hits[0]
        threshold = self._weights.decision(ranking.signals, ranking.judged_among).answer["balanced"]
        if not ranking.veto and ranking.confidence < threshold:
            return ranking
        for place in _find_others(order, found, shelf, first.passage.article, are_newer=not ranking.veto):
            if (reading := read(place)) is None:
                continue
            turned = reread(order, found, {place: reading}, self._weights)
            other = self._judge(*self._assess(ranking.question, turned, found, shelf), found, shelf)
            if other.veto or other.hits[0].passage.article == first.passage.article:
                continue
            ahead = other.hits[0].score - first.score
            least = threshold + _UNREFUSED if ranking.veto else threshold + _NEWER - _NEWER_SCORE * ahead
            if other.confidence >= least:
                return replace(other, confidence=max(other.confidence, ranking.confidence))
        return ranking

    def _judge(self, ranking: Ranking, case: Case, found: Found, shelf: Shelf) -> Ranking:
        """The ranking with what no likeness may overrule: whose words are asked for, and what the mark contradicts."""
        text, hits = found.asked.text, ranking.hits
        if told := find_age(text, hits) or find_introduction(text, hits) or find_denial(text, hits):
            return _lead(ranking, told, _SURE)
        speech = read_words_question(ranking.question.text) or read_speech_question(text)
        said = self._find_said(speech, ranking, found, shelf) if speech else None
        if speech and said and speech.words:
            return _lead(ranking, said, max(_SURE, _SURE - ranking.confidence))
        is_sure = speech is not None and speech.is_sure
        if not is_sure and (veto := find_veto(case)):
            return self._refuse(ranking, veto.reason, is_certain=veto.is_certain)
        if speech and said:
            return _lead(ranking, said, _SURE if is_about(speech, said) else 0)
        if speech is None or not is_sure or names_them(speech, hits[0]):
            return ranking
        return self._refuse(ranking, Reason.UNQUOTED, is_certain=bool(speech.words))

    def _find_said(self, speech: SpeechQuestion, ranking: Ranking, found: Found, shelf: Shelf) -> Hit | None:
        """The words that a question asks for, or whose speaker it asks for."""
        likely = weigh(found.evidence.of_passages, self._weights.ranking)[found.evidence.passage_of]
        likely += weigh(found.evidence.of_sentences, self._weights.unread.marking)
        return find_said(shelf, speech, ranking.hits, found.evidence, likely)

    def _compare(self, ranking: Ranking, found: Found, places: Sequence[int], shelf: Shelf) -> Ranking:
        """The ranking with what other articles of the story state otherwise, where it may be an answer."""
        first = ranking.hits[0]
        threshold = self._weights.decision(ranking.signals, ranking.judged_among).answer["open"]
        article = first.passage.article
        others = (hit.passage.article for hit in ranking.hits)
        is_told_once = not any(other.story == article.story and other != article for other in others)
        if ranking.veto or ranking.confidence < threshold or is_told_once:
            return ranking
        likely = weigh(found.evidence.of_sentences, self._weights.unread.marking)
        told = [hit for place in places for hit in _sentences(shelf, found.evidence, place, likely)]
        mark = [hit for hit in told if hit.passage == first.passage and first.highlight.contains(hit.highlight)]
        rivals = [hit for hit in told if hit.passage.article.story == article.story and hit.passage.article != article]
        if not mark:
            return ranking
        rivals.sort(key=lambda hit: -hit.score)
        was_read = ranking.signals is not None and ranking.signals.answers is not None
        reader = self._reader if was_read and self._weights.are_few(ranking.judged_among) else None

        def point(hit: Hit) -> Pointing | None:
            return reader.point(found.asked.text, hit.passage, hit.highlight) if reader else None

        return replace(ranking, differing=find_differing(found.asked.text, mark, rivals, point))

    def _refuse(self, ranking: Ranking, veto: Reason, *, is_certain: bool = False) -> Ranking:
        if not is_certain and ranking.signals and (ranking.signals.answers or 0) >= _FOUND:
            return ranking
        loss = VETOED if self._weights.are_few(ranking.judged_among) else 0.0
        return replace(ranking, confidence=ranking.confidence - loss, veto=veto)


def _lead(ranking: Ranking, first: Hit, gain: float) -> Ranking:
    """The ranking with another hit in front, and with log-odds gained."""
    others = (hit for hit in ranking.hits if hit.passage != first.passage)
    return replace(ranking, hits=(first, *others), confidence=ranking.confidence + gain)


def _find_others(order: Order, found: Found, shelf: Shelf, first: Article, *, are_newer: bool) -> list[int]:
    """The places of the best passages of other articles of the story, one each, of the newest article first."""
    best: dict[Article, int] = {}
    for place in order.places:
        article = shelf.passage(int(found.evidence.passages[place])).article
        is_newer = first.published_at is not None and article.age < first.age
        if article.story == first.story and article != first and (is_newer or not are_newer):
            best.setdefault(article, place)
    likeliest = [*best.items()][:_OTHERS]
    return [place for article, place in sorted(likeliest, key=lambda one: one[0].age)]


def _hit(shelf: Shelf, evidence: CandidateEvidence, place: int, mark: tuple[int, int], score: float) -> Hit:
    passage = shelf.passage(int(evidence.passages[place]))
    first = int(np.searchsorted(evidence.passage_of, place))
    start, end = (passage.sentences[sentence - first] for sentence in mark)
    return Hit(passage=passage, score=score, highlight=Span(start=start.start, end=end.end))


def _sentences(shelf: Shelf, evidence: CandidateEvidence, place: int, likely: Floats) -> Iterator[Hit]:
    """The sentences of a candidate, each scored by how likely it is the one that answers."""
    passage = shelf.passage(int(evidence.passages[place]))
    first = int(np.searchsorted(evidence.passage_of, place))
    for number, sentence in enumerate(passage.sentences, start=first):
        yield Hit(passage=passage, score=float(likely[number]), highlight=sentence)


def _take(encode: Callable[[], Sequence[EncodedQuestion]], place: int) -> EncodedQuestion:
    return encode()[place]


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
