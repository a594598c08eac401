"""Many processes against one, and a process that is killed or told to stop.

    python tests/bench/cluster.py [--fake | --index DATA QUESTIONS.jsonl] [--processes 1 4]

Bot processes share sixteen shards on a Discord of our own and a PostgreSQL from the wheel, with the leases' real times;
IDENTIFY is allowed sixteen at a time, as to a large bot. The index in the database is the sample story's, or that of a
data folder, or there is a fake library. All figures are of one run on one machine, which the double and the database
share: compare the ratios, and see who has how much of it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count, cycle
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).parents[2]))

from index import sample
from index.articles import Source
from index.building import build
from index.encoding.loading import load_encoder
from index.settings import DataSettings, IndexSettings
from index.store.folder.data_folder import DataFolder
from index.store.postgres.moving import copy_to_database
from tests.bench.spending import find_postmaster, used
from tests.bot.cluster.processes import Processes, guild_of
from tests.bot.discord_double import APPLICATION, DiscordDouble
from tests.databases import make_database, running_server

_SHARDS, _PROCESSES = 16, 4
_TIMES = {"lease": 10.0, "beat": 2.5, "identify": 5.0}  # the real ones
_ROUNDS, _IN_FLIGHT = 64, 4  # of a question in a server of each shard; so many wait for their answers
_QUESTIONS = (
    "Who leads the talks for the United States?",
    "When does the security agreement run out?",
    "How many American soldiers were in Iraq in August?",
    "When will the ferry to Northholm stop running?",
)
_BETWEEN = 0.1  # seconds between two questions while a process is killed
_AFTER = 5.0  # seconds of questions after all shards are served again
_QUIET = 10.0  # seconds without an answer after which none comes any more
_LOOK = 0.002  # seconds between two looks at what was answered
_readers = count(6 * 10**17)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What is asked of an index, a data folder's or None for a fake library's; ``server`` is a PostgreSQL's address,
    ``folder`` what processes may write to."""

    questions: Sequence[str]
    index: Path | None
    server: str
    folder: Path

    def share(self, double: DiscordDouble) -> Processes:
        """Processes over a database of their own, of which none has been started."""
        url = make_database(self.server).bot
        if self.index:
            copy_to_database(DataFolder(self.index).open_current(), url)
        return Processes(double, url, self.folder, _SHARDS, _TIMES, is_real=self.index is not None)


async def measure_speed(trial: Trial, double: DiscordDouble, *, processes: int) -> None:
    """Asks in all servers, as fast as answers come."""
    async with trial.share(double) as running:
        await running.start(processes)
        await running.settled(seconds=300)
        await _ask(trial, running, 2 * _IN_FLIGHT)  # what opens and warms up
        server = find_postmaster(running.url)
        spent, begun = _spent(running, server), _now()
        asked = await _ask(trial, running, _ROUNDS)
        seconds = _now() - begun
        bot, discord, database = (after - before for after, before in zip(_spent(running, server), spent, strict=True))
        _tell(
            f"{processes} process{'es' * (processes > 1):2}{asked / seconds:20.1f}{1000 * bot / asked:20.1f}"
            f"{1000 * discord / asked:12.1f}{1000 * database / asked:10.1f}"
            f"{bot / seconds:12.2f}{discord / seconds:9.2f}{database / seconds:10.2f}"
        )


async def _ask(trial: Trial, running: Processes, rounds: int) -> int:
    """A question in a server of each shard, so many times; gives how many those were, once all are answered."""
    before = len(running.double.messages)
    for number in range(rounds):
        for shard in range(_SHARDS):
            reader = next(_readers)  # each asks once: one person's questions wait for each other
            question = trial.questions[(_SHARDS * number + shard) % len(trial.questions)]
            words = f"{question} Reader {reader} asks."  # encoded, not remembered
            await running.double.say(f"<@{APPLICATION}> {words}", guild=guild_of(shard), reader=str(reader))
        await _answered(running.double, before + _SHARDS * max(0, number + 1 - _IN_FLIGHT))
    await _answered(running.double, before + _SHARDS * rounds)
    return _SHARDS * rounds


async def _answered(double: DiscordDouble, number: int) -> None:
    """Waits until so many messages were posted."""
    async with asyncio.timeout(300):
        while len(double.messages) < number:  # noqa: ASYNC110 - the double tells of every request
            await asyncio.sleep(_LOOK)


def _spent(running: Processes, server: psutil.Process) -> tuple[float, float, float]:
    """Seconds of processor time so far: the bot's processes', those of the Discord in this process, the database's."""
    times = [psutil.Process(process.pid).cpu_times() for process in running.running]
    return sum(each.user + each.system for each in times), time.process_time(), used(server)


