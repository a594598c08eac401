"""Questions in pairs, the second one leaning on the first; written for this project about its sample story."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.rules.following import complete
from index.library import Library
from index.types import Answer, Outcome, Question

_FILE = Path(__file__).parent / "conversations.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoSteps:
    """``answers`` are slices of the articles of which one answers the second question; none where they do not say."""

    first: str
    second: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One pair, and whether the second question was answered rightly alone and after the first."""

    pair: TwoSteps
    completed: str | None
    alone: bool
    after: bool


def read_pairs() -> list[TwoSteps]:
    records = map(json.loads, _FILE.read_text(encoding="utf-8").splitlines())
    return [TwoSteps(first=r["first"], second=r["second"], answers=tuple(r["answers"])) for r in records]


def ask_pairs(library: Library, pairs: Sequence[TwoSteps]) -> list[Asked]:
    """Asks every pair as a reader would: the first question, then the second from its card."""
    return [_ask_pair(library, pair) for pair in pairs]


def _ask_pair(library: Library, pair: TwoSteps) -> Asked:
    completed = complete(pair.second, before=pair.first, marked=_marked(_ask(library, pair.first)))
    alone = _ask(library, pair.second)
    after = _ask(library, completed) if completed else alone
    if not isinstance(after, Answer) and isinstance(alone, Answer):
        after = alone
    return Asked(pair=pair, completed=completed, alone=_is_right(alone, pair), after=_is_right(after, pair))


def _ask(library: Library, text: str) -> Outcome | None:
    outcome = library.ask([Question(text=text)])[0]
    return None if isinstance(outcome, Exception) else outcome


def _marked(outcome: Outcome | None) -> str:
    return outcome.hits[0].marked if isinstance(outcome, Answer) else ""


def _is_right(outcome: Outcome | None, pair: TwoSteps) -> bool:
    if not pair.answers:
        return not isinstance(outcome, Answer)
    marked = _marked(outcome)
    return any(words in marked or (marked and marked in words) for words in pair.answers)
