"""Everything that can be asked of one open index: what a bot, a terminal or a web page uses of this package."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache, cached_property, lru_cache, wraps
from typing import Concatenate, ParamSpec, Self, TypeVar

from index import checking
from index.encoding.encoder import Encoder
from index.errors import BadQuestion, DatabaseAway, LanguageNotRead, UnknownSpeaker, UnknownStory, VerbatimError
from index.languages import language_of
from index.languages.chatter import asks_for_overview, tidy
from index.quotations import Person, find_person, find_speakers, people
from index.search.answers import decide
from index.search.article_search import find_articles, open_newest
from index.search.calibration import read_calibration
from index.search.judging import Ranking
from index.search.questions import group_alike, read_question
from index.search.quotation_search import QuotationSearch
from index.search.reader.reading import LoadReader, PassageReader
from index.search.remembering import RememberedRankings
from index.search.searcher import Searcher
from index.settings import IndexSettings
from index.store.homes import open_holdings
from index.store.shelf import Holdings, Shelf
from index.types import (
    Article,
    Claim,
    Kind,
    Level,
    NoAnswer,
    Outcome,
    Passage,
    PassageId,
    Question,
    Quotation,
    Revised,
    Ruling,
    Scope,
    Story,
    StoryId,
    Verdict,
    split_story,
)

_LONGEST_QUESTION = 2_000  # characters; a Discord message without Nitro, and far above any question
_SIMILAR = 70  # of 100; a name that is suggested, never taken
_ASKED_IN = "en"  # the language in which questions are read
_MOST_TOLD_APART = 100  # articles, by the language that they tell; of more each would be read for it
_EVERYTHING = Scope()

Arguments = ParamSpec("Arguments")
Returned = TypeVar("Returned")


def _at_one_moment(
    method: Callable[Concatenate[Library, Arguments], Returned],
) -> Callable[Concatenate[Library, Arguments], Returned]:
    """A method of the library's inside one reading; where that was broken off, in a second one."""

    @wraps(method)
    def read(library: Library, /, *given: Arguments.args, **named: Arguments.kwargs) -> Returned:
        try:
            with library.generation.reading():
                return method(library, *given, **named)
        except DatabaseAway as away:
            if not away.broke_off:
                raise
            with library.generation.reading():
                return method(library, *given, **named)

    return read


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotationRequest:
    """Which quotations are wanted. ``speaker`` may be misspelt or partial; ``about`` is a topic in free words."""

    speaker: str | None = None
    about: str | None = None
    kinds: frozenset[Kind] = frozenset({Kind.DIRECT, Kind.MIXED})
    scope: Scope = field(default_factory=Scope)


