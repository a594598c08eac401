"""A generation while it is written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from index.encoding.encoder import EncoderIdentity
from index.store.contents import Contents
from index.store.folder.disk import hash_file, sync
from index.store.folder.files import ARTICLES, REVISIONS, Layout
from index.store.folder.generation import Generation
from index.store.manifest import Counts, Manifest
from index.store.records import article_to_line, passage_to_line, quotation_to_line, revision_to_line
from index.types import GenerationId, StoryId

FORMAT = 1  # rises when older files can no longer be read, or when passages would be split otherwise
MANIFEST = "manifest.json"
MANIFESTS = TypeAdapter(Manifest)
_TIME = "%Y%m%dT%H%M%S%fZ"

Noun = TypeVar("Noun")


class Draft:
    """A generation that is being written: a hidden folder until it is sealed and promoted."""

    def __init__(
        self,
        folder: Path,
        reopen: Callable[[], Generation],
        *,
        encoder: EncoderIdentity,
        settings: str,
        after: datetime,
    ) -> None:
        """``after`` is when the newest generation was made: the new one is newer, even if the clock was set back."""
        self._folder, self._reopen = folder, reopen
        self._encoder, self._settings, self._after = encoder, settings, after

    def write(self, contents: Contents) -> Generation:
        """The written files, opened, for questions to be tried on; not verified yet."""
        from index.store.vectors import VectorIndex, check_rows

        layout, stories = _lay_out(self._folder, contents)
        with (self._folder / "layout.npz").open("wb") as file:
            np.savez(file, **{field.name: getattr(layout, field.name) for field in fields(Layout)})
        dimension = self._encoder.dimension
        vectors = VectorIndex.build(contents.vectors.passages, dimension)
        vectors.write(self._folder / "passages.faiss")
        check_rows(contents.vectors.sentences.astype(np.float32), dimension)
        np.save(self._folder / "sentences.npy", contents.vectors.sentences)
        np.save(self._folder / "words.npy", contents.vectors.words)
        contents.lexical.write(self._folder / "lexical")
        created_at = max(datetime.now(UTC), self._after + timedelta(microseconds=1))
        self._manifest = Manifest(
            format=FORMAT,
            id=GenerationId(f"{created_at:{_TIME}}-{hash_file(self._folder / ARTICLES)[:8]}"),
            created_at=created_at,
            encoder=self._encoder,
            settings=self._settings,
            stories=stories,
            counts=Counts(
                articles=len(contents.articles),
                passages=len(contents.passages),
                sentences=len(contents.vectors.sentences),
                quotations=len(contents.quotations),
                revisions=len(contents.revisions),
            ),
            files={},
            method=vectors.method,
            recall=vectors.measure_recall(),
        )
        return Generation(self._folder, self._manifest, self._reopen)

    def seal(self, questions: Iterable[tuple[StoryId, str]]) -> Manifest:
        """Writes what was learned by asking, then the manifest with every checksum, and waits for the disk."""
        with (self._folder / "questions.jsonl").open("wb") as file:
            for story, question in questions:
                record = {"story": story, "question": question}
                file.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")
        files = {str(path.relative_to(self._folder).as_posix()): hash_file(path) for path in _files(self._folder)}
        manifest = replace(self._manifest, files=files)
        (self._folder / MANIFEST).write_bytes(MANIFESTS.dump_json(manifest, indent=1) + b"\n")
        for path in [*self._folder.rglob("*"), self._folder]:
            sync(path)
        return manifest


def _lay_out(folder: Path, contents: Contents) -> tuple[Layout, tuple[StoryId, ...]]:
    """Writes the nouns, one a line, and says where they lie."""
    stories = tuple(sorted({article.story for article in contents.articles}))
    places = {story: place for place, story in enumerate(stories)}
    numbers = {article.id: number for number, article in enumerate(contents.articles)}
    _write_lines(folder / "quotations.jsonl", contents.quotations, quotation_to_line)
    _write_lines(folder / REVISIONS, contents.revisions, revision_to_line)
    layout = Layout(
        article_lines=_write_lines(folder / ARTICLES, contents.articles, article_to_line),
        article_story=np.array([places[article.story] for article in contents.articles], np.int32),
        article_time=np.array(
            [article.published_at.timestamp() if article.published_at else np.nan for article in contents.articles]
        ),
        passage_lines=_write_lines(folder / "passages.jsonl", contents.passages, passage_to_line),
        passage_article=np.array([numbers[passage.article.id] for passage in contents.passages], np.int32),
        first_sentence=np.cumsum([0, *(len(passage.sentences) for passage in contents.passages)], dtype=np.int32),
    )
    return layout, stories


def _write_lines(path: Path, nouns: Iterable[Noun], to_line: Callable[[Noun], bytes]) -> NDArray[np.int64]:
    """Where each line begins, in bytes, and the size of the file last."""
    offsets = [0]
    with path.open("wb") as file:
        for noun in nouns:
            offsets.append(offsets[-1] + file.write(to_line(noun)))
    return np.array(offsets, np.int64)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
