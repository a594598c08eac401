"""How much processor time of this process a deed may take."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Given = TypeVar("Given")

_STARTING = 0.25  # seconds that a deed may take besides, whatever its size


@contextmanager
def taking_less_than(seconds: float) -> Iterator[None]:
    began = time.process_time()
    yield
    assert time.process_time() - began < seconds


def assert_grows_no_faster(make: Callable[[int], Given], act: Callable[[Given], object], size: int, times: int) -> None:
    """Whatever ``act`` does with what ``make`` makes takes at most twice as long, size for size, when it is ``times``
    as large; making it is not counted."""

    def measure(size: int) -> float:
        given, began = make(size), time.process_time()
        act(given)
        return time.process_time() - began

    measure(size)  # whatever is loaded once is no part of it
    assert measure(times * size) <= 2 * times * measure(size) + _STARTING
