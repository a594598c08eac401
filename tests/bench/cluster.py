"""Many processes against one, and a process that is killed or told to stop: ``python tests/bench/cluster.py [--fake]``.

Four bot processes share sixteen shards on a Discord of our own and a PostgreSQL from the wheel, with the leases' real
times; IDENTIFY is allowed sixteen at a time, as to a large bot. Over the sample story, or a fake library. All figures
are of one run on one machine, which the double and the database share: compare the ratios.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from index import sample
from index.articles import Source
from index.building import build
from index.encoding.loading import load_encoder
from index.settings import DataSettings, IndexSettings
from tests.bot.cluster.processes import Processes, guild_of
from tests.bot.discord_double import APPLICATION, DiscordDouble
from tests.databases import make_database, running_server

_SHARDS, _PROCESSES = 16, 4
_TIMES = {"lease": 10.0, "beat": 2.5, "identify": 5.0}  # the real ones
_ROUNDS = 16  # of a question in a server of each shard
_QUESTIONS = (
    "Who leads the talks for the United States?",
    "When does the security agreement run out?",
    "How many American soldiers were in Iraq in August?",
    "When will the ferry to Northholm stop running?",
)
_BETWEEN = 0.1  # seconds between two questions while a process is killed
_AFTER = 5.0  # seconds of questions after all shards are served again
_readers = count(1)
_TICKS = os.sysconf("SC_CLK_TCK")


async def measure_speed(double: DiscordDouble, url: str, folder: Path, index: str, *, processes: int) -> None:
    """Asks in all servers at once, and waits for all answers."""
    async with Processes(double, url, folder, _SHARDS, _TIMES, index) as running:
        await running.start(processes)
        await running.settled(seconds=300)
        await _ask(running, 2)  # what opens and warms up
        cpu, begun = _cpu(running), _now()
        asked = await _ask(running, _ROUNDS)
        seconds, spent = _now() - begun, _cpu(running) - cpu
        _tell(
            f"{processes} process{'es' * (processes > 1):2} {asked / seconds:16.1f} {1000 * spent / asked:20.1f} "
            f"{spent / seconds:19.2f}"
        )


async def _ask(running: Processes, rounds: int) -> int:
    """A question in a server of each shard, so many times; gives how many those were, once all are answered."""
    before = sum(running.answers().values())
    for number in range(rounds):
        for shard in range(_SHARDS):
            words = f"{_QUESTIONS[number % len(_QUESTIONS)]} Reader {next(_readers)} asks."  # encoded, not remembered
            await running.double.say(f"<@{APPLICATION}> {words}", guild=guild_of(shard))
    asked = rounds * _SHARDS
    async with asyncio.timeout(300):
        while sum(running.answers().values()) < before + asked:  # noqa: ASYNC110 - the double tells of every request
            await asyncio.sleep(0.05)
    return asked


@dataclass
class Asked:
    """When each message was sent, and in a server of which shard."""

    at: dict[str, tuple[float, int]] = field(default_factory=dict)

    async def keep_asking(self, double: DiscordDouble) -> None:
        words = f"<@{APPLICATION}> {_QUESTIONS[0]}"
        for number in range(10**9):
            shard, at = number % _SHARDS, _now()
            self.at[await double.say(words, guild=guild_of(shard))] = at, shard
            await asyncio.sleep(_BETWEEN)


async def measure_end(double: DiscordDouble, url: str, folder: Path, index: str, end: signal.Signals) -> None:
    """Ends one of four while questions come, and tells what became of them."""
    async with Processes(double, url, folder, _SHARDS, _TIMES, index) as running:
        await running.start(_PROCESSES)
        await running.settled(seconds=300)
        await _ask(running, 2)
        asked = Asked()
        asking = asyncio.create_task(asked.keep_asking(double))
        await asyncio.sleep(2.0)
        lost = running.running[0]
        shards, killed = await running.shards_of(lost), _now()
        running.signal(lost, end)
        served = await _wait_for_each(double, shards)
        await asyncio.sleep(_AFTER)
        asking.cancel()
        await asyncio.sleep(3.0)
        answers = running.answers()
        gaps = sorted(at - killed for at in served.values())
        unserved = {message for message, (at, shard) in asked.at.items() if killed <= at < served.get(shard, 0.0)}
        flying = {message for message, (at, shard) in asked.at.items() if shard in served and killed - 1 < at < killed}
        missing = {message for message in asked.at if not answers[message]}
        _tell(f"{end.name} to a process with {len(shards)} of {_SHARDS} shards; questions asked: {len(asked.at)}")
        _tell(f"seconds until a shard is served again: {gaps[0]:.1f} the first, {gaps[-1]:.1f} the last")
        _tell(f"answered twice: {sum(answers[message] > 1 for message in asked.at)}")
        _tell(f"not answered: {len(missing & unserved)} asked before the shard was served again, ")
        _tell(f"  {len(missing & flying)} in flight, {len(missing - unserved - flying)} others")


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


def _cpu(running: Processes) -> float:
    """Seconds of processor time of all processes, as Linux counts them."""

    def spent(pid: int) -> int:
        user, system = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[11:13]
        return int(user) + int(system)

    return sum(spent(process.pid) for process in running.running) / _TICKS


def _now() -> float:
    return asyncio.get_running_loop().time()


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


@contextmanager
def sample_index(*, fake: bool) -> Iterator[str]:
    """A data folder with the sample story's index, "" for a fake one."""
    if fake:
        yield ""
        return
    with tempfile.TemporaryDirectory(prefix="verbatim-bench-") as folder:
        settings = IndexSettings(data=DataSettings(dir=Path(folder)))
        build([Source(path=Path(path)) for path in sample.__path__], settings, lambda: load_encoder(settings))
        yield folder


async def run(server: str, index: str, folder: Path) -> None:
    guilds = [guild_of(shard) for shard in range(_SHARDS)]
    _tell(f"{'':11} {'questions a second':>16} {'CPU ms a question':>18} {'cores in use':>17}")
    for processes in (1, _PROCESSES):
        async with DiscordDouble(guilds=guilds, max_concurrency=16) as double:
            await measure_speed(double, make_database(server).bot, folder, index, processes=processes)
    for end in (signal.SIGKILL, signal.SIGTERM):
        async with DiscordDouble(guilds=guilds, max_concurrency=16) as double:
            await measure_end(double, make_database(server).bot, folder, index, end)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fake", action="store_true", help="Over a fake library: what the bot itself costs.")
    fake = parser.parse_args().fake
    with (
        running_server() as server,
        sample_index(fake=fake) as index,
        tempfile.TemporaryDirectory(prefix="verbatim-bench-") as folder,
    ):
        asyncio.run(run(server, index, Path(folder)))


if __name__ == "__main__":
    main()
