"""Putting a backup back: unpacked, checked and built beside what is there, which then makes way in one go.

What was there is not deleted: the index before is kept as any earlier generation is, the rest in a folder of its own.
Which files move where is written down before the first of them does, so that whoever comes next can end what a restore
that was killed has begun.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter

from bot.errors import BrokenBackup, BrokenRestore
from bot.operations.backup import ARTICLES, REVISIONS, SETTINGS, SOURCES, STATE, UPLOADS, Backup, unpack
from bot.operations.lock import locked
from bot.settings import Settings
from index.articles import Reading
from index.building import build
from index.commands.options import with_data
from index.encoding.encoder import Encoder
from index.progress import Progress
from index.search.reader.reading import LoadReader
from index.store.folder.data_folder import DataFolder
from index.store.records import article_from_line, revision_from_line
from index.types import GenerationId

_STAGE, _PLAN = ".restore", "plan.json"
_STATE_FILES = (STATE, f"{STATE}-wal", f"{STATE}-shm")  # with SQLite's log, which belongs to the database beside it
_log = logging.getLogger("verbatim")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What takes which place, both below the data folder, in this order, and the generation that is current then."""

    moves: tuple[tuple[str, str], ...]
    generation: GenerationId | None


_PLANS = TypeAdapter(_Plan)


def is_used(settings: Settings) -> bool:
    """Whether a restore would put something in the place of something."""
    return bool(DataFolder(settings.data.dir).ids() or settings.state_file.exists() or settings.uploads_dir.exists())


def restore(
    archive: Path,
    settings: Settings,
    load_encoder: Callable[[], Encoder],
    load_reader: LoadReader = lambda: None,
    *,
    report: Callable[[Progress], None] = lambda _: None,
) -> tuple[Backup, Path]:
    """Puts everything back, and gives what it was and the folder with the settings file and the operator's sources,
    which belong to no data folder. Whatever goes wrong, what was there stays.

    Raises:
        BrokenBackup: nothing was changed. BrokenRestore: nor was it, as one before was broken off and cannot be ended.
        AlreadyRunning, BuildInProgress: a bot or a build is at work on the data folder.
        BuildFailed, ModelError: the index cannot be built. OSError: the folder cannot be written.
    """
    folder = settings.data.dir
    with locked(folder):
        end_broken_off(folder)
        stage, after = folder / _STAGE, folder / f"restored-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}"
        stage.mkdir()
        try:
            contents = unpack(archive, stage)
            _move_uploads(archive, stage, contents, settings)
            generation = _build(archive, stage, settings, load_encoder, load_reader, report)
            with DataFolder(folder).locked():
                plan = _make_plan(folder, after.name, generation)
                _write_down(stage / _PLAN, plan)
                _take_place(folder, plan)
        finally:
            _clear(stage)
    return contents, after


def end_broken_off(folder: Path) -> None:
    """Ends a restore that was killed, if there was one: what was ready takes its place; what was not is cleared away,
    and everything is as it was. For whoever holds the data folder's lock.

    Raises:
        BrokenRestore: what was ready, and where it belongs, cannot be read; it is left where it is.
        BuildInProgress, CorruptGeneration, OSError: what was ready cannot take its place.
    """
    stage = folder / _STAGE
    if (stage / _PLAN).exists():
        with DataFolder(folder).locked():
            _take_place(folder, _read_plan(stage / _PLAN))
        _log.warning("a restore that was broken off has been ended", extra={"facts": {"data": str(folder)}})
    _clear(stage)


def _move_uploads(archive: Path, stage: Path, contents: Backup, settings: Settings) -> None:
    """Lets the state name the uploads where they will lie. Raises BrokenBackup when it is no intact database."""
    if not (stage / STATE).exists():
        return
    before, now = f"{contents.data_dir}/{UPLOADS}/", f"{settings.uploads_dir.absolute()}/"
    try:
        with closing(sqlite3.connect(stage / STATE)) as state, state:
            if state.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise BrokenBackup(archive, "the bot's state in it is damaged")
            state.execute(
                "UPDATE sources SET file = ? || substr(file, ?) WHERE substr(file, 1, ?) = ?",
                (now, len(before) + 1, len(before), before),
            )
    except sqlite3.DatabaseError as error:
        raise BrokenBackup(archive, "the bot's state in it is damaged") from error


def _build(
    archive: Path,
    stage: Path,
    settings: Settings,
    load_encoder: Callable[[], Encoder],
    load_reader: LoadReader,
    report: Callable[[Progress], None],
) -> GenerationId | None:
    if not (stage / ARTICLES).exists():
        return None
    try:
        articles = tuple(map(article_from_line, _read_lines(stage / ARTICLES)))
        revisions = tuple(map(revision_from_line, _read_lines(stage / REVISIONS)))  # none in a backup of format 1
    except ValueError as error:
        raise BrokenBackup(archive, "its articles cannot be read") from error
    reading, staged = Reading(articles=articles, failures=()), with_data(settings, stage)
    return build(
        [],
        staged,
        load_encoder,
        read=lambda _: reading,
        report=report,
        load_reader=load_reader,
        revisions=revisions,
    ).generation


def _read_lines(file: Path) -> Iterator[bytes]:
    """The lines of a file; none of one that is not there."""
    if file.exists():
        with file.open("rb") as lines:
            yield from lines


def _make_plan(folder: Path, after: str, generation: GenerationId | None) -> _Plan:
    """What is there makes way before anything comes in its place."""
    moves = [(name, f"{after}/before/{name}") for name in (*_STATE_FILES, UPLOADS)]
    moves += [(f"{_STAGE}/{name}", name) for name in (STATE, UPLOADS)]
    moves += [(f"{_STAGE}/{name}", f"{after}/{name}") for name in (SETTINGS, SOURCES)]
    if generation:
        moves.append((f"{_STAGE}/generations/{generation}", f"generations/{generation}"))
    return _Plan(moves=tuple(move for move in moves if (folder / move[0]).exists()), generation=generation)


def _write_down(place: Path, plan: _Plan) -> None:
    """Whole or not at all, whoever reads it; below it stands its sha256."""
    draft, written = place.with_suffix(".new"), _PLANS.dump_json(plan)
    with draft.open("wb") as file:
        file.write(written + b"\n" + _digest(written))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(place)


def _read_plan(place: Path) -> _Plan:
    """Raises BrokenRestore, OSError."""
    written, _, digest = place.read_bytes().rpartition(b"\n")
    if digest != _digest(written):
        raise BrokenRestore(place)
    return _PLANS.validate_json(written)


def _digest(written: bytes) -> bytes:
    return hashlib.sha256(written).hexdigest().encode()


def _take_place(folder: Path, plan: _Plan) -> None:
    """Moves what is not yet where it belongs; where that cannot be done to its end, everything is moved back."""
    moves = [(folder / source, folder / target) for source, target in plan.moves]
    try:
        for source, target in moves:
            _move(source, target)
        if plan.generation:
            DataFolder(folder).adopt(plan.generation)
    except BaseException:
        for source, target in reversed(moves):
            _move(target, source)
        raise


def _move(source: Path, target: Path) -> None:
    if source.exists() and not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        source.rename(target)


def _clear(stage: Path) -> None:
    (stage / _PLAN).unlink(missing_ok=True)  # first: what is half cleared away must not take its place again
    shutil.rmtree(stage, ignore_errors=True)


def missing_sources(contents: Backup, after: Path) -> Sequence[tuple[str, Path]]:
    """The operator's sources that are not on this machine: where they lay, and where their files are now."""
    return [(place, after / SOURCES / number) for number, place in contents.sources.items() if not Path(place).exists()]
