"""What can be looked at on this machine: the data folder, the index, the models and the sources."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from bot.cards.admin import Finding
from bot.errors import BrokenState
from bot.settings import Settings
from index.articles import Source
from index.types import StoryId, split_story


def look_at_place(folder: Path, settings_file: Path | None) -> list[Finding]:
    """Where the data lies and whether it can be written, and which settings file is read; for operators alone."""
    if settings_file:
        read = f"The settings file is {settings_file.absolute()}."
    else:
        read = f"There is no config/verbatim.toml in {Path.cwd()}; defaults and variables apply."
    if _may_write_in(folder):
        place = Finding(what=f"The data folder is {folder.absolute()}.")
    else:
        fix = "Let the bot's user write to it, or name another folder in [data] dir."
        place = Finding(what=f"The data folder {folder.absolute()} cannot be written to.", fix=fix)
    return [place, Finding(what=read)]


def look_at_index(settings: Settings) -> list[Finding]:
    """Whether there is an intact index; reads and checks every file of it."""
    from index.errors import VerbatimError
    from index.store.folder.data_folder import DataFolder
    from index.store.homes import read_manifest

    folder = DataFolder(settings.data.dir)
    try:
        manifest = read_manifest(settings) if settings.store.url else folder.open_current().manifest
    except VerbatimError as error:
        return [Finding(what="There is no usable index.", fix=str(error))]
    if not settings.store.url and folder.current_id() != manifest.id:
        fix = "Run: verbatim index verify, then build again."
        return [Finding(what="The index that should be current is damaged.", fix=fix)]
    opened = Finding(what="The index can be opened.")
    return [opened, *_look_at_offered(settings.reindex.offered, manifest.stories)]


def look_at_state(settings: Settings) -> Finding:
    """Whether what servers choose can be kept in the data folder, for no other user of the machine to read."""
    file = settings.state_file
    if not settings.store.url and file.is_file() and (damage := _find_damage(file)):
        broken = str(BrokenState(file, damage))
        return Finding(what="What servers chose is damaged, and the bot will not start.", fix=broken)
    if not (settings.store.url or (os.access(file, os.W_OK) if file.exists() else _may_write_in(file.parent))):
        fix = f"Let the bot's user write to {file}."
        return Finding(what="The choices of servers can be read, but not changed.", fix=fix)
    if not settings.store.url and file.exists() and _is_readable_for_all(file):
        fix = f"Run: chmod -R o= {file.parent}"
        return Finding(what="Every user of this machine can read the bot's data.", fix=fix)
    return Finding(what="The choices of servers can be saved.")


def look_at_encoder(settings: Settings) -> list[Finding]:
    """Whether the encoder's files are there, and whether it runs as fast as it could."""
    from index.encoding.loading import find_encoder_problem
    from index.errors import ModelError

    try:
        problem = find_encoder_problem(settings)
    except ModelError as error:
        return [Finding(what=str(error), fix="Correct [encoder] model.")]
    if problem:
        what = f"The encoder runs on sentence-transformers, which is slower than ONNX Runtime: {problem}."
        return [Finding(what=what)]
    return [Finding(what="The encoder is in place.")]


def look_at_reader(settings: Settings) -> Finding:
    """Whether what reads a question and a passage together is there; without it answers are decided all the same."""
    from index.search.reader.reader import find_reader_problem

    if settings.answers.reader == "off":
        return Finding(what="The reader is off ([answers] reader), so answers are less certain.")
    if problem := find_reader_problem():
        return Finding(what="Answers are decided without the reader.", fix=problem)
    return Finding(what="The reader is in place.")


def look_at_sources(settings: Settings) -> list[Finding]:
    """Whether the operator's sources are there, and the folder that is open to admins."""
    findings = [_look_at_source(Source.parse(text)) for text in settings.reindex.sources]
    if not findings:
        fix = "Name files or folders of articles in [reindex] sources, or upload some with /sources add."
        findings.append(Finding(what="No sources are set.", fix=fix))
    if (folder := settings.reindex.folder) and not Path(folder).is_dir():
        findings.append(
            Finding(what=f"The folder {Path(folder).absolute()} is missing.", fix="Correct [reindex] folder.")
        )
    return findings


def _may_write_in(folder: Path) -> bool:
    """Whether a folder may be written to, or made where it is not there yet."""
    nearest = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)


def _find_damage(file: Path) -> str | None:
    """What is wrong with a database, where its file is none or is damaged; one that cannot be opened may be whole."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as state:
            (found,) = state.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.OperationalError:
        return None
    except sqlite3.DatabaseError as error:
        return str(error)
    return None if found == "ok" else str(found)


def _is_readable_for_all(file: Path) -> bool:
    return bool(file.stat().st_mode & stat.S_IROTH and file.parent.stat().st_mode & stat.S_IXOTH)


def _look_at_offered(offered: Sequence[str], stories: Sequence[StoryId]) -> list[Finding]:
    """Nothing, unless a story is offered that the index has not: whoever should see it sees nothing."""
    known = [story for story in stories if not split_story(story)[0]]
    unknown = [one for one in offered if not {one, one.partition(":")[2]} & set(known)]
    fix = f"Correct [reindex] offered; the index has: {', '.join(known)}."
    return [Finding(what=f"The index has no story {one}.", fix=fix) for one in unknown]


def _look_at_source(source: Source) -> Finding:
    if source.link:
        return Finding(what=f"The source {source.link} is read by the build.")
    if source.path.exists():
        return Finding(what=f"The source {source.path.name} exists.")
    return Finding(what=f"The source {source.path.absolute()} is missing.", fix="Correct [reindex] sources.")