class Library:
    """One index, opened, with the encoder it was built with, which is loaded when it is first needed. One thread asks
    at a time."""

    def __init__(
        self,
        generation: Holdings,
        load_encoder: Callable[[], Encoder],
        settings: IndexSettings,
        load_reader: LoadReader = lambda: None,
    ) -> None:
        """``load_encoder`` and ``load_reader`` are called once, by whatever needs them first; without a reader it is
        decided without one."""
        self.generation = generation
        self._load_encoder, self._load_reader, self._settings = cache(load_encoder), cache(load_reader), settings
        self._weights = read_calibration()
        self._people = lru_cache(maxsize=64)(self._list_people)
        self._foreign = lru_cache(maxsize=64)(self._count_foreign)

    @classmethod
    def open(cls, settings: IndexSettings) -> Self:
        """The index that is current in the home that the settings name, with their encoder, not loaded yet.

        Raises:
            NoIndexYet, CorruptGeneration; DatabaseAway, OldDatabase, OtherSchema.
        """

        def load() -> Encoder:
            from index.encoding.loading import load_encoder

            return load_encoder(settings)

        def load_one() -> PassageReader | None:
            from index.search.reader.reader import load_reader

            return load_reader(settings)

        return cls(open_holdings(settings), load, settings, load_reader=load_one)

    def reopen(self) -> Self:
        """The index that is current now, with this library's encoder; ``self`` stays usable. Raises like ``open``."""
        reopened = self.generation.reopen()
        return type(self)(reopened, self._load_encoder, self._settings, self._load_reader)

    def prepare(self) -> None:
        """Loads now what the first question needs, the encoder above all; without it, the first question does.

        Raises:
            WrongEncoder: the generation's vectors are another encoder's.
            ModelError: the encoder cannot be loaded.
        """
        searcher = self._searcher
        self.generation.prepare()
        shared = (story for story in self.generation.manifest.stories if not split_story(story)[0])
        with self.generation.reading():
            searcher.prepare(Scope(stories=frozenset(shared)))

    @cached_property
    def _encoder(self) -> Encoder:
        encoder = self._load_encoder()
        self.generation.turn_to(encoder.identity)
        return encoder

    @cached_property
    def _searcher(self) -> Searcher:
        with ThreadPoolExecutor(1) as beside:
            reader = beside.submit(self._load_reader)
            encoder = self._encoder
        return Searcher(self.generation, encoder, self._weights, reader.result())

    @cached_property
    def _rankings(self) -> RememberedRankings:
        return RememberedRankings(self._searcher, lambda scope: self.generation.shelf(scope).state)

    @cached_property
    def _topics(self) -> QuotationSearch:
        return QuotationSearch(self._encoder)

    @property
    def level(self) -> Level:
        """How sure an answer must be, as the settings say."""
        return self._settings.answers.level

    def ask(self, questions: Sequence[Question], *, in_haste: bool = False) -> list[Outcome | VerbatimError]:
        """One outcome a question, in order; a question that cannot be asked gives its BadQuestion or UnknownStory.

        In haste, because others wait, it is decided without the reader."""
        return self._ask(self._rankings, questions, in_haste=in_haste)  # loads the encoder, before anything is read

    @_at_one_moment
    def _ask(
        self, rankings: RememberedRankings, questions: Sequence[Question], *, in_haste: bool
    ) -> list[Outcome | VerbatimError]:
        return [
            ranking if isinstance(ranking, VerbatimError) else self._settle(ranking)
            for ranking in self._rank(rankings, questions, in_haste=in_haste)
        ]

    def _settle(self, ranking: Ranking) -> Outcome:
        if asks_for_overview(ranking.question.text):
            outcome = open_newest(self.generation.shelf(ranking.question.scope), ranking.question)
        else:
            outcome = self.decide(ranking, self.level)
        if isinstance(outcome, NoAnswer) and outcome.since is not None:
            older = self.generation.shelf(replace(ranking.question.scope, since=None)).coverage
            return replace(outcome, coverage=replace(older, articles=0))
        if isinstance(outcome, NoAnswer) and outcome.coverage.articles <= _MOST_TOLD_APART:
            scope = ranking.question.scope
            foreign = self._foreign(scope, self.generation.shelf(scope).state)
            return replace(outcome, coverage=replace(outcome.coverage, foreign=foreign))
        return outcome

    def _count_foreign(self, scope: Scope, _state: Hashable) -> int:
        articles = self.generation.shelf(scope).articles  # no language is guessed here: the first takes 60 MiB
        return sum(article.language is not None and language_of(article) != _ASKED_IN for article in articles)

    def decide(self, ranking: Ranking, level: Level) -> Outcome:
        """What a person is shown of a ranking at this level."""
        return decide(ranking, level, self._weights)

    def rank(self, questions: Sequence[Question]) -> list[Ranking | VerbatimError]:
        """What ``ask`` decides upon: the passages in order, and the signals of how well they answer."""
        return self._rank(self._rankings, questions)

    @_at_one_moment
    def _rank(
        self, rankings: RememberedRankings, questions: Sequence[Question], *, in_haste: bool = False
    ) -> list[Ranking | VerbatimError]:
        problems = [self._find_problem(question) for question in questions]
        sound = [question for question, problem in zip(questions, problems, strict=True) if problem is None]
        ranked = iter(rankings.rank(sound, in_haste=in_haste))
        return [problem or next(ranked) for problem in problems]

    @_at_one_moment
    def passage(self, passage: PassageId, scope: Scope = _EVERYTHING) -> Passage | None:
        """The passage of that id; None where the scope holds none, because its article was changed or removed."""
        return self.generation.shelf(scope).find_passage(passage)

    @_at_one_moment
    def read_articles(self, scope: Scope) -> Sequence[Article]:
        """The articles of the scope, in the index's order. Raises UnknownStory."""
        return self._shelf(scope).articles

    def quote(self, request: QuotationRequest) -> list[Quotation]:
        """The quotations that fit, best first when asked about a topic, else newest article first, in its order.

        Raises:
            LanguageNotRead, UnknownSpeaker, UnknownStory.
        """
        return self._quote(request, self._topics if request.about else None)

    @_at_one_moment
    def _quote(self, request: QuotationRequest, topics: QuotationSearch | None) -> list[Quotation]:
        shelf = self._shelf(request.scope)
        found = [quotation for quotation in shelf.quotations if quotation.kind in request.kinds]
        if not found:
            _require_read(shelf)
        if request.speaker is not None:
            names = self._find_speakers(request.speaker, request.scope)
            found = [quotation for quotation in found if quotation.speaker and quotation.speaker.name in names]
        if topics and request.about:
            return topics.rank(request.about, found, shelf)
        return sorted(found, key=lambda quotation: quotation.article.age)

    @_at_one_moment
    def check(self, claim: Claim) -> Verdict:
        """Did somebody say this?

        Raises:
            BadQuestion, LanguageNotRead, UnknownStory.
        """
        if problem := _find_fault(claim.words, "claim"):
            raise problem
        shelf = self._shelf(claim.scope)
        quotations = list(shelf.quotations)
        near = find_articles(shelf, claim.words)  # looked up only where it is needed
        verdict = checking.check(checking.read_claim(claim, quotations), quotations, shelf.coverage, near)
        if verdict.ruling is Ruling.ABSENT:
            _require_read(shelf)
        return verdict

    @_at_one_moment
    def people(self, scope: Scope) -> tuple[Person, ...]:
        """Who is quoted, most quotations first. Raises UnknownStory."""
        return self._people(scope, self._shelf(scope).state)

    def _list_people(self, scope: Scope, _state: Hashable) -> tuple[Person, ...]:
        quotations = self.generation.shelf(scope).quotations
        return tuple(person for person in people(list(quotations)) if person.quotations)

    @_at_one_moment
    def stories(self, scope: Scope) -> tuple[Story, ...]:
        """The stories that the scope admits, by id. Raises UnknownStory."""
        shelf = self._shelf(scope)
        articles: dict[StoryId, list[Article]] = {story: [] for story in shelf.stories}
        for article in self.generation.shelf(Scope(stories=scope.stories)).articles:
            articles[article.story].append(article)
        return tuple(_describe_story(story, articles[story], shelf) for story in shelf.stories)

    @_at_one_moment
    def questions(self, scope: Scope) -> Sequence[tuple[StoryId, str]]:
        """Questions that are known to be answered, with their stories. Raises UnknownStory."""
        return self._shelf(scope).questions

    @property
    def newest(self) -> datetime | None:
        """When the newest article is of."""
        return self.generation.newest

    def group(self, questions: Sequence[str]) -> list[list[int]]:
        """The places of the questions that ask the same, together, in the order of the first of each."""
        texts = [tidy(question) for question in questions]
        vectors = [encoded.vector for encoded in self._encoder.encode_questions(texts)]
        return group_alike([read_question(text) for text in texts], vectors)

    @_at_one_moment
    def changes(self, scope: Scope) -> list[Revised]:
        """What has changed in the articles since they were first read, the newest change first. Raises UnknownStory."""
        from index.articles.revisions import tell_revised  # loads what reads files

        shelf = self._shelf(scope)
        return tell_revised(shelf.articles, shelf.revisions)

    def _shelf(self, scope: Scope) -> Shelf:
        """What the scope admits. Raises UnknownStory."""
        shelf = self.generation.shelf(scope)
        known = set(shelf.stories)
        for story in sorted(scope.stories or ()):
            if story not in known:
                raise UnknownStory(story, self.generation.manifest.stories)
        return shelf

    def _find_speakers(self, name: str, scope: Scope) -> frozenset[str]:
        shelf = self._shelf(scope)
        found = find_speakers(list(shelf.quotations), name)
        if not found:
            near = find_person(self._people(scope, shelf.state), name, at_least=_SIMILAR)
            raise UnknownSpeaker(name, [person.name for person in near[:2]])
        return found

    def _find_problem(self, question: Question) -> VerbatimError | None:
        try:
            self._shelf(question.scope)
        except UnknownStory as unknown:
            return unknown
        return _find_fault(question.text, "question")


def _describe_story(story: StoryId, articles: Sequence[Article], shelf: Shelf) -> Story:
    questions = [question for of_story, question in shelf.questions if of_story == story]
    return Story(
        id=story,
        articles=tuple(sorted(articles, key=lambda article: article.age)),
        questions=tuple(questions),
    )


def _require_read(shelf: Shelf) -> None:
    """Raises LanguageNotRead where there are articles, and quotations are read in none of them."""
    if shelf.coverage.articles and not any(map(language_of, shelf.articles)):
        raise LanguageNotRead


def _find_fault(text: str, what: str) -> BadQuestion | None:
    """Why a text cannot be asked."""
    if not text.strip():
        return BadQuestion(f"The {what} is empty.")
    if len(text) > _LONGEST_QUESTION:
        return BadQuestion(f"The {what} is {len(text):,} characters long; at most {_LONGEST_QUESTION:,} are read.")
    if any("\ud800" <= character <= "\udfff" for character in text):
        return BadQuestion(f"The {what} is not valid text.")
    if not any(character.isalnum() for character in text):
        return BadQuestion(f"The {what} has no words in it.")
    return None
