"""How fast the index is, as ratios within one run, so that a slow or busy machine measures the same as a fast one.

    python -m tests.bench.index_speed [--articles FILE]

Without articles, 700 made-up ones of ten passages stand in; what is measured does not depend on what they say. Every
figure is processor time of one thread; the target stands beside it.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import faiss
import numpy as np
from sentence_transformers import SentenceTransformer

from index.articles import Source, read
from index.articles.passages import split
from index.build import build
from index.encoding.encoder import WORD_DIMENSION, EncodedPassages
from index.encoding.late_chunking import LateChunkingEncoder
from index.encoding.loading import load_encoder
from index.encoding.model_files import find_model
from index.encoding.transformer import TransformerModel
from index.languages.words import read_words
from index.library import Library
from index.settings import DataSettings, IndexSettings
from index.store.generations import DataFolder
from index.types import Article, Passage, Question

_ARTICLES, _PARAGRAPHS, _WORDS = 700, 10, 110
_QUESTIONS = 64
_ROUNDS = 7  # of all questions in each way, in turn; the median ratio counts
_OPENED_PASSAGES = 100_000


class RandomEncoder:
    """Unit rows by chance, with the identity of a real encoder: an index of any size in seconds."""

    def __init__(self, encoder: LateChunkingEncoder) -> None:
        self.identity = encoder.identity
        self.known_words = encoder.known_words
        self.encode_questions = encoder.encode_questions
        self._random = np.random.default_rng(0)

    def encode_passages(self, passages: Sequence[Passage], advance: Callable[[int], None]) -> EncodedPassages:
        spans = [sentence.of(passage.article.body) for passage in passages for sentence in passage.sentences]
        advance(len(passages))
        return EncodedPassages(
            passages=self._draw(len(passages)),
            sentences=self._draw(len(spans)).astype(np.float16),
            words=self._random.integers(-16, 16, (sum(map(len, map(read_words, spans))), WORD_DIMENSION), np.int8),
        )

    def _draw(self, count: int) -> np.ndarray:
        rows = self._random.standard_normal((count, self.identity.dimension), np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def make_articles(count: int, paragraphs: int, path: Path) -> Path:
    """A JSON Lines file of articles whose words are as frequent as words are."""
    chance = random.Random(0)
    words = [f"{chance.choice('bcdfglmnprst')}{chance.choice('aeiou')}{number:x}" for number in range(20_000)]
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            body = "\n\n".join(_make_paragraph(chance, words, weights) for _ in range(paragraphs))
            file.write(json.dumps({"id": str(number), "title": f"Article {number}", "text": body}) + "\n")
    return path


def _make_paragraph(chance: random.Random, words: list[str], weights: list[float]) -> str:
    drawn = chance.choices(words, weights, k=_WORDS)
    return " ".join(" ".join(drawn[start : start + 22]).capitalize() + "." for start in range(0, _WORDS, 22))


def _load_plain() -> SentenceTransformer:
    return TransformerModel.load(find_model(IndexSettings().encoder), threads=1)._model


def cpu(action: Callable[[], object], *, times: int = 1) -> float:
    """Processor seconds of one call."""
    start = time.process_time()
    for _ in range(times):
        action()
    return (time.process_time() - start) / times


def measure_questions(articles: Path, folder: Path, encoder: LateChunkingEncoder) -> None:
    settings = IndexSettings(data=DataSettings(dir=folder))
    stand_in = RandomEncoder(encoder)
    build([Source(path=articles)], settings, lambda: stand_in)
    library = Library(DataFolder(folder).open_current(), lambda: stand_in, settings)
    texts = _make_questions(list(library.generation.articles))
    questions = [Question(text=text) for text in texts]
    library.ask(questions)  # warm
    rows = library.generation.passage_vectors.rows
    plain_index = faiss.IndexFlatIP(rows.shape[1])
    plain_index.add(np.ascontiguousarray(rows))
    model = _load_plain()

    def ask_plainly() -> None:
        for text in texts:
            plain_index.search(model.encode([text], show_progress_bar=False), 10)

    def ask_singly() -> None:
        for question in questions:
            library.ask([question])

    def ask_together() -> None:
        for start in range(0, len(questions), 16):
            library.ask(questions[start : start + 16])

    ask_plainly()
    rounds = [(cpu(ask_plainly), cpu(ask_singly), cpu(ask_together)) for _ in range(_ROUNDS)]
    print(f"passages                                                {len(rows):>8}")
    against_plain = median(single / plain for plain, single, _ in rounds)
    report("question / (SentenceTransformer.encode + IndexFlatIP)", against_plain, "≤ 1.35")
    throughput = median(single / together for _, single, together in rounds)
    report("throughput of 16 askers / one at a time", throughput, "≥ 2")


def measure_build(articles: Path, folder: Path, encoder: LateChunkingEncoder) -> None:
    settings = IndexSettings(data=DataSettings(dir=folder))
    read_back = read([Source(path=articles)]).articles
    passages = [passage for article in read_back for passage in split(article, words=settings.passages.words)]
    texts = sorted((f"{passage.article.title}\n{passage.text}" for passage in passages), key=len)
    full = cpu(lambda: build([Source(path=articles)], settings, lambda: encoder))
    best_order = cpu(lambda: _load_plain().encode(texts, batch_size=16, show_progress_bar=False))
    lines = articles.read_text(encoding="utf-8").splitlines()
    changed = {**json.loads(lines[0]), "text": "Nothing is as it was. " * 20}
    (folder / "changed.jsonl").write_text("\n".join([json.dumps(changed), *lines[1:]]), encoding="utf-8")
    again = cpu(lambda: build([Source(path=folder / "changed.jsonl")], settings, lambda: encoder))
    report("build / encoding the same texts, sorted by length", full / best_order, "≤ 1.15")
    report("reindex of one changed article / full build", again / full, "≤ 0.02")


def measure_opening(folder: Path, encoder: LateChunkingEncoder) -> None:
    settings = IndexSettings(data=DataSettings(dir=folder))
    articles = make_articles(_OPENED_PASSAGES // _PARAGRAPHS, _PARAGRAPHS, folder / "articles.jsonl")
    build([Source(path=articles)], settings, lambda: RandomEncoder(encoder))
    generation = DataFolder(folder).open_current()
    rows = np.concatenate([generation.passage_vectors.rows, generation.sentence_vectors.astype(np.float32)])
    index = faiss.IndexFlatIP(rows.shape[1])
    index.add(rows)
    faiss.write_index(index, str(folder / "plain.faiss"))
    plain = min(wall(lambda: faiss.read_index(str(folder / "plain.faiss"))) for _ in range(3))
    opening = min(wall(lambda: DataFolder(folder).open_current()) for _ in range(3))
    report(f"opening {generation.manifest.counts.passages} passages / faiss.read_index (wall)", opening / plain, "≤ 3")


def wall(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def report(name: str, ratio: float, target: str) -> None:
    print(f"{name:<55} {ratio:>8.3f}   {target}", flush=True)


def _make_questions(articles: Sequence[Article]) -> list[str]:
    chance = random.Random(1)
    words = [chance.choice(chance.choice(articles).body.split()) for _ in range(_QUESTIONS * 6)]
    return [f"What did {' '.join(words[start : start + 6])}?" for start in range(0, len(words), 6)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, help="a JSON Lines file of articles")
    arguments = parser.parse_args()
    encoder = load_encoder(IndexSettings())
    with tempfile.TemporaryDirectory() as name:
        folders = [Path(name) / part for part in ("questions", "build", "opening")]
        for folder in folders:
            folder.mkdir()
        articles = arguments.articles or make_articles(_ARTICLES, _PARAGRAPHS, Path(name) / "articles.jsonl")
        measure_questions(articles, folders[0], encoder)
        measure_opening(folders[2], encoder)
        measure_build(articles, folders[1], encoder)


if __name__ == "__main__":
    main()
