"""No figure of the question set may sink below its floor."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest

from tests.eval.answers.floors import Figures, Way, find_shortfalls, measure, pin, read_floors

if TYPE_CHECKING:
    from index.library import Library

FLOORS = Figures(fingerprint="old", shares={"hit_at_1": 0.8, "marked": 0.5})


def measured(hit_at_1: float, marked: float) -> Figures:
    return Figures(fingerprint="new", shares={"hit_at_1": hit_at_1, "marked": marked})


@pytest.fixture(scope="module")
def figures(question_library: Library, reading_library: Library) -> dict[Way, Figures]:
    return {"unread": measure(question_library), "read": measure(reading_library)}


@pytest.mark.model
@pytest.mark.parametrize("way", get_args(Way))
def test_no_figure_is_below_its_floor(figures: dict[Way, Figures], way: Way) -> None:
    floors, own = read_floors()[way], figures[way]
    assert own.fingerprint == floors.fingerprint, (
        "The articles, the questions or the model are not those of the floors; "
        "measure again: python -m tests.eval.answers.pin_floors"
    )
    assert find_shortfalls(own, floors) == []


@pytest.mark.model
def test_small_talk_is_never_answered(figures: dict[Way, Figures]) -> None:
    assert {own.shares["small_talk_declined"] for own in figures.values()} == {1}


def test_a_figure_below_its_floor_is_named() -> None:
    assert find_shortfalls(measured(0.8, 0.499), FLOORS) == ["marked is 0.499; its floor is 0.500."]


def test_floors_rise_to_just_below_what_was_measured_and_do_not_sink() -> None:
    pinned = pin(measured(0.9, 0.505), FLOORS, lower=False)
    assert pinned == Figures(fingerprint="new", shares={"hit_at_1": pytest.approx(0.89), "marked": 0.5})


def test_floors_sink_when_told_to() -> None:
    pinned = pin(measured(0.7, 0.505), FLOORS, lower=True)
    assert pinned.shares == {"hit_at_1": pytest.approx(0.69), "marked": pytest.approx(0.495)}
