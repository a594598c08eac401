"""What the reader costs: ``python -m tests.bench.reading``, over the project's own questions, each put once."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import get_args

from index.library import Library
from index.measuring.evaluation import read_questions
from index.settings import AnswerSettings, DataSettings, IndexSettings
from tests.bench.watching import resident
from tests.eval.answers.question_set import ARTICLE_SOURCES, QUESTIONS_FILE
from tests.libraries import build_library, load_encoder

_WAYS = get_args(AnswerSettings.model_fields["reader"].annotation)


def ask(folder: Path, way: str) -> None:
    """Prints a line."""
    data = DataSettings(dir=folder)
    library = Library.open(IndexSettings(data=data, answers=AnswerSettings.model_validate({"reader": way})))
    library.prepare()
    questions = [question.put() for question in read_questions(QUESTIONS_FILE)]
    start = time.process_time()
    for question in questions:
        library.ask([question])
    milliseconds = (time.process_time() - start) / len(questions) * 1000
    print(f"reader {way}: {milliseconds:.1f} CPU-ms a question, {resident()} MiB")


def main() -> None:
    if len(sys.argv) > 1:
        ask(Path(sys.argv[1]), sys.argv[2])
        return
    with tempfile.TemporaryDirectory() as folder:
        build_library(ARTICLE_SOURCES, Path(folder), load_encoder())
        for way in _WAYS:
            subprocess.run([sys.executable, "-m", "tests.bench.reading", folder, way], check=True)


if __name__ == "__main__":
    main()
