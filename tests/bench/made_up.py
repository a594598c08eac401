"""Libraries of any size: articles of real words in no order, with vectors by chance."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from index.articles import read
from index.encoding.encoder import WORD_DIMENSION, EncodedPassages, EncodedQuestion, EncoderIdentity
from index.encoding.late_chunking import LateChunkingEncoder
from index.languages.words import find_words
from index.types import Passage
from tests.eval.answers.question_set import ARTICLE_SOURCES, QUESTIONS_FILE

_WORDS = 110  # in a paragraph, which makes one passage


class RandomEncoder:
    """Unit rows by chance for passages, and a real encoder's for questions: an index of any size in seconds."""

    def __init__(self, encoder: LateChunkingEncoder) -> None:
        self._encoder = encoder
        self._random = np.random.default_rng(0)

    @property
    def identity(self) -> EncoderIdentity:
        return self._encoder.identity

    def knows(self, word: str) -> bool:
        return self._encoder.knows(word)

    def encode_questions(self, questions: Sequence[str]) -> list[EncodedQuestion]:
        return self._encoder.encode_questions(questions)

    def encode_passages(self, passages: Sequence[Passage], advance: Callable[[int], None]) -> EncodedPassages:
        spans = [(passage.article.body, span) for passage in passages for span in passage.sentences]
        words = sum(len(find_words(body, span.start, span.end)) for body, span in spans)
        advance(len(passages))
        return EncodedPassages(
            passages=self._draw(len(passages)),
            sentences=self._draw(len(spans)).astype(np.float16),
            words=self._random.integers(-16, 16, (words, WORD_DIMENSION), np.int8),
        )

    def _draw(self, count: int) -> np.ndarray:
        rows = self._random.standard_normal((count, self.identity.dimension), np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def make_articles(count: int, paragraphs: int, path: Path) -> Path:
    """A JSON Lines file of articles of the words of the project's own, drawn by chance; each paragraph is a passage."""
    chance = random.Random(0)
    words = [word for article in read(ARTICLE_SOURCES).articles for word in article.body.split()]
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            body = "\n\n".join(_make_paragraph(chance, words) for _ in range(paragraphs))
            file.write(json.dumps({"id": str(number), "title": f"Article {number}", "text": body}) + "\n")
    return path


def read_questions() -> list[str]:
    """The project's own questions, in an order by chance."""
    with QUESTIONS_FILE.open(encoding="utf-8") as file:
        texts = list(dict.fromkeys(json.loads(line)["question"] for line in file))
    random.Random(0).shuffle(texts)
    return texts


def _make_paragraph(chance: random.Random, words: Sequence[str]) -> str:
    drawn = chance.choices(words, k=_WORDS)
    return " ".join(" ".join(drawn[start : start + 22]).strip(".") + "." for start in range(0, _WORDS, 22))
