"""No label fails that did not fail when the labels were pinned; one that was mended asks to be pinned again."""

from __future__ import annotations

import warnings

import pytest

from tests.eval.failing import SETS, find_failing_answers, read_pins


def _hold(name: str, failing: list[str]) -> None:
    pinned = read_pins()[name]
    broken = [label for label in failing if label not in pinned]
    assert not broken, f"these did not fail when they were pinned (python -m tests.eval.pin {name} tells more)"
    if mended := [label for label in pinned if label not in failing]:
        warnings.warn(f"mended: {mended}; pin it: python -m tests.eval.pin {name}", stacklevel=1)


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("name", SETS)
def test_no_label_fails_that_did_not_before(name: str) -> None:
    _hold(name, list(SETS[name]()))


@pytest.mark.model
@pytest.mark.filterwarnings("default")
def test_no_question_fails_that_did_not_before(reading_library) -> None:
    _hold("answers", list(find_failing_answers(reading_library)))


def test_a_label_that_is_not_pinned_is_named() -> None:
    pinned = read_pins()["traps"]
    with pytest.raises(AssertionError, match="a new one"):
        _hold("traps", [*pinned, "a new one: words not found"])


def test_a_label_that_was_mended_asks_to_be_pinned_again() -> None:
    if pinned := read_pins()["traps"]:
        with pytest.warns(UserWarning, match="tests.eval.pin traps"):
            _hold("traps", pinned[1:])
