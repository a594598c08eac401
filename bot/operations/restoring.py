"""Putting a backup back: unpacked, checked and built beside what is there, which then makes way in one go.

What was there is not deleted: the index before is kept as any earlier generation is, the rest in a folder of its own.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from bot.errors import BrokenBackup
from bot.operations.backup import ARTICLES, SETTINGS, SOURCES, STATE, UPLOADS, Backup, unpack
from bot.operations.lock import locked
from bot.settings import Settings
from index.articles import Reading
from index.building import build
from index.commands.options import with_data
from index.encoding.encoder import Encoder
from index.progress import Progress
from index.store.folder.data_folder import DataFolder
from index.store.records import article_from_line
from index.types import GenerationId

_STAGE = ".restore"
_STATE_FILES = (STATE, f"{STATE}-wal", f"{STATE}-shm")  # with SQLite's log, which belongs to the database beside it


def is_used(settings: Settings) -> bool:
    """Whether a restore would put something in the place of something."""
    return bool(DataFolder(settings.data.dir).ids() or settings.state_file.exists() or settings.uploads_dir.exists())


def restore(
    archive: Path,
    settings: Settings,
    load_encoder: Callable[[], Encoder],
    *,
    report: Callable[[Progress], None] = lambda _: None,
) -> tuple[Backup, Path]:
    """Puts everything back, and gives what it was and the folder with the settings file and the operator's sources,
    which belong to no data folder. Whatever goes wrong, what was there stays.

    Raises:
        BrokenBackup: nothing was changed.
        AlreadyRunning, BuildInProgress: a bot or a build is at work on the data folder.
        BuildFailed, ModelError: the index cannot be built. OSError: the folder cannot be written.
    """
    folder = settings.data.dir
    with locked(folder):
        stage, after = folder / _STAGE, folder / f"restored-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}"
        shutil.rmtree(stage, ignore_errors=True)  # of a restore that was killed
        try:
            contents = unpack(archive, stage)
            _move_uploads(archive, stage, contents, settings)
            generation = _build(archive, stage, settings, load_encoder, report)
            with DataFolder(folder).locked():
                _take_place(folder, stage, after, generation)
                if generation:
                    DataFolder(folder).adopt(generation)
        finally:
            shutil.rmtree(stage, ignore_errors=True)
    return contents, after


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
    report: Callable[[Progress], None],
) -> GenerationId | None:
    if not (stage / ARTICLES).exists():
        return None
    try:
        with (stage / ARTICLES).open("rb") as lines:
            articles = tuple(map(article_from_line, lines))
    except ValueError as error:
        raise BrokenBackup(archive, "its articles cannot be read") from error
    reading = Reading(articles=articles, failures=())
    return build([], with_data(settings, stage), load_encoder, read=lambda _: reading, report=report).generation


def _take_place(folder: Path, stage: Path, after: Path, generation: GenerationId | None) -> None:
    """Moves everything to where it belongs; what cannot be moved to its end is moved back."""
    moves = [(folder / name, after / "before" / name) for name in (*_STATE_FILES, UPLOADS)]
    moves += [(stage / name, folder / name) for name in (STATE, UPLOADS)]
    moves += [(stage / name, after / name) for name in (SETTINGS, SOURCES)]
    if generation:
        moves.append((stage / "generations" / generation, folder / "generations" / generation))
    done: list[tuple[Path, Path]] = []
    try:
        for source, target in moves:
            if source.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                source.rename(target)
                done.append((source, target))
    except BaseException:
        for source, target in reversed(done):
            target.rename(source)
        raise


def missing_sources(contents: Backup, after: Path) -> Sequence[tuple[str, Path]]:
    """The operator's sources that are not on this machine: where they lay, and where their files are now."""
    return [(place, after / SOURCES / number) for number, place in contents.sources.items() if not Path(place).exists()]
