"""Articles as wholes: those that hold most of some words, and how the newest ones begin. It needs no encoder."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from index.languages.words import Mark, read_words
from index.store.shelf import Shelf
from index.types import Article, Hit, NoAnswer, Outcome, Passage, Question, Related

_PASSAGES = 10  # that are looked at; a text that stands in an article word for word is among the first
_OPENINGS = 3  # passages; as many as are shown of any question


def find_articles(shelf: Shelf, text: str) -> Iterator[Article]:
    """The articles whose passages are best by BM25, best first, each once; of a text of empty words by these."""
    words = read_words(text)
    telling = [stem for stem, mark in words if not mark & Mark.EMPTY]
    best = shelf.find_best(telling or [stem for stem, _ in words], _PASSAGES)
    yield from dict.fromkeys(shelf.passage(number).article for number in best)


def open_newest(shelf: Shelf, question: Question) -> Outcome:
    """The first passages of the newest articles in the question's scope, newest first; undated ones come last."""
    hits = [Hit(passage=passage, score=0.0, highlight=passage.sentences[0]) for passage in _open(shelf)]
    if not hits:
        return NoAnswer(question=question, nearest=None, coverage=shelf.coverage)
    return Related(question=question, hits=tuple(hits))


def _open(shelf: Shelf) -> list[Passage]:
    own = (article for article in shelf.articles if article.copy_of is None)
    leads = (shelf.lead(article.id) for article in sorted(own, key=lambda article: article.age))
    return list(islice((lead for lead in leads if lead), _OPENINGS))
