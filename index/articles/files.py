"""A file or folder → the files to read in it, what is passed over, and the names that their articles have."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from index.articles.formats import READERS

_HIDDEN = (".", "~$")  # how names begin that systems hide, and those of Word's locks on open files
_PARTS = re.compile("(?P<page>.+)(?:_files|_fichiers|_archivos|_file|-Dateien)")  # a folder, as browsers name it


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFile:
    """A file, and its place below the source that it was found in. One that ``is_apart``, or a whole folder, is no
    article of the source, whatever it is called: it is hidden, it holds the parts of a page that a browser saved
    beside it, or it is where Verbatim keeps its data."""

    path: Path
    below: Path
    is_apart: bool = False

    @property
    def is_read(self) -> bool:
        return not self.is_apart and self.looks_read

    @property
    def looks_read(self) -> bool:
        """Whether it would be read in another place. A link that leads nowhere is a file that cannot be read."""
        return self.path.suffix.lower() in READERS and (self.path.is_file() or self.is_dead)

    @property
    def is_dead(self) -> bool:
        return self.path.is_symlink() and not exists(self.path)


def exists(path: Path) -> bool:
    """Whether there is such a file or folder; of a name that no system takes, there is none."""
    try:
        return path.exists()
    except OSError:  # a name that is too long
        return False


def find_files(source: Path, apart: Path | None = None) -> Iterator[FoundFile]:
    """The files of a source in order of their paths. What is hidden in it, the parts of a saved page, and the folder
    ``apart`` where Verbatim keeps its data, are ``is_apart``, each as a whole. Linked folders are followed, once each.

    Raises:
        OSError: there is no such file or folder, or a folder in it cannot be opened.
    """
    source.stat()  # raises where there is nothing
    if not source.is_dir():
        yield FoundFile(path=source, below=Path(source.name))
        return
    for path, is_apart in sorted(_walk(source, os.path.realpath(apart) if apart else None)):
        yield FoundFile(path=path, below=path.relative_to(source), is_apart=is_apart)


def _walk(source: Path, apart: str | None) -> Iterator[tuple[Path, bool]]:
    """Each path, and whether it is apart."""
    seen = set[str]()
    for folder, folders, names in os.walk(source, onerror=_raise, followlinks=True):
        real = os.path.realpath(folder)
        if real in seen or real == apart:
            folders.clear()
            yield from [(Path(folder), True)] if real == apart else []
            continue
        seen.add(real)
        shut = {name for name in folders if name.startswith(_HIDDEN) or _is_of_page(name, names)}
        folders[:] = [name for name in folders if name not in shut]
        yield from ((Path(folder) / name, name in shut or name.startswith(_HIDDEN)) for name in (*shut, *names))


def _is_of_page(folder: str, beside: Sequence[str]) -> bool:
    """Whether the folder holds a page's pictures, frames and advertisements, as a browser saves them."""
    parts = _PARTS.fullmatch(folder)
    return parts is not None and any(f"{parts['page']}{ending}" in beside for ending in (".html", ".htm"))


def _raise(error: OSError) -> NoReturn:
    raise error


def fingerprint(files: Sequence[FoundFile]) -> str:
    """Another one when a file that is read comes, goes or changes, told by its name, size and time."""
    facts = hashlib.sha256()
    for file in files:
        if file.is_read:
            found = file.path.lstat() if file.is_dead else file.path.stat()
            facts.update(f"{file.below}\0{found.st_size}\0{found.st_mtime_ns}\0".encode("utf-8", "surrogateescape"))
    return facts.hexdigest()


def name_articles(files: Sequence[FoundFile]) -> list[str]:
    """A name for each file, all different: its path below its source without the ending; where two would be called the
    same, with the ending, and then with as many of the folders above as it takes."""
    names = [file.below.with_suffix("").as_posix() for file in files]
    folders = [file.path.absolute().parts[: -len(file.below.parts)] for file in files]
    for above in range(max((len(parts) for parts in folders), default=0) + 1):
        counts = Counter(names)
        if max(counts.values(), default=0) < 2:
            break
        for number, file in enumerate(files):
            if counts[names[number]] > 1:
                names[number] = Path(*folders[number][len(folders[number]) - above :], file.below).as_posix()
    return names
