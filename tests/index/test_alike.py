"""Questions that ask the same are put together, and no others."""

import numpy as np

from index.search.questions import group_alike, read_question

_EAST, _NORTH = np.array([1, 0], np.float32), np.array([0, 1], np.float32)
_NEAR = np.array([0.9, np.sqrt(1 - 0.81)], np.float32)


def _group(*pairs):
    return group_alike([read_question(text) for text, _ in pairs], [vector for _, vector in pairs])


def test_what_is_near_and_wants_the_same_kind_of_answer_is_put_together():
    groups = _group(("Who left?", _EAST), ("When did it stop?", _NORTH), ("Who has left us?", _NEAR))
    assert groups == [[0, 2], [1]]


def test_another_kind_of_answer_or_another_number_asks_something_else():
    assert _group(("Who won?", _EAST), ("When was it won?", _EAST)) == [[0], [1]]
    assert _group(("Who won in 2009?", _EAST), ("Who won in 2011?", _EAST)) == [[0], [1]]


def test_likeness_is_not_handed_on():
    """The third is near the second, but not the first, which stands for the group."""
    third = np.array([0.7, np.sqrt(1 - 0.49)], np.float32)
    assert _group(("Who left?", _EAST), ("Who has left?", _NEAR), ("Who is leaving?", third)) == [[0, 1], [2]]


def test_of_no_questions_there_are_no_groups():
    assert _group() == []
