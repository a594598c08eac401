"""The nouns that every room shares: frozen, few, and true by construction.

Offsets are code points of ``Article.body``. A noun that claims to quote an article checks the claim when it is made, so
a passage or a quotation that is not a slice of its article cannot exist.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Literal, NewType

ArticleId = NewType("ArticleId", str)
StoryId = NewType("StoryId", str)
PassageId = NewType("PassageId", str)
GenerationId = NewType("GenerationId", str)

Level = Literal["strict", "balanced", "open"]
"""How sure an answer must be: strict answers least, open most."""

_OF_A_SERVER = re.compile(r"g(\d{15,20})-(.+)")  # ids of Discord have 17 to 19 digits today


def split_story(story: str) -> tuple[int, str]:
    """The server whose admins added a story, which its id tells, 0 for the configuration's stories, which are shared;
    and the story's name there."""
    added = _OF_A_SERVER.fullmatch(story)
    return (int(added.group(1)), added.group(2)) if added else (0, story)


def story_name(story: str) -> str:
    """A story as people call it: one that a server added by its name alone, without the server's number."""
    server, name = split_story(story)
    return name.replace("-", " ") if server else story


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A half-open range of code points; never empty, never negative."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def of(self, text: str) -> str:
        """The slice of ``text`` under the span, which must lie inside it."""
        if self.end > len(text):
            raise ValueError(f"span {self.start}..{self.end} reaches past {len(text)} characters")
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


class Precision(StrEnum):
    """How exactly the date of an article is known."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"  # or better


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Another outlet that carries the text of an article; ``shared`` are the stretches of the article's body that stand
    there too, in the same words."""

    outlet: str
    url: str | None
    shared: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as its outlet published it.

    ``body`` is the text as ``index.articles`` read it; every span points into it. ``published_at`` is aware or None,
    and the first moment of what ``precision`` says is known. ``language`` is a BCP 47 tag or None. ``copies`` are the
    other outlets that carry the same text; ``copy_of`` is the article that stands for them all, None for that one.
    """

    id: ArticleId
    story: StoryId
    title: str
    body: str = field(repr=False)
    url: str | None = None
    outlet: str | None = None
    author: str | None = None
    published_at: datetime | None = None
    language: str | None = None
    precision: Precision = Precision.DAY
    copies: tuple[Copy, ...] = ()
    copy_of: ArticleId | None = None

    def __post_init__(self) -> None:
        if self.published_at is not None and self.published_at.tzinfo is None:
            raise ValueError("published_at must carry a time zone")

    @property
    def age(self) -> float:
        """What orders articles, the newest first; those without a date come last."""
        return -(self.published_at or datetime.min.replace(tzinfo=UTC)).timestamp()

    def is_newer_than(self, other: Article) -> bool:
        """Whether it was published later, as far as both have a date."""
        return other.published_at is not None and self.age < other.age

    def copies_with(self, words: Span) -> tuple[Copy, ...]:
        """The other outlets in which these words of the body stand, too."""
        return tuple(copy for copy in self.copies if any(shared.contains(words) for shared in copy.shared))


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """An earlier text of an article: as it was in the index that was built at ``read_at``, until a build found another
    text in its place at ``replaced_at``."""

    article: Article
    read_at: datetime
    replaced_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A sentence of the earlier text, of the later one, or of both: removed, added, or corrected. Of a correction the
    words are from the first to the last that is not the same; None where there are only more, or only fewer."""

    before: Span | None = None
    after: Span | None = None
    before_words: Span | None = None
    after_words: Span | None = None

    def __post_init__(self) -> None:
        if self.before is None and self.after is None:
            raise ValueError("a change removes, adds or corrects a sentence")

    @property
    def kind(self) -> Literal["added", "removed", "corrected"]:
        return "added" if self.before is None else "removed" if self.after is None else "corrected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """Two texts of an article, one after the other; ``read_at`` and ``replaced_at`` are when each was first known here.
    ``before`` of a change lies in the earlier body, ``after`` in the later one."""

    earlier: Article
    later: Article
    read_at: datetime
    replaced_at: datetime
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of whole sentences that is searched as one: ``article.body[span] == text``.

    ``sentences`` tile the passage in order, each inside ``span``, none overlapping; only white space lies between them.
    """

    id: PassageId
    article: Article
    span: Span
    sentences: tuple[Span, ...]

    def __post_init__(self) -> None:
        self.span.of(self.article.body)  # raises when the passage is not in its article
        if not self.sentences or not all(self.span.contains(sentence) for sentence in self.sentences):
            raise ValueError("a passage holds at least one sentence, and all of its sentences")

    @property
    def text(self) -> str:
        return self.span.of(self.article.body)


