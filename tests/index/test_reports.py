"""Figures of judgements that were made up so that each figure can be counted by hand."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from index.measuring.judgements import EvalQuestion, Judgement
from index.measuring.reports import summarise, tabulate, tabulate_types
from index.types import Level

EVERY_LEVEL: tuple[Level, ...] = ("strict", "balanced", "open")


def judged(
    *hits: bool,
    confidence: float,
    answered: tuple[Level, ...] = (),
    is_highlight_right: bool = False,
    articles: tuple[bool, ...] = (),
    gold: tuple[str, ...] = ("a",),
    kind: str | None = None,
) -> Judgement:
    """Of an answerable question."""
    return Judgement(
        question=EvalQuestion(id="q", question="?", answers=("x",), gold_articles=gold, type=kind),
        hits=hits,
        articles=articles,
        is_highlight_right=is_highlight_right,
        confidence=confidence,
        answered=frozenset(answered),
    )


def unanswerable(confidence: float, *answered: Level, kind: str | None = None) -> Judgement:
    return Judgement(
        question=EvalQuestion(id="q", question="?", type=kind),
        hits=(),
        articles=(),
        is_highlight_right=False,
        confidence=confidence,
        answered=frozenset(answered),
    )


FOUR = (
    judged(True, confidence=4, answered=EVERY_LEVEL, is_highlight_right=True, articles=(True,)),
    judged(False, True, confidence=3, answered=("balanced", "open"), articles=(False, True)),
    judged(False, False, False, True, confidence=1, answered=("open",), articles=(True,), gold=("a", "b")),
    judged(False, confidence=0),
)
THREE = (unanswerable(2, "open", kind="near"), unanswerable(-1, kind="near"), unanswerable(-2, kind="far"))


def test_ranking_figures_are_means_over_the_answerable_questions() -> None:
    figures = summarise(FOUR + THREE).overall.answerable
    assert figures.questions == 4
    assert figures.hit_at_1.value == 1 / 4
    assert figures.hit_at_5.value == 3 / 4
    assert figures.mrr_at_10.value == (1 + 1 / 2 + 1 / 4) / 4
    assert figures.recall_at_10.value == (1 + 1 + 1 / 2) / 4
    assert figures.ndcg_at_10.value == pytest.approx((1 + 0.630930 + 1 / 1.630930) / 4, abs=1e-6)
    assert figures.marked.value == 1 / 4


def test_refusal_is_counted_at_each_level() -> None:
    overall = summarise(FOUR + THREE).overall
    refused, answered = overall.answerable.refused, overall.unanswerable.answered
    assert {level: share.value for level, share in refused.items()} == {
        "strict": 3 / 4,
        "balanced": 2 / 4,
        "open": 1 / 4,
    }
    assert {level: share.value for level, share in answered.items()} == {"strict": 0, "balanced": 0, "open": 1 / 3}


def test_confidence_is_set_against_that_of_all_answerable_questions() -> None:
    report = summarise(FOUR + THREE)
    assert report.overall.unanswerable.auroc.value == pytest.approx(10 / 12)  # 2 is above 1 and 0
    near = report.types[0]
    assert (near.group, near.unanswerable.auroc.value) == ("near", 6 / 8)
    assert near.unanswerable.far_at_95.value == 1 / 2  # the threshold is 0


def test_intervals_hold_their_values_and_narrow_with_the_number_of_questions() -> None:
    few, many = summarise(FOUR * 5).overall.answerable.hit_at_5, summarise(FOUR * 100).overall.answerable.hit_at_5
    assert few.low <= few.value <= few.high
    assert few.high - few.low > 3 * (many.high - many.low) > 0


def test_too_few_questions_have_no_interval_and_the_table_says_so() -> None:
    figure = summarise(FOUR).overall.answerable.hit_at_5
    assert (figure.low, figure.high) == (None, None)
    assert ("hit@5", "0.750", "too few questions") in tabulate(summarise(FOUR))


def test_what_was_always_right_may_still_go_wrong() -> None:
    right = judged(True, confidence=1, articles=(True,))
    figure = summarise([right] * 30).overall.answerable.hit_at_1
    assert (figure.low, figure.value, figure.high) == (0.9, 1, 1)


def test_a_side_without_questions_has_no_figures() -> None:
    assert summarise(FOUR).overall.unanswerable is None
    assert summarise(THREE).overall.answerable is None
    assert summarise(THREE).overall.unanswerable.auroc is None


def test_no_questions_make_an_empty_report() -> None:
    assert tabulate(summarise([])) == (("", "figure", "95 % interval"),)


def test_the_table_has_a_row_a_figure() -> None:
    rows = tabulate(summarise(FOUR + THREE))
    assert ("hit@1", "0.250") in {row[:2] for row in rows}
    assert ("unanswerable answered, open", "0.333") in {row[:2] for row in rows}


def test_the_table_of_types_has_a_row_a_type_and_as_many_cells_in_each() -> None:
    mixed = [judged(True, confidence=1, kind="plain"), *THREE]
    heading, *rows = tabulate_types(summarise(mixed))
    assert [row[0] for row in rows] == ["plain", "near", "far"]
    assert {len(row) for row in rows} == {len(heading)}


def test_a_report_goes_into_json() -> None:
    report = summarise(FOUR + THREE)
    assert json.loads(json.dumps(asdict(report)))["overall"]["answerable"]["hit_at_1"]["value"] == 1 / 4
