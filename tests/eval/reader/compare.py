"""``python -m tests.eval.reader.compare WEIGHTS…``: tells runs apart by what they judge, before one is exported.

Every window of a question's articles is read; the likeliest counts. No index, rule or decision has a part in it. The
questions are the project's own over single articles and stories, and with ``--human`` those of SQuAD 2.0 dev over the
articles that no run is trained on. A teacher's weights are read with ``--mpnet``.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from rich.console import Console
from rich.progress import track

from index.measuring.metrics import auroc
from index.search.reader.tokens import ReaderTokens, TokenReader
from tests.eval.reader.batches import pad
from tests.eval.reader.layers import ReadingModel
from tests.eval.reader.model import start_reader, trunk_folder
from tests.eval.reader.rows.asked import read_lines
from tests.eval.reader.rows.material import KEPT_ARTICLES
from tests.eval.reader.rows.texts import cut_windows
from tests.eval.reader.teacher import start_teacher
from tests.eval.reader.train import with_weights

_ANSWERS = Path(__file__).parent.parent / "answers"
_ROWS = 64  # a step
_FALSELY = 0.15  # of the questions that are not answered: the rate at which those that are answered are counted


@dataclass(frozen=True, slots=True, kw_only=True)
class _Put:
    """A question with all windows that it is put to, and whether each holds an answer."""

    is_answerable: bool
    rows: tuple[ReaderTokens, ...]
    holds: tuple[bool, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path, nargs="+", help="The reader.pt of each run.")
    parser.add_argument("--human", type=Path, help="Folder with SQuAD 2.0 dev's squad_questions.jsonl and paragraphs.")
    parser.add_argument("--mpnet", type=Path, help="Folder of the MPNet that the runs' teachers began with.")
    parser.add_argument("--device", default="cpu", help="cpu or cuda.")
    given = parser.parse_args()
    tokens = TokenReader.load(trunk_folder())
    sets = {
        name: list(_put(tokens, *(read_lines(_ANSWERS / f"{name}_{part}.jsonl") for part in ("articles", "questions"))))
        for name in ("single", "story")
    }
    if given.human:
        sets["kept"] = list(_put_kept(tokens, given.human))
    device = torch.device(given.device)
    console = Console(highlight=False)
    console.print("weights, questions: AUROC, right window first, answered where .15 of the others are")
    for weights in given.weights:
        start = start_teacher(given.mpnet) if given.mpnet else start_reader(trunk_folder())
        model = with_weights(start, weights).to(device).eval()
        for name, questions in sets.items():
            figures = _measure(questions, judge_rows(model, [row for put in questions for row in put.rows], device))
            console.print(f"{weights}, {name}: " + ", ".join(f"{figure:.3f}" for figure in figures))


def _put(
    tokens: TokenReader, articles: Sequence[dict[str, Any]], questions: Sequence[dict[str, Any]]
) -> Iterator[_Put]:
    by_id = {article["id"]: article for article in articles}
    for asked in questions:
        windows = [
            (article.get("title", ""), article["text"][start:end])
            for article in (by_id[name] for name in asked["within"])
            for start, end in cut_windows(article["text"])
        ]
        yield _Put(
            is_answerable=asked["answerable"],
            rows=tuple(tokens.read(asked["question"], title, window) for title, window in windows),
            holds=tuple(any(answer in window for answer in asked.get("answers", ())) for _, window in windows),
        )


def _put_kept(tokens: TokenReader, folder: Path) -> Iterator[_Put]:
    asked = [
        {**line, "within": [line["paragraph"]]}
        for line in read_lines(folder / "squad_questions.jsonl")
        if line["title"] in KEPT_ARTICLES
    ]
    return _put(tokens, read_lines(folder / "squad_paragraphs.jsonl"), asked)


def judge_rows(model: ReadingModel, rows: Sequence[ReaderTokens], device: torch.device) -> list[float]:
    """The log-odds of every row that it answers, in the order of the rows."""
    answers = [0.0] * len(rows)
    order = sorted(range(len(rows)), key=lambda place: len(rows[place].words))
    for first in track(range(0, len(order), _ROWS), "reading", transient=True):
        places = order[first : first + _ROWS]
        inputs = pad([rows[place] for place in places]).to(device)
        with torch.no_grad():
            read = model(inputs.words, inputs.kinds, inputs.present, inputs.window)
        for place, answer in zip(places, read.answers.tolist(), strict=True):
            answers[place] = answer
    return answers


def _measure(questions: Sequence[_Put], answers: Sequence[float]) -> tuple[float, float, float]:
    """AUROC, how often the likeliest window holds an answer, and the share answered."""
    ends = np.cumsum([len(put.rows) for put in questions])
    parts = np.split(np.array(answers), ends[:-1])
    likely = [(put, part) for put, part in zip(questions, parts, strict=True)]
    answerable = [part.max() for put, part in likely if put.is_answerable]
    others = [part.max() for put, part in likely if not put.is_answerable]
    hits = [put.holds[int(part.argmax())] for put, part in likely if put.is_answerable]
    bound = np.quantile(others, 1 - _FALSELY)
    return auroc(answerable, others), float(np.mean(hits)), float(np.mean(np.array(answerable) > bound))


if __name__ == "__main__":
    main()