@dataclass
class Asked:
    """When each message was sent, and in a server of which shard."""

    at: dict[str, tuple[float, int]] = field(default_factory=dict)

    async def keep_asking(self, double: DiscordDouble, questions: Sequence[str]) -> None:
        for number, question in enumerate(cycle(questions)):
            shard, at = number % _SHARDS, _now()
            self.at[await double.say(f"<@{APPLICATION}> {question}", guild=guild_of(shard))] = at, shard
            await asyncio.sleep(_BETWEEN)


async def measure_end(trial: Trial, double: DiscordDouble, end: signal.Signals) -> None:
    """Ends one of four while questions come, and tells what became of them."""
    async with trial.share(double) as running:
        await running.start(_PROCESSES)
        await running.settled(seconds=300)
        await _ask(trial, running, 2)
        asked = Asked()
        asking = asyncio.create_task(asked.keep_asking(double, trial.questions))
        await asyncio.sleep(2.0)
        lost = running.running[0]
        shards, killed = await running.shards_of(lost), _now()
        lost.signal(end)
        served = await _wait_for_each(double, shards)
        await asyncio.sleep(_AFTER)
        asking.cancel()
        answers = await _wait_until_quiet(running)
        gaps = sorted(at - killed for at in served.values())
        unserved = {message for message, (at, shard) in asked.at.items() if killed <= at < served.get(shard, 0.0)}
        flying = {message for message, (at, shard) in asked.at.items() if shard in served and at < killed}
        missing = {message for message in asked.at if not answers[message]}
        _tell(f"{end.name} to a process with {len(shards)} of {_SHARDS} shards; questions asked: {len(asked.at)}")
        _tell(f"seconds until a shard is served again: {gaps[0]:.1f} the first, {gaps[-1]:.1f} the last")
        _tell(f"answered twice: {sum(answers[message] > 1 for message in asked.at)}")
        _tell(f"not answered: {len(missing & unserved)} asked before the shard was served again, ")
        _tell(f"  {len(missing & flying)} in flight, {len(missing - unserved - flying)} others")


async def _wait_until_quiet(running: Processes) -> Counter[str]:
    """The answers, once nothing more comes of those that are in line."""
    answers = Counter[str]()
    while (later := running.answers()) != answers:
        answers = later
        await asyncio.sleep(_QUIET)
    return answers


async def _wait_for_each(double: DiscordDouble, shards: list[int]) -> dict[int, float]:
    """When each of the shards was connected again."""
    before, served = len(double.identifies), dict[int, float]()
    async with asyncio.timeout(120):
        while len(served) < len(shards):
            await asyncio.sleep(0.02)
            for said in double.identifies[before:]:
                if said["shard"][0] in shards:
                    served.setdefault(said["shard"][0], _now())
    return served


def _now() -> float:
    return asyncio.get_running_loop().time()


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


@contextmanager
def sample_index() -> Iterator[Path]:
    """A data folder with the sample story's index."""
    with tempfile.TemporaryDirectory(prefix="verbatim-bench-") as folder:
        settings = IndexSettings(data=DataSettings(dir=Path(folder)))
        build([Source(path=Path(path)) for path in sample.__path__], settings, lambda: load_encoder(settings))
        yield Path(folder)


def read_questions(file: str) -> list[str]:
    return [json.loads(line)["question"] for line in Path(file).read_text(encoding="utf-8").splitlines()]


async def run(trial: Trial, numbers: Sequence[int]) -> None:
    guilds = [guild_of(shard) for shard in range(_SHARDS)]
    _tell(f"{'':31}{'CPU ms a question:':>20}{'':22}{'cores:':>12}")
    parts = f"{'bot':>20}{'Discord':>12}{'database':>10}{'bot':>12}{'Discord':>9}{'database':>10}"
    _tell(f"{'':11}{'questions a second':>20}{parts}")
    for processes in numbers:
        async with DiscordDouble(guilds=guilds, max_concurrency=16) as double:
            await measure_speed(trial, double, processes=processes)
    for end in (signal.SIGKILL, signal.SIGTERM):
        async with DiscordDouble(guilds=guilds, max_concurrency=16) as double:
            await measure_end(trial, double, end)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    library = parser.add_mutually_exclusive_group()
    library.add_argument("--fake", action="store_true", help="over a fake library: what the bot itself costs")
    library.add_argument("--index", nargs=2, metavar=("DATA", "QUESTIONS"), help="a data folder with an index")
    parser.add_argument("--processes", type=int, nargs="*", default=(1, _PROCESSES), metavar="NUMBER")
    arguments = parser.parse_args()
    with ExitStack() as stack:
        index, questions = None, _QUESTIONS
        if arguments.index:
            index, questions = Path(arguments.index[0]), read_questions(arguments.index[1])
        elif not arguments.fake:
            index = stack.enter_context(sample_index())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="verbatim-bench-")))
        server = stack.enter_context(running_server())
        trial = Trial(questions=questions, index=index, server=server, folder=folder)
        asyncio.run(run(trial, arguments.processes))


if __name__ == "__main__":
    main()
