"""How well quotations and their speakers are found in the labelled sets: ``python -m tests.eval.quotations.report``."""

from __future__ import annotations

from dataclasses import fields

from index.quotations import extract
from tests.eval.quotations.labelled import ARTICLES_FILE, TRAPS_FILE, Figures, read, score


def main() -> None:
    columns = [score(read(file), extract) for file in (TRAPS_FILE, ARTICLES_FILE)]
    print(f"{'':16}{'traps':>10}{'articles':>10}")
    for figure in fields(Figures):
        print(f"{figure.name:16}" + "".join(f"{getattr(column, figure.name):>10.3f}" for column in columns))


if __name__ == "__main__":
    main()
