"""Two articles on one thing, and a question for a number: do they differ, and is it said?

``python -m tests.eval.differing.pairs [A|B]``. Half A (every other pair, from the first) was looked at while the rules
were written; half B was measured at the end. Beside them: how many ordinary questions with an answer get a false one.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.articles import Source
from index.building import build
from index.encoding.loading import load_encoder
from index.library import Library
from index.search.reader.reader import load_reader
from index.settings import DataSettings, IndexSettings
from index.store.folder.data_folder import DataFolder
from index.types import Answer, Question, Scope, StoryId

_HERE = Path(__file__).parent
_ROOT = _HERE.parents[2]
_ORDINARY = _HERE.parent / "answers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One pair: whether its articles differ, and what was shown; ``outcome`` is a word for it."""

    id: str
    question: str
    differs: bool
    outcome: str
    is_told: bool
    is_right: bool  # both numbers are shown, the newer first if they are not of one day


def read_pairs(half: str | None = None) -> list[dict[str, object]]:
    pairs = [json.loads(line) for line in (_HERE / "pairs.jsonl").read_text(encoding="utf-8").splitlines()]
    return pairs if half is None else pairs["AB".index(half) :: 2]


def open_library(folder: Path, sources: Sequence[Path]) -> Library:
    settings = IndexSettings(data=DataSettings(dir=folder / "data"))
    encoder = load_encoder(settings)
    build([Source(path=path) for path in sources], settings, lambda: encoder)
    return Library(
        DataFolder(folder / "data").open_current(), lambda: encoder, settings, load_reader=lambda: load_reader(settings)
    )


def judge(pairs: Sequence[dict], folder: Path) -> list[Judged]:
    """Asks each question of its two articles, a story of their own."""
    file = folder / "pairs.jsonl"
    lines = (
        {"id": f"{pair['id']}-{side}", "story": pair["id"], **pair[side]}
        for pair in pairs
        for side in ("earlier", "later")
    )
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    library = open_library(folder, [file])
    questions = [
        Question(text=pair["question"], scope=Scope(stories=frozenset({StoryId(pair["id"])}))) for pair in pairs
    ]
    return [_judge(pair, outcome) for pair, outcome in zip(pairs, library.ask(questions), strict=True)]


def _judge(pair: dict, outcome: object) -> Judged:
    told = outcome.differing if isinstance(outcome, Answer) else ()
    shown = [hit.marked for hit in (outcome.hits[0], *told)] if told else []
    values = [pair["later_value"], pair["earlier_value"]]
    orders = [values] if pair["earlier"]["published_at"] != pair["later"]["published_at"] else [values, values[::-1]]
    is_right = len(shown) == 2 and pair["differ"] and any(_hold(shown, order) for order in orders)
    return Judged(
        id=pair["id"],
        question=pair["question"],
        differs=pair["differ"],
        outcome=type(outcome).__name__,
        is_told=bool(told),
        is_right=is_right,
    )


def _hold(shown: Sequence[str], values: Sequence[str]) -> bool:
    return all(value.lower() in text.lower() for value, text in zip(values, shown, strict=True))


def ask_ordinary(folder: Path) -> tuple[int, list[str]]:
    """How many ordinary questions are asked, and those whose articles are said to differ."""
    records = [json.loads(line) for line in (_ORDINARY / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    asked = [record["question"] for record in records if record.get("answers")]
    library = open_library(folder, [_ORDINARY / "articles.jsonl", _ROOT / "index" / "sample"])
    outcomes = library.ask([Question(text=text) for text in asked])
    told = [
        text for text, outcome in zip(asked, outcomes, strict=True) if isinstance(outcome, Answer) and outcome.differing
    ]
    return len(asked), told


def main(half: str | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        judged = judge(read_pairs(half), Path(folder))
    told = [one for one in judged if one.is_told]
    differ = sum(one.differs for one in judged)
    right = sum(one.is_right for one in told)
    print(f"{len(judged)} pairs, {differ} differ; said of {len(told)}, rightly of {right}")
    print(f"precision {right / max(1, len(told)):.3f}, recall {right / differ:.3f}")
    print(f"answered at all, of those that differ: {sum(one.outcome == 'Answer' for one in judged if one.differs)}")
    if half == "A":
        for one in judged:
            print(one.id, one.differs, one.outcome, one.is_told, one.is_right, one.question)
    with tempfile.TemporaryDirectory() as folder:
        asked, false = ask_ordinary(Path(folder))
    print(f"{asked} ordinary questions with an answer; said to differ: {len(false)}", *false, sep="\n  ")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
