"""``python -m tests.eval.pin``: finds the labels that fail and pins them; tells what broke and what was mended."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.eval.answers.question_set import ARTICLE_SOURCES
from tests.eval.failing import SETS, find_failing_answers, read_pins, write_pins
from tests.libraries import build_library, load_encoder, load_reader


def main() -> None:
    parser = argparse.ArgumentParser(description="Pin the labels that fail today, so that one more is noticed.")
    parser.add_argument("sets", nargs="*", choices=[[], *SETS, "answers"], help="Which sets; all when none is named.")
    parser.add_argument("--worse", action="store_true", help="Also pin labels that did not fail before.")
    chosen = parser.parse_args()
    pins = read_pins()
    measured = {name: _measure(name) for name in chosen.sets or [*SETS, "answers"]}
    broken = {name: [label for label in labels if label not in pins.get(name, ())] for name, labels in measured.items()}
    sys.stdout.writelines(_tell(pins, measured))
    if any(broken[name] for name in measured if name in pins) and not chosen.worse:
        sys.exit("Nothing was written: labels fail that did not (marked +). If that is meant: --worse.")
    write_pins(pins | measured)


def _measure(name: str) -> list[str]:
    if name in SETS:
        return list(SETS[name]())
    with tempfile.TemporaryDirectory() as folder:
        return list(find_failing_answers(build_library(ARTICLE_SOURCES, Path(folder), load_encoder(), load_reader)))


def _tell(pins: dict[str, list[str]], measured: dict[str, list[str]]) -> Iterator[str]:
    for name, labels in measured.items():
        before = pins.get(name, [])
        yield f"{name}: {len(labels)} fail, {len(before)} did\n"
        yield from (f"  + {label}\n" for label in labels if label not in before)
        yield from (f"  - {label}\n" for label in before if label not in labels)


if __name__ == "__main__":
    main()
