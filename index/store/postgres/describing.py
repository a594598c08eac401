"""The rows of the stories → one manifest, as a generation has one. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from index.encoding.encoder import EncoderIdentity
from index.errors import NoIndexYet
from index.store.manifest import Counts, Manifest
from index.store.postgres.stories import StoryRow
from index.types import GenerationId

_FORMAT = 1
_TIME = "%Y%m%dT%H%M%S%fZ"
EXACT, GRAPH = "exact", "exact, and hnsw in large stories"


def choose_encoder(rows: Sequence[StoryRow], preferred: EncoderIdentity | None = None) -> EncoderIdentity:
    """Whose stories are read: of those that readers see the preferred encoder's, else the one's that built last.
    Raises NoIndexYet."""
    seen = sorted((row for row in rows if row.is_seen and row.articles), key=lambda row: row.epoch)
    if not seen:
        raise NoIndexYet("the database")
    return preferred if preferred in {row.encoder for row in seen} else seen[-1].encoder


def make_manifest(rows: Sequence[StoryRow], encoder: EncoderIdentity) -> Manifest:
    """The stories of an encoder in one noun. ``rows`` are all that there are; one that was emptied is no story, but has
    changed the index."""
    own = sorted((row for row in rows if row.encoder == encoder), key=lambda row: row.epoch)
    names = {row.name for row in own}
    stories = [row for row in own if row.articles]
    last = max(rows, key=lambda row: row.epoch)
    recalls = [story.graph_recall for story in stories if story.graph_recall is not None]
    return Manifest(
        format=_FORMAT,
        id=name_state(last.built_at, last.epoch),
        created_at=max(story.built_at for story in own).astimezone(UTC),
        encoder=encoder,
        settings=own[-1].settings,
        stories=tuple(sorted(story.name for story in stories)),
        others=tuple(sorted({row.name for row in rows if row.is_seen and row.articles} - names)),
        counts=Counts(
            articles=sum(story.articles for story in stories),
            passages=sum(story.passages for story in stories),
            sentences=sum(story.sentences for story in stories),
            quotations=sum(story.quotations for story in stories),
            revisions=sum(story.revisions for story in stories),
        ),
        files={},
        method=GRAPH if recalls else EXACT,
        recall=min(recalls, default=1.0),
    )


def name_state(built_at: datetime, epoch: int) -> GenerationId:
    """What a state of the database is called, as a generation is."""
    return GenerationId(f"{built_at.astimezone(UTC):{_TIME}}-{epoch:08x}")
