"""Generations on disk: written whole, promoted by one atomic replace, verified when opened, never edited.

    <data_dir>/CURRENT                    the id in use, one line
    <data_dir>/generations/<id>/          immutable once it has that name
        manifest.json                     what it is, and the sha256 of every other file
        articles.jsonl  passages.jsonl  quotations.jsonl  questions.jsonl
        revisions.jsonl                   earlier texts of articles that have changed
        layout.npz                        where each line begins, and what belongs to what
        passages.faiss                    unit rows, float32, in the order of the passages; where there are many, they
        passages.npy                      stand here, and the FAISS index holds eight bits a number
        sentences.npy                     unit rows, float16, in the order of their sentences
        words.npy                         int8, in the order of the sentences' words
        lexical/                          those words, and the titles', as terms

This is the only room that writes them.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from itertools import compress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray
from pydantic import TypeAdapter, ValidationError

from index.encoding.encoder import EncodedPassages, EncoderIdentity, SentenceVectors, WordVectors
from index.errors import BuildInProgress, CorruptGeneration, NoIndexYet, NothingToRollBack, UnknownGeneration
from index.store.manifest import Counts, Manifest
from index.store.records import (
    article_from_line,
    article_to_line,
    passage_from_line,
    passage_to_line,
    quotation_from_line,
    quotation_to_line,
    revision_from_line,
    revision_to_line,
)
from index.types import (
    Article,
    GenerationId,
    Passage,
    PassageId,
    Quotation,
    Revision,
    Scope,
    StoryId,
    split_story,
)

if TYPE_CHECKING:  # what loads faiss is loaded by the first question
    from index.store.folder_shelf import FolderShelf
    from index.store.lexical import LexicalIndex
    from index.store.shelf import Words
    from index.store.vectors import VectorIndex

FORMAT = 1  # rises when older files can no longer be read, or when passages would be split otherwise

_CURRENT = "CURRENT"
_DRAFT = ".draft"
_TIME = "%Y%m%dT%H%M%S%fZ"
_ID = re.compile(r"\d{8}T\d{12}Z-[0-9a-f]{8}")
_MANIFEST = "manifest.json"
_SHELVES = 16  # scopes whose shelves are kept; each holds an array over the articles and one over the passages

_MANIFESTS = TypeAdapter(Manifest)
Noun = TypeVar("Noun")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where things are, as arrays that open at once however large the index is.

    P passages, A articles; lines are byte offsets, with the file's size at the end.
    """

    article_lines: NDArray[np.int64]  # (A + 1,)
    article_story: NDArray[np.int32]  # (A,) place in Manifest.stories
    article_time: NDArray[np.float64]  # (A,) seconds since 1970 UTC; NaN where undated
    passage_lines: NDArray[np.int64]  # (P + 1,)
    passage_article: NDArray[np.int32]  # (P,)
    first_sentence: NDArray[np.int32]  # (P + 1,) row of each passage's first sentence; the number of sentences last


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """All that a new generation holds; sentences are in the order of the passages."""

    articles: Sequence[Article]
    passages: Sequence[Passage]
    quotations: Sequence[Quotation]
    vectors: EncodedPassages
    lexical: LexicalIndex
    revisions: Sequence[Revision] = ()

    @property
    def first_sentences(self) -> NDArray[np.int64]:
        """Row of each passage's first sentence, shape (P + 1,); the number of sentences last."""
        return np.cumsum([0, *(len(passage.sentences) for passage in self.passages)])

    @property
    def first_words(self) -> NDArray[np.int64]:
        """Row of each passage's first word, likewise."""
        return self.lexical.sentences.starts[self.first_sentences]


