import numpy as np

from index.search.reader.reading import WindowReading, combine, point
from index.types import Span


def window(answers: float, start: int, pointed: int, tokens: int = 4) -> WindowReading:
    """A window of tokens of ten characters, from ``start`` on, that points at one of them."""
    logits = np.where(np.arange(tokens) == pointed, 5.0, 0.0).astype(np.float32)
    spans = tuple(Span(start=start + 10 * place, end=start + 10 * place + 8) for place in range(tokens))
    return WindowReading(answers=answers, starts=logits, ends=logits, spans=spans)


def test_a_passage_answers_as_its_best_window_does() -> None:
    sentences = [Span(start=0, end=38), Span(start=40, end=78)]
    assert combine([window(-2.0, 0, 0), window(1.5, 40, 2)], sentences).answers == 1.5


def test_the_sentence_that_is_pointed_at_weighs_most() -> None:
    sentences = [Span(start=0, end=18), Span(start=20, end=38), Span(start=40, end=78)]
    weights = combine([window(1.0, 0, 2), window(-1.0, 40, 0)], sentences).sentences
    assert max(weights) == weights[1]


def test_a_sentence_that_was_not_read_is_unlikely_and_not_impossible() -> None:
    weights = combine([window(1.0, 0, 0)], [Span(start=0, end=38), Span(start=40, end=50)]).sentences
    assert weights[1] < weights[0]
    assert np.isfinite(weights[1])


def test_it_points_at_words_of_the_sentence_that_is_asked_about() -> None:
    read = window(1.0, 0, 2)
    best, other = (point(read, Span(start=start, end=start + 18)) for start in (20, 0))
    assert best
    assert other
    assert best.span == Span(start=20, end=28)
    assert other.span.end <= 18
    assert best.answers > other.answers


def test_it_points_at_nothing_outside_what_was_read() -> None:
    assert point(window(1.0, 0, 2), Span(start=90, end=99)) is None
