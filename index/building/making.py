"""Articles → all that an index holds of them; what was made of them before is taken over, row by row."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from index import __version__
from index.articles.duplicates import Unique
from index.articles.passages import split
from index.encoding.encoder import EncodedPassages, Encoder
from index.progress import Progress, Stage
from index.quotations import extract
from index.settings import IndexSettings, PassageSettings
from index.store.contents import Contents
from index.store.lexical import LexicalIndex
from index.types import Article, Passage, Quotation

Made = TypeVar("Made", Passage, Quotation)


def find_kept(old: Iterable[Passage], new: Iterable[Passage]) -> list[int | None]:
    """For each new passage the place of the old one of its id, which has the same vectors; None needs the encoder."""
    places = {passage.id: place for place, passage in enumerate(old)}
    return [places.get(passage.id) for passage in new]


def digest(settings: PassageSettings) -> str:
    """What shapes passages and quotations: the settings, and the rules, which may change with every version."""
    return hashlib.sha256(f"{__version__} {settings.model_dump_json()}".encode()).hexdigest()


def make_contents(
    unique: Unique,
    settings: IndexSettings,
    encoder: Encoder,
    old: Contents | None,
    report: Callable[[Progress], None],
) -> tuple[Contents, int]:
    """All that goes into the new generation, ready to be written, and the number of passages that were encoded for
    it."""
    articles = unique.articles
    passages = _split(unique, old, words=settings.passages.words)
    quotations = [
        quotation
        for quotation in _extract(articles, old, report)
        if not any(span.contains(quotation.span) for span in unique.repeated.get(quotation.article.id, ()))
    ]
    kept = find_kept(old.passages if old else (), passages)
    unknown = [passage for passage, place in zip(passages, kept, strict=True) if place is None]
    done, total = 0, len(unknown)
    report(Progress(stage=Stage.ENCODING, done=done, total=total))

    def advance(count: int) -> None:
        nonlocal done
        done += count
        report(Progress(stage=Stage.ENCODING, done=done, total=total))

    fresh = encoder.encode_passages(unknown, advance)
    report(Progress(stage=Stage.WRITING, done=0, total=1))
    lexical = LexicalIndex.build(articles, passages)
    new = Contents(articles=articles, passages=passages, quotations=quotations, vectors=fresh, lexical=lexical)
    return (_take_over(kept, new, old) if old and total < len(kept) else new), total


def _take_over(kept: Sequence[int | None], new: Contents, old: Contents) -> Contents:
    """``new``, whose vectors are those that were encoded for it, with the other ones from ``old``."""
    fresh, known = new.vectors, old.vectors
    one, old_one = np.arange(len(new.passages) + 1), np.arange(len(old.passages) + 1)
    vectors = EncodedPassages(
        passages=_merge(kept, fresh.passages, one, known.passages, old_one),
        sentences=_merge(kept, fresh.sentences, new.first_sentences, known.sentences, old.first_sentences),
        words=_merge(kept, fresh.words, new.first_words, known.words, old.first_words),
    )
    return replace(new, vectors=vectors)


def _split(unique: Unique, old: Contents | None, *, words: int) -> list[Passage]:
    """The passages of all articles; of copies what stands elsewhere is left out."""
    known = _find_unchanged(old, old.passages if old else ())
    return [
        passage
        for article in unique.articles
        for passage in (
            known[article] if article in known else split(article, words=words, without=unique.told.get(article.id, ()))
        )
    ]


def _find_unchanged(old: Contents | None, made: Iterable[Made]) -> dict[Article, list[Made]]:
    """What was made of each article before, by the article, to be taken over where that is still the same; not of a
    copy, of which it depends on the others what is left out."""
    known: dict[Article, list[Made]] = {article: [] for article in (old.articles if old else ())}
    for one in made:
        known[one.article].append(one)
    return {article: parts for article, parts in known.items() if article.copy_of is None}


def _merge(
    kept: Sequence[int | None],
    fresh: NDArray[Any],
    starts: NDArray[np.int64],
    old: NDArray[Any],
    old_starts: NDArray[np.integer],
) -> NDArray[Any]:
    """The rows of all passages in order, from those just encoded and the old ones; ``starts`` bound each passage's."""
    rows = np.empty((int(starts[-1]), fresh.shape[1]), fresh.dtype)
    taken = 0
    for place, (start, end) in zip(kept, pairwise(starts.tolist()), strict=True):
        if place is None:
            rows[start:end] = fresh[taken : taken + end - start]
            taken += end - start
        else:
            rows[start:end] = old[old_starts[place] : old_starts[place + 1]]
    return rows


def _extract(articles: Sequence[Article], old: Contents | None, report: Callable[[Progress], None]) -> list[Quotation]:
    known = _find_unchanged(old, old.quotations if old else ())
    quotations: list[Quotation] = []
    for done, article in enumerate(articles):
        report(Progress(stage=Stage.QUOTATIONS, done=done, total=len(articles)))
        quotations += known[article] if article in known else extract(article)
    report(Progress(stage=Stage.QUOTATIONS, done=len(articles), total=len(articles)))
    return quotations
