"""``python -m tests.bench.serving DATA READER``: answers the questions on standard input, says its memory in MiB.

READER is on or off, as in the settings.
"""

from __future__ import annotations

import sys
from pathlib import Path

from index.library import Library
from index.settings import AnswerSettings, DataSettings, IndexSettings
from index.types import Question
from tests.bench.watching import resident

if __name__ == "__main__":
    folder, reader = sys.argv[1:]
    answers = AnswerSettings.model_validate({"reader": reader})
    library = Library.open(IndexSettings(data=DataSettings(dir=Path(folder)), answers=answers))
    for line in sys.stdin:
        library.ask([Question(text=line.strip())])
    print(resident())
