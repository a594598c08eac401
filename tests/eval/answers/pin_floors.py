"""``python -m tests.eval.answers.pin_floors``: measures the question set and writes its floors."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.eval.answers.floors import FLOORS_FILE, find_shortfalls, measure, pin, read_floors, write_floors
from tests.eval.answers.question_set import ARTICLE_SOURCES
from tests.libraries import build_library, load_encoder


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the question set and raise its floors to just below.")
    parser.add_argument("--lower", action="store_true", help="Also lower floors that are no longer reached.")
    lower = parser.parse_args().lower
    floors = read_floors()
    with tempfile.TemporaryDirectory() as folder:
        measured = measure(build_library(ARTICLE_SOURCES, Path(folder), load_encoder()))
    if not lower and (shortfalls := find_shortfalls(measured, floors)):
        sys.exit("Nothing was written; --lower would lower these floors:\n" + "\n".join(shortfalls))
    write_floors(pin(measured, floors, lower=lower))
    sys.stdout.write(FLOORS_FILE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