class Kind(StrEnum):
    """How an article gives somebody's words."""

    DIRECT = "direct"  # a whole utterance between quotation marks
    MIXED = "mixed"  # a fragment between quotation marks inside the reporter's sentence
    SCARE = "scare"  # a word or two of the reporter's sentence that the marks set apart; not offered as speech
    NARRATION = "narration"  # nobody's words but the reporter's; never extracted, only shown as a check's evidence
    INDIRECT = "indirect"  # the reporter's words for what was said; no quotation marks


class Evidence(StrEnum):
    """What tells us who spoke, strongest first."""

    NAMED = "named"  # the name stands with the cue
    NOMINAL = "nominal"  # a description stands with the cue: "the official"
    PRONOUN = "pronoun"  # a pronoun stands with the cue, resolved within the article
    CARRIED = "carried"  # no cue of its own; the speech before it goes on


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who said it. ``name`` is the fullest form that the article gives; anonymous speakers keep their description.

    ``mention`` is where the article points at the speaker ("she", "Nuland"), ``role`` is the article's own words beside
    the name ("State Department spokesperson") and where they stand, or None. ``sure`` is false when the resolution is
    more likely than not but should be shown with a warning.
    """

    name: str
    mention: Span
    evidence: Evidence
    role: Span | None = None
    sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Somebody's words in an article: ``article.body[span] == text``, quotation marks not included.

    ``speaker`` is None when the article does not say; it is never guessed. ``cue`` is the verb or phrase that reports
    the speech ("said", "according to").
    """

    article: Article
    span: Span
    kind: Kind
    speaker: Speaker | None = None
    cue: Span | None = None

    def __post_init__(self) -> None:
        spans = [self.span, self.cue]
        if self.speaker:
            spans += [self.speaker.mention, self.speaker.role]
        for span in spans:
            if span is not None:
                span.of(self.article.body)  # raises when it is not in the article

    @property
    def text(self) -> str:
        return self.span.of(self.article.body)

    @property
    def role(self) -> str | None:
        """The speaker's role in the article's words."""
        return self.speaker.role.of(self.article.body) if self.speaker and self.speaker.role else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which articles may be searched; None means no limit. ``since`` is aware and leaves out undated articles."""

    stories: frozenset[StoryId] | None = None
    articles: frozenset[ArticleId] | None = None
    since: datetime | None = None

    @property
    def servers(self) -> frozenset[int] | None:
        """Those whose stories whoever asks may see, 0 for the shared ones; None is no limit."""
        return None if self.stories is None else frozenset({0, *(split_story(story)[0] for story in self.stories)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    text: str
    scope: Scope = Scope()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage that search found. Higher scores are better and compare only within one question.

    ``highlight`` is the span that most likely answers: one sentence of the passage, or two neighbours.
    """

    passage: Passage
    score: float
    highlight: Span

    @property
    def marked(self) -> str:
        """The words of the article under the highlight."""
        return self.highlight.of(self.passage.article.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What was read: the number of articles in a question's scope and the newest date among them, if any is dated, or
    where none is new enough, among those that are too old; ``precision`` is how exactly that one is known. ``foreign``
    counts, where a question found no answer among few articles, those that tell another language than English, in which
    questions are read."""

    articles: int
    newest: datetime | None
    precision: Precision = Precision.DAY
    foreign: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The articles say so: there is a first hit, whose highlight answers. ``differing`` are hits of other articles that
    state another number for the same thing, or that it is otherwise, newest first; the first hit is then the newest of
    them all."""

    question: Question
    hits: tuple[Hit, ...]
    differing: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Passages are near but may not answer; nothing is highlighted."""

    question: Question
    hits: tuple[Hit, ...]


class Reason(StrEnum):
    """Why the closest passage does not answer, however much it is like the question, or is not known to."""

    UNTOLD = "untold"  # it names no time, place, person, number or reason
    COUNT = "count"  # it counts something else
    NAMES = "names"  # a name of the question is not there, or not of whoever is asked about
    TIME = "time"  # of another time
    PLACE = "place"
    OPPOSITE = "opposite"  # the question takes for granted what it denies
    ROLES = "roles"  # somebody else did it, or it was done the other way round
    OPEN = "open"  # it only asks the same, or says that it is not known
    UNQUOTED = "unquoted"  # the words of somebody are asked for who is not quoted
    LANGUAGE = "language"  # the question is in a language that is not read: they may say it all the same


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAnswer:
    """The articles do not say. ``nearest`` is the closest passage, which is *not* an answer; ``reason`` tells by what
    fact, None where it is only too unlike the question."""

    question: Question
    nearest: Hit | None
    coverage: Coverage
    reason: Reason | None = None

    @property
    def since(self) -> datetime | None:
        """From when on articles were asked for, where none is so new; None where there are articles to ask."""
        return None if self.coverage.articles else self.question.scope.since


Outcome = Answer | Related | NoAnswer


class Ruling(StrEnum):
    """What the articles say about "X said these words"."""

    EXACT = "exact"  # the same words stand between quotation marks, by that speaker
    CUT_SHORT = "cut short"  # these words in a row, by that speaker, out of a longer sentence
    NEARLY = "nearly"  # close, but words differ; the difference is shown
    OPPOSITE = "the opposite"  # that speaker said the contrary: a negation or an antonym is flipped
    REPORTED = "reported"  # the articles report it in their own words; nobody is quoted
    OWN_WORDS = "the article's own words"  # the reporter's; nobody is quoted with them
    UNNAMED = "said by somebody unnamed"  # the words are quoted, but the article does not name who said them
    SOMEONE_ELSE = "someone else"  # the words are there, but another person said them
    ABSENT = "absent"  # not in these articles; never "never said it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Words that somebody is said to have said; ``speaker`` None asks for anybody."""

    words: str
    speaker: str | None = None
    scope: Scope = Scope()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One run of a word difference: ``claimed`` and ``said`` are equal, or one of them may be empty."""

    claimed: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The ruling on a claim. ``quotation`` is the evidence, or ``headline``, the article whose headline says the words
    that its text does not; neither exactly when the ruling is ABSENT.

    ``edits`` turn the claimed words into the said ones, in order; they are empty when the ruling is ABSENT.
    ``is_quoted`` is false where the claim names somebody whom the articles never quote.
    """

    claim: Claim
    ruling: Ruling
    quotation: Quotation | None
    edits: tuple[Edit, ...]
    coverage: Coverage
    is_quoted: bool = True
    headline: Article | None = None

    @property
    def is_likely(self) -> bool:
        """Whether the words are whose the ruling says, theirs or somebody else's, as far as can be told: it rests on a
        speaker who is not sure."""
        is_of_speaker = self.ruling is Ruling.SOMEONE_ELSE or (
            self.ruling is Ruling.EXACT and self.claim.speaker is not None
        )
        speaker = self.quotation.speaker if self.quotation else None
        return is_of_speaker and speaker is not None and not speaker.sure

    def __post_init__(self) -> None:
        if (self.quotation is not None) + (self.headline is not None) != (self.ruling is not Ruling.ABSENT):
            raise ValueError("a verdict rests on a quotation or on a headline unless it is absent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One story as the index holds it. ``articles`` are newest first, ``questions`` are known to be answered."""

    id: StoryId
    articles: tuple[Article, ...]
    questions: tuple[str, ...]
