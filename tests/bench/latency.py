"""How long people wait, and how long the loop stands still: ``python -m tests.bench.latency [--fake]``.

The bot runs against a Discord of our own on the loopback interface, over the sample story (or a fake library). All
figures are of one run on one machine: compare the ratios, not the milliseconds.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr

from bot.client import Verbatim
from bot.connection import make_bot, serve
from bot.engine.engine import Engine
from bot.errors import ReindexCancelled
from bot.reindexing import Build
from bot.settings import Settings
from bot.wire.transport import point_at
from index import sample
from tests.bench.watching import resident, watching
from tests.bot.discord_double import TOKEN, DiscordDouble
from tests.fakes import FakeLibrary

_ASKERS = (1, 16, 50)
_QUESTIONS = (
    "Who leads the talks for the United States?",
    "When does the security agreement run out?",
    "How many American soldiers were in Iraq in August?",
    "What did the spokeswoman call the talks?",
    "Who built the pyramids of Giza?",
)
_ROUNDS = 8  # of every number of askers
_FOR_MEMORY = 1_000  # questions


@dataclass
class Waits:
    """Seconds from a question to the first sign of life, and to the answer."""

    first: list[float] = field(default_factory=list)
    answer: list[float] = field(default_factory=list)


async def ask_together(double: DiscordDouble, askers: int, tokens: Iterator[str]) -> Waits:
    """``askers`` questions at once; waits for every answer."""
    asked = {}
    for number in range(askers):
        token = next(tokens)
        asked[token] = asyncio.get_running_loop().time()
        await double.interact("ask", token=token, question=_QUESTIONS[number % len(_QUESTIONS)])
    await double.until(lambda: all(_answered(double, token) for token in asked), seconds=120)
    waits = Waits()
    for token, at in asked.items():
        seen = [request for request in double.requests if f"/{token}/" in request.path]
        waits.first.append(seen[0].at - at)
        waits.answer.append(next(request.at for request in seen if _is_answer(request)) - at)
    double.requests.clear()
    return waits


def _answered(double: DiscordDouble, token: str) -> bool:
    return any(f"/{token}/" in request.path and _is_answer(request) for request in double.requests)


def _is_answer(request) -> bool:
    return request.method == "PATCH" or (request.path.endswith("/callback") and request.body["type"] == 4)


@contextlib.asynccontextmanager
async def reindexing(bot: Verbatim) -> AsyncIterator[None]:
    """Full builds, one after the other, for as long as the block runs."""

    async def build_again() -> None:
        while True:
            await bot.reindexing.run(list(sample.__path__), Build(full=True), lambda _: None)

    task = asyncio.create_task(build_again())
    await asyncio.sleep(1.0)
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError, ReindexCancelled):
            await task


async def measure(double: DiscordDouble, bot: Verbatim, tokens: Iterator[str]) -> None:
    results: dict[tuple[str, int], Waits] = {}
    pauses: dict[str, float] = {}
    for beside in ("idle", "beside a reindex"):
        async with reindexing(bot) if beside != "idle" else contextlib.nullcontext(), watching() as watch:
            for askers in _ASKERS:
                waits = results.setdefault((beside, askers), Waits())
                for _ in range(_ROUNDS):
                    one = await ask_together(double, askers, tokens)
                    waits.first += one.first
                    waits.answer += one.answer
        pauses[beside] = watch.longest
    unit = statistics.median(results["idle", 1].answer)
    _tell(f"one asker, idle, median answer: {unit * 1000:.1f} ms = 1.0")
    columns = ("first p50", "first p95", "answer p50", "answer p95", "p95 in ms")
    _tell(f"{'':18} {'askers':>6} " + " ".join(f"{column:>10}" for column in columns))
    for (beside, askers), waits in results.items():
        row = [_quantile(values, share) for values in (waits.first, waits.answer) for share in (0.5, 0.95)]
        _tell(
            f"{beside:18} {askers:6} " + " ".join(f"{value / unit:10.1f}" for value in row) + f" {row[3] * 1000:10.1f}"
        )
    for beside, longest in pauses.items():
        _tell(f"longest pause of the loop, {beside}: {longest * 1000:.1f} ms")


async def run(*, fake: bool, folder: Path) -> None:
    async with DiscordDouble() as double:
        point_at(double.api_url, double.gateway_url)
        settings = Settings.model_validate(
            {
                "data": {"dir": folder},
                "discord": {"api_url": double.api_url, "gateway_url": double.gateway_url},
                "questions": {"per_user": 1_000, "per_server": 100_000, "waiting": 1_000},
            }
        )
        table = settings.discord.model_copy(update={"token": SecretStr(TOKEN)})
        bot = make_bot(settings.model_copy(update={"discord": table}))
        if fake:
            bot.engine = Engine(FakeLibrary, waiting=1_000, batch=32)
        else:
            await bot.reindexing.run(list(sample.__path__), Build(), lambda _: None)
        async with watching() as watch:
            serving = asyncio.create_task(serve(bot))
            await double.until(lambda: double.identifies)
            tokens = (f"token-{number}" for number in range(10**9))
            early = await ask_together(double, 1, tokens)
        first, answer = early.first[0], early.answer[0]
        _tell(f"asked while the model loads: first sign of life after {first:.2f} s, answer after {answer:.2f} s")
        _tell(f"longest pause of the loop while the model loads: {watch.longest * 1000:.1f} ms")
        at_rest = resident()
        await measure(double, bot, tokens)
        for _ in range(_FOR_MEMORY // 50):
            await ask_together(double, 50, tokens)
        _tell(f"resident memory: {at_rest} MiB at rest, {resident()} MiB after {_FOR_MEMORY} more questions")
        await bot.close()
        await serving


def _quantile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fake", action="store_true", help="Over a fake library: what the bot itself costs.")
    fake = parser.parse_args().fake
    logging.getLogger().setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory(prefix="verbatim-bench-") as folder:
        asyncio.run(run(fake=fake, folder=Path(folder)))


if __name__ == "__main__":
    main()
