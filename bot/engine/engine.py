"""The one door from the event loop to the index: questions go into the worker's line, answers come out of a future.

Nothing here encodes, searches or reads a file on the loop. The library is opened in the worker's thread; a new
generation is opened beside it and takes its place by one assignment, while batches in flight finish on the old one.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never, cast

from bot.engine.worker import Worker
from bot.errors import Expired
from index.errors import LanguageNotRead
from index.library import Library, QuotationRequest
from index.quotations import Person, people
from index.types import (
    Article,
    ArticleId,
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
)

if TYPE_CHECKING:
    from index.store.manifest import Manifest


# The loop waits so long for a thread that computes, each time it has something to do; with Python's own 0.005
# the loop's longest pause is twice to four times as long (README, Speed).
_SWITCH_SECONDS = 0.001


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lookup:
    """A passage that a button names."""

    passage: PassageId
    scope: Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class _Comparison:
    """What has changed in the articles."""

    scope: Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class _Likeness:
    """Which questions ask the same."""

    questions: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Opening:
    """Nothing but that the library be open."""


Job = Question | QuotationRequest | Claim | _Lookup | _Comparison | _Likeness | _Opening
Result = Outcome | list[Quotation] | list[Revised] | list[list[int]] | Verdict | Passage | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """What one generation holds, in memory, so that the loop can look it up without waiting.

    ``stories`` are by id; ``people`` gives who is quoted in a story, most quotations first, and
    counts what can be shown of each.
    """

    manifest: Manifest
    stories: Mapping[StoryId, Story]
    people: Mapping[StoryId, tuple[Person, ...]]
    articles: Mapping[ArticleId, Article]


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
        self._worker: Worker[Job, Result] = Worker(self._answer, waiting=waiting, batch=batch)

    def start(self) -> None:
        """Starts the thread, which opens the library first; questions may be asked at once and wait for it.

        The interpreter is told, for the whole process, to change threads sooner than it would.
        """
        sys.setswitchinterval(_SWITCH_SECONDS)
        self._worker.start()
        self._worker.submit(_Opening())

    async def close(self, *, seconds: float) -> bool:
        """Takes nothing new and waits up to ``seconds`` for what is in line; True when all of it was answered."""
        return await asyncio.to_thread(self._worker.close, seconds=seconds)

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
            await self._settled(_Opening())
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
        return cast(list[Quotation], await self._settled(request))

    async def check(self, claim: Claim) -> Verdict:
        """Whether somebody said it. Raises like ``ask``, and UnknownSpeaker, UnknownStory."""
        return cast(Verdict, await self._settled(claim))

    async def passage(self, passage: PassageId, scope: Scope) -> Passage:
        """The passage of that id. Raises like ``ask``, and Expired when the scope does not hold it (any more)."""
        found = cast(Passage | None, await self._settled(_Lookup(passage=passage, scope=Scope(stories=scope.stories))))
        if found is None:
            raise Expired
        return found

    async def changes(self, scope: Scope) -> list[Revised]:
        """What has changed in the articles, the newest change first. Raises like ``ask``."""
        return cast(list[Revised], await self._settled(_Comparison(scope=scope)))

    async def group(self, questions: Sequence[str]) -> list[list[int]]:
        """The places of questions that ask the same, together; each alone while no index is open.

        Raises:
            Overloaded, ShuttingDown.
        """
        if self._opened is None or not questions:
            return [[place] for place in range(len(questions))]
        return cast(list[list[int]], await self._settled(_Likeness(questions=questions)))

    async def adopt(self) -> None:
        """Opens the generation that is current now, beside the one in use, and swaps them."""
        opened = self._opened
        if opened is None:
            await self.open()
        else:
            self._opened = await asyncio.to_thread(lambda: _look_into(opened.library.reopen(), opened.catalogue))

    async def _settled(self, job: Job) -> Result:
        return await asyncio.wrap_future(self._worker.submit(job))

    def _answer(self, jobs: Sequence[Job]) -> list[Result | Exception]:
        """One result a job, in order; runs in the worker's thread."""
        if self._opened is None:
            try:
                with _no_garbage_collection():
                    self._opened = _look_into(self._open_library())
            finally:
                self._has_tried = True
        library = self._opened.library  # read once: a batch finishes on the generation it began with
        outcomes = iter(library.ask([job for job in jobs if isinstance(job, Question)]))
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


def _settle(
    library: Library, job: QuotationRequest | Claim | _Lookup | _Comparison | _Likeness | _Opening
) -> Result | Exception:
    """The result of one job that is not asked in a batch; its failure is its own."""
    try:
        match job:
            case QuotationRequest():
                return library.quote(job)
            case Claim():
                return library.check(job)
            case _Lookup():
                return library.passage(job.passage, job.scope)
            case _Comparison(scope=scope):
                return library.changes(scope)
            case _Likeness(questions=questions):
                return library.group(questions)
            case _Opening():
                return None
            case _:
                assert_never(job)
    except Exception as error:
        return error


def _look_into(library: Library, before: Catalogue | None = None) -> _Opened:
    """Who is quoted is looked up in the stories that have changed since ``before``: it takes the most time of all."""

    def list_people(story: Story) -> tuple[Person, ...]:
        if before and story.id in before.stories and before.stories[story.id].articles == story.articles:
            return before.people[story.id]
        return _find_people(library, story.id)

    library.prepare()
    stories = {story.id: story for story in library.stories(Scope())}
    catalogue = Catalogue(
        manifest=library.generation.manifest,
        stories=stories,
        people={story.id: list_people(story) for story in stories.values()},
        articles={article.id: article for story in stories.values() for article in story.articles},
    )
    return _Opened(library=library, catalogue=catalogue)


def _find_people(library: Library, story: StoryId) -> tuple[Person, ...]:
    """Who is quoted in a story; nobody where its language is not read, which is no reason to open nothing at all."""
    try:
        return people(library.quote(QuotationRequest(scope=Scope(stories=frozenset({story})))))
    except LanguageNotRead:
        return ()
