"""What an article says of itself is marked for no question but one about the article."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.articles import Source
from index.search.asides import asks_about_article, is_aside
from index.types import Answer, Question
from tests.timing import taking_less_than

BODY = (
    "Bridge shut after crack\n\nBy Ana Pohl\n\n5 October 2026\n\nThe Halvik bridge was shut on Monday by Mayor "
    "Ruth Pell.\n\nThe town will hire 24 guards, it said.\n\n"
    "Correction: An earlier version of this article said that 42 guards would be hired."
)


@pytest.mark.parametrize(
    "said",
    [
        "By Ana Pohl",
        "BY ANA POHL and JO REYES",
        "By Ana Pohl, Kestrel Courier",
        "*5 October 2026*",
        "Monday, October 5, 2026",
        "2026-10-05",
        "An earlier version said 221 people were aboard.",
        "The headline of a previous version of this report named the wrong town.",
        "This article originally stated that he was 42.",
    ],
)
def test_an_article_speaks_of_itself(said: str) -> None:
    assert is_aside(said)


@pytest.mark.parametrize(
    "said",
    [
        "By Monday the bridge was shut.",
        "By Thursday, Ana Pohl was in Halvik.",
        "It opened on 5 October 2026.",
        "An earlier version of the bridge fell in 1974.",
        "An earlier version of the report said the bridge was safe.",
        "This post wrongly claims that the bridge is shut.",
        "The first version of the plan said 200 jobs would go.",
        "This report said 42 people had been hurt in the accident.",
    ],
)
def test_an_article_speaks_of_what_happened(said: str) -> None:
    assert not is_aside(said)


def test_a_row_of_points_is_looked_at_once() -> None:
    with taking_less_than(1):
        assert not is_aside(f"By Ana{'.' * 20_000} 7x")


def test_a_question_about_the_article_may_be_answered_so() -> None:
    assert asks_about_article("Who wrote this?")
    assert asks_about_article("What was corrected?")
    assert not asks_about_article("Who shut the bridge?")


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Who shut the bridge?", "The Halvik bridge was shut on Monday by Mayor Ruth Pell."),
        ("How many guards will be hired?", "The town will hire 24 guards, it said."),
    ],
)
def test_what_is_marked_is_of_what_happened(tmp_path: Path, encoder, question: str, answer: str) -> None:
    from tests.libraries import build_library, load_reader

    (tmp_path / "bridge.txt").write_text(BODY, encoding="utf-8")
    library = build_library([Source(path=tmp_path / "bridge.txt")], tmp_path / "data", encoder, load_reader)
    outcome = library.ask([Question(text=question)])[0]
    assert isinstance(outcome, Answer)
    assert outcome.hits[0].marked == answer
