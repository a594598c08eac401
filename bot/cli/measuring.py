"""``verbatim eval``: how well an operator's own questions are answered."""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.cli.options import AsJson, Config, build_library, load_settings
from bot.terminal.printing import show_json, tabulated
from index.commands.failing import plain_errors
from index.streams import count


def evaluate(
    articles: Annotated[list[Path], typer.Argument(metavar="ARTICLES", help="Files and folders of articles.")],
    questions: Annotated[Path, typer.Argument(metavar="QUESTIONS", help="Questions and their answers, as JSON Lines.")],
    as_json: AsJson = False,
    config: Config = None,
) -> None:
    """Measure how well your own questions are answered.

    And how reliably those that the articles do not answer are refused.

    QUESTIONS holds one JSON object per line. A passage answers a question if it is from one of its "gold_articles" and
    contains one of its "answers", as whole words. A question without answers is one that the articles do not answer; it
    should be refused. An article's id is its path below the folder, without the suffix, or its own "id" in JSON Lines.
    A "type" groups questions.

    hit@1 and hit@5 are how often the first passage, or one of the first five, answers; MRR and nDCG how high up it
    stands; marked how often the sentence in bold answers. AUROC is how often an answerable question is judged likelier
    to be answered than an unanswerable one; FAR@95 is the share of unanswerable questions that would be answered,
    wrongly, if 95 of 100 answerable ones were. Each has its 95 % interval.

    \b
    Two lines of such a file:
      {"id": 1, "question": "Who leads the talks?", "answers": ["Jeffrey"], "gold_articles": ["august/talks"]}
      {"id": 2, "question": "Who won the election?", "type": "off-topic"}

    \b
    Example:
      verbatim eval articles/ questions.jsonl
    """
    with plain_errors(), tempfile.TemporaryDirectory(prefix="verbatim-eval-") as folder:
        from index.measuring import evaluation
        from index.measuring.reports import tabulate, tabulate_types

        asked = evaluation.read_questions(questions)
        library = build_library(articles, load_settings(config, None), Path(folder))
        with Console(stderr=True).status(f"Asking {count(len(asked), 'question')}…"):
            report = evaluation.evaluate(library, asked)
        if as_json:
            show_json(asdict(report))
            return
        console = Console(highlight=False)
        console.print(tabulated(tabulate(report)))
        if len(by_type := tabulate_types(report)) > 1:  # else no question names its type
            console.print(tabulated(by_type, "by level: answerable questions refused, unanswerable ones answered"))
