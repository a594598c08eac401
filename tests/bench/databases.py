"""A question in both homes: wall and processor time, encoding included, of one index in a folder and in PostgreSQL.

    python -m tests.bench.databases DATA QUESTIONS.jsonl      # DATA: a data folder with an index

The server comes from the wheel and runs on the same machine; its processor time is what its processes took.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil

from index.encoding.loading import load_encoder
from index.library import Library
from index.settings import DataSettings, IndexSettings, StoreSettings
from index.store.folder.data_folder import DataFolder
from index.store.homes import open_holdings
from index.store.postgres.connecting import connect
from index.store.postgres.moving import copy_to_database
from index.types import Question
from tests.databases import Database, make_database, running_server

_ROUNDS = 2  # the first one fills what the process keeps; both are told


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Milliseconds a question: wall time, and processor time of this process and of the server's."""

    wall: float
    own: float
    server: float


def measure(library: Library, questions: Sequence[Question], server: psutil.Process | None) -> Figures:
    walls = []
    own, of_server = time.process_time(), _used(server)
    for question in questions:
        began = time.perf_counter()
        library.rank([question])
        walls.append(time.perf_counter() - began)
    own, of_server = time.process_time() - own, _used(server) - of_server
    return Figures(wall=1000 * median(walls), own=1000 * own / len(questions), server=1000 * of_server / len(questions))


def _used(server: psutil.Process | None) -> float:
    """Processor seconds that a server's processes have taken so far; those that have ended are not counted."""
    if server is None:
        return 0.0
    times = [process.cpu_times() for process in [server, *server.children()]]
    return sum(each.user + each.system for each in times)


def compare(data: Path, questions: Sequence[Question], database: Database) -> Iterator[tuple[str, Figures]]:
    generation = DataFolder(data).open_current()
    began = time.perf_counter()
    copy_to_database(generation, database.bot)
    print(f"copied and compared in {time.perf_counter() - began:.0f} s")
    with connect(database.owner) as connection:
        connection.execute("vacuum analyze")
        row = connection.execute("select pg_database_size(current_database()), pg_backend_pid()").fetchone()
    size = sum(file.stat().st_size for file in generation.folder.rglob("*") if file.is_file())
    print(f"on disk: folder {size / 1e6:.0f} MB, database {row[0] / 1e6:.0f} MB")
    encoder = load_encoder(IndexSettings(), threads=1)
    folder_settings = IndexSettings(data=DataSettings(dir=data))
    database_settings = folder_settings.model_copy(update={"store": StoreSettings(url=database.bot)})
    for name, settings in (("folder", folder_settings), ("PostgreSQL", database_settings)):
        library = Library(open_holdings(settings), lambda: encoder, settings)
        for round_number in range(1, _ROUNDS + 1):
            # What was asked before is remembered by a library, not by what it reads from.
            library = Library(library.generation, lambda: encoder, settings)
            library.prepare()
            library.rank([Question(text="Is anything ready?")])
            server = None
            if settings.store.url:
                with library.generation.reading():
                    server = psutil.Process(library.generation._reading_connection.info.backend_pid).parent()
            yield f"{name}, round {round_number}", measure(library, questions, server)


def main(data: str, file: str) -> None:
    lines = Path(file).read_text(encoding="utf-8").splitlines()
    questions = [Question(text=json.loads(line)["question"]) for line in lines]
    with running_server() as server:
        print(f"{len(questions)} questions; milliseconds a question, encoding included")
        print(f"{'':24}{'wall p50':>10}{'own CPU':>10}{'server CPU':>12}")
        for name, figures in compare(Path(data), questions, make_database(server)):
            print(f"{name:24}{figures.wall:10.1f}{figures.own:10.1f}{figures.server:12.1f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
