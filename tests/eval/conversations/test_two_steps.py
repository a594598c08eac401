"""A second question is answered at least as well after the first as alone."""

import pytest

from tests.eval.conversations.two_steps import ask_pairs, read_pairs

pytestmark = pytest.mark.model


def test_most_second_questions_that_the_articles_answer_are_answered(sample_library):
    asked = ask_pairs(sample_library, read_pairs())
    answerable = [one for one in asked if one.pair.answers]
    after, alone = sum(one.after for one in answerable), sum(one.alone for one in answerable)
    assert after >= 23
    assert after > alone
    assert not [one.pair.second for one in asked if one.alone and not one.after]
