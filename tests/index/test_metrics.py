"""Worked examples by hand, and agreement with scorers that know nothing of this project."""

from __future__ import annotations

import random

import numpy as np
import pytest

from index.measuring.metrics import (
    auroc,
    bootstrap,
    contains_answer,
    false_answer_rate,
    hit,
    ndcg,
    recall,
    reciprocal_rank,
)

THIRD_AND_FIFTH = (False, False, True, False, True)


@pytest.mark.parametrize(("k", "expected"), [(1, 0), (2, 0), (3, 1), (10, 1)])
def test_hit_asks_whether_one_of_the_first_k_is_relevant(k: int, expected: float) -> None:
    assert hit(THIRD_AND_FIFTH, k) == expected


@pytest.mark.parametrize(("k", "expected"), [(2, 0), (3, 1 / 3), (10, 1 / 3)])
def test_reciprocal_rank_looks_at_the_first_relevant_one(k: int, expected: float) -> None:
    assert reciprocal_rank(THIRD_AND_FIFTH, k) == expected


@pytest.mark.parametrize(("k", "expected"), [(2, 0), (3, 1 / 4), (10, 2 / 4)])
def test_recall_counts_against_all_that_is_relevant(k: int, expected: float) -> None:
    assert recall(THIRD_AND_FIFTH, k, total=4) == expected


def test_ndcg_of_two_relevant_things_at_ranks_three_and_five() -> None:
    # gains 1/log2(4) + 1/log2(6) = 0.5 + 0.386853; the ideal 1/log2(2) + 1/log2(3) = 1 + 0.630930
    assert ndcg(THIRD_AND_FIFTH, 10, total=2) == pytest.approx(0.886853 / 1.630930, abs=1e-6)


def test_ndcg_is_one_for_the_ideal_order_even_where_more_is_relevant_than_is_looked_at() -> None:
    assert ndcg((True, True, False), 2, total=3) == pytest.approx(1)


def test_nothing_found_is_worth_nothing() -> None:
    assert [hit((), 1), reciprocal_rank((), 10), recall((), 10, total=1), ndcg((), 10, total=1)] == [0, 0, 0, 0]


def test_auroc_counts_the_pairs_in_order_and_half_of_the_ties() -> None:
    # 3 > 2, 3 > 1, 2 = 2, 2 > 1, 0 < 2, 0 < 1: 3.5 of 6 pairs
    assert auroc([3, 2, 0], [2, 1]) == pytest.approx(3.5 / 6)


def test_false_answer_rate_sets_the_threshold_where_the_kept_share_is_still_answered() -> None:
    answerable = range(1, 21)  # 95 % of twenty are nineteen, so that the threshold is 2
    assert false_answer_rate(answerable, [0, 1, 2, 30]) == 2 / 4
    assert false_answer_rate(range(2, 21), [0, 1, 2, 30]) == 2 / 4  # of nineteen all


def test_bootstrap_of_a_share_is_near_the_textbook_interval() -> None:
    low, high = bootstrap(np.mean, [1] * 60 + [0] * 40)
    half = 1.96 * (0.6 * 0.4 / 100) ** 0.5
    assert (low, high) == (pytest.approx(0.6 - half, abs=0.02), pytest.approx(0.6 + half, abs=0.02))


def test_bootstrap_of_what_never_varies_has_no_width() -> None:
    assert bootstrap(np.mean, [1.0] * 9) == (1.0, 1.0)


def test_bootstrap_draws_each_sample_by_itself() -> None:
    low, high = bootstrap(auroc, [2.0, 3.0], [0.0] * 50)
    assert (low, high) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("The levee broke at 4:20 a.m. on Monday.", "4:20 a.m."),
        ("“The Harbour Office” announced it", "harbour office"),
        ("a four-million-crown pier", "four million"),
    ],
)
def test_an_answer_is_found_whatever_its_case_and_marks(text: str, answer: str) -> None:
    assert contains_answer(text, ["nothing like it", answer])


@pytest.mark.parametrize(
    ("text", "answer"), [("He paid 1,500 crowns.", "500 crowns more"), ("the ferryman", "ferry"), ("The a an", "the")]
)
def test_an_answer_is_whole_words_and_some_of_them(text: str, answer: str) -> None:
    assert not contains_answer(text, [answer])


@pytest.mark.yardsticks
@pytest.mark.parametrize("seed", range(20))
def test_figures_agree_with_an_independent_scorer(seed: int, load_scorer) -> None:
    yard_metrics = load_scorer("yard_metrics")
    dice = random.Random(seed)
    ranks = [dice.choice([None, *range(1, 11)]) for _ in range(50)]
    relevances = [[place == rank for place in range(1, 11)] for rank in ranks]
    summary = yard_metrics.ranking_summary(ranks)
    assert np.mean([hit(relevance, 1) for relevance in relevances]) == pytest.approx(summary["hit@1"])
    assert np.mean([hit(relevance, 5) for relevance in relevances]) == pytest.approx(summary["hit@5"])
    assert np.mean([reciprocal_rank(relevance, 10) for relevance in relevances]) == pytest.approx(summary["mrr@10"])
    answerable = [dice.randint(2, 40) for _ in range(dice.randint(1, 120))]  # whole numbers, so that there are ties
    unanswerable = [dice.randint(0, 30) for _ in range(dice.randint(1, 120))]
    expected = yard_metrics.abstention_summary(answerable, unanswerable)
    assert auroc(answerable, unanswerable) == pytest.approx(expected["auroc"])
    assert false_answer_rate(answerable, unanswerable) == expected["far@95"]


@pytest.mark.yardsticks
def test_intervals_agree_with_an_independent_scorer(load_scorer) -> None:
    yard_metrics = load_scorer("yard_metrics")
    values = [1, 0, 1, 1, 0, 1, 1, 1] * 25
    assert bootstrap(np.mean, values) == pytest.approx(yard_metrics.bootstrap_ci(values), abs=0.01)


@pytest.mark.yardsticks
@pytest.mark.parametrize("seed", range(20))
def test_answers_in_texts_agree_with_an_independent_scorer(seed: int, load_scorer) -> None:
    yard_metrics = load_scorer("yard_metrics")
    dice = random.Random(seed)
    parts = [
        "the",
        "The",
        "an",
        "ferry",
        "Ferry's",
        "4:20",
        "a.m.",
        "—",
        "“pier”",
        "1,500",
        "Zoë",
        "-",
        ".",
        "ferry-pier",
    ]
    for _ in range(200):
        text = " ".join(dice.choices(parts, k=8))
        answers = [" ".join(dice.choices(parts, k=dice.randint(1, 2))) for _ in range(2)]
        assert contains_answer(text, answers) == yard_metrics.contains_answer(text, answers), (text, answers)
