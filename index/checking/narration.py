"""The reporter's own words: where a claim's words stand in an article outside every quotation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.checking.wording import Wording
from index.checking.words import compared_words, fold_compared, word_spans
from index.errors import LanguageNotRead
from index.languages import language_of
from index.languages.sentences import paragraphs, sentences
from index.types import Article, Kind, Quotation, Span

_WORDS_MIN, _CONTENT_MIN = 2, 2  # of a claim that tells enough to be somebody's own


def find_narration(wording: Wording, articles: Iterable[Article], quotations: Sequence[Quotation]) -> Quotation | None:
    """The first sentence that holds the claim's words in a row and nobody is quoted with them; None if there is none.

    Raises:
        LanguageNotRead: they stand nowhere but in a language in which nobody knows whether they are quoted.
    """
    if len(wording.words) < _WORDS_MIN or len(wording.content) < _CONTENT_MIN or not wording.probes:
        return None
    quoted = [(one.article.id, one.span) for one in quotations if one.kind is not Kind.INDIRECT]
    is_unread = False
    for article in articles:
        folded = fold_compared(article.body)
        if not all(probe in folded for probe in wording.probes):
            continue
        for paragraph in paragraphs(article.body):
            span = _find(wording, article.body, paragraph)
            if span is None or any(where.overlaps(span) for owner, where in quoted if owner == article.id):
                continue
            if language_of(article):
                return Quotation(article=article, span=_sentence(article.body, paragraph, span), kind=Kind.NARRATION)
            is_unread = True
    if is_unread:
        raise LanguageNotRead
    return None


def _find(wording: Wording, body: str, paragraph: Span) -> Span | None:
    words = compared_words(paragraph.of(body))
    text, wanted = f" {' '.join(words)} ", f" {' '.join(wording.words)} "
    at = text.find(wanted)
    if at < 0:
        return None
    spans = word_spans(paragraph.of(body))
    first = text.count(" ", 0, at)
    last = first + len(wording.words) - 1
    return Span(start=paragraph.start + spans[first][0], end=paragraph.start + spans[last][1])


def _sentence(body: str, paragraph: Span, words: Span) -> Span:
    return next((one for one in sentences(body, paragraph) if one.contains(words)), words)
