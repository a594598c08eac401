"""The reporter's own words: where a claim's words stand in an article outside every quotation, or are its headline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from index.checking.wording import Wording
from index.checking.words import compared_words, fold_compared, word_spans
from index.errors import LanguageNotRead
from index.languages import language_of
from index.languages.sentences import paragraphs, sentences
from index.types import Article, ArticleId, Kind, Quotation, Span

_WORDS_MIN = 2
_PLACES_MAX = 50  # of the words in one paragraph that are looked at; a bound against endless repetition
_CONTENT_MIN, _TELLING_WORDS_MIN = 2, 4  # of a claim that may be a part of a sentence: either is enough


def find_own_words(
    wording: Wording, articles: Iterable[Article], quotations: Sequence[Quotation]
) -> tuple[Quotation | None, Article | None]:
    """The first sentence that holds the claim's words in a row and nobody is quoted with them; where there is none, the
    first article whose headline is the claim's words. Few words that tell little ("I believe her") must be a sentence
    of their own. No article is taken behind the one with the sentence.

    Raises:
        LanguageNotRead: they stand nowhere but in a language in which nobody knows whether they are quoted.
    """
    if len(wording.words) < _WORDS_MIN:
        return None, None
    quoted = [(one.article.id, one.span) for one in quotations if one.kind is not Kind.INDIRECT]
    is_unread, headlined = False, None
    for article in articles:
        own = next(_find_own(wording, article, quoted), None)
        if own and language_of(article):
            return Quotation(article=article, span=own, kind=Kind.NARRATION), None
        is_unread |= own is not None
        if headlined is None and compared_words(article.title) == wording.words:
            headlined = article
    if is_unread:
        raise LanguageNotRead
    return None, headlined


def _find_own(wording: Wording, article: Article, quoted: Sequence[tuple[ArticleId, Span]]) -> Iterator[Span]:
    """The article's sentences that hold the words, and with which nobody is quoted."""
    folded = fold_compared(article.body)
    if not all(probe in folded for probe in wording.probes):
        return
    may_be_part = len(wording.content) >= _CONTENT_MIN or len(wording.words) >= _TELLING_WORDS_MIN
    for words, sentence in _find(wording, article.body):
        is_quoted = any(where.overlaps(words) for owner, where in quoted if owner == article.id)
        if not is_quoted and (may_be_part or compared_words(sentence.of(article.body)) == wording.words):
            yield sentence


def _find(wording: Wording, body: str) -> Iterator[tuple[Span, Span]]:
    """Where the words stand in a row in one paragraph, and the sentence around them; the first places of each."""
    wanted = re.compile(rf"(?<= ){re.escape(' '.join(wording.words))}(?= )")
    for paragraph in paragraphs(body):
        text = f" {' '.join(compared_words(paragraph.of(body)))} "
        spans = word_spans(paragraph.of(body))
        for match in islice(wanted.finditer(text), _PLACES_MAX):
            first = text.count(" ", 0, match.start()) - 1
            start, end = spans[first][0], spans[first + len(wording.words) - 1][1]
            words = Span(start=paragraph.start + start, end=paragraph.start + end)
            yield words, _sentence(body, paragraph, words)


def _sentence(body: str, paragraph: Span, words: Span) -> Span:
    return next((one for one in sentences(body, paragraph) if one.contains(words)), words)
