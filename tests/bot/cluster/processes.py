"""Real bot processes, their shards on one Discord of our own, their leases in one PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import signal
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from bot.cluster.watching import Watched, read_cluster
from bot.state.database import Database
from tests.bot.cluster.process import main
from tests.bot.discord_double import APPLICATION, DiscordDouble
from tests.forking import Forked

QUESTION = f"<@{APPLICATION}> When will the ferry to Northholm stop running?"


def guild_of(shard: int, *, number: int = 0) -> str:
    """A server that this shard hears of, whatever power of two the number of shards is, up to 1,024."""
    return str((1_000_000_000_000_000_000 >> 32 << 32) + (number << 32) + (shard << 22))


@dataclass
class Processes:
    """``shards`` are served by whoever runs; ``times`` are those of ``bot.cluster.cluster.Times``. What
    ``is_real`` answers from the index in the database, else a fake library does."""

    double: DiscordDouble
    url: str
    folder: Path
    shards: int
    times: dict[str, float]
    is_real: bool = False
    running: list[Forked] = field(default_factory=list)

    async def __aenter__(self) -> Self:
        self.database = await Database.open(self.url, connections=1)
        return self

    async def __aexit__(self, *_: object) -> None:
        for process in self.running:
            process.signal(signal.SIGKILL)
            await process.ended()
        await self.database.close()

    async def start(self, number: int = 1) -> None:
        """Starts so many more."""
        tables = {
            "data": {"dir": str(self.folder)},
            "store": {"url": self.url},
            "discord": {**self.double.settings, "shards": self.shards, "sync_commands": False},
            "questions": {"per_user": 1_000, "per_server": 100_000},
        }
        for _ in range(number):
            asked = (tables, self.times, self.is_real)
            self.running.append(Forked(main, *asked, environment=os.environ, folder=self.folder))

    async def settled(self, *, seconds: float = 60.0) -> Watched:
        """Waits until those that run serve all shards, each its share."""
        async with asyncio.timeout(seconds):
            while True:
                watched = await read_cluster(self.database)
                alive = [member for member in watched.members if member.lag < self.times["lease"]]
                shares = [len(member.shards) for member in alive]
                is_even = len(shares) == len(self._alive()) and max(shares) - min(shares) <= 1
                if is_even and sum(shares) == self.shards and not watched.unserved:
                    return watched
                await asyncio.sleep(0.05)

    async def shards_of(self, process: Forked) -> list[int]:
        (member,) = [member for member in (await read_cluster(self.database)).members if member.pid == process.pid]
        return list(member.shards)

    async def taken_over(self, shards: list[int], *, seconds: float) -> float:
        """Waits until each of the shards was connected anew; gives the seconds until the last was."""
        begun, before = asyncio.get_running_loop().time(), len(self.double.identifies)

        def are_taken() -> bool:
            return set(shards) <= {said["shard"][0] for said in self.double.identifies[before:]}

        await self.double.until(are_taken, seconds=seconds)
        return asyncio.get_running_loop().time() - begun

    async def ask_everywhere(self) -> list[str]:
        """One question in a server of each shard; gives the ids of the messages."""
        return [await self.double.say(QUESTION, guild=guild_of(shard)) for shard in range(self.shards)]

    def answers(self) -> Counter[str]:
        """How often each message was answered, by its id; what was sent again stands in Discord once, by its nonce."""
        sent = {
            request.body["nonce"]: str(request.body["message_reference"]["message_id"])
            for request in self.double.done
            if request.path.endswith("/messages") and "message_reference" in (request.body or {})
        }
        return Counter(sent.values())

    async def answered(self, asked: Sequence[str]) -> None:
        """Waits until all of these messages are answered."""
        await self.double.until(lambda: set(asked) <= set(self.answers()), seconds=20)

    async def answered_once(self, asked: Sequence[str]) -> None:
        """Likewise, and a little longer for second answers."""
        await self.answered(asked)
        await asyncio.sleep(0.3)
        assert {message: self.answers()[message] for message in asked} == dict.fromkeys(asked, 1)

    def _alive(self) -> list[Forked]:
        return [process for process in self.running if process.exitcode is None]
