"""Generations on disk: promoted, rolled back to, cleared away; one pointer says which is current."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import ValidationError

from index.encoding.encoder import EncoderIdentity
from index.errors import BuildInProgress, CorruptGeneration, NoIndexYet, NothingToRollBack, UnknownGeneration
from index.store.folder.disk import hash_or_none, sync
from index.store.folder.drafts import FORMAT, MANIFEST, MANIFESTS, Draft
from index.store.folder.files import ARTICLES, REVISIONS
from index.store.folder.generation import Generation
from index.store.manifest import Manifest
from index.store.records import article_from_line, revision_from_line
from index.types import Article, GenerationId, Revision

_CURRENT = "CURRENT"
_DRAFT = ".draft"
_ID = re.compile(r"\d{8}T\d{12}Z-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The articles of a generation with their earlier texts, and when it was made."""

    articles: Sequence[Article]
    revisions: Sequence[Revision]
    made_at: datetime


class DataFolder:
    """The folder of one index: its generations and which of them is current."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._generations = path / "generations"

    def ids(self) -> list[GenerationId]:
        """All promoted generations, newest first."""
        if not self._generations.is_dir():
            return []
        names = [entry.name for entry in self._generations.iterdir() if _ID.fullmatch(entry.name)]
        return [GenerationId(name) for name in sorted(names, reverse=True)]

    def current_id(self) -> GenerationId | None:
        """What CURRENT says; None where there is no such file or no such generation."""
        try:
            name = (self.path / _CURRENT).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return None
        return GenerationId(name) if name in self.ids() else None

    def open(self, generation: GenerationId) -> Generation:
        """One generation, every file verified against its checksum first.

        Raises:
            CorruptGeneration: a file is damaged, missing, or of another version's format.
        """
        manifest = self.verify(generation)
        return Generation(self._generations / generation, manifest, self.open_current)

    def open_current(self) -> Generation:
        """The current generation; where it is damaged, the newest intact one.

        Raises:
            NoIndexYet: nothing was ever promoted here.
            CorruptGeneration: no generation is intact; it names the damage of the current one.
        """
        damage: CorruptGeneration | None = None
        for candidate in self._candidates():
            try:
                return self.open(candidate)
            except CorruptGeneration as error:
                damage = damage or error
        raise damage or NoIndexYet(self.path)

    def held(self) -> Held | None:
        """The articles of the current generation, whatever else of it is damaged; where they are, those of the newest
        of which they are as they were written, if there is one."""
        for candidate in self._candidates():
            with suppress(CorruptGeneration):
                manifest, folder = self._read_manifest(candidate), self._generations / candidate
                self._verify(manifest, {ARTICLES, REVISIONS})
                return Held(
                    articles=[article_from_line(line) for line in _lines(folder / ARTICLES)],
                    revisions=[revision_from_line(line) for line in _lines(folder / REVISIONS)],
                    made_at=manifest.created_at,
                )
        return None

    def _candidates(self) -> list[GenerationId]:
        """The current generation, and then the others, newest first."""
        current = self.current_id()
        return [*([current] if current else []), *(other for other in self.ids() if other != current)]

    def verify(self, generation: GenerationId) -> Manifest:
        """The manifest, when every file of the generation is as it was written. Raises CorruptGeneration."""
        manifest = self._read_manifest(generation)
        self._verify(manifest, manifest.files)
        return manifest

    def _read_manifest(self, generation: GenerationId) -> Manifest:
        try:
            manifest = MANIFESTS.validate_json((self._generations / generation / MANIFEST).read_bytes())
        except (OSError, ValidationError) as error:
            raise CorruptGeneration(generation, MANIFEST, "it cannot be read") from error
        if manifest.format != FORMAT:
            raise CorruptGeneration(generation, MANIFEST, f"its format is {manifest.format}, not {FORMAT}")
        return manifest

    def _verify(self, manifest: Manifest, names: Collection[str]) -> None:
        """Raises CorruptGeneration where one of these files is not as it was written; what was not is passed over."""
        expected = {name: digest for name, digest in manifest.files.items() if name in names}
        folder = self._generations / manifest.id
        with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:  # hashing leaves the interpreter free
            found = pool.map(lambda name: hash_or_none(folder / name), expected)
            for (name, digest), actual in zip(expected.items(), found, strict=True):
                if actual != digest:
                    damage = "it is missing" if actual is None else "its checksum differs"
                    raise CorruptGeneration(manifest.id, name, damage)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keeps other builds away from this folder. Raises BuildInProgress when another one is here already."""
        self._generations.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.path / "build.lock")
        try:
            held = lock.acquire(timeout=0)
        except Timeout as error:
            raise BuildInProgress(self.path) from error
        with held:
            yield

    @contextmanager
    def draft(self, *, encoder: EncoderIdentity, settings: str) -> Iterator[Draft]:
        """A new draft; it is removed unless it was promoted inside. Only while the folder is locked."""
        for left_over in self._generations.glob(f"{_DRAFT}*"):  # of a build that was killed
            shutil.rmtree(left_over, ignore_errors=True)
        folder = self._generations / _DRAFT
        folder.mkdir()
        made = [datetime.fromisoformat(name.partition("-")[0]) for name in self.ids()]
        newest = max(made, default=datetime(1, 1, 1, tzinfo=UTC))
        try:
            yield Draft(folder, self.open_current, encoder=encoder, settings=settings, after=newest)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def promote(self, manifest: Manifest, *, keep: int, spare: GenerationId | None) -> None:
        """Makes the sealed draft current and removes all but the newest ``keep`` generations.

        ``spare`` is kept besides: the one that was in use, whatever stands between.
        """
        (self._generations / _DRAFT).rename(self._generations / manifest.id)
        sync(self._generations)
        self._point_to(manifest.id)
        for old in self.ids()[keep:]:
            if old != spare:
                shutil.rmtree(self._generations / old, ignore_errors=True)

    def adopt(self, name: str) -> GenerationId:
        """Makes the generation of that name current, be it older or newer.

        Raises:
            UnknownGeneration, CorruptGeneration.
        """
        generation = next((known for known in self.ids() if known == name), None)
        if generation is None:
            raise UnknownGeneration(name, self.ids())
        self.verify(generation)
        self._point_to(generation)
        return generation

    def roll_back(self) -> GenerationId:
        """Makes the newest intact generation before the current one current.

        Raises:
            NothingToRollBack: there is none.
        """
        current = self.current_id()
        for candidate in self.ids():
            if current is None or candidate < current:
                try:
                    self.verify(candidate)
                except CorruptGeneration:
                    continue
                self._point_to(candidate)
                return candidate
        raise NothingToRollBack

    def _point_to(self, generation: GenerationId) -> None:
        successor = self.path / f"{_CURRENT}.new"
        successor.write_text(f"{generation}\n", encoding="ascii")
        sync(successor)
        successor.replace(self.path / _CURRENT)
        sync(self.path)


def _lines(file: Path) -> list[bytes]:
    """The lines of a file; none of one that an older version did not write."""
    return file.read_bytes().splitlines() if file.exists() else []
