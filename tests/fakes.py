"""Stand-ins that keep the promises of the real thing; ``contracts`` holds both to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from threading import Event
from types import SimpleNamespace

from index import checking
from index.articles.passages import split
from index.articles.revisions import compare_texts
from index.errors import BadQuestion, UnknownSpeaker
from index.languages import load
from index.library import QuotationRequest
from index.quotations import Person, extract, find_speakers, people
from index.types import (
    Answer,
    Article,
    Claim,
    Coverage,
    Hit,
    NoAnswer,
    Outcome,
    Passage,
    PassageId,
    Question,
    Quotation,
    Related,
    Revised,
    Scope,
    Span,
    Story,
    Verdict,
)


def article(
    name: str, story: str, body: str, *, day: int = 1, title: str | None = None, outlet: str = "Harbor Gazette"
) -> Article:
    return Article(
        id=name,
        story=story,
        title=title or name.replace("-", " ").capitalize(),
        body=body,
        url=f"https://example.org/{name}",
        outlet=outlet,
        published_at=datetime(2011, 8, day, tzinfo=UTC),
    )


def span_of(source: Article, words: str) -> Span:
    """Where the words first stand in its body."""
    start = source.body.index(words)
    return Span(start=start, end=start + len(words))


def hit_of(source: Article, words: str = "") -> Hit:
    """The article as a hit: one passage, with these words of it marked, or all of it."""
    (passage,) = split(source, words=400)
    return Hit(passage=passage, score=1.0, highlight=span_of(source, words) if words else passage.span)


HARBOUR = (
    article(
        "ferry-stops",
        "harbour",
        "The ferry to Northholm will stop running in October, the harbour office announced.\n\n"
        "“Nobody takes the early boat any more,” said Marta Quill, who runs the office. "
        "Repairs to the eastern pier would cost four million crowns.",
    ),
    article(
        "pier-closes",
        "harbour",
        "Divers found cracks in the eastern pier on Monday.\n\n"
        "“We will close it before winter comes,” said Marta Quill. "
        "“My grandfather built that pier,” said Anders Holm, a fisherman.",
        day=3,
    ),
)
ORCHARD = (
    article(
        "late-frost",
        "orchard",
        "A late frost killed half of the apple blossom in the valley.\n\n"
        "“I have never seen a May like it,” said Judith Amsel, a grower.",
        day=5,
    ),
)


_EVERYTHING = Scope()


@dataclass
class FakeLibrary:
    """Answers from a few articles by shared words: two long words make an answer, one makes it related.

    ``hold`` keeps the asking thread inside ``ask`` until it is set. A question "explode" fails its whole batch.
    """

    articles: Sequence[Article] = HARBOUR + ORCHARD
    successor: FakeLibrary | None = None
    hold: Event | None = None
    batches: list[list[str]] = field(default_factory=list)
    hasty: list[str] = field(default_factory=list)  # what was asked in haste
    name: str = "20110820T120000000000Z-00000001"

    @property
    def generation(self):
        return SimpleNamespace(manifest=self._manifest())

    def _manifest(self):
        return SimpleNamespace(
            id=self.name,
            created_at=datetime(2011, 8, 20, 12, tzinfo=UTC),
            counts=SimpleNamespace(
                articles=len(self.articles),
                passages=len(self._passages(Scope())),
                sentences=9,
                quotations=len(self._quotations(Scope())),
            ),
            encoder=SimpleNamespace(name="fake"),
            stories=tuple(sorted({article.story for article in self.articles})),
        )

    @property
    def newest(self) -> datetime | None:
        return self._coverage(Scope()).newest

    def reopen(self) -> FakeLibrary:
        return self.successor or self

    def prepare(self) -> None:
        """There is nothing to load."""

    def passage(self, passage: PassageId, scope: Scope = _EVERYTHING) -> Passage | None:
        return next((found for found in self._passages(scope) if found.id == passage), None)

    def read_articles(self, scope: Scope) -> Sequence[Article]:
        return self._admitted(scope)

    def ask(self, questions: Sequence[Question], *, in_haste: bool = False) -> list[Outcome | Exception]:
        self.batches.append([question.text for question in questions])
        self.hasty += [question.text for question in questions if in_haste]
        if self.hold is not None and questions:
            self.hold.wait(10)
        if any(question.text == "explode" for question in questions):
            raise RuntimeError("the whole batch")
        return [self._ask(question) for question in questions]

    def quote(self, request: QuotationRequest) -> list[Quotation]:
        found = [quotation for quotation in self._quotations(request.scope) if quotation.kind in request.kinds]
        if request.speaker is not None:
            names = find_speakers(self._quotations(request.scope), request.speaker)
            if not names:
                raise UnknownSpeaker(request.speaker, [])
            found = [quotation for quotation in found if quotation.speaker and quotation.speaker.name in names]
        if request.about:
            found.sort(key=lambda quotation: -_shared(request.about, quotation.text))
        return found

    def check(self, claim: Claim) -> Verdict:
        """The ruling is the real one: a fake that ruled for itself would be what the tests test."""
        quotations = self._quotations(claim.scope)
        return checking.check(checking.read_claim(claim, quotations), quotations, self._coverage(claim.scope))

    def group(self, questions: Sequence[str]) -> list[list[int]]:
        """Questions of the same words, in whatever case and order, ask the same."""
        groups: dict[frozenset[str], list[int]] = {}
        for place, question in enumerate(questions):
            groups.setdefault(frozenset(re.findall(r"\w+", question.lower())), []).append(place)
        return list(groups.values())

    def changes(self, scope: Scope) -> list[Revised]:
        """Every article that has a second paragraph got it later."""
        return [
            Revised(
                earlier=earlier,
                later=article,
                read_at=datetime(2011, 8, 19, 9, tzinfo=UTC),
                replaced_at=datetime(2011, 8, 20, 9, tzinfo=UTC),
                changes=tuple(compare_texts(earlier.body, article.body)),
            )
            for article in self._admitted(scope)
            if (earlier := replace(article, body=article.body.partition("\n\n")[0])) != article
        ]

    def people(self, scope: Scope) -> tuple[Person, ...]:
        return people(self._quotations(scope))

    def stories(self, scope: Scope) -> tuple[Story, ...]:
        admitted = self._admitted(scope)
        return tuple(
            Story(
                id=story,
                articles=tuple(article for article in reversed(admitted) if article.story == story),
                questions=(f"What happened in the {story}?",),
            )
            for story in sorted({article.story for article in admitted})
        )

    def questions(self, scope: Scope) -> Sequence[tuple[str, str]]:
        return [(story.id, question) for story in self.stories(scope) for question in story.questions]

    def _ask(self, question: Question) -> Outcome | Exception:
        if not re.search(r"\w", question.text):
            return BadQuestion("There is no word in this question.")
        hits = [
            Hit(passage=passage, score=float(score), highlight=_best(question.text, passage))
            for passage in self._passages(question.scope)
            if (score := _shared(question.text, passage.text))
        ]
        hits.sort(key=lambda hit: -hit.score)
        if not hits:
            return NoAnswer(question=question, nearest=None, coverage=self._coverage(question.scope))
        if hits[0].score < 2:
            return Related(question=question, hits=tuple(hits[:3]))
        return Answer(question=question, hits=tuple(hits[:3]))

    def _admitted(self, scope: Scope) -> list[Article]:
        return [
            article
            for article in self.articles
            if (scope.stories is None or article.story in scope.stories)
            and (scope.articles is None or article.id in scope.articles)
            and (scope.since is None or (article.published_at is not None and article.published_at >= scope.since))
        ]

    def _coverage(self, scope: Scope) -> Coverage:
        days = [article.published_at for article in self._admitted(scope) if article.published_at]
        return Coverage(articles=len(self._admitted(scope)), newest=max(days, default=None))

    def _passages(self, scope: Scope) -> list[Passage]:
        return [passage for article in self._admitted(scope) for passage in split(article, words=40)]

    def _quotations(self, scope: Scope) -> list[Quotation]:
        return [quotation for article in self._admitted(scope) for quotation in extract(article, load("en"))]


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.lower()) if len(word) > 4}


def _shared(one: str, other: str) -> int:
    return len(_words(one) & _words(other))


def _best(question: str, passage: Passage) -> Span:
    return max(passage.sentences, key=lambda span: _shared(question, span.of(passage.article.body)))
