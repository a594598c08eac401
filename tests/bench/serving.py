"""``python -m tests.bench.serving DATA``: answers the questions on standard input, says its memory in MiB."""

from __future__ import annotations

import sys
from pathlib import Path

from index.library import Library
from index.settings import DataSettings, IndexSettings
from index.types import Question


def resident() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) // 1024


if __name__ == "__main__":
    library = Library.open(IndexSettings(data=DataSettings(dir=Path(sys.argv[1]))))
    for line in sys.stdin:
        library.ask([Question(text=line.strip())])
    print(resident())
