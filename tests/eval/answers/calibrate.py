"""``python -m tests.eval.answers.calibrate FOLDER [--data FOLDER] [--write]``: fit ranking, marking and deciding to
questions with known answers, and say how they fare on those held out, without the reader and with it.

FOLDER holds news and SQuAD articles and questions as JSON Lines. ``--data`` keeps the indexes of the articles, and
reuses them. ``--write`` replaces the weights that ship. Of SQuAD, only articles that the reader was not trained on are
put to it.
"""

from __future__ import annotations

import argparse
from collections.abc import Container
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
from index.search.reader.reader import FILE, Reader
from index.settings import DataSettings, IndexSettings
from index.store.folder.data_folder import DataFolder
from index.store.folder.generation import Generation
from tests.eval.answers.calibrating import (
    NEWS_ARTICLES,
    SINGLE_ARTICLES,
    SQUAD_PARAGRAPHS,
    STORY_ARTICLES,
    calibrate,
    collect,
    tabulate_levels,
    tabulate_ranking,
    tabulate_refusal,
    write_calibration,
)
from tests.eval.answers.fitting import ExampleSet
from tests.eval.reader.rows.material import KEPT_ARTICLES


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--reader", type=Path, default=FILE, metavar="READER.onnx", help="default: the one that ships")
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
        singles, stories = index(SINGLE_ARTICLES), index(STORY_ARTICLES)
        with Console(stderr=True).status("Asking") as working:

            def ask(reader: Reader | None, only: Container[str] | None = None) -> tuple[ExampleSet, ...]:
                way = "with the reader" if reader else "without the reader"
                return collect(
                    options.folder,
                    news=news,
                    squad=squad,
                    singles=singles,
                    stories=stories,
                    encoder=encoder,
                    report=lambda name: working.update(f"Asking {way}: {name}"),
                    reader=reader,
                    only=only,
                )

            unread = ask(None)
            read = ask(Reader.load(options.reader, sha256=None), KEPT_ARTICLES)
            working.update("Fitting")
            result = calibrate(unread, read)
        for way, arm in (("Without the reader", result.unread), ("With the reader", result.read)):
            console.print(way)
            for heading, *rows in (tabulate_ranking(arm), tabulate_refusal(arm), tabulate_levels(arm)):
                table = Table(*heading, box=box.SIMPLE)
                for row in rows:
                    table.add_row(*row)
                console.print(table)
        if options.write:
            write_calibration(result.calibration)


if __name__ == "__main__":
    main()
