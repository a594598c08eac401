"""A backup: one file with what nobody could make again, taken while the bot runs, and put back whole or not at all.

In it are the articles of the current index with their earlier texts, the bot's state, what admins uploaded, the files
that ``[reindex] sources`` names, and the settings file. The index itself is left out: it is built from the articles
again. So are secrets, which come from the environment. The file is a ZIP archive; ``backup.json`` in it has the sha256
of everything else.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from pydantic import TypeAdapter, ValidationError

from bot.errors import BrokenBackup, BrokenState
from bot.settings import Settings
from index import __version__
from index.articles import Source
from index.articles.files import exists, find_files
from index.errors import NoIndexYet
from index.store.folder.data_folder import DataFolder
from index.store.folder.generation import Generation

FORMAT = 2  # rises when older versions can no longer read a backup
STATE, ARTICLES, REVISIONS, SETTINGS = "state.sqlite", "articles.jsonl", "revisions.jsonl", "verbatim.toml"
UPLOADS, SOURCES = "uploads", "sources"
_ROOTS = frozenset({STATE, ARTICLES, REVISIONS, SETTINGS, UPLOADS, SOURCES})
_CONTENTS = "backup.json"
_LARGEST_CONTENTS = 100_000_000  # bytes; a million files


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What a backup is. ``files`` maps each name in the archive to its sha256; ``data_dir`` is where it was taken, and
    ``sources`` maps each folder below ``sources/`` to where it lay."""

    format: int
    version: str
    taken_at: datetime
    data_dir: str
    articles: int
    sources: dict[str, str]
    files: dict[str, str]


_JSON = TypeAdapter(Backup)


def back_up(settings: Settings, settings_file: Path | None, archive: Path) -> Backup:
    """Writes the backup, beside its place first, and then puts it there.

    Raises:
        CorruptGeneration: the index is damaged. BrokenState: the bot's state is.
        OSError: something cannot be read, the data folder holds no index, state or uploads, or the disk is full, and an
            earlier backup of that name stays; or what has that name is no backup.
    """
    _require_replaceable(archive)
    generation = _open_current(settings)
    if generation is None and not (settings.state_file.exists() or settings.uploads_dir.exists()):
        raise OSError(errno.ENOENT, "nothing is kept there that could be saved", str(settings.data.dir.absolute()))
    sources = map(Source.parse, settings.reindex.sources)
    places = {str(number): source.path for number, source in enumerate(sources, start=1) if source.link is None}
    descriptor, draft = _open_draft(archive)
    try:
        with os.fdopen(descriptor, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
            files = {
                **(_add_articles(zipped, generation.folder) if generation else {}),
                **_add_state(zipped, settings.state_file),
                **_add_folder(zipped, UPLOADS, settings.uploads_dir, settings.data.dir),
            }
            for number, place in places.items():
                files |= _add_folder(zipped, f"{SOURCES}/{number}", place, settings.data.dir)
            if settings_file is not None:
                files[SETTINGS] = _add(zipped, SETTINGS, settings_file)
            contents = Backup(
                format=FORMAT,
                version=__version__,
                taken_at=datetime.now(UTC),
                data_dir=str(settings.data.dir.absolute()),
                articles=generation.manifest.counts.articles if generation else 0,
                sources={number: str(place.absolute()) for number, place in places.items()},
                files=files,
            )
            zipped.writestr(_CONTENTS, json.dumps(asdict(contents), default=str, indent=1))
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.replace(archive)
    finally:
        draft.unlink(missing_ok=True)
    return contents


def _open_draft(archive: Path) -> tuple[int, Path]:
    """A new file beside the archive, readable by its owner alone. Raises OSError, of the archive."""
    try:
        descriptor, name = tempfile.mkstemp(dir=archive.parent, prefix=f".{archive.name}-")
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(archive)) from error
    return descriptor, Path(name)


def _require_replaceable(archive: Path) -> None:
    """Raises OSError where a backup cannot stand, or would take the place of anything but an earlier one."""
    if archive.is_dir() or not archive.parent.is_dir():
        wrong = errno.EISDIR if archive.is_dir() else errno.ENOENT
        raise OSError(wrong, os.strerror(wrong), str(archive))
    if archive.exists() and not (archive.is_file() and _is_empty_or_backup(archive)):
        raise OSError(errno.EEXIST, "it already exists and is not a backup, so it is not overwritten", str(archive))


def _is_empty_or_backup(file: Path) -> bool:
    """Whether nothing is lost with a file but an earlier backup."""
    with contextlib.suppress(BrokenBackup):
        return not file.stat().st_size or bool(look_into(file))
    return False


