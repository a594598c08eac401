"""Whether somebody denied something is told in many words, and of them alone."""

from __future__ import annotations

import pytest

from index.search.vetoes.kinds.denials import find_denial
from tests.fakes import article, hit_of

_BEFORE = "Ann Moe accused the mate of the theft of a boat in Lissen."


def _find(question: str, text: str) -> str | None:
    hit = find_denial(question, [hit_of(article("one", "one", text))])
    return hit.marked if hit else None


@pytest.mark.parametrize(
    ("question", "before", "told"),
    [
        ("Did the mate deny the theft?", "", "The mate denied the theft."),
        ("Did the mate deny the theft?", _BEFORE, "The mate, who is 41, told a court that the accusation was false."),
        ("Does Jan Moe deny the theft?", "Jan Moe was held for theft.", "He has said that it was a lie."),
        (
            "Did Jan Moe reject the report on the sale?",
            "Jan Moe stays.",
            "He dismissed as speculation a report on a sale.",
        ),
        ("Did the mate deny the theft?", "", "The mate told his wife that the theft was a lie."),
        ("Did Jan Moe deny the theft?", "Jan Moe was held. His trial is in May.", "He said that the theft was a lie."),
        ("Has Lumena denied the sale?", "", "Lumena said the report on a sale was nonsense."),
    ],
)
def test_a_sentence_in_which_they_deny_it_tells_that(question: str, before: str, told: str) -> None:
    assert _find(question, f"{before} {told} Nobody else spoke.".strip()) == told


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Did Ann Moe deny the theft?", f"{_BEFORE} The mate denied it."),
        ("Did Ann Moe deny the theft?", "The mate was heard on the theft. He denied it to Ann Moe."),
        ("Did the mate deny the theft?", "The mate denied that he had been away."),
        ("Did the mate deny the theft?", f"{_BEFORE} The mate is 41."),
        ("Did the mate take the boat?", "The mate denied that he had taken the boat."),
        ("Did he deny the theft?", "He denied the theft."),
    ],
)
def test_what_another_denies_and_what_else_is_denied_is_left_alone(question: str, text: str) -> None:
    assert _find(question, text) is None
