"""Questions beside the text that answers them and the text that does not."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple


class Refused(NamedTuple):
    """A question without an answer, and words of what comes nearest to one."""

    question: str
    near: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """``refused`` are questions that people wrote about it and that it does not answer."""

    article: str
    title: str
    text: str
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question and where its paragraph answers it: half-open, in code points."""

    id: str
    source: str
    question: str
    paragraph: Paragraph
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A question beside a window; ``span`` is the answer in the window. ``kind`` says how the row came to be."""

    kind: str
    question: str
    title: str
    window: str
    span: tuple[int, int] | None = None
    is_sentence: bool = False  # the span is a whole sentence, and says little about where the answer ends

    @property
    def is_answered(self) -> bool:
        return self.kind == "gold"


def read_lines(path: Path) -> list[dict[str, Any]]:
    """A file of JSON Lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