def unpack(archive: Path, folder: Path) -> Backup:
    """Unpacks a backup into ``folder``, every file checked.

    Raises:
        BrokenBackup: it is none, is damaged, or is a later version's; ``folder`` may hold a part of it then.
        OSError: the archive cannot be read, or ``folder`` cannot be written.
    """
    with _told_when_broken(archive), zipfile.ZipFile(archive) as zipped:
        contents = _read_contents(archive, zipped)
        for name, expected in contents.files.items():
            _unpack_file(zipped, name, folder / _safe(archive, name), expected, archive)
    return contents


def look_into(archive: Path) -> Backup:
    """What a backup says that it is; whether its files are whole, unpacking alone finds out. Raises like ``unpack``."""
    with _told_when_broken(archive), zipfile.ZipFile(archive) as zipped:
        return _read_contents(archive, zipped)


def _read_contents(archive: Path, zipped: zipfile.ZipFile) -> Backup:
    if zipped.getinfo(_CONTENTS).file_size > _LARGEST_CONTENTS:
        raise BrokenBackup(archive, "its description of itself is far too long")
    contents = _JSON.validate_json(zipped.read(_CONTENTS))
    if contents.format > FORMAT:
        raise BrokenBackup(archive, f"it was made by verbatim {contents.version}, which is newer than this one")
    return contents


@contextlib.contextmanager
def _told_when_broken(archive: Path) -> Iterator[None]:
    """Raises BrokenBackup for what reading it raises."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError) as error:
        raise BrokenBackup(archive, "it is damaged, or is not a ZIP archive") from error
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        raise BrokenBackup(archive, "it is damaged") from error  # a place before its beginning
    except (KeyError, ValidationError) as error:
        raise BrokenBackup(archive, "it is not a Verbatim backup, or is incomplete") from error


def _unpack_file(zipped: zipfile.ZipFile, name: str, place: Path, expected: str, archive: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with zipped.open(name) as packed, place.open("wb") as file:
        while part := packed.read(1 << 20):
            digest.update(part)
            file.write(part)
    if digest.hexdigest() != expected:
        raise BrokenBackup(archive, f"{name} in it is damaged")


def _safe(archive: Path, name: str) -> PurePosixPath:
    """The name, which must not lead out of the folder that it is unpacked into."""
    path = PurePosixPath(name)
    root = path.parts[0] if path.parts else ""
    if path.is_absolute() or ".." in path.parts or "\\" in name or root not in _ROOTS:
        raise BrokenBackup(archive, f"it contains a file that does not belong in a backup: {name!r}")
    return path


def _open_current(settings: Settings) -> Generation | None:
    try:
        return DataFolder(settings.data.dir).open_current()
    except NoIndexYet:
        return None


def _add_articles(zipped: zipfile.ZipFile, generation: Path) -> dict[str, str]:
    return {name: _add(zipped, name, generation / name) for name in (ARTICLES, REVISIONS)}


def _add(zipped: zipfile.ZipFile, name: str, file: Path) -> str:
    """Adds a file; gives its sha256."""
    digest = hashlib.sha256()
    with file.open("rb") as source, zipped.open(name, "w", force_zip64=True) as packed:
        while part := source.read(1 << 20):
            digest.update(part)
            packed.write(part)
    return digest.hexdigest()


def _add_folder(zipped: zipfile.ZipFile, name: str, folder: Path, data_dir: Path) -> dict[str, str]:
    """Adds a file, or the files that a build finds in a folder; one that vanishes meanwhile is left out."""
    added = {}
    for file in find_files(folder, data_dir) if exists(folder) else ():
        if file.path.is_file() and not file.is_apart:
            inside = f"{name}/{_spell(file.below)}"
            with contextlib.suppress(FileNotFoundError):
                added[inside] = _add(zipped, inside, file.path)
    return added


def _spell(below: Path) -> str:
    """How a file is called in an archive, which takes names in UTF-8 alone."""
    name = below.as_posix()
    try:
        name.encode()
    except UnicodeEncodeError:
        return quote(os.fsencode(name))
    return name


def _add_state(zipped: zipfile.ZipFile, file: Path) -> dict[str, str]:
    """Adds a copy of the database as it is at one moment, whoever writes to it. Raises BrokenState, OSError."""
    if not file.exists():
        return {}
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".backup-") as folder:
        copy = Path(folder) / STATE
        try:
            _copy_state(file, copy)
        except sqlite3.OperationalError as error:  # it cannot be opened, or the disk is full
            raise OSError(errno.EIO, str(error), str(file)) from error
        except sqlite3.DatabaseError as error:
            raise BrokenState(file, str(error)) from error
        return {STATE: _add(zipped, STATE, copy)}


def _copy_state(file: Path, copy: Path) -> None:
    place = f"{file.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(place, uri=True)) as live, closing(sqlite3.connect(copy)) as out:
        live.backup(out)
        out.execute("PRAGMA journal_mode=DELETE")  # one file, with no log beside it
        if out.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise BrokenState(file, "it is damaged")
