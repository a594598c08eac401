"""What speaks against a mark without refusing it: the deed is missing, or what is asked for stands apart."""

from __future__ import annotations

import pytest

from index.search.vetoes import Case
from index.search.vetoes.doubting import miss_deed, miss_kind

QUESTION = "When will the ferry be launched?"


@pytest.mark.parametrize(
    ("question", "mark"),
    [
        (QUESTION, "The ferry will be launched in May."),
        (QUESTION, "The launch of the ferry is to be in May."),
        ("Who wrote the letter?", "The letter that the mayor writes each May was short."),
        ("Who is the captain of the ferry?", "The ferry's master is Ann Moe."),
    ],
)
def test_a_deed_that_is_told_or_not_asked_for_is_not_missed(question: str, mark: str) -> None:
    assert miss_deed(Case(question, mark)) == 0


def test_a_deed_is_missed_as_far_as_no_word_of_the_mark_is_like_it() -> None:
    mark = "The ferry will be christened in May."
    assert miss_deed(Case(QUESTION, mark)) == 1
    assert miss_deed(Case(QUESTION, mark, told={"launch": 0.75})) == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("question", "mark"),
    [
        (QUESTION, "The ferry is to be launched, and it will sail to Lissen in May."),
        ("Who found the boys?", "The boys were found alive, and the mayor, Ann Moe, wept."),
        ("How many dogs took part?", "The dogs took part, but 26 rescuers were needed."),
        ("Why was the road closed?", "The road was closed, and the mayor went home because of the rain."),
    ],
)
def test_what_is_asked_for_is_missed_where_it_stands_apart(question: str, mark: str) -> None:
    assert miss_kind(Case(question, mark))


@pytest.mark.parametrize(
    ("question", "mark"),
    [
        (QUESTION, "The ferry is to be launched in May, and it will sail to Lissen."),
        ("Who found the boys?", "Two anglers found the boys, and the mayor wept."),
        ("What did the boys find?", "The boys were found alive, and the mayor, Ann Moe, wept."),
    ],
)
def test_what_is_asked_for_is_not_missed_beside_what_is_asked_about(question: str, mark: str) -> None:
    assert not miss_kind(Case(question, mark))
