"""Where two articles differ it is said, and hardly ever where they do not."""

import pytest

from tests.eval.differing.pairs import ask_ordinary, judge, read_pairs

pytestmark = pytest.mark.model


def test_what_is_said_to_differ_does(tmp_path):
    judged = judge(read_pairs(), tmp_path)
    told = [one for one in judged if one.is_told]
    assert sum(one.is_right for one in told) >= 0.9 * len(told)
    assert len(told) >= 20


def test_articles_are_not_said_to_differ_where_ordinary_questions_are_asked(tmp_path):
    asked, told = ask_ordinary(tmp_path)
    assert asked > 200
    assert told == [  # which do: 11 or 12.5 million, 2,300 or 1,900 people
        "How much did the supporters' trust pay for Thornby Rovers?",
        "ok so i just got here, anybody know how many people they had to get out of brackwater lol",
    ]
