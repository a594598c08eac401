"""A build in a folder: a new generation beside the others, current when it is complete and has passed its check."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from index.articles.duplicates import Unique
from index.articles.revisions import keep_revisions
from index.building.known_questions import ask_candidates
from index.building.making import digest, make_contents
from index.encoding.encoder import Encoder
from index.errors import BuildFailed, CorruptGeneration, NoIndexYet
from index.progress import Progress, Stage
from index.search.calibration import read_calibration
from index.search.reader.reading import LoadReader
from index.settings import IndexSettings
from index.store.contents import Contents
from index.store.folder.data_folder import DataFolder, Held
from index.store.folder.drafts import Draft
from index.store.folder.generation import Generation
from index.store.manifest import Manifest
from index.types import Article, Revision

_CHECKED_PASSAGES = 50  # of a new index are searched for by their own vectors before it goes live


@contextmanager
def open_folder_site(
    settings: IndexSettings, revisions: Sequence[Revision] = (), *, dry_run: bool
) -> Iterator[FolderSite]:
    """The current generation, and the folder to put the next one in; nobody else builds there meanwhile. ``revisions``
    are taken over where there is no current generation.

    Raises:
        BuildInProgress.
        BuildFailed: the disk is full.
    """
    folder = DataFolder(settings.data.dir)
    try:
        with nullcontext() if dry_run else folder.locked():
            yield FolderSite(folder, settings, old := _open_current(folder), _find_held(folder, old), revisions)
    except OSError as error:
        raise BuildFailed(_describe(error)) from error


class FolderSite:
    """A folder between two generations."""

    def __init__(
        self,
        folder: DataFolder,
        settings: IndexSettings,
        old: Generation | None,
        held: Held | None,
        revisions: Sequence[Revision],
    ) -> None:
        """``held`` are the articles that are there, which may outlive what was made of them in ``old``."""
        self._folder, self._settings, self._old, self._held, self._revisions = folder, settings, old, held, revisions

    @property
    def articles(self) -> Sequence[Article]:
        return self._held.articles if self._held else ()

    def write(
        self,
        unique: Unique,
        encoder: Encoder,
        load_reader: LoadReader,
        *,
        full: bool,
        report: Callable[[Progress], None],
    ) -> tuple[Manifest, int]:
        """The generation of the articles, promoted, and the number of passages encoded; the current one where it is
        the same."""
        folder, settings, old = self._folder, self._settings, self._old
        shape = digest(settings.passages)
        is_like = old and (old.manifest.encoder, old.manifest.settings) == (encoder.identity, shape)
        reusable = old if is_like and not full else None
        # In whatever order: what a build keeps comes before what it reads.
        is_same = reusable and frozenset(reusable.articles) == frozenset(unique.articles)
        if reusable and is_same and reusable.manifest.id == folder.current_id():
            return reusable.manifest, 0
        with folder.draft(encoder=encoder.identity, settings=shape) as draft:
            contents, encoded = make_contents(
                unique, settings, encoder, reusable.contents if reusable else None, report
            )
            contents = replace(contents, revisions=self._keep_revisions(unique.articles))
            generation = _write(draft, contents)
            report(Progress(stage=Stage.WRITING, done=1, total=1))
            report(Progress(stage=Stage.CHECKING, done=0, total=1))
            _check(generation)
            manifest = draft.seal(ask_candidates(generation, encoder, read_calibration(), load_reader()))
            folder.promote(manifest, keep=settings.data.keep_generations, spare=old.manifest.id if old else None)
            report(Progress(stage=Stage.CHECKING, done=1, total=1))
        return manifest, encoded

    def _keep_revisions(self, articles: Sequence[Article]) -> list[Revision]:
        """The earlier texts of the articles, whatever else of the old generation can be used."""
        held, now = self._held, datetime.now(UTC)
        if held is None:
            return keep_revisions((), self._revisions, articles, read_at=now, replaced_at=now)
        return keep_revisions(held.articles, held.revisions, articles, read_at=held.made_at, replaced_at=now)


def _open_current(folder: DataFolder) -> Generation | None:
    try:
        return folder.open_current()
    except (NoIndexYet, CorruptGeneration):
        return None


def _find_held(folder: DataFolder, old: Generation | None) -> Held | None:
    """What a build begins with: a current generation that is damaged has its articles still, as a rule."""
    if old is None or old.manifest.id != folder.current_id():
        return folder.held()
    return Held(articles=list(old.articles), revisions=old.revisions, made_at=old.manifest.created_at)


def _describe(error: OSError) -> str:
    """Why the disk refused; NumPy gives no number when it could write only a part."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, None):
        return "the disk is full."
    return f"{error.filename or 'the data folder'}: {error.strerror}."


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
        raise BuildFailed(f"the new index cannot be read back: {error}.") from error
    counts = generation.manifest.counts
    if read_back != (counts.passages, counts.quotations):
        raise BuildFailed("the new index does not hold what was written.")
    step = max(1, len(passages) // _CHECKED_PASSAGES)
    rows = generation.passage_vectors.rows[::step]
    scores, _ = generation.passage_vectors.search(rows, 1)
    if not np.allclose(scores[:, 0], 1, atol=1e-2):
        raise BuildFailed("the new index does not find its own passages.")