class Generation:
    """One opened generation. Articles, passages and quotations are parsed when they are first asked for, and the
    indexes for searching them are read then."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder, self.manifest = folder, manifest
        self.layout = _read_layout(folder / "layout.npz")
        self.sentence_vectors: SentenceVectors = np.load(folder / "sentences.npy", mmap_mode="r").view(np.ndarray)
        self.word_vectors: WordVectors = np.load(folder / "words.npy", mmap_mode="r").view(np.ndarray)
        self._article_file = _map_file(folder / "articles.jsonl")
        self._passage_file = _map_file(folder / "passages.jsonl")
        self._quotation_file = _map_file(folder / "quotations.jsonl")
        self._question_file = _map_file(folder / "questions.jsonl")
        self._revision_file = _map_file(folder / "revisions.jsonl")
        self.article = lru_cache(maxsize=None)(self._parse_article)
        self.passage = lru_cache(maxsize=None)(self._parse_passage)
        self.shelf = lru_cache(maxsize=_SHELVES)(self._make_shelf)
        self._words = lru_cache(maxsize=_SHELVES)(self._describe_words)

    def reopen(self) -> Generation:
        """The generation that is current now in the same folder. Raises NoIndexYet, CorruptGeneration."""
        return DataFolder(self.folder.parents[1]).open_current()

    def prepare(self) -> None:
        """Loads now what the first question needs."""
        _ = self.passage_vectors, self.lexical

    def reading(self) -> AbstractContextManager[object]:
        """A generation never changes."""
        return nullcontext()

    def _make_shelf(self, scope: Scope) -> FolderShelf:
        from index.store.folder_shelf import FolderShelf

        return FolderShelf(self, scope)

    def words(self, servers: frozenset[int] | None) -> Words:
        """What words count for where the stories of these servers are seen; of all, where it is None."""
        stories = self.manifest.stories
        return self._words(tuple(servers is None or split_story(story)[0] in servers for story in stories))

    def _describe_words(self, seen: tuple[bool, ...]) -> Words:
        """``seen`` tells for each story whether it counts."""
        of_passages = np.array(seen, bool)[self.layout.article_story[self.layout.passage_article]]
        return self.lexical.describe(compress(self.manifest.stories, seen), of_passages)

    def _parse_article(self, number: int) -> Article:
        start, end = self.layout.article_lines[number : number + 2]
        return article_from_line(self._article_file[start:end])

    def _parse_passage(self, number: int) -> Passage:
        start, end = self.layout.passage_lines[number : number + 2]
        return passage_from_line(self._passage_file[start:end], self.article(int(self.layout.passage_article[number])))

    @cached_property
    def passage_vectors(self) -> VectorIndex:
        from index.store.vectors import Method, VectorIndex

        return VectorIndex.read(self.folder / "passages.faiss", Method(self.manifest.method))

    @cached_property
    def lexical(self) -> LexicalIndex:
        from index.store.lexical import LexicalIndex

        layout = self.layout
        return LexicalIndex.read(self.folder / "lexical", layout.first_sentence, layout.passage_article)

    @property
    def contents(self) -> Contents:
        """All that it holds; rows are mapped, not read."""
        return Contents(
            articles=list(self.articles),
            passages=list(self.passages),
            quotations=self.quotations,
            vectors=EncodedPassages(
                passages=self.passage_vectors.rows, sentences=self.sentence_vectors, words=self.word_vectors
            ),
            lexical=self.lexical,
            revisions=self.revisions,
        )

    @property
    def articles(self) -> Iterator[Article]:
        return map(self.article, range(self.manifest.counts.articles))

    @property
    def passages(self) -> Iterator[Passage]:
        return map(self.passage, range(self.manifest.counts.passages))

    def find_passage(self, passage: PassageId) -> Passage | None:
        """The passage of that id, or None; its line is found without parsing the others."""
        at = self._passage_file.find(f'{{"id":"{passage}",'.encode(errors="replace"))
        if at < 0:
            return None
        return self.passage(int(np.searchsorted(self.layout.passage_lines, at)))

    @cached_property
    def article_numbers(self) -> dict[str, int]:
        """Each article's id → its number."""
        return {article.id: number for number, article in enumerate(self.articles)}

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """All quotations, in order of article and place."""
        lines = self._quotation_file[:].splitlines()
        numbers = self.article_numbers
        return tuple(quotation_from_line(line, self.article(numbers[json.loads(line)["article"]])) for line in lines)

    @cached_property
    def revisions(self) -> tuple[Revision, ...]:
        """Earlier texts of articles, those of one article oldest first; an index of an older version has none."""
        return tuple(map(revision_from_line, self._revision_file[:].splitlines()))

    @cached_property
    def quotations_by_article(self) -> dict[str, list[Quotation]]:
        quoted: dict[str, list[Quotation]] = {}
        for quotation in self.quotations:
            quoted.setdefault(quotation.article.id, []).append(quotation)
        return quoted

    @cached_property
    def questions(self) -> tuple[tuple[StoryId, str], ...]:
        """Questions that this generation was seen to answer, with their stories."""
        lines = self._question_file[:].splitlines()
        return tuple((StoryId(record["story"]), record["question"]) for record in map(json.loads, lines))


