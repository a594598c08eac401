"""Articles → a new generation. ``plan`` and ``compare`` are pure; ``build`` acts, and says how far it is.

Only what is new or changed is encoded; everything else is taken over from the current generation, row by row.
"""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import __version__
from index.articles import Reading, Source, read
from index.articles.duplicates import Unique, find_copies
from index.articles.passages import split
from index.articles.revisions import keep_revisions
from index.encoding.encoder import EncodedPassages, Encoder
from index.errors import (
    BrokenSources,
    BuildFailed,
    CorruptGeneration,
    DuplicateArticle,
    NoArticles,
    NoIndexYet,
    UnknownStory,
    WouldRemove,
)
from index.progress import BuildReport, Changes, Failure, Progress, Remark, Stage
from index.quotations import extract
from index.search.calibration import read_calibration
from index.search.known_questions import ask_candidates
from index.settings import IndexSettings, PassageSettings
from index.store.generations import Contents, DataFolder, Draft, Generation
from index.store.lexical import LexicalIndex
from index.store.manifest import Manifest
from index.types import Article, Passage, PassageId, Quotation, Revision, StoryId

Rows = NDArray[Any]
_CHECKED_PASSAGES = 50  # of a new index are searched for by their own vectors before it goes live


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


def compare(old: Sequence[Article], new: Sequence[Article]) -> Changes:
    before = {article.id: article for article in old}
    kept = [article for article in new if article.id in before]
    unchanged = sum(article == before[article.id] for article in kept)
    return Changes(
        new=len(new) - len(kept),
        changed=len(kept) - unchanged,
        removed=len(old) - len(kept),
        unchanged=unchanged,
    )


def lost(old: Sequence[Article], new: Sequence[Article]) -> list[Article]:
    """The articles that are gone; one whose text stands under another name was renamed, and is not."""
    ids, texts = {article.id for article in new}, {(article.story, article.body) for article in new}
    return [article for article in old if article.id not in ids and (article.story, article.body) not in texts]


def build(
    sources: Sequence[Source],
    settings: IndexSettings,
    load_encoder: Callable[[], Encoder],
    *,
    story: StoryId | None = None,
    full: bool = False,
    dry_run: bool = False,
    skip_broken: bool = False,
    read: Callable[[Sequence[Source]], Reading] = read,
    add: bool = False,
    may_remove: Callable[[Sequence[Article]], bool] = lambda _: True,
    report: Callable[[Progress], None] = lambda _: None,
) -> BuildReport:
    """Builds, checks and promotes a generation of what is in ``sources``; whatever goes wrong, the old one stays.

    With a ``story`` only its articles are looked at; the others stay as they are in the current generation.
    Nothing is written when nothing has changed. ``full`` encodes everything again. ``dry_run`` only says what would
    change. ``skip_broken`` leaves out what cannot be read instead of refusing to build; what was read of it earlier
    stays. ``add`` keeps everything that is there. ``may_remove`` is asked before articles go. ``read`` gives the
    articles where they are no files.

    Raises:
        NoArticles, BrokenSources, UnknownStory, DuplicateArticle, BuildInProgress, ModelError.
        WouldRemove: ``may_remove`` said no.
        BuildFailed: the disk is full, or the new index did not pass its check.
    """
    reading = read_sources(sources, read, skip_broken=skip_broken, report=report)
    folder = DataFolder(settings.data.dir)
    if dry_run:
        before, articles = choose_articles(_list_articles(_open_current(folder)), reading, story, add=add)
        require_some(articles, sources, reading)
        return report_build(reading, compare(before, articles))
    try:
        with folder.locked():
            old = _open_current(folder)
            before, articles = choose_articles(_list_articles(old), reading, story, add=add)
            require_some(articles, sources, reading)
            if (gone := lost(before, articles)) and not may_remove(gone):
                raise WouldRemove([article.title for article in gone], len(before))
            manifest, encoded = _succeed(
                folder, old, find_copies(articles), settings, load_encoder(), full=full, report=report
            )
    except OSError as error:
        raise BuildFailed(_describe(error)) from error
    return report_build(reading, compare(before, articles), manifest, encoded)


def read_sources(
    sources: Sequence[Source],
    read: Callable[[Sequence[Source]], Reading],
    *,
    skip_broken: bool,
    report: Callable[[Progress], None],
) -> Reading:
    """What is in the sources. Raises BrokenSources, NoArticles."""
    report(Progress(stage=Stage.READING, done=0, total=1))
    reading = read(sources)
    if reading.failures and not skip_broken:
        raise BrokenSources([error for _, error in reading.failures])
    if not (reading.standing or reading.has_gap):
        require_some(reading.articles, sources, reading)
    report(Progress(stage=Stage.READING, done=1, total=1))
    return reading


def require_some(articles: Sequence[Article], sources: Sequence[Source], reading: Reading) -> None:
    """Raises NoArticles where there are none, with what was wrong with the sources."""
    if not articles:
        raise NoArticles([source.path for source in sources], [str(error) for _, error in reading.failures])


