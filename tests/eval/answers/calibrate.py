"""``python -m tests.eval.answers.calibrate FOLDER [--data FOLDER] [--write]``: fit ranking, marking and deciding to
questions with known answers, and say how they fare on those held out.

FOLDER holds news and SQuAD articles and questions as JSON Lines. ``--data`` keeps the indexes of the articles, and
reuses them. ``--write`` replaces the weights that ship.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from rich import box
from rich.console import Console
from rich.table import Table

from index.articles import Source
from index.building import build
from index.commands.failing import plain_errors
from index.commands.saying import progress_bar
from index.encoding.loading import load_encoder
from index.settings import DataSettings, IndexSettings
from index.store.folder.data_folder import DataFolder
from index.store.folder.generation import Generation
from tests.eval.answers.calibrating import (
    NEWS_ARTICLES,
    SINGLE_ARTICLES,
    SQUAD_PARAGRAPHS,
    calibrate,
    collect,
    tabulate_levels,
    tabulate_ranking,
    tabulate_refusal,
    write_calibration,
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    console = Console(highlight=False)
    with plain_errors(), TemporaryDirectory() as scratch:
        encoder = load_encoder(IndexSettings(), threads=0)

        def index(articles: Path) -> Generation:
            folder = (options.data or Path(scratch)) / articles.stem
            with progress_bar() as show:
                settings = IndexSettings(data=DataSettings(dir=folder))
                build([Source(path=articles)], settings, lambda: encoder, report=show)
            return DataFolder(folder).open_current()

        news, squad = (index(options.folder / name) for name in (NEWS_ARTICLES, SQUAD_PARAGRAPHS))
        singles = index(SINGLE_ARTICLES)
        with Console(stderr=True).status("Asking") as working:
            sets = collect(
                options.folder,
                news=news,
                squad=squad,
                singles=singles,
                encoder=encoder,
                report=lambda name: working.update(f"Asking: {name}"),
            )
            working.update("Fitting")
            result = calibrate(sets)
        for heading, *rows in (tabulate_ranking(result), tabulate_refusal(result), tabulate_levels(result)):
            table = Table(*heading, box=box.SIMPLE)
            for row in rows:
                table.add_row(*row)
            console.print(table)
        if options.write:
            write_calibration(result.calibration)


if __name__ == "__main__":
    main()
