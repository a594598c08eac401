"""The one door from the event loop to the index: questions go into the worker's line, answers come out of a future.

Nothing here encodes, searches or reads a file on the loop. The library is opened in the worker's thread; a new
generation is opened beside it and takes its place by one assignment, while batches in flight finish on the old one.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar, cast

from bot.engine.worker import Worker
from bot.errors import Expired
from index.library import Library, QuotationRequest
from index.quotations import Person
from index.types import (
    Article,
    Claim,
    Outcome,
    Passage,
    PassageId,
    Question,
    Quotation,
    Revised,
    Scope,
    Story,
    StoryId,
    Verdict,
    split_story,
)

if TYPE_CHECKING:
    from index.store.manifest import Manifest

# The loop waits so long for a thread that computes, each time it has something to do; with Python's own 0.005
# the loop's longest pause is twice to four times as long (tests/bench/README.md).
_SWITCH_SECONDS = 0.001
# With more questions in line it is decided without the reader, which would take ten times as long as all the rest.
_UNHURRIED = 8

Errand = Callable[[Library], Any]
"""Whatever is asked of the library but questions, which are asked together."""
Job = Question | Errand
Returned = TypeVar("Returned")


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """What one generation holds by name alone, in memory, so that the loop can look it up without waiting: what stands
    in its stories is asked for, as it may be more than one process can hold.

    ``by_server`` are the stories that each server has added, and under 0 those of the operator's; ``newest`` is when
    the newest article is of.
    """

    manifest: Manifest
    newest: datetime | None
    by_server: Mapping[int, frozenset[StoryId]]

    def stories_of(self, server: int | None) -> frozenset[StoryId]:
        """The most that may be seen in a server, None for a place that is in none."""
        return self.by_server.get(0, frozenset()) | self.by_server.get(server or 0, frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    library: Library
    catalogue: Catalogue


class Engine:
    """Answers over whatever generation is open; ``open_library`` runs in the worker's thread, once it starts."""

    def __init__(self, open_library: Callable[[], Library], *, waiting: int, batch: int) -> None:
        self._open_library = open_library
        self._opened: _Opened | None = None
        self._has_tried = False
        self._worker: Worker[Job, Any] = Worker(self._answer, waiting=waiting, batch=batch)

    def start(self) -> None:
        """Starts the thread, which opens the library first; questions may be asked at once and wait for it.

        The interpreter is told, for the whole process, to change threads sooner than it would.
        """
        sys.setswitchinterval(_SWITCH_SECONDS)
        self._worker.start()
        self._worker.submit(_open)

    async def close(self, *, seconds: float) -> bool:
        """Takes nothing new and waits up to ``seconds`` for what is in line; True when all of it was answered."""
        return await asyncio.to_thread(self._worker.close, seconds=seconds)

    def wait(self, *, seconds: float) -> bool:
        """Whether its thread has ended, which is waited for up to ``seconds``; off the event loop."""
        return self._worker.wait(seconds=seconds)

    @property
    def waiting(self) -> int:
        """Questions in line."""
        return self._worker.waiting

    @property
    def is_opening(self) -> bool:
        """Whether the first generation is still being opened; it may turn out that there is none."""
        return not self._has_tried

    @property
    def catalogue(self) -> Catalogue | None:
        """What the open generation holds; None while none is open."""
        return self._opened.catalogue if self._opened else None

    async def open(self) -> Catalogue:
        """What the open generation holds, once one is open. Raises like ``ask``."""
        while self._opened is None:
            await self._settled(_open)
        return self._opened.catalogue

    async def ask(self, question: Question) -> Outcome:
        """The outcome of one question.

        Raises:
            Overloaded, ShuttingDown: at once.
            VerbatimError: the question cannot be asked, or no index can be opened.
        """
        return cast(Outcome, await self._settled(question))

    async def quote(self, request: QuotationRequest) -> list[Quotation]:
        """The quotations that fit, best first. Raises like ``ask``, and UnknownSpeaker, UnknownStory."""
        return await self._run(lambda library: library.quote(request))

    async def check(self, claim: Claim) -> Verdict:
        """Whether somebody said it. Raises like ``ask``, and UnknownSpeaker, UnknownStory."""
        return await self._run(lambda library: library.check(claim))

    async def passage(self, passage: PassageId, scope: Scope) -> Passage:
        """The passage of that id. Raises like ``ask``, and Expired when the scope does not hold it (any more)."""
        found = await self._run(lambda library: library.passage(passage, Scope(stories=scope.stories)))
        if found is None:
            raise Expired
        return found

    async def changes(self, scope: Scope) -> list[Revised]:
        """What has changed in the articles, the newest change first. Raises like ``ask``."""
        return await self._run(lambda library: library.changes(scope))

    async def articles(self, scope: Scope) -> Sequence[Article]:
        """The articles of the scope. Raises like ``ask``, and UnknownStory."""
        return await self._run(lambda library: library.read_articles(scope))

    async def stories(self, scope: Scope) -> tuple[Story, ...]:
        """The stories of the scope, by id, with all their articles. Raises like ``ask``, and UnknownStory."""
        return await self._run(lambda library: library.stories(scope))

    async def people(self, scope: Scope) -> list[Person]:
        """Who is quoted, story by story, most quotations first, each counted in their story. Raises like ``ask``."""
        return await self._run(lambda library: _list_people(library, scope))

    async def questions(self, scope: Scope) -> Sequence[tuple[StoryId, str]]:
        """Questions that are known to be answered, with their stories. Raises like ``ask``, and UnknownStory."""
        return await self._run(lambda library: library.questions(scope))

    async def group(self, questions: Sequence[str]) -> list[list[int]]:
        """The places of questions that ask the same, together; each alone while no index is open.

        Raises:
            Overloaded, ShuttingDown.
        """
        if self._opened is None or not questions:
            return [[place] for place in range(len(questions))]
        return await self._run(lambda library: library.group(questions))

    async def adopt(self) -> None:
        """Opens the generation that is current now, beside the one in use, and swaps them."""
        opened = self._opened
        if opened is None:
            await self.open()
        else:
            self._opened = await asyncio.to_thread(lambda: _look_into(opened.library.reopen()))

    async def _run(self, errand: Callable[[Library], Returned]) -> Returned:
        return cast(Returned, await self._settled(errand))

    async def _settled(self, job: Job) -> object:
        return await asyncio.wrap_future(self._worker.submit(job))

    def _answer(self, jobs: Sequence[Job]) -> list[Any]:
        """One result a job, in order; runs in the worker's thread."""
        if self._opened is None:
            try:
                with _no_garbage_collection():
                    self._opened = _look_into(self._open_library())
            finally:
                self._has_tried = True
        library = self._opened.library  # read once: a batch finishes on the generation it began with
        questions = [job for job in jobs if isinstance(job, Question)]
        outcomes = iter(library.ask(questions, in_haste=len(questions) + self._worker.waiting > _UNHURRIED))
        return [next(outcomes) if isinstance(job, Question) else _settle(library, job) for job in jobs]


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Keeps the collector from walking over the hundred thousands of objects that a model's libraries make.

    Such a walk holds every thread, the loop's included, for some 0.4 s; what is there at the end is here to stay, so it
    is not walked over later either.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _settle(library: Library, errand: Errand) -> Any:
    """The result of one errand; its failure is its own."""
    try:
        return errand(library)
    except Exception as error:
        return error


def _open(_: Library) -> None:
    """Nothing but that the library be open."""


def _look_into(library: Library) -> _Opened:
    library.prepare()
    manifest = library.generation.manifest
    by_server: dict[int, set[StoryId]] = defaultdict(set)
    for story in manifest.stories:
        by_server[split_story(story)[0]].add(story)
    catalogue = Catalogue(
        manifest=manifest,
        newest=library.newest,
        by_server={server: frozenset(stories) for server, stories in by_server.items()},
    )
    return _Opened(library=library, catalogue=catalogue)


def _list_people(library: Library, scope: Scope) -> list[Person]:
    named = sorted(library.generation.manifest.stories if scope.stories is None else scope.stories)
    return [person for story in named for person in library.people(Scope(stories=frozenset({story})))]