def report_build(reading: Reading, changes: Changes, manifest: Manifest | None = None, encoded: int = 0) -> BuildReport:
    """What a build did; a dry run has no manifest."""
    return BuildReport(
        generation=manifest.id if manifest else None,
        changes=changes,
        encoded=encoded,
        failed=tuple(Failure(story=source.story, message=str(error)) for source, error in reading.failures),
        recall=manifest.recall if manifest else None,
        remarks=tuple(Remark(story=source.story, message=remark) for source, remark in reading.remarks),
    )


def _succeed(
    folder: DataFolder,
    old: Generation | None,
    unique: Unique,
    settings: IndexSettings,
    encoder: Encoder,
    *,
    full: bool,
    report: Callable[[Progress], None],
) -> tuple[Manifest, int]:
    """The generation of the articles, promoted, and the number of passages encoded; ``old`` where it is the same."""
    shape = digest(settings.passages)
    is_like = old and (old.manifest.encoder, old.manifest.settings) == (encoder.identity, shape)
    reusable = old if is_like and not full else None
    # In whatever order: what a build keeps comes before what it reads.
    is_same = reusable and frozenset(reusable.articles) == frozenset(unique.articles)
    if reusable and is_same and reusable.manifest.id == folder.current_id():
        return reusable.manifest, 0
    with folder.draft(encoder=encoder.identity, settings=shape) as draft:
        contents, encoded = make_contents(unique, settings, encoder, reusable.contents if reusable else None, report)
        contents = replace(contents, revisions=_keep_revisions(old, unique.articles))
        report(Progress(stage=Stage.WRITING, done=0, total=1))
        generation = _write(draft, contents)
        report(Progress(stage=Stage.WRITING, done=1, total=1))
        report(Progress(stage=Stage.CHECKING, done=0, total=1))
        _check(generation)
        manifest = draft.seal(ask_candidates(generation, encoder, read_calibration()))
        folder.promote(manifest, keep=settings.data.keep_generations, spare=old.manifest.id if old else None)
        report(Progress(stage=Stage.CHECKING, done=1, total=1))
    return manifest, encoded


def _keep_revisions(old: Generation | None, articles: Sequence[Article]) -> list[Revision]:
    """The earlier texts of the articles, whatever else of the old generation can be used."""
    if old is None:
        return []
    read_at, now = old.manifest.created_at, datetime.now(UTC)
    return keep_revisions(old.articles, old.revisions, articles, read_at=read_at, replaced_at=now)


def choose_articles(
    old: Iterable[Article], reading: Reading, story: StoryId | None, *, add: bool
) -> tuple[list[Article], list[Article]]:
    """What the index holds, as it was read, and what the new one holds: with a story, only its articles change.

    Raises:
        UnknownStory: nothing that was read belongs to the story.
        DuplicateArticle: an article of the story has the id of one of another story.
    """
    before = [replace(article, copies=(), copy_of=None) for article in old]
    chosen = [article for article in reading.articles if story in (None, article.story)]
    if story is not None and not chosen:
        raise UnknownStory(story, sorted({article.story for article in reading.articles}))
    ids = {article.id for article in chosen}
    others = {article.id: article for article in before if story not in (None, article.story)}
    for article in chosen:
        if article.id in others:
            raise DuplicateArticle(article.id, f"story {others[article.id].story}", f"story {story}")
    keeps_all = add or reading.has_gap
    stays = [
        article for article in before if keeps_all or article.id in reading.unread or article.story in reading.standing
    ]
    kept = others | {article.id: article for article in stays if article.id not in ids}
    return before, [*kept.values(), *chosen]


def _list_articles(old: Generation | None) -> Iterable[Article]:
    return old.articles if old else ()


def _describe(error: OSError) -> str:
    """Why the disk refused; NumPy gives no number when it could write only a part."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, None):
        return "the disk is full."
    return f"{error.filename or 'the data folder'}: {error.strerror}."


def _open_current(folder: DataFolder) -> Generation | None:
    try:
        return folder.open_current()
    except (NoIndexYet, CorruptGeneration):
        return None


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
    """All that goes into the new generation, and the number of passages that were encoded for it."""
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
    chosen: BuildPlan, fresh: Rows, starts: NDArray[np.int64], old: Rows, old_starts: NDArray[np.integer]
) -> Rows:
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


def _write(draft: Draft, contents: Contents) -> Generation:
    try:
        return draft.write(contents)
    except ValueError as error:
        raise BuildFailed(f"the encoder gave {error}.") from error


def _check(generation: Generation) -> None:
    """The new index reads back as slices of its articles, and finds passages by their own vectors."""
    try:
        passages = list(generation.passages)
        read_back = len(passages), len(generation.quotations)
    except ValueError as error:
        raise BuildFailed(f"the new index does not read back: {error}.") from error
    counts = generation.manifest.counts
    if read_back != (counts.passages, counts.quotations):
        raise BuildFailed("the new index does not hold what was written.")
    step = max(1, len(passages) // _CHECKED_PASSAGES)
    rows = generation.passage_vectors.rows[::step]
    scores, _ = generation.passage_vectors.search(rows, 1)
    if not np.allclose(scores[:, 0], 1, atol=1e-2):
        raise BuildFailed("the new index does not find its own passages.")
