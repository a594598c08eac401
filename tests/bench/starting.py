"""How long the first answer takes from nothing: ``python -m tests.bench.starting [--rounds 5]``.

Seconds on the wall from the start of a process on a warm disk: ``verbatim ask`` to its last line, and ``verbatim run``
to the answer to a question that was asked as soon as it had connected to a Discord of our own. Processor time beside
them is nearly the same on a busy machine.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from index import sample
from tests.bot.discord_double import TOKEN, DiscordDouble, Request

_QUESTION = "Who leads the talks for the United States?"
_MESSAGE = 4  # the callback that is an answer at once
_VERBATIM = [sys.executable, "-m", "bot"]


def time_ask(environment: Mapping[str, str]) -> float:
    """Seconds to an answer in the terminal."""
    start = time.perf_counter()
    subprocess.run([*_VERBATIM, "ask", _QUESTION], env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


async def time_bot(environment: Mapping[str, str]) -> float:
    """Seconds to an answer in a channel."""
    async with DiscordDouble() as double:
        there = {
            "VERBATIM_DISCORD__API_URL": double.api_url,
            "VERBATIM_DISCORD__GATEWAY_URL": double.gateway_url,
            "VERBATIM_DISCORD__TOKEN": TOKEN,
        }
        start = time.perf_counter()
        bot = await asyncio.create_subprocess_exec(
            *_VERBATIM, "run", env={**environment, **there}, stderr=asyncio.subprocess.DEVNULL
        )
        try:
            await double.until(lambda: double.identifies, seconds=60)
            await double.interact("ask", question=_QUESTION)
            await double.until(lambda: any(map(_is_answer, double.done)), seconds=60)
            return time.perf_counter() - start
        finally:
            bot.terminate()
            await bot.wait()


def _is_answer(request: Request) -> bool:
    return request.method == "PATCH" or (request.path.endswith("/callback") and request.body["type"] == _MESSAGE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "VERBATIM_DATA__DIR": str(Path(folder) / "data")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed has its modules compiled
        build = [*_VERBATIM, "index", "build", *sample.__path__]
        subprocess.run(build, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for reader in ("off", "on"):
            print(f"with the reader {reader}:")
            measure({**environment, "VERBATIM_ANSWERS__READER": reader}, rounds)


def measure(environment: Mapping[str, str], rounds: int) -> None:
    """Prints how long both take."""
    before = os.times()
    asked = [time_ask(environment) for _ in range(rounds)]
    after = os.times()
    ran = [asyncio.run(time_bot(environment)) for _ in range(rounds)]
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    print(f"verbatim ask: {cpu / rounds:.2f} CPU-seconds on average")
    for what, seconds, goal in (("verbatim ask", asked, "< 1"), ("verbatim run", ran, "< 2")):
        print(f"{what}: median {median(seconds):.2f} s, best {min(seconds):.2f} s (goal {goal})")


if __name__ == "__main__":
    main()
