"""Question files → questions put to an index, with what the reader makes of the passages that matter."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from index.encoding.encoder import Encoder
from index.languages.chatter import tidy
from index.measuring.evaluation import read_questions
from index.measuring.judgements import EvalQuestion, Retrieved, judge
from index.search.calibration import Calibration
from index.search.evidence import weigh
from index.search.searcher import Found, Order, Searcher, choose
from index.search.spelling import Speller
from index.store.folder.generation import Generation
from index.types import ArticleId, Hit, Passage
from tests.eval.reader.reading.pointing import Reading
from tests.eval.reader.reading.reader import Reader

_BATCH = 32  # questions that are encoded together


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A candidate passage: what speaks for each of its sentences, which are right, and how it was read."""

    evidence: np.ndarray  # (S, 3): covered, alike, typed
    lengths: np.ndarray  # (S,) words
    right: np.ndarray  # (S,)
    reading: Reading | None
    is_bold_right: bool  # the words that the reader points at hold the answer, or are part of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """A question that was put. Those of one group share a text.

    ``best`` is the passage ranked first of those that hold a right sentence; None where there is none.
    """

    question: EvalQuestion
    group: str
    signals: tuple[float, ...]
    first: Choice
    best: Choice | None
    is_first_right: bool


class Asker:
    """Puts questions to one index, reads, and judges every sentence of the passages that matter."""

    def __init__(self, generation: Generation, encoder: Encoder, reader: Reader, weights: Calibration) -> None:
        self._generation, self._reader, self._weights = generation, reader, weights
        self._searcher = Searcher(generation, encoder, weights)
        self._speller = Speller(generation.words(None).forms, encoder.knows)
        self._read: dict[tuple[str, str], Reading | None] = {}

    @property
    def articles(self) -> list[ArticleId]:
        return list(self._generation.article_numbers)

    def ask(self, questions: Sequence[EvalQuestion], group: Callable[[EvalQuestion], str]) -> list[Put]:
        return list(self._ask(questions, group))

    def _ask(self, questions: Sequence[EvalQuestion], group: Callable[[EvalQuestion], str]) -> Iterator[Put]:
        weights = self._weights
        for at in range(0, len(questions), _BATCH):
            batch = questions[at : at + _BATCH]
            for question, found in zip(batch, self._searcher.find([each.put() for each in batch]), strict=True):
                if found is None:
                    continue
                order = choose(found, ranking=weights.ranking, marking=weights.marking)
                first = self._choose(question, found, order.places[0])
                yield Put(
                    question=question,
                    group=group(question),
                    signals=_list_signals(order),
                    first=first,
                    best=self._find_best(question, found),
                    is_first_right=self._judge(question, self._passage(found, order.places[0]))[0],
                )

    def _find_best(self, question: EvalQuestion, found: Found) -> Choice | None:
        if not (question.answers or question.answer_starts):
            return None
        scores = weigh(found.evidence.of_passages, self._weights.ranking)
        for place in np.argsort(-scores, kind="stable"):
            if any(self._judge(question, self._passage(found, int(place)))[1]):
                return self._choose(question, found, int(place))
        return None

    def _choose(self, question: EvalQuestion, found: Found, place: int) -> Choice:
        evidence, passage = found.evidence, self._passage(found, place)
        rows = evidence.passage_of == place
        of_sentences = evidence.of_sentences
        text = self._speller.correct(tidy(question.question))  # as it is searched for
        key = (text, passage.id)
        if key not in self._read:
            self._read[key] = self._reader.read(text, passage)
        reading = self._read[key]
        return Choice(
            evidence=np.stack([of_sentences.covered, of_sentences.alike, of_sentences.typed], axis=1)[rows],
            lengths=evidence.lengths[rows],
            right=np.array(self._judge(question, passage)[1]),
            reading=reading,
            is_bold_right=reading is not None and _is_bold_right(question, passage, reading),
        )

    def _passage(self, found: Found, place: int) -> Passage:
        return self._generation.passage(int(found.evidence.passages[place]))

    def _judge(self, question: EvalQuestion, passage: Passage) -> tuple[bool, list[bool]]:
        """Whether the passage is right, and whether each of its sentences is."""
        judgements = [
            judge(question, Retrieved(hits=(Hit(passage=passage, score=0, highlight=sentence),), highlight=sentence))
            for sentence in passage.sentences
        ]
        return judgements[0].hits[0], [judgement.is_highlight_right for judgement in judgements]


def read_titles(path: Path) -> dict[str, str]:
    """The title of each article of a file, by its id."""
    return {line["id"]: line["title"] for line in _lines(path)}


def read_own(path: Path, half: str) -> list[tuple[str, EvalQuestion]]:
    """The project's own questions over single articles, of one half, each with its kind."""
    return [
        (
            line["kind"],
            EvalQuestion(
                id=line["id"],
                question=line["question"],
                within=tuple(map(ArticleId, line["within"])),
                answers=tuple(line.get("answers", ())),
                gold_articles=tuple(map(ArticleId, line["within"])) if line["answerable"] else (),
                answerable=line["answerable"],
            ),
        )
        for line in _lines(path)
        if line["half"] == half
    ]


def narrow(question: EvalQuestion) -> EvalQuestion:
    """The same question, put to the articles that answer it, or that it was written about."""
    return replace(question, within=tuple(sorted(question.gold)))


def read_near(path: Path) -> list[EvalQuestion]:
    """Questions put to articles of their story that do not answer them."""
    near = {line["id"]: tuple(line["same_topic_without_answer"]) for line in _lines(path)}
    return [
        replace(
            question, within=tuple(map(ArticleId, near[question.id])), answers=(), gold_articles=(), answerable=False
        )
        for question in read_questions(path)
        if near[question.id]
    ]


def read_held_back(path: Path, articles: Sequence[ArticleId]) -> list[EvalQuestion]:
    """Questions put to all articles but those that answer them."""
    also = {line["id"]: set(line["answer_also_in"]) for line in _lines(path)}
    held = []
    for question in read_questions(path):
        answering = question.gold | also[question.id]
        rest = tuple(article for article in articles if article not in answering)
        held.append(replace(question, within=rest, answers=(), gold_articles=(), answerable=False))
    return held


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _list_signals(order: Order) -> tuple[float, ...]:
    signals = order.signals
    return tuple(float(getattr(signals, name)) for name in signals.__slots__)


def _is_bold_right(question: EvalQuestion, passage: Passage, reading: Reading) -> bool:
    retrieved = Retrieved(hits=(Hit(passage=passage, score=0, highlight=reading.answer),), highlight=reading.answer)
    return judge(question, retrieved).is_highlight_right