class Draft:
    """A generation that is being written: a hidden folder until it is sealed and promoted."""

    def __init__(self, folder: Path, *, encoder: EncoderIdentity, settings: str, after: datetime) -> None:
        """``after`` is when the newest generation was made: the new one is newer, even if the clock was set back."""
        self._folder, self._encoder, self._settings, self._after = folder, encoder, settings, after

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
            id=GenerationId(f"{created_at:{_TIME}}-{_hash(self._folder / 'articles.jsonl')[:8]}"),
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
        return Generation(self._folder, self._manifest)

    def seal(self, questions: Iterable[tuple[StoryId, str]]) -> Manifest:
        """Writes what was learned by asking, then the manifest with every checksum, and waits for the disk."""
        with (self._folder / "questions.jsonl").open("wb") as file:
            for story, question in questions:
                record = {"story": story, "question": question}
                file.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")
        files = {str(path.relative_to(self._folder).as_posix()): _hash(path) for path in _files(self._folder)}
        manifest = replace(self._manifest, files=files)
        (self._folder / _MANIFEST).write_bytes(_MANIFESTS.dump_json(manifest, indent=1) + b"\n")
        for path in [*self._folder.rglob("*"), self._folder]:
            _sync(path)
        return manifest


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
        return Generation(self._generations / generation, manifest)

    def open_current(self) -> Generation:
        """The current generation; where it is damaged, the newest intact one.

        Raises:
            NoIndexYet: nothing was ever promoted here.
            CorruptGeneration: no generation is intact; it names the damage of the current one.
        """
        current = self.current_id()
        candidates = [*([current] if current else []), *(other for other in self.ids() if other != current)]
        damage: CorruptGeneration | None = None
        for candidate in candidates:
            try:
                return self.open(candidate)
            except CorruptGeneration as error:
                damage = damage or error
        raise damage or NoIndexYet(self.path)

    def verify(self, generation: GenerationId) -> Manifest:
        """The manifest, when every file of the generation is as it was written. Raises CorruptGeneration."""
        folder = self._generations / generation
        try:
            manifest = _MANIFESTS.validate_json((folder / _MANIFEST).read_bytes())
        except (OSError, ValidationError) as error:
            raise CorruptGeneration(generation, _MANIFEST, "it cannot be read") from error
        if manifest.format != FORMAT:
            raise CorruptGeneration(
                generation, _MANIFEST, f"its format is {manifest.format}, not {FORMAT}; build again"
            )
        with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:  # hashing leaves the interpreter free
            found = pool.map(lambda name: _hash_or_none(folder / name), manifest.files)
            for (name, expected), actual in zip(manifest.files.items(), found, strict=True):
                if actual != expected:
                    raise CorruptGeneration(
                        generation, name, "it is missing" if actual is None else "its checksum differs"
                    )
        return manifest

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keeps other builds away from this folder. Raises BuildInProgress when another one is here already."""
        self._generations.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.path / "build.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise BuildInProgress(self.path) from error
        with lock:
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
            yield Draft(folder, encoder=encoder, settings=settings, after=newest)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def promote(self, manifest: Manifest, *, keep: int, spare: GenerationId | None) -> None:
        """Makes the sealed draft current and removes all but the newest ``keep`` generations.

        ``spare`` is kept besides: the one that was in use, whatever stands between.
        """
        (self._generations / _DRAFT).rename(self._generations / manifest.id)
        _sync(self._generations)
        self._point_to(manifest.id)
        for old in self.ids()[keep:]:
            if old == spare:
                continue
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
        _sync(successor)
        successor.replace(self.path / _CURRENT)
        _sync(self.path)


def _lay_out(folder: Path, contents: Contents) -> tuple[Layout, tuple[StoryId, ...]]:
    """Writes the nouns, one a line, and says where they lie."""
    stories = tuple(sorted({article.story for article in contents.articles}))
    places = {story: place for place, story in enumerate(stories)}
    numbers = {article.id: number for number, article in enumerate(contents.articles)}
    _write_lines(folder / "quotations.jsonl", contents.quotations, quotation_to_line)
    _write_lines(folder / "revisions.jsonl", contents.revisions, revision_to_line)
    layout = Layout(
        article_lines=_write_lines(folder / "articles.jsonl", contents.articles, article_to_line),
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


def _read_layout(path: Path) -> Layout:
    with np.load(path, allow_pickle=False) as arrays:
        return Layout(**{field.name: arrays[field.name] for field in fields(Layout)})


def _map_file(path: Path) -> mmap.mmap | bytes:
    """The bytes of a file; they stay readable when the file is removed. An empty or missing one has none."""
    if not path.exists() or not path.stat().st_size:
        return b""
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != _MANIFEST)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _hash_or_none(path: Path) -> str | None:
    try:
        return _hash(path)
    except OSError:
        return None


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
