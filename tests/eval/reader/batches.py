"""Rows → tensors, four questions a step, with little padding; the same for a seed wherever one begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from random import Random

import torch
from torch import Tensor

from tests.eval.reader.reading.tokens import TokenReader, Tokens
from tests.eval.reader.rows.material import Material
from tests.eval.reader.rows.pairs import PairMaker, Row

QUESTIONS_A_STEP = 4
_STEPS_A_CHUNK = 32  # whose questions are sorted by length among themselves
_LONGEST = 144  # tokens of a row; a question with a longer one is left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """All of shape (B, T), as the reader takes them."""

    words: Tensor
    kinds: Tensor
    present: Tensor
    window: Tensor


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """``question`` (B,) numbers the rows' questions.

    ``starts`` and ``ends`` (B,) are places of tokens, 0 for nowhere, -100 where it is not learnt.
    """

    inputs: Inputs
    question: Tensor
    is_answered: Tensor
    starts: Tensor
    ends: Tensor
    kinds: tuple[str, ...]


def pad(rows: Sequence[Tokens]) -> Inputs:
    """The rows side by side. An answer may stand in the window, or at place 0: nowhere."""
    length = max(len(row.words) for row in rows)
    words, kinds, present, window = (torch.zeros(len(rows), length, dtype=torch.long) for _ in range(4))
    for place, row in enumerate(rows):
        size = len(row.words)
        words[place, :size] = torch.tensor(row.words)
        kinds[place, :size] = torch.tensor(row.kinds)
        present[place, :size] = 1
        window[place, row.first : row.first + len(row.spans)] = 1
        window[place, 0] = 1
    return Inputs(words=words, kinds=kinds, present=present, window=window)


def make_batches(material: Material, tokens: TokenReader, seed: int, *, skip: int) -> Iterator[Batch]:
    """Batches without end, of four questions or a few less; the first ``skip`` are left out."""
    maker, drawn = PairMaker(material), material.draw(seed)
    chunks, skip = divmod(skip, _STEPS_A_CHUNK)
    drawn = islice(drawn, chunks * _STEPS_A_CHUNK * QUESTIONS_A_STEP, None)
    while True:
        groups: list[list[tuple[Row, Tokens]]] = []
        chunk = list(islice(drawn, _STEPS_A_CHUNK * QUESTIONS_A_STEP))
        for number, asked in chunk:
            rows = maker.make(asked, Random(f"{seed} {number}"))
            read = [tokens.read(row.question, row.title, row.window) for row in rows]
            if rows and max(len(of_row.words) for of_row in read) <= _LONGEST:
                groups.append(list(zip(rows, read, strict=True)))
        groups.sort(key=lambda group: max(len(of_row.words) for _, of_row in group))
        edges = [len(groups) * place // _STEPS_A_CHUNK for place in range(_STEPS_A_CHUNK + 1)]
        steps = [groups[start:end] for start, end in pairwise(edges)]
        Random(f"{seed} {chunk[0][0]} order").shuffle(steps)
        for step in steps[skip:]:
            yield _join(step)
        skip = 0


def _join(groups: Sequence[Sequence[tuple[Row, Tokens]]]) -> Batch:
    rows = [(number, row, read) for number, group in enumerate(groups) for row, read in group]
    places = [_place(row, read) for _, row, read in rows]
    return Batch(
        inputs=pad([read for _, _, read in rows]),
        question=torch.tensor([number for number, _, _ in rows]),
        is_answered=torch.tensor([float(row.is_answered) for _, row, _ in rows]),
        starts=torch.tensor([start for start, _ in places]),
        ends=torch.tensor([end for _, end in places]),
        kinds=tuple(row.kind for _, row, _ in rows),
    )


def _place(row: Row, read: Tokens) -> tuple[int, int]:
    """The first and the last token of the answer."""
    if row.span is None:
        return 0, 0
    within = [place for place, (start, end) in enumerate(read.spans) if start < row.span[1] and end > row.span[0]]
    if row.is_sentence or not within:
        return -100, -100
    return read.first + within[0], read.first + within[-1]
