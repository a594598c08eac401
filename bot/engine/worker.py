"""One thread that takes everything that waits, in batches, and settles a future for each.

It knows neither news nor Discord. A lone job waits for nobody: there is no batching delay. The line is bounded, whoever
stopped waiting is skipped, an error reaches exactly the batch it happened in, and the thread lives on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Generic, TypeVar

from bot.errors import Overloaded, ShuttingDown

Job = TypeVar("Job")
Result = TypeVar("Result")


class Worker(Generic[Job, Result]):
    """Runs ``handle`` over batches of jobs in a thread of its own.

    ``handle`` gets 1 to ``batch`` jobs, oldest first, and gives one result a job in the same order; a result that is an
    exception is raised to whoever waits for that job.
    """

    def __init__(
        self, handle: Callable[[Sequence[Job]], Sequence[Result | Exception]], *, waiting: int, batch: int
    ) -> None:
        self._handle, self._waiting, self._batch = handle, waiting, batch
        self._line: SimpleQueue[tuple[Job, Future[Result]] | None] = SimpleQueue()
        self._closing = False
        self._thread = Thread(target=self._work, name="verbatim-worker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    @property
    def waiting(self) -> int:
        """Jobs that nobody has taken yet; whoever stopped waiting still counts until the thread comes by."""
        return self._line.qsize()

    def submit(self, job: Job) -> Future[Result]:
        """A future for the job's result; cancelling it before its turn takes the job out of the line.

        Raises:
            Overloaded: the line is full.
            ShuttingDown: ``close`` was called.
        """
        if self._closing:
            raise ShuttingDown
        if self.waiting >= self._waiting:
            raise Overloaded(self.waiting)
        future: Future[Result] = Future()
        self._line.put((job, future))
        return future

    def close(self, *, seconds: float) -> bool:
        """Stops taking jobs and waits up to ``seconds`` for those in the line; True when all of them are settled.

        Blocks: call it off the event loop. The jobs that are left get ShuttingDown.
        """
        self._closing = True
        self._line.put(None)
        is_over = self.wait(seconds=seconds)
        self._refuse_the_rest()
        return is_over

    def wait(self, *, seconds: float) -> bool:
        """Whether the thread has ended, which is waited for up to ``seconds``."""
        if self._thread.is_alive():
            self._thread.join(seconds)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while batch := self._take():
            jobs = [(job, future) for job, future in batch if future.set_running_or_notify_cancel()]
            if jobs:
                self._settle(jobs)

    def _take(self) -> list[tuple[Job, Future[Result]]]:
        """What waits, up to a batch; waits for the first job alone. Empty when the line has come to its end."""
        batch = []
        entry = self._line.get()
        while entry is not None:
            batch.append(entry)
            if len(batch) == self._batch:
                return batch
            try:
                entry = self._line.get_nowait()
            except Empty:
                return batch
        if batch:
            self._line.put(None)  # the end was met while gathering: met again once this batch is settled
        return batch

    def _settle(self, jobs: Sequence[tuple[Job, Future[Result]]]) -> None:
        try:
            results = self._handle([job for job, _ in jobs])
            for (_, future), result in zip(jobs, results, strict=True):
                if isinstance(result, Exception):
                    future.set_exception(result)
                else:
                    future.set_result(result)
        except Exception as error:  # whatever it is, it belongs to this batch alone
            for _, future in jobs:
                if not future.done():
                    future.set_exception(error)

    def _refuse_the_rest(self) -> None:
        while True:
            try:
                entry = self._line.get_nowait()
            except Empty:
                return
            if entry is not None and entry[1].set_running_or_notify_cancel():
                entry[1].set_exception(ShuttingDown())
