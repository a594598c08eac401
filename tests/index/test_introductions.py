"""Who somebody is stands beside their name: behind it, or before it."""

from __future__ import annotations

import pytest

from index.search.vetoes.kinds.introductions import find_introduction
from tests.fakes import article, hit_of


def _find(question: str, text: str) -> str | None:
    hit = find_introduction(question, [hit_of(article("one", "one", text))])
    return hit.marked if hit else None


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Who is Zofia Żółć?", "“We count the living,” said Zofia Żółć, who leads the rescue teams."),
        ("who is Zofia", "“We count the living,” said Zofia Żółć, who leads the rescue teams."),
        ("Who was Karl Moe?", "Karl Moe, a carpenter from Lissen, found the ring."),
        ("Who is Karl Moe?", "Karl Moe, 52, the head of the guild, found the ring."),
        ("Who is Karl Moe?", "Karl Moe, head of the guild, found the ring."),
        ("Who is Karl Moe?", "Karl Moe is a carpenter."),
        ("Who's Karl Moe?", "The head of the guild, Karl Moe, found the ring."),
        ("Tell me, who is Karl Moe?", "The ring was found by the guild's chairman Karl Moe."),
        ("Who is Karl Moe?", "Its chairman, Karl Moe, found the ring."),
        ("Who is Karl Moe?", "The ring went to his brother Karl Moe."),
        ("Who is Dr. Ann Moe?", "It was found by Ann Moe, the surgeon who stayed."),
    ],
)
def test_a_sentence_that_introduces_a_name_tells_who_it_is(question: str, told: str) -> None:
    assert _find(question, f"Something happened in Lissen. {told} Nobody else knew.") == told


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Who is Karl Moe?", "Karl Moe said that the ring was found."),
        ("Who is Karl Moe?", "“It was there,” the minister told Karl Moe."),
        ("Who is Karl Moe?", "Ann Moe, a carpenter from Lissen, found the ring."),
        ("Who is the carpenter?", "Karl Moe, a carpenter from Lissen, found the ring."),
        ("Who is Karl Moe suing?", "Karl Moe, a carpenter from Lissen, is suing the guild."),
        ("Who is Karl Moe?", "The police arrested Karl Moe on Monday."),
        ("Who is Karl Moe?", "Karl Moe, arrested for theft, was let go."),
        ("Who is Karl Moe?", "Karl Moe, seen at the fair, was let go."),
        ("Who is Karl Moe?", "“No,” added Karl Moe, said the head of the guild."),
        ("Who is Karl Moe?", "The officers took Karl Moe away."),
        ("Who is Karl Moe?", "He had read the book by Karl Moe."),
        ("Who is Karl Moe?", "Karl Moe, and with him the guild, found the ring."),
    ],
)
def test_a_name_that_is_not_introduced_is_left_alone(question: str, told: str) -> None:
    assert _find(question, f"Something happened in Lissen. {told} Nobody else knew.") is None
