"""A question in both homes: wall and processor time, encoding included, of one index in a folder and in PostgreSQL, and
how many questions are ranked and decided alike.

    python -m tests.bench.databases DATA QUESTIONS.jsonl [COUNT]      # DATA: a data folder with an index

The server comes from the wheel and runs on the same machine; its processor time is what its processes took. The homes
take turns, round by round.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil

from index.encoding.loading import load_encoder
from index.library import Library
from index.search.judging import Ranking
from index.settings import DataSettings, IndexSettings, StoreSettings
from index.store.folder.data_folder import DataFolder
from index.store.homes import open_holdings
from index.store.postgres.connecting import connect
from index.store.postgres.holdings import PostgresHoldings
from index.store.postgres.moving import copy_to_database
from index.types import NoAnswer, Outcome, Question
from tests.bench.spending import used
from tests.databases import Database, make_database, running_server

_ROUNDS = 3  # the first one fills what the process keeps; all are told


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Milliseconds a question: wall time, and processor time of this process and of the server's."""

    wall: float
    own: float
    server: float


def measure(library: Library, questions: Sequence[Question], server: psutil.Process | None) -> Figures:
    walls = []
    own, of_server = time.process_time(), used(server)
    for question in questions:
        began = time.perf_counter()
        library.rank([question])
        walls.append(time.perf_counter() - began)
    own, of_server = time.process_time() - own, used(server) - of_server
    return Figures(wall=1000 * median(walls), own=1000 * own / len(questions), server=1000 * of_server / len(questions))


def copy(data: Path, database: Database) -> None:
    """The index of a data folder into the database, and how large it is there."""
    generation = DataFolder(data).open_current()
    began = time.perf_counter()
    copy_to_database(generation, database.bot)
    print(f"copied and compared in {time.perf_counter() - began:.0f} s")
    with connect(database.owner) as connection:
        connection.execute("vacuum analyze")
        row = connection.execute("select pg_database_size(current_database())").fetchone()
    size = sum(file.stat().st_size for file in generation.folder.rglob("*") if file.is_file())
    print(f"on disk: folder {size / 1e6:.0f} MB, database {row[0] / 1e6:.0f} MB")


def open_homes(data: Path, database: Database) -> dict[str, Library]:
    encoder = load_encoder(IndexSettings(), threads=1)
    folder = IndexSettings(data=DataSettings(dir=data))
    homes = {"folder": folder, "PostgreSQL": folder.model_copy(update={"store": StoreSettings(url=database.bot)})}
    return {name: Library(open_holdings(each), lambda: encoder, each) for name, each in homes.items()}


def forget(library: Library) -> Library:
    """The same without the questions that it remembers; what the process keeps of a database stays."""
    fresh = library.reopen()
    fresh.prepare()
    fresh.rank([Question(text="Is anything ready?")])
    return fresh


def find_server(library: Library) -> psutil.Process | None:
    """The parent of the process that serves a library's connection; None where it has none."""
    if not isinstance(library.generation, PostgresHoldings):
        return None
    with library.generation.reading():
        return psutil.Process(library.generation._reading_connection.info.backend_pid).parent()


def measure_all(homes: Mapping[str, Library], questions: Sequence[Question]) -> None:
    for number in range(1, _ROUNDS + 1):
        for name, library in homes.items():
            figures = measure(forget(library), questions, find_server(library))
            told = f"{figures.wall:10.1f}{figures.own:10.1f}{figures.server:12.1f}"
            print(f"{f'{name}, round {number}':24}{told}", flush=True)


def count_alike(homes: Mapping[str, Library], questions: Sequence[Question]) -> tuple[int, int]:
    """How many questions have the same passages, marks and vetoes in the same order in all homes, and how many the same
    decision; what a question that cannot be asked is told counts as both."""
    rankings, decisions = [], []
    for library in homes.values():
        found = [each if isinstance(each, Ranking) else repr(each) for each in library.rank(questions)]
        rankings.append([_order(each) if isinstance(each, Ranking) else each for each in found])
        decisions.append(
            [_outline(library.decide(each, library.level)) if isinstance(each, Ranking) else each for each in found]
        )
    return tuple(sum(len(set(each)) == 1 for each in zip(*kind, strict=True)) for kind in (rankings, decisions))


def _order(ranking: Ranking) -> Hashable:
    return ranking.veto, tuple((hit.passage.id, hit.highlight) for hit in ranking.hits)


def _outline(outcome: Outcome) -> Hashable:
    """What is decided: the kind of the outcome, and which passages are shown with which marks."""
    hits = (outcome.nearest,) if isinstance(outcome, NoAnswer) else outcome.hits
    return type(outcome).__name__, tuple((hit.passage.id, hit.highlight) for hit in hits if hit)


def main(data: str, file: str, count: str | None = None) -> None:
    lines = Path(file).read_text(encoding="utf-8").splitlines()[: int(count) if count else None]
    questions = [Question(text=json.loads(line)["question"]) for line in lines]
    with running_server() as server:
        database = make_database(server)
        copy(Path(data), database)
        homes = open_homes(Path(data), database)
        print(f"{len(questions)} questions; milliseconds a question, encoding included")
        print(f"{'':24}{'wall p50':>10}{'own CPU':>10}{'server CPU':>12}")
        measure_all(homes, questions)
        rankings, decisions = count_alike(homes, questions)
        print(f"alike in both homes, of {len(questions)}: {rankings} rankings, {decisions} decisions")


if __name__ == "__main__":
    main(*sys.argv[1:])
