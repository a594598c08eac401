"""Everything that can be asked of one open index: what a bot, a terminal or a web page uses of this package."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache, cached_property, lru_cache
from typing import Self

from rapidfuzz.process import extract

from index import checking
from index.articles.revisions import tell_revised
from index.encoding.encoder import Encoder
from index.errors import BadQuestion, LanguageNotRead, UnknownSpeaker, UnknownStory, VerbatimError, WrongEncoder
from index.languages import language_of
from index.languages.chatter import asks_for_overview
from index.quotations import Person, find_speakers, people
from index.search.answers import Level, decide
from index.search.article_search import find_articles, open_newest
from index.search.calibration import Calibration, read_calibration
from index.search.quotation_search import QuotationSearch
from index.search.remembering import RememberedRankings
from index.search.scoping import admits, coverage
from index.search.searcher import Ranking, Searcher
from index.settings import IndexSettings
from index.store.generations import DataFolder, Generation
from index.types import (
    Claim,
    Kind,
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

_LONGEST_QUESTION = 2_000  # characters; a Discord message without Nitro, and far above any question
_SIMILAR = 60  # of 100, rapidfuzz's weighted ratio; a name that is suggested, never taken
_KNOWN_QUESTIONS = 25  # kept with a story; what Discord’s autocomplete can offer


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotationRequest:
    """Which quotations are wanted. ``speaker`` may be misspelt or partial; ``about`` is a topic in free words."""

    speaker: str | None = None
    about: str | None = None
    kinds: frozenset[Kind] = frozenset({Kind.DIRECT, Kind.MIXED})
    scope: Scope = field(default_factory=Scope)


class Library:
    """One generation, opened, with the encoder it was built with, which is loaded when it is first needed. One thread
    asks at a time."""

    def __init__(
        self,
        generation: Generation,
        load_encoder: Callable[[], Encoder],
        settings: IndexSettings,
        weights: Calibration | None = None,
    ) -> None:
        """``load_encoder`` is called once, by whatever needs an encoder first. ``weights`` are those that ship unless
        others are given."""
        self.generation = generation
        self._load_encoder, self._settings = cache(load_encoder), settings
        self._weights = weights or read_calibration()
        self._people = lru_cache(maxsize=64)(self._find_people)

    @classmethod
    def open(cls, settings: IndexSettings) -> Self:
        """The current generation, with the encoder that the settings name, not loaded yet.

        Raises:
            NoIndexYet, CorruptGeneration.
        """

        def load() -> Encoder:
            from index.encoding.loading import load_encoder

            return load_encoder(settings)

        return cls(DataFolder(settings.data.dir).open_current(), load, settings)

    def reopen(self) -> Self:
        """The generation that is current now, with this library's encoder; ``self`` stays usable.

        Raises:
            NoIndexYet, CorruptGeneration.
        """
        current = DataFolder(self._settings.data.dir).open_current()
        return type(self)(current, self._load_encoder, self._settings, self._weights)

    def prepare(self) -> None:
        """Loads now what the first question needs, the encoder above all; without it, the first question does.

        Raises:
            WrongEncoder: the generation's vectors are another encoder's.
            ModelError: the encoder cannot be loaded.
        """
        _ = self._rankings, self.generation.passage_vectors

    @cached_property
    def _encoder(self) -> Encoder:
        encoder = self._load_encoder()
        if self.generation.manifest.encoder != encoder.identity:
            raise WrongEncoder(str(self.generation.manifest.encoder), str(encoder.identity))
        return encoder

    @cached_property
    def _rankings(self) -> RememberedRankings:
        return RememberedRankings(Searcher(self.generation, self._encoder, self._weights))

    @cached_property
    def _topics(self) -> QuotationSearch:
        return QuotationSearch(self.generation, self._encoder)

    @property
    def level(self) -> Level:
        """How sure an answer must be, as the settings say."""
        return self._settings.answers.level

    def ask(self, questions: Sequence[Question]) -> list[Outcome | VerbatimError]:
        """One outcome a question, in order; a question that cannot be asked gives its BadQuestion or UnknownStory."""
        return [
            ranking if isinstance(ranking, VerbatimError) else self._settle(ranking) for ranking in self.rank(questions)
        ]

    def _settle(self, ranking: Ranking) -> Outcome:
        if asks_for_overview(ranking.question.text):
            return open_newest(self.generation, ranking.question)
        return self.decide(ranking, self.level)

    def decide(self, ranking: Ranking, level: Level) -> Outcome:
        """What a person is shown of a ranking at this level."""
        return decide(ranking, level, self._weights)

    def rank(self, questions: Sequence[Question]) -> list[Ranking | VerbatimError]:
        """What ``ask`` decides upon: the passages in order, and the signals of how well they answer."""
        problems = [self._find_problem(question) for question in questions]
        sound = [question for question, problem in zip(questions, problems, strict=True) if problem is None]
        rankings = iter(self._rankings.rank(sound))
        return [problem or next(rankings) for problem in problems]

    def passage(self, passage: PassageId) -> Passage | None:
        """The passage of that id; None where this generation has none, because its article was changed or removed."""
        return self.generation.find_passage(passage)

    def quote(self, request: QuotationRequest) -> list[Quotation]:
        """The quotations that fit, best first when asked about a topic, else newest article first, in its order.

        Raises:
            LanguageNotRead, UnknownSpeaker, UnknownStory.
        """
        found = [quotation for quotation in self._quotations(request.scope) if quotation.kind in request.kinds]
        if not found:
            self._require_read(request.scope)
        if request.speaker:
            names = self._find_speakers(request.speaker, request.scope)
            found = [quotation for quotation in found if quotation.speaker and quotation.speaker.name in names]
        if request.about:
            return self._topics.rank(request.about, found)
        return sorted(found, key=lambda quotation: _age(quotation.article.published_at))

    def check(self, claim: Claim) -> Verdict:
        """Did somebody say this?

        Raises:
            BadQuestion, LanguageNotRead, UnknownStory.
        """
        if problem := _find_problem(claim.words, "claim"):
            raise problem
        quotations = self._quotations(claim.scope)
        resolved = replace(claim, words=checking.claimed_words(claim.words))
        covered = coverage(self.generation, claim.scope)
        near = find_articles(self.generation, claim.words, claim.scope)  # looked up only where it is needed
        verdict = checking.check(resolved, quotations, covered, near)
        if verdict.quotation is None:
            self._require_read(claim.scope)
        return verdict

    def people(self, scope: Scope) -> tuple[Person, ...]:
        """Who is quoted, most quotations first. Raises UnknownStory."""
        self._require_stories(scope)
        return self._people(scope)

    def stories(self, scope: Scope) -> tuple[Story, ...]:
        """The stories that the scope admits, by id. Raises UnknownStory."""
        self._require_stories(scope)
        return tuple(
            self._describe_story(story)
            for story in self.generation.manifest.stories
            if scope.stories is None or story in scope.stories
        )

    def changes(self, scope: Scope) -> list[Revised]:
        """What has changed in the articles since they were first read, the newest change first. Raises UnknownStory."""
        self._require_stories(scope)
        admitted = admits(self.generation, scope)
        return tell_revised(filter(admitted, self.generation.articles), self.generation.revisions)

    def _describe_story(self, story: StoryId) -> Story:
        articles = [article for article in self.generation.articles if article.story == story]
        questions = [question for of_story, question in self.generation.questions if of_story == story]
        return Story(
            id=story,
            articles=tuple(sorted(articles, key=lambda article: _age(article.published_at))),
            questions=tuple(questions[:_KNOWN_QUESTIONS]),
        )

    def _quotations(self, scope: Scope) -> list[Quotation]:
        self._require_stories(scope)
        admitted = admits(self.generation, scope)
        return [quotation for quotation in self.generation.quotations if admitted(quotation.article)]

    def _require_read(self, scope: Scope) -> None:
        """Raises LanguageNotRead where a scope holds articles, and quotations are read in none of them."""
        admitted = admits(self.generation, scope)
        tags = (language_of(article) for article in self.generation.articles if admitted(article))
        if coverage(self.generation, scope).articles and not any(tags):
            raise LanguageNotRead

    def _find_people(self, scope: Scope) -> tuple[Person, ...]:
        return tuple(person for person in people(self._quotations(scope)) if person.quotations)

    def _find_speakers(self, name: str, scope: Scope) -> frozenset[str]:
        found = find_speakers(self._quotations(scope), name)
        if not found:
            names = [person.name for person in self.people(scope)]
            raise UnknownSpeaker(name, [near for near, _, _ in extract(name, names, limit=2, score_cutoff=_SIMILAR)])
        return found

    def _find_problem(self, question: Question) -> VerbatimError | None:
        try:
            self._require_stories(question.scope)
        except UnknownStory as unknown:
            return unknown
        return _find_problem(question.text, "question")

    def _require_stories(self, scope: Scope) -> None:
        known = self.generation.manifest.stories
        for story in sorted(scope.stories or ()):
            if story not in known:
                raise UnknownStory(story, known)


def _find_problem(text: str, what: str) -> BadQuestion | None:
    if not text.strip():
        return BadQuestion(f"The {what} is empty.")
    if len(text) > _LONGEST_QUESTION:
        return BadQuestion(f"The {what} is {len(text):,} characters long; at most {_LONGEST_QUESTION:,} are read.")
    if any("\ud800" <= character <= "\udfff" for character in text):
        return BadQuestion(f"The {what} is not valid text.")
    if not any(character.isalnum() for character in text):
        return BadQuestion(f"The {what} has no words in it.")
    return None


def _age(moment: datetime | None) -> float:
    """A sort key: newest first, undated last."""
    return -(moment or datetime.min.replace(tzinfo=UTC)).timestamp()
