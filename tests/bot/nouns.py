"""An article about a pier, and what can be found in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from index.articles.passages import split
from index.types import (
    Article,
    ArticleId,
    Coverage,
    Evidence,
    Hit,
    Kind,
    Quotation,
    Span,
    Speaker,
    StoryId,
)

COVERAGE = Coverage(articles=6, newest=datetime(2026, 3, 13, tzinfo=UTC))
ARTICLE = Article(
    id=ArticleId("a"),
    story=StoryId("harbour"),
    title="The pier closes",
    body="The old pier is closed.\n\nIt shut on Monday after a storm. “We had no choice,” the harbour master Ada Quill "
    "said. She hopes to open it in May.\n\nFerries leave from the north quay.",
    url="https://harbour.example/pier",
    outlet="Quay News",
    published_at=datetime(2026, 3, 13, 23, 30, tzinfo=timezone(timedelta(hours=-4))),
)


def span(words: str) -> Span:
    """Where words stand first in the article."""
    start = ARTICLE.body.index(words)
    return Span(start=start, end=start + len(words))


def hit(words: str, **changes) -> Hit:
    """The article's only passage, with words of it marked; ``changes`` are of the article."""
    (passage,) = split(replace(ARTICLE, **changes), words=200)
    return Hit(passage=passage, score=1.0, highlight=span(words))


def quotation(**changes) -> Quotation:
    """What the harbour master said."""
    speaker = Speaker(name="Ada Quill", mention=span("Ada Quill"), evidence=Evidence.NAMED, role=span("harbour master"))
    given = {"speaker": speaker, "cue": span("said"), "kind": Kind.DIRECT, **changes}
    return Quotation(article=ARTICLE, span=span("We had no choice,"), **given)
