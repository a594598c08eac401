"""A model of tokens → an encoder of passages, sentences and words.

The vectors of sentences and words are taken from the forward pass of the passage around them ("late chunking", Günther
et al. 2024, arXiv:2409.04701): they know who "she" is, and cost next to nothing compared with encoding them apart.
Words are compared one by one (late interaction, as in ColBERT; Khattab and Zaharia 2020, arXiv:2004.12832).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files

import numpy as np

from index.encoding.encoder import (
    WORD_DIMENSION,
    WORD_SCALE,
    EncodedPassages,
    EncodedQuestion,
    EncoderIdentity,
    SentenceVectors,
    Vectors,
    WordVectors,
)
from index.encoding.model_files import PACKAGED_WEIGHTS
from index.encoding.tokens import Forward, TokenModel, Tokens, to_unit
from index.languages.words import find_words
from index.types import Passage

# A batch holds so many characters, padding included (some 400 tokens), and so many texts. On a processor one or two
# passages at a time, or eight questions, take the least time; larger batches take up to 1.3 times as long (python -m
# tests.bench.batches).
_BATCH_CHARACTERS = 1_600
_BATCH_TEXTS = 8


class LateChunkingEncoder:
    """Keeps the promise of an ``Encoder`` with any model of tokens. Use from one thread at a time."""

    def __init__(self, model: TokenModel, identity: EncoderIdentity, question_prompt: str) -> None:
        self._model, self._identity, self._question_prompt = model, identity, question_prompt
        self._projection = _project_words(identity)

    @property
    def identity(self) -> EncoderIdentity:
        return self._identity

    def knows(self, word: str) -> bool:
        return word.isalpha() and self._model.knows(word)

    def encode_questions(self, questions: Sequence[str]) -> list[EncodedQuestion]:
        prompt = self._question_prompt
        texts = [prompt + question for question in questions]
        encoded = {
            place: EncodedQuestion(
                vector=to_unit(vector),
                words=self._pool_words(tokens, find_words(texts[place], len(prompt), len(texts[place]))),
            )
            for place, (vector, tokens) in self._forward(texts)
        }
        return [encoded[place] for place in range(len(texts))]

    def encode_passages(self, passages: Sequence[Passage], advance: Callable[[int], None]) -> EncodedPassages:
        """As the promise says. A passage's text follows its article's title; what lies beyond the model's longest input
        does not shape the passage's vector, and a sentence that lies wholly beyond it takes the passage's vector."""
        heads = [f"{self._identity.passage_prompt}{passage.article.title}\n" for passage in passages]
        texts = [head + passage.text for head, passage in zip(heads, passages, strict=True)]
        encoded: dict[int, tuple[Vectors, SentenceVectors, WordVectors]] = {}
        for place, (vector, tokens) in self._forward(texts):
            encoded[place] = self._encode_parts(passages[place], len(heads[place]), to_unit(vector), tokens)
            advance(1)
        in_order = [encoded[place] for place in range(len(passages))]
        width = self._identity.dimension
        return EncodedPassages(
            passages=np.stack([vector for vector, _, _ in in_order]) if in_order else np.empty((0, width), np.float32),
            sentences=np.concatenate([np.empty((0, width), np.float16), *(sentences for _, sentences, _ in in_order)]),
            words=np.concatenate([np.empty((0, WORD_DIMENSION), np.int8), *(words for _, _, words in in_order)]),
        )

    def _encode_parts(
        self, passage: Passage, head: int, vector: Vectors, tokens: Tokens
    ) -> tuple[Vectors, SentenceVectors, WordVectors]:
        """The vectors of a passage, of its sentences and of their words, each as small as they are stored: there are
        many of them. ``head`` characters stand before its text."""
        shift = passage.span.start - head
        tokens = tokens._replace(starts=tokens.starts + shift, ends=tokens.ends + shift)
        spans = [(sentence.start, sentence.end) for sentence in passage.sentences]
        sentences = _pool(tokens, spans)
        sentences[~sentences.any(axis=1)] = vector
        words = [word for start, end in spans for word in find_words(passage.article.body, start, end)]
        of_words = np.round(self._pool_words(tokens, words) * WORD_SCALE)
        return vector, to_unit(sentences).astype(np.float16), of_words.astype(np.int8)

    def _pool_words(self, tokens: Tokens, words: Sequence[tuple[int, int]]) -> Vectors:
        return to_unit(to_unit(_pool(tokens, words)) @ self._projection)

    def _forward(self, texts: Sequence[str]) -> Iterator[tuple[int, Forward]]:
        """Each text's place and what it comes to, the longest text first."""
        batches = _cut_batches([len(text) for text in texts])
        results = self._model.forward([texts[place] for place in batch] for batch in batches)
        for batch, result in zip(batches, results, strict=True):
            yield from zip(batch, result, strict=True)


def _cut_batches(lengths: Sequence[int]) -> list[list[int]]:
    """The places of texts of these lengths in batches of nearly equal length, the longest first."""
    batches: list[list[int]] = []
    for place in sorted(range(len(lengths)), key=lambda place: -lengths[place]):
        batch = batches[-1] if batches else []
        if 0 < len(batch) < _BATCH_TEXTS and (len(batch) + 1) * lengths[batch[0]] <= _BATCH_CHARACTERS:
            batch.append(place)
        else:
            batches.append([place])
    return batches


def _pool(tokens: Tokens, spans: Sequence[tuple[int, int]]) -> Vectors:
    """The sum of the tokens that begin in each span; the spans are in order, and do not overlap."""
    pooled = np.zeros((len(spans), tokens.vectors.shape[1]), np.float32)
    if not spans:
        return pooled
    starts, ends = np.array(spans, np.int64).T
    place = np.searchsorted(starts, tokens.starts, side="right") - 1
    inside = (place >= 0) & (tokens.starts < ends[place]) & (tokens.ends > tokens.starts)  # markers have no width
    filled, first = np.unique(place[inside], return_index=True)
    if len(filled):
        pooled[filled] = np.add.reduceat(tokens.vectors[inside], first)
    return pooled


def _project_words(identity: EncoderIdentity) -> Vectors:
    """A matrix of shape (dimension, WORD_DIMENSION) that keeps the angles between words nearly as they are.

    For the packaged model these are the first principal axes of its word vectors in the paragraphs and questions of
    SQuADShifts' new Wikipedia set (CC BY 4.0); for any other one a random projection (Johnson and Lindenstrauss 1984).
    """
    if identity.sha256 == PACKAGED_WEIGHTS:
        with files("index.encoding").joinpath("word_projection.npy").open("rb") as file:
            return np.asarray(np.load(file, allow_pickle=False), np.float32)
    gaussian = np.random.default_rng(0).standard_normal((identity.dimension, WORD_DIMENSION))
    return np.asarray(gaussian / np.sqrt(WORD_DIMENSION), np.float32)
