"""Question, title and window → the tokens that the reader is given, and where each window token stands in the text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from index.encoding.graph import open_packaged_tokenizer

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_START, _END = 101, 102  # [CLS] and [SEP] of BERT's vocabulary
QUESTION_TOKENS, TITLE_TOKENS = 48, 24  # what is longer is cut
TOKENS = 256  # in all; a window of 60 words has about 80


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderTokens:
    """``words`` and ``kinds`` run over all tokens; ``spans`` over those of the window, which begin at ``first``."""

    words: tuple[int, ...]
    kinds: tuple[int, ...]
    first: int
    spans: tuple[tuple[int, int], ...]  # code points of the window's text


class TokenReader:
    """Reads tokens with BERT's tokenizer, which may cut what is longer than ``TOKENS``."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer

    @classmethod
    def load(cls, folder: Path) -> Self:
        """With the tokenizer of the packaged model, which lies in ``folder``."""
        return cls(open_packaged_tokenizer(folder))

    def read(self, question: str, title: str, window: str) -> ReaderTokens:
        asked = self._encode(question)[:QUESTION_TOKENS]
        titled = self._encode(title)[:TITLE_TOKENS]
        head = (_START, *asked, _END)
        middle = (*titled, _END)
        room = TOKENS - len(head) - len(middle) - 1
        encoded = self._tokenizer.encode(window, add_special_tokens=False)
        ids = encoded.ids[:room]
        return ReaderTokens(
            words=(*head, *middle, *ids, _END),
            kinds=(0,) * len(head) + (1,) * (len(middle) + len(ids) + 1),
            first=len(head) + len(middle),
            spans=tuple(encoded.offsets[:room]),
        )

    def _encode(self, text: str) -> tuple[int, ...]:
        return tuple(self._tokenizer.encode(text, add_special_tokens=False).ids)
