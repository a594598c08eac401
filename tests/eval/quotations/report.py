"""How well quotations and their speakers are found in the labelled sets: ``python -m tests.eval.quotations.report``."""

from __future__ import annotations

from dataclasses import fields

from index.languages import READ
from index.quotations import extract
from tests.eval.quotations.labelled import ARTICLES_FILE, TRAPS_FILE, Figures, read, score
from tests.eval.quotations.passages import agree


def main() -> None:
    columns = [score(read(file), extract) for file in (TRAPS_FILE, ARTICLES_FILE)]
    print(f"{'':16}{'traps':>10}{'articles':>10}")
    for figure in fields(Figures):
        print(f"{figure.name:16}" + "".join(f"{getattr(column, figure.name):>10.3f}" for column in columns))
    print(f"\n{'passages':16}{'exact':>10}{'joint':>10}{'named':>10}{'wrong':>10}")
    for language in READ:
        found = agree(language, extract)
        print(f"{language:16}{found.exact:>10.3f}{found.joint:>10.3f}{found.named:>10.3f}{found.wrong:>10.3f}")


if __name__ == "__main__":
    main()
