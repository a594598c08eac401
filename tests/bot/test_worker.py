"""The one thread that takes what waits."""

from concurrent.futures import CancelledError
from threading import Event

import pytest

from bot.engine.worker import Worker
from bot.errors import Overloaded, ShuttingDown


class Gate:
    """A handler that notes its batches, stays in the first until it is opened, and fails on odd words."""

    def __init__(self):
        self.batches, self.entered, self.opened = [], Event(), Event()

    def __call__(self, jobs):
        self.batches.append(list(jobs))
        self.entered.set()
        self.opened.wait(5)
        if "explode" in jobs:
            raise RuntimeError("the whole batch")
        return [ValueError(job) if job == "odd" else job.upper() for job in jobs]


@pytest.fixture
def gate():
    return Gate()


@pytest.fixture
def worker(gate):
    worker = Worker(gate, waiting=8, batch=4)
    worker.start()
    yield worker
    gate.opened.set()
    worker.close(seconds=5)


def _hold(worker, gate):
    """A first job that keeps the thread busy, so that what follows waits in line."""
    first = worker.submit("first")
    assert gate.entered.wait(5)
    return first


def test_a_lone_job_waits_for_nobody(worker, gate):
    gate.opened.set()
    assert worker.submit("alone").result(5) == "ALONE"
    assert gate.batches == [["alone"]]


def test_what_waits_is_taken_in_one_batch_up_to_its_size(worker, gate):
    _hold(worker, gate)
    futures = [worker.submit(word) for word in "abcdef"]
    gate.opened.set()
    assert [future.result(5) for future in futures] == list("ABCDEF")
    assert gate.batches == [["first"], list("abcd"), list("ef")]


def test_a_full_line_refuses_at_once(worker, gate):
    _hold(worker, gate)
    for number in range(8):
        worker.submit(str(number))
    with pytest.raises(Overloaded):
        worker.submit("one too many")


def test_whoever_stopped_waiting_is_skipped(worker, gate):
    _hold(worker, gate)
    left, stayed = worker.submit("left"), worker.submit("stayed")
    assert left.cancel()
    gate.opened.set()
    assert stayed.result(5) == "STAYED"
    assert gate.batches == [["first"], ["stayed"]]
    with pytest.raises(CancelledError):
        left.result(5)


def test_an_error_reaches_exactly_its_batch_and_the_thread_lives_on(worker, gate):
    first = _hold(worker, gate)
    doomed = [worker.submit(word) for word in ("a", "explode", "b", "c")]
    spared = worker.submit("spared")
    gate.opened.set()
    assert first.result(5) == "FIRST"
    assert all(isinstance(future.exception(5), RuntimeError) for future in doomed)
    assert spared.result(5) == "SPARED"


def test_a_result_that_is_an_error_reaches_its_job_alone(worker, gate):
    _hold(worker, gate)
    odd, even = worker.submit("odd"), worker.submit("even")
    gate.opened.set()
    assert isinstance(odd.exception(5), ValueError)
    assert even.result(5) == "EVEN"


def test_closing_settles_what_waits_first(gate):
    worker = Worker(gate, waiting=8, batch=4)
    worker.start()
    futures = [worker.submit(word) for word in "abcdef"]
    gate.opened.set()
    assert worker.close(seconds=5)
    assert [future.result(0) for future in futures] == list("ABCDEF")
    with pytest.raises(ShuttingDown):
        worker.submit("late")


def test_closing_gives_up_after_its_limit_and_says_so_to_whoever_waits(gate):
    worker = Worker(gate, waiting=8, batch=1)
    worker.start()
    _hold(worker, gate)
    waiting = worker.submit("waiting")
    assert not worker.close(seconds=0.05)
    assert isinstance(waiting.exception(1), ShuttingDown)
    gate.opened.set()
