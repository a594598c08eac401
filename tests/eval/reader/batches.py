"""Rows → tensors, some questions a step, with little padding; the same for a seed wherever one begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from itertools import chain, count, islice, pairwise
from random import Random

import torch
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from index.search.reader.tokens import ReaderTokens, TokenReader
from tests.eval.reader.rows.asked import Asked, Row
from tests.eval.reader.rows.material import Material
from tests.eval.reader.rows.pairs import PairMaker

_QUESTIONS_A_CHUNK = 512  # which are sorted by length among themselves
_LONGEST = 144  # tokens of a row; a question with a longer one is left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """All of shape (B, T), as the reader takes them."""

    words: Tensor
    kinds: Tensor
    present: Tensor
    window: Tensor

    def to(self, device: torch.device) -> Inputs:
        return Inputs(**{part.name: getattr(self, part.name).to(device, non_blocking=True) for part in fields(self)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """``question`` (B,) numbers the rows' questions; the first row of each answers it.

    ``starts`` and ``ends`` (B,) are places of tokens, 0 for nowhere, -100 where it is not learnt.
    """

    inputs: Inputs
    question: Tensor
    is_answered: Tensor
    starts: Tensor
    ends: Tensor
    kinds: tuple[str, ...]

    def gold(self) -> Tensor:
        """The first row of each question."""
        return torch.searchsorted(self.question, torch.arange(int(self.question[-1]) + 1, device=self.question.device))

    def to(self, device: torch.device) -> Batch:
        names = ("question", "is_answered", "starts", "ends")
        moved = {name: getattr(self, name).to(device, non_blocking=True) for name in names}
        return replace(self, inputs=self.inputs.to(device), **moved)


def pad(rows: Sequence[ReaderTokens]) -> Inputs:
    """The rows side by side. An answer may stand in the window, or at place 0: nowhere.

    Their length is a multiple of eight, which accelerators multiply fastest.
    """
    length = -(-max(len(row.words) for row in rows) // 8) * 8
    words, kinds, present, window = (torch.zeros(len(rows), length, dtype=torch.long) for _ in range(4))
    for place, row in enumerate(rows):
        size = len(row.words)
        words[place, :size] = torch.tensor(row.words)
        kinds[place, :size] = torch.tensor(row.kinds)
        present[place, :size] = 1
        window[place, row.first : row.first + len(row.spans)] = 1
        window[place, 0] = 1
    return Inputs(words=words, kinds=kinds, present=present, window=window)


class Chunks(IterableDataset[list["Batch"]]):
    """The steps of every chunk, without end. Several processes of a DataLoader take turns, so that the order stays."""

    def __init__(self, material: Material, tokens: TokenReader, seed: int, *, questions: int, first: int) -> None:
        """``questions`` a step; the first chunk made is number ``first``."""
        self._material, self._tokens, self._seed = material, tokens, seed
        self._steps, self._first = steps_a_chunk(questions), first

    def __iter__(self) -> Iterator[list[Batch]]:
        worker = get_worker_info()
        place, workers = (worker.id, worker.num_workers) if worker else (0, 1)
        maker, drawn = PairMaker(self._material), self._material.draw(self._seed)
        for number in count():
            chunk = list(islice(drawn, _QUESTIONS_A_CHUNK))
            if number >= self._first and (number - self._first) % workers == place:
                yield self._make(maker, chunk)

    def _make(self, maker: PairMaker, chunk: Sequence[tuple[int, Asked]]) -> list[Batch]:
        groups: list[list[tuple[Row, ReaderTokens]]] = []
        for number, asked in chunk:
            rows = maker.make(asked, Random(f"{self._seed} {number}"))
            read = [self._tokens.read(row.question, row.title, row.window) for row in rows]
            if rows and max(len(of_row.words) for of_row in read) <= _LONGEST:
                groups.append(list(zip(rows, read, strict=True)))
        groups.sort(key=lambda group: max(len(of_row.words) for _, of_row in group))
        edges = [len(groups) * place // self._steps for place in range(self._steps + 1)]
        steps = [groups[start:end] for start, end in pairwise(edges)]
        Random(f"{self._seed} {chunk[0][0]} order").shuffle(steps)
        return [_join(step) for step in steps]


def steps_a_chunk(questions: int) -> int:
    return _QUESTIONS_A_CHUNK // questions


def make_batches(
    material: Material, tokens: TokenReader, seed: int, *, questions: int, skip: int, workers: int = 0
) -> Iterator[Batch]:
    """Batches without end, of so many questions or a few less; the first ``skip`` are left out.

    They are made by ``workers`` processes beside this one, or by this one.
    """
    first, skip = divmod(skip, steps_a_chunk(questions))
    chunks = Chunks(material, tokens, seed, questions=questions, first=first)
    made = chain.from_iterable(DataLoader(chunks, batch_size=None, num_workers=workers))
    return islice(made, skip, None)


def _join(groups: Sequence[Sequence[tuple[Row, ReaderTokens]]]) -> Batch:
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


def _place(row: Row, read: ReaderTokens) -> tuple[int, int]:
    """The first and the last token of the answer."""
    if row.span is None:
        return 0, 0
    within = [place for place, (start, end) in enumerate(read.spans) if start < row.span[1] and end > row.span[0]]
    if row.is_sentence or not within:
        return -100, -100
    return read.first + within[0], read.first + within[-1]
