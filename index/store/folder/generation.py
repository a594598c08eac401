"""One generation as search asks it: its files, and a shelf for each scope."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path

from index.encoding.encoder import EncoderIdentity
from index.errors import WrongEncoder
from index.store.folder.files import GenerationFiles
from index.store.folder.shelf import FolderShelf
from index.store.manifest import Manifest
from index.types import Scope

_SHELVES = 16  # scopes whose shelves are kept; each holds an array over the articles and one over the passages


class Generation(GenerationFiles):
    """One opened generation."""

    def __init__(self, folder: Path, manifest: Manifest, reopen: Callable[[], Generation]) -> None:
        """``reopen`` gives the generation that is current when it is called. Raises NoIndexYet, CorruptGeneration."""
        super().__init__(folder, manifest)
        self.reopen = reopen
        self.shelf = lru_cache(maxsize=_SHELVES)(partial(FolderShelf, self))

    @property
    def newest(self) -> datetime | None:
        return self.shelf(Scope()).coverage.newest

    def turn_to(self, encoder: EncoderIdentity) -> None:
        """Raises WrongEncoder where another one built it."""
        if self.manifest.encoder != encoder:
            raise WrongEncoder(str(self.manifest.encoder), str(encoder))

    def prepare(self) -> None:
        """Loads now what the first question needs."""
        _ = self.passage_vectors, self.lexical

    def reading(self) -> AbstractContextManager[object]:
        """A generation never changes."""
        return nullcontext()
