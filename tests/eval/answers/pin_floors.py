"""``python -m tests.eval.answers.pin_floors``: measures the question set and writes its floors."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from index.search.reader.reading import LoadReader
from tests.eval.answers.floors import FLOORS_FILE, Way, find_shortfalls, measure, pin, read_floors, write_floors
from tests.eval.answers.question_set import ARTICLE_SOURCES
from tests.libraries import build_library, load_encoder, load_reader


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the question set and raise its floors to just below.")
    parser.add_argument("--lower", action="store_true", help="Also lower floors that are no longer reached.")
    lower = parser.parse_args().lower
    floors, encoder = read_floors(), load_encoder()
    readers: dict[Way, LoadReader] = {"unread": lambda: None, "read": load_reader}
    measured = {}
    for way, load in readers.items():
        with tempfile.TemporaryDirectory() as folder:
            measured[way] = measure(build_library(ARTICLE_SOURCES, Path(folder), encoder, load))
    shortfalls = [f"{way}: {one}" for way, own in measured.items() for one in find_shortfalls(own, floors[way])]
    if shortfalls and not lower:
        sys.exit("Nothing was written; --lower would lower these floors:\n" + "\n".join(shortfalls))
    write_floors({way: pin(own, floors[way], lower=lower) for way, own in measured.items()})
    sys.stdout.write(FLOORS_FILE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
