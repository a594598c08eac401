"""What stands in a row of the database ↔ nouns and arrays. Pure."""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from index.encoding.encoder import SentenceVectors, Vectors, WordVectors
from index.store.contents import Contents
from index.types import ArticleId, Passage

Number = TypeVar("Number", bound=np.generic)

PLACE_BITS = 20  # of a passage's number, for its place in its article
_VECTOR_HEAD = 4  # bytes before the numbers of a vector: its length, and two that are not used


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageRow:
    """One passage with all that its evidence needs; S sentences, W words."""

    number: int
    passage: Passage
    vector: Vectors  # (dimension,)
    sentences: SentenceVectors  # (S, dimension)
    words: WordVectors  # (W, WORD_DIMENSION)
    terms: NDArray[np.int64]  # (W,)
    marks: NDArray[np.uint8]  # (W,)
    lengths: NDArray[np.int32]  # (S,)


@lru_cache(maxsize=200_000)
def number_term(stem: str) -> int:
    """What a stem is called in the database: 64 bits of its hash, so that nobody has to hand numbers out."""
    return int.from_bytes(blake2b(stem.encode(), digest_size=8).digest(), "big", signed=True)


def number_passage(article: int, place: int) -> int:
    return article << PLACE_BITS | place


def articles_of(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers of the articles that hold these passages."""
    return numbers >> PLACE_BITS


def are_leads(numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether each is the first passage of its article."""
    leads: NDArray[np.bool_] = (numbers & ((1 << PLACE_BITS) - 1)) == 0
    return leads


def pack_vector(vector: Vectors) -> bytes:
    """A vector as pgvector sends and takes it."""
    return struct.pack(">hh", len(vector), 0) + vector.astype(">f4").tobytes()


def unpack_vector(sent: bytes) -> Vectors:
    return np.frombuffer(sent, ">f4", offset=_VECTOR_HEAD).astype(np.float32)


def write_vector(vector: Vectors) -> str:
    """A vector as a statement takes it; every digit of float32 is kept."""
    return str(vector.tolist())


def unpack_rows(sent: bytes, dtype: type[Number], width: int) -> NDArray[Number]:
    return np.frombuffer(sent, dtype).reshape(-1, width)


def list_rows(contents: Contents, first: Mapping[ArticleId, int]) -> Iterator[PassageRow]:
    """The passages of ``contents``; ``first`` tells the number of each article."""
    lexical, vectors = contents.lexical, contents.vectors
    stems = list(lexical.vocabulary)
    terms = np.array([number_term(stem) for stem in stems], np.int64)
    sentence, places = 0, Counter[str]()
    for at, passage in enumerate(contents.passages):
        end = sentence + len(passage.sentences)
        starts = lexical.sentences.starts[sentence : end + 1]
        words = slice(int(starts[0]), int(starts[-1]))
        name = passage.article.id
        yield PassageRow(
            number=number_passage(first[name], places[name]),
            passage=passage,
            vector=vectors.passages[at],
            sentences=vectors.sentences[sentence:end],
            words=vectors.words[words],
            terms=terms[lexical.sentences.words[words]],
            marks=lexical.sentences.marks[words],
            lengths=np.diff(starts).astype(np.int32),
        )
        places[name] += 1
        sentence = end


def list_titles(contents: Contents) -> list[NDArray[np.int64]]:
    """The terms of each article's headline."""
    lexical = contents.lexical
    terms = np.array([number_term(stem) for stem in lexical.vocabulary], np.int64)
    starts = lexical.titles.starts
    return [terms[lexical.titles.words[start:end]] for start, end in pairwise(starts)]


def count_terms(row: PassageRow, title: Sequence[int] | NDArray[np.int64]) -> Counter[int]:
    """How often a passage, with its headline, holds each term."""
    return Counter([*row.terms.tolist(), *map(int, title)])
