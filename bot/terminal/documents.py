"""Nouns → JSON documents for programs: what ``--json`` prints. Pure.

Offsets are code points of the article's text as it was given, ends exclusive.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from index.languages.sentences import paragraph_number
from index.quotations import Person
from index.types import (
    Answer,
    Article,
    Coverage,
    Hit,
    NoAnswer,
    Outcome,
    Quotation,
    Related,
    Revised,
    Span,
    Story,
    Verdict,
)

Document = dict[str, Any]


def describe_outcome(outcome: Outcome) -> Document:
    """``outcome`` is "answer", "related" or "no answer"; only an answer has a ``highlight``, and the words of the next
    hits that are ``differing`` from it; ``reason`` is the fact by which the closest passage is no answer, or None."""
    document: Document = {"question": outcome.question.text}
    match outcome:
        case Answer():
            highlight = _describe_span(outcome.hits[0].passage.article, outcome.hits[0].highlight)
            differing = [_describe_span(hit.passage.article, hit.highlight) for hit in outcome.differing]
            found = {"outcome": "answer", "highlight": highlight, "differing": differing}
            return document | found | {"hits": _describe_hits(outcome.hits)}
        case Related():
            return document | {"outcome": "related", "hits": _describe_hits(outcome.hits)}
        case NoAnswer():
            missing = {"outcome": "no answer", "reason": outcome.reason}
            return document | missing | _describe_coverage(outcome.coverage) | {"foreign": outcome.coverage.foreign}


def describe_quotation(quotation: Quotation) -> Document:
    return {
        "text": quotation.text,
        **_describe_words(quotation),
        "paragraph": paragraph_number(quotation.article.body, quotation.span.start),
        "article": _describe_article(quotation.article, quotation.span),
    }


def describe_article_quotations(articles: Iterable[Article], quotations: Sequence[Quotation]) -> Iterator[Document]:
    """One document an article, whether or not it has quotations."""
    by_article: dict[str, list[Quotation]] = {}
    for quotation in quotations:
        by_article.setdefault(quotation.article.id, []).append(quotation)
    for article in articles:
        found = sorted(by_article.get(article.id, ()), key=lambda quotation: quotation.span)
        yield {"id": article.id, "quotes": [_describe_words(quotation) for quotation in found]}


def describe_verdict(verdict: Verdict) -> Document:
    return {
        "words": verdict.claim.words,
        "speaker": verdict.claim.speaker,
        "ruling": verdict.ruling,
        "speaker_quoted": verdict.is_quoted,
        "edits": [{"claimed": edit.claimed, "said": edit.said} for edit in verdict.edits],
        "quotation": describe_quotation(verdict.quotation) if verdict.quotation else None,
        "headline": _describe_article(verdict.headline) if verdict.headline else None,
        **_describe_coverage(verdict.coverage),
    }


def _describe_coverage(coverage: Coverage) -> Document:
    newest = coverage.newest
    return {
        "articles_read": coverage.articles,
        "newest": newest.isoformat() if newest else None,
        "newest_precision": coverage.precision if newest else None,
    }


def describe_story(story: Story, people: Sequence[Person], built_at: datetime) -> Document:
    """``people`` are those who are quoted in it; ``built_at`` is when the index was built."""
    return {
        "story": story.id,
        "built_at": built_at.isoformat(),
        "outlets": sorted({article.outlet for article in story.articles if article.outlet}),
        "articles": [_describe_article(article) for article in story.articles],
        "people": [{"name": person.name, "quotations": person.quotations} for person in people],
        "questions": list(story.questions),
    }


def describe_revised(revised: Revised) -> Document:
    """``before`` are words of the article as it was ``read_at``, ``after`` as it was from ``replaced_at`` on."""
    return {
        "article": _describe_article(revised.later),
        "read_at": revised.read_at.isoformat(),
        "replaced_at": revised.replaced_at.isoformat(),
        "changes": [
            {
                "kind": change.kind,
                "before": _describe_span(revised.earlier, change.before) if change.before else None,
                "after": _describe_span(revised.later, change.after) if change.after else None,
            }
            for change in revised.changes
        ],
    }


def _describe_words(quotation: Quotation) -> Document:
    speaker = quotation.speaker
    return {
        "start": quotation.span.start,
        "end": quotation.span.end,
        "speaker": speaker.name if speaker else None,
        "speaker_start": speaker.mention.start if speaker else None,
        "speaker_end": speaker.mention.end if speaker else None,
        "role": quotation.role,
        "cue": quotation.cue.of(quotation.article.body) if quotation.cue else None,
        "kind": quotation.kind,
        "evidence": speaker.evidence if speaker else None,
        "sure": speaker.sure if speaker else None,
    }


def _describe_hits(hits: Sequence[Hit]) -> list[Document]:
    return [
        {
            "text": hit.passage.text,
            "start": hit.passage.span.start,
            "end": hit.passage.span.end,
            "paragraph": paragraph_number(hit.passage.article.body, hit.highlight.start),
            "score": round(hit.score, 4),
            "article": _describe_article(hit.passage.article, hit.highlight),
        }
        for hit in hits[:3]
    ]


def _describe_span(article: Article, span: Span) -> Document:
    return {"text": span.of(article.body), "start": span.start, "end": span.end}


def _describe_article(article: Article, words: Span | None = None) -> Document:
    """With the other outlets that carry the article, or these ``words`` of it."""
    copies = article.copies if words is None else article.copies_with(words)
    return {
        "id": article.id,
        "story": article.story,
        "title": article.title,
        "outlet": article.outlet,
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "precision": article.precision,
        "url": article.url,
        "also": [{"outlet": copy.outlet, "url": copy.url} for copy in copies],
        "copy_of": article.copy_of,
    }
