"""The index of vectors finds what brute force finds, and takes in nothing that would poison a search."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.encoding.encoder import widen
from index.store.vectors import Method, VectorIndex, check_rows, choose_method

_DIMENSION = 8


def _unit_rows(count, seed):
    rows = np.random.default_rng(seed).normal(size=(count, _DIMENSION)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def _search(rows, question, count, allowed):
    """Every allowed row's inner product, best first."""
    scores = {row: float(rows[row] @ question) for row in allowed}
    best = sorted(scores, key=scores.__getitem__, reverse=True)[:count]
    missing = count - len(best)
    return [*best, *[-1] * missing], [scores[row] for row in best]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_nearest_rows_are_those_of_brute_force(data):
    total, count = data.draw(st.integers(1, 30)), data.draw(st.integers(1, 12))
    rows, questions = (_unit_rows(size, data.draw(st.integers(0, 10**6))) for size in (total, 3))
    allowed = data.draw(st.none() | st.sets(st.integers(0, total - 1)))
    chosen = None if allowed is None else np.array(sorted(allowed), np.int64)
    scores, found = VectorIndex.build(rows, _DIMENSION).search(questions, count, chosen)
    for question, of_question, scored in zip(questions, found, scores, strict=True):
        expected, expected_scores = _search(rows, question, count, range(total) if allowed is None else allowed)
        assert of_question.tolist() == expected
        assert scored[: len(expected_scores)] == pytest.approx(expected_scores, abs=1e-5)


def test_the_rows_are_those_that_were_given_also_after_writing(tmp_path):
    rows = _unit_rows(5, 1)
    built = VectorIndex.build(rows, _DIMENSION)
    built.write(tmp_path / "rows.faiss")
    read = VectorIndex.read(tmp_path / "rows.faiss")
    assert np.array_equal(built.rows, rows)
    assert np.array_equal(read.rows, rows)
    assert np.array_equal(read.search(rows, 1)[1][:, 0], np.arange(5))


def test_no_rows_at_all_are_taken_and_find_nothing():
    built = VectorIndex.build(np.zeros((0, _DIMENSION), np.float32), _DIMENSION)
    assert built.search(_unit_rows(1, 1), 2)[1].tolist() == [[-1, -1]]


@pytest.mark.parametrize("value", [np.nan, np.inf, 0.0, 1.1])
def test_a_row_that_is_not_finite_or_not_of_unit_length_is_refused(value):
    rows = _unit_rows(3, 1)
    rows[1] = value
    with pytest.raises(ValueError, match="not finite and of unit length"):
        check_rows(rows, _DIMENSION)
    with pytest.raises(ValueError, match="not finite and of unit length"):
        VectorIndex.build(rows, _DIMENSION)


def test_what_rounding_to_half_precision_does_to_a_row_is_no_damage():
    check_rows(_unit_rows(200, 1).astype(np.float16).astype(np.float32), _DIMENSION)


@pytest.mark.parametrize("rows", [np.ones((2, 3), np.float32), np.ones(_DIMENSION, np.float32)])
def test_rows_of_another_width_are_refused(rows):
    with pytest.raises(ValueError, match="shape"):
        check_rows(rows, _DIMENSION)


@pytest.fixture(scope="module")
def many():
    """Rows in clusters, as texts about the same things are."""
    chance = np.random.default_rng(0)
    rows = chance.normal(size=(10, 64))[chance.integers(0, 10, 2_000)] + 0.5 * chance.normal(size=(2_000, 64))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("method", Method)
def test_every_method_reads_back_with_its_rows_and_finds_nearly_what_brute_force_finds(method, many, tmp_path):
    VectorIndex.build(many, 64, method).write(tmp_path / "rows.faiss")
    read = VectorIndex.read(tmp_path / "rows.faiss", method)
    assert np.array_equal(read.rows, many)
    found = read.search(many[:50], 10)[1]
    nearest = np.argsort(-(many[:50] @ many.T), axis=1)[:, :10]
    right = np.mean([np.isin(ours, theirs).mean() for ours, theirs in zip(found, nearest, strict=True)])
    assert right > 0.85
    assert read.measure_recall() == pytest.approx(right, abs=0.05)


@pytest.mark.parametrize("method", Method)
def test_every_method_finds_only_what_is_allowed(method, many):
    allowed = np.arange(0, len(many), 7)
    found = VectorIndex.build(many, 64, method).search(many[:20], 5, allowed)[1]
    assert set(found.ravel().tolist()) - {-1} <= set(allowed.tolist())


def test_only_exact_search_finds_all_of_the_nearest(many):
    assert VectorIndex.build(many, 64, Method.FLAT).measure_recall() == 1
    assert VectorIndex.build(many, 64, Method.SQ8).measure_recall() < 1


def test_search_is_exact_until_rows_are_many():
    assert [choose_method(count) for count in (1, 80_000, 80_001, 200_001)] == [
        Method.FLAT,
        Method.FLAT,
        Method.SQ8,
        Method.IVF_SQ8,
    ]


def test_half_precision_is_widened_to_the_bit() -> None:
    halves = np.arange(1 << 16, dtype=np.uint16).view(np.float16)
    finite = np.isfinite(halves)
    widened, expected = widen(halves)[finite], halves[finite].astype(np.float32)
    assert np.array_equal(widened.view(np.uint32), expected.view(np.uint32))
