"""A ranking → Answer, Related or NoAnswer. Pure.

The decision is a calibrated one: the log-odds that the marked sentence answers, against a threshold for each level.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.search.calibration import Calibration
from index.search.judging import Ranking
from index.types import Answer, ArticleId, Hit, Level, NoAnswer, Outcome, Question, Reason, Related


def decide(ranking: Ranking, level: Level, weights: Calibration) -> Outcome:
    """What a person is shown at this level."""
    question, hits = ranking.question, tuple(_once(ranking.hits))
    decision = weights.decision(ranking.signals, ranking.judged_among)
    may_answer = bool(hits) and ranking.veto is None
    # A question in another language no rule has read, so none could refuse what is only like it.
    if may_answer and ranking.confidence >= decision.answer["strict" if ranking.is_foreign else level]:
        return _lay_out(question, hits, ranking.differing)
    if may_answer and (ranking.is_near or ranking.confidence >= decision.related[level]):
        return Related(question=question, hits=hits)
    nearest = hits[0] if hits else None
    reason = Reason.LANGUAGE if ranking.is_foreign else ranking.veto
    return NoAnswer(question=question, nearest=nearest, coverage=ranking.coverage, reason=reason)


def _lay_out(question: Question, hits: Sequence[Hit], differing: Sequence[Hit]) -> Answer:
    """The answer, with what differs before all others."""
    shown = {hit.passage.id for hit in differing}
    hits = (*differing, *(hit for hit in hits if hit.passage.id not in shown))
    return Answer(question=question, hits=hits, differing=tuple(differing[1:]))


def _once(hits: Sequence[Hit]) -> Iterator[Hit]:
    """The hits, without those whose marked words stand in an article, too, that carries the same text and comes before
    them."""
    shown = set[ArticleId]()
    for hit in hits:
        article = hit.passage.article
        text = article.copy_of or article.id
        if text not in shown or not article.copies_with(hit.highlight):
            shown.add(text)
            yield hit
