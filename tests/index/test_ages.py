"""How old somebody is, is read where a text sets an age beside their name, and nowhere else."""

from __future__ import annotations

import pytest

from index.search.vetoes.kinds.ages import find_age
from tests.fakes import article, hit_of


def told(question: str, *texts: str) -> str | None:
    found = find_age(question, [hit_of(article("people", "people", text)) for text in texts])
    return found and found.marked


@pytest.mark.parametrize(
    "sentence",
    [
        "The farmer Ted Hazel, 71, came across it on Friday.",
        "Mr Hazel, 71, came across it on Friday.",
        "Ted Ambrose Hazel, 71, of Sorrel Close, came across it.",
        "Ted Hazel is 71 and lives alone.",
        "Ted Hazel, aged 71, lives alone.",
        "At 71, Ted Hazel lives alone.",
        "The 71-year-old Ted Hazel lives alone.",
    ],
)
def test_an_age_beside_a_name_is_found_wherever_it_stands(sentence: str) -> None:
    text = f"Ted Hazel found a swan. {sentence}"
    assert told("How old is Ted Hazel?", text) == sentence
    assert told("how old is ted hazel", text) == sentence
    assert told("How old is Ted Hazel?", "Hazel was out on Friday.", text) == sentence


@pytest.mark.parametrize(
    "text",
    [
        "Ted Hazel found a swan. Jan Moser, 52, a carpenter, helped Ted Hazel.",
        "Ted Hazel found a swan. His brother Jan Hazel, 52, helped.",
        "Ted Hazel waited for 6 days.",
        "Ted Hazel has farmed there for 40 years.",
        "Ted Hazel said that 71 was no age.",
    ],
)
def test_the_age_of_somebody_else_and_other_numbers_are_not_theirs(text: str) -> None:
    assert told("How old is Ted Hazel?", text) is None


def test_only_a_question_about_somebody_with_a_name_is_answered_so() -> None:
    text = "The farmer Ted Hazel, 71, came across it on Friday."
    assert told("How old is the farmer?", text) is None
    assert told("How long has Ted Hazel farmed?", text) is None
    assert told("How old is the swan of Ted Hazel?", text) is None
    assert told("How old is Ted Hazel's swan?", text) is None
