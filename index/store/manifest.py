"""What an index is, in one noun: how it was made, and how much it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from index.encoding.encoder import EncoderIdentity
from index.types import GenerationId, StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    articles: int
    passages: int
    sentences: int
    quotations: int
    revisions: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a generation is. ``files`` maps each file's name, relative to the generation, to its sha256.

    ``settings`` is a digest of what shapes passages; vectors are reused only where it and the encoder agree. ``method``
    is how passages are searched (index.store.vectors.Method), ``recall`` the share of the nearest that it finds.
    ``others`` are stories of a database that only another encoder built: they are not seen until they are built again.
    """

    format: int
    id: GenerationId
    created_at: datetime
    encoder: EncoderIdentity
    settings: str
    stories: tuple[StoryId, ...]
    counts: Counts
    files: dict[str, str]
    method: str = "flat"
    recall: float = 1.0
    others: tuple[StoryId, ...] = ()
