"""All that an index holds, in one noun that every home can write and read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.encoding.encoder import EncodedPassages
from index.types import Article, Passage, Quotation, Revision

if TYPE_CHECKING:  # what loads the words is loaded by the first question
    from index.store.lexical import LexicalIndex


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
