from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from index.types import Span
from tests.eval.reader.reading.pointing import WindowReading, combine, find_span

LOGITS = arrays(np.float32, st.integers(1, 40), elements=st.floats(-9, 9, width=16), unique=True)


@given(LOGITS, st.randoms())
def test_the_span_is_the_likeliest_of_all_that_are_short_enough(starts: np.ndarray, random: object) -> None:
    ends = np.roll(starts, 3)
    first, last, sureness = find_span(starts, ends)
    places = product(range(len(starts)), repeat=2)
    allowed = [starts[start] + ends[end] for start, end in places if 0 <= end - start < 30]
    assert first <= last
    assert sureness == pytest.approx(max(allowed))


def window(answers: float, start: int, pointed: int, tokens: int = 4) -> WindowReading:
    """A window of tokens of ten characters, from ``start`` on, that points at one of them."""
    logits = np.where(np.arange(tokens) == pointed, 5.0, 0.0).astype(np.float32)
    spans = tuple(Span(start=start + 10 * place, end=start + 10 * place + 8) for place in range(tokens))
    return WindowReading(answers=answers, nowhere=1.0, starts=logits, ends=logits, spans=spans)


def test_the_window_that_answers_says_where() -> None:
    sentences = [Span(start=0, end=38), Span(start=40, end=78)]
    reading = combine([window(-2.0, 0, 0), window(1.5, 40, 2)], sentences)
    assert reading.answers == 1.5
    assert reading.answer == Span(start=60, end=68)
    assert reading.margin == pytest.approx(5 + 5 - 1)


def test_the_sentence_that_is_pointed_at_weighs_most() -> None:
    sentences = [Span(start=0, end=18), Span(start=20, end=38), Span(start=40, end=78)]
    weights = combine([window(1.0, 0, 2), window(-1.0, 40, 0)], sentences).sentences
    assert max(weights) == weights[1]


def test_a_sentence_that_was_not_read_is_unlikely_and_not_impossible() -> None:
    weights = combine([window(1.0, 0, 0)], [Span(start=0, end=38), Span(start=40, end=50)]).sentences
    assert weights[1] < weights[0]
    assert np.isfinite(weights[1])
