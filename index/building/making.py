"""Articles → all that an index holds of them; what was made of them before is taken over, row by row."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

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
from index.types import Article, Passage, PassageId, Quotation


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildPlan:
    """Which passages need the encoder, by their places among the new and the old ones."""

    reuse: tuple[tuple[int, int], ...]  # (new place, old place)
    encode: tuple[int, ...]  # new places


def plan(old: Sequence[PassageId], new: Sequence[PassageId]) -> BuildPlan:
    """What to take over: passages of equal id have equal vectors."""
    places = {passage: place for place, passage in enumerate(old)}
    reuse = tuple((place, places[passage]) for place, passage in enumerate(new) if passage in places)
    encode = tuple(place for place, passage in enumerate(new) if passage not in places)
    return BuildPlan(reuse=reuse, encode=encode)


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
    old_ids = [passage.id for passage in old.passages] if old else []
    chosen = plan(old_ids, [passage.id for passage in passages])
    done, total = 0, len(chosen.encode)
    report(Progress(stage=Stage.ENCODING, done=done, total=total))

    def advance(count: int) -> None:
        nonlocal done
        done += count
        report(Progress(stage=Stage.ENCODING, done=done, total=total))

    fresh = encoder.encode_passages([passages[place] for place in chosen.encode], advance)
    report(Progress(stage=Stage.WRITING, done=0, total=1))
    lexical = LexicalIndex.build(articles, passages)
    new = Contents(articles=articles, passages=passages, quotations=quotations, vectors=fresh, lexical=lexical)
    return (_take_over(chosen, new, old) if old and chosen.reuse else new), total


def _take_over(chosen: BuildPlan, new: Contents, old: Contents) -> Contents:
    """``new``, whose vectors are those that were encoded for it, with the other ones from ``old``."""
    fresh, kept = new.vectors, old.vectors
    one, old_one = np.arange(len(new.passages) + 1), np.arange(len(old.passages) + 1)
    vectors = EncodedPassages(
        passages=_merge(chosen, fresh.passages, one, kept.passages, old_one),
        sentences=_merge(chosen, fresh.sentences, new.first_sentences, kept.sentences, old.first_sentences),
        words=_merge(chosen, fresh.words, new.first_words, kept.words, old.first_words),
    )
    return replace(new, vectors=vectors)


def _split(unique: Unique, old: Contents | None, *, words: int) -> list[Passage]:
    """The passages of all articles; those of unchanged articles are taken over, unless they are copies, of which what
    stands elsewhere is left out."""
    known: dict[Article, list[Passage]] = {article: [] for article in old.articles} if old else {}
    for passage in old.passages if old else ():
        known[passage.article].append(passage)
    return [
        passage
        for article in unique.articles
        for passage in (
            known[article]
            if article in known and article.copy_of is None
            else split(article, words=words, without=unique.told.get(article.id, ()))
        )
    ]


def _merge(
    chosen: BuildPlan,
    fresh: NDArray[Any],
    starts: NDArray[np.int64],
    old: NDArray[Any],
    old_starts: NDArray[np.integer],
) -> NDArray[Any]:
    """The rows of all passages in order, from those just encoded and the old ones; ``starts`` bound each passage's."""
    rows = np.empty((int(starts[-1]), fresh.shape[1]), fresh.dtype)
    taken = 0
    for place in chosen.encode:
        size = int(starts[place + 1] - starts[place])
        rows[starts[place] : starts[place + 1]] = fresh[taken : taken + size]
        taken += size
    for place, old_place in chosen.reuse:
        rows[starts[place] : starts[place + 1]] = old[old_starts[old_place] : old_starts[old_place + 1]]
    return rows


def _extract(articles: Sequence[Article], old: Contents | None, report: Callable[[Progress], None]) -> list[Quotation]:
    """The quotations of all articles; those of unchanged articles are taken over."""
    known: dict[Article, list[Quotation]] = {article: [] for article in old.articles} if old else {}
    for quotation in old.quotations if old else ():
        known[quotation.article].append(quotation)
    quotations: list[Quotation] = []
    for done, article in enumerate(articles):
        report(Progress(stage=Stage.QUOTATIONS, done=done, total=len(articles)))
        quotations += known[article] if article in known and article.copy_of is None else extract(article)
    report(Progress(stage=Stage.QUOTATIONS, done=len(articles), total=len(articles)))
    return quotations
