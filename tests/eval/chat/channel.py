"""Two hundred messages of a channel where the bot answers; written for this project. A quarter ask about its sample
story, the others are small talk, some of it with words of the story."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.rules.questions import asked_in
from bot.texts.reading import as_seen
from index.library import Library
from index.types import Answer, Question

_FILE = Path(__file__).parent / "chat.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    text: str
    asks: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What the bot makes of one line: whether it takes it for a question, and whether it answers."""

    line: Line
    recognised: bool
    answered: bool


def read_lines() -> list[Line]:
    records = map(json.loads, _FILE.read_text(encoding="utf-8").splitlines())
    return [Line(text=record["text"], asks=record["is_question_for_story"]) for record in records]


def hear(library: Library, lines: Sequence[Line]) -> list[Heard]:
    return [_hear(library, line) for line in lines]


def _hear(library: Library, line: Line) -> Heard:
    said = as_seen(line.text)
    asked = asked_in(said)
    outcomes = library.ask([Question(text=asked), Question(text=said)]) if asked else []
    answered = any(isinstance(outcome, Answer) for outcome in outcomes)
    return Heard(line=line, recognised=asked is not None, answered=answered)
