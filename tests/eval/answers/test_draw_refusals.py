"""The refusal curve, by an example small enough to trace by hand."""

from __future__ import annotations

from xml.etree import ElementTree

from index.measuring.judgements import EvalQuestion, Judgement
from tests.eval.answers.draw_refusals import draw, trace


def test_the_curve_runs_over_every_threshold_from_nothing_to_everything() -> None:
    assert trace([3, 1], [2, 1]) == [(0, 0), (0.5, 0), (0.5, 0.5), (1, 1)]


def test_the_picture_is_well_formed_and_names_levels_and_grades() -> None:
    def judged(question: EvalQuestion, confidence: float) -> Judgement:
        return Judgement(
            question=question,
            hits=(),
            articles=(),
            is_highlight_right=False,
            confidence=confidence,
            answered=frozenset(),
        )

    answerable = EvalQuestion(id="1", question="?", answers=("x",), gold_articles=("a",))
    others = [EvalQuestion(id=kind, question="?", type=kind) for kind in ("near_miss", "off_topic")]
    picture = ElementTree.fromstring(draw([judged(answerable, 2), *(judged(other, 1) for other in others)]))
    texts = {element.text for element in picture.iter("{http://www.w3.org/2000/svg}text")}
    assert {"strict", "balanced", "open", "off topic"} <= texts
    assert len(picture.findall("{http://www.w3.org/2000/svg}polyline")) == 2
