"""A second question is answered at least as well after the first as alone."""

import pytest

from tests.eval.conversations.two_steps import ask_pairs, read_pairs

pytestmark = pytest.mark.model


def test_most_second_questions_that_the_articles_answer_are_answered(sample_library):
    asked = ask_pairs(sample_library, [pair for pair in read_pairs() if pair.answers])
    after, alone = sum(pair.after for pair in asked), sum(pair.alone for pair in asked)
    assert after >= 23
    assert after > alone
    assert sum(one.alone and not one.after for one in asked) <= 1
