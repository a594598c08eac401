"""What a story that moves on costs: ``python -m tests.bench.living questions``, ``full``, ``change`` or ``large``.

``questions``: 10,000 in a row, none asked twice, through the bot's readers over 7,000 passages; its memory meanwhile.
``full``: a build of 26,000 passages with the real encoder, half an hour of one core.
``change``: the same passages, their vectors drawn by chance, and one article more, which changes on a web server of the
tests' own; what reading it again takes, when the new answer is there, and how long people wait who ask meanwhile.
``large``: 100,000 passages from a file to an index that answers, their vectors drawn by chance; is the progress true?
"""

from __future__ import annotations

import index  # noqa: F401 - before NumPy, as the commands have it: it says how many threads NumPy takes

# isort: split
import asyncio
import random
import resource
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import fields
from itertools import count, groupby, islice, pairwise
from multiprocessing import get_context
from pathlib import Path
from statistics import median

import numpy as np

from bot.engine.engine import Engine
from bot.readers import Readers
from bot.refreshing import Refreshing
from bot.reindexing import Build, Reindexing
from bot.rules.access import Asker
from bot.settings import Settings
from bot.state.state import Server, State
from bot.texts.translation import load_translations
from index.articles import Source
from index.building import build
from index.encoding.encoder import EncodedPassages
from index.encoding.loading import load_encoder
from index.library import Library
from index.progress import Progress
from index.settings import DataSettings, IndexSettings
from index.types import Answer, Passage, Question
from tests.bench.made_up import RandomEncoder, make_articles, read_questions
from tests.bench.watching import resident
from tests.index.web.web_server import serve

_LIBRARY, _PASSAGES_EACH = 26_000, 10  # passages in all; of an article
_BATCH = 256  # passages that a made-up encoder gives at once


class InBatches(RandomEncoder):
    """Tells how far it is, as the real one does."""

    def encode_passages(self, passages: Sequence[Passage], advance: Callable[[int], None]) -> EncodedPassages:
        starts = range(0, len(passages), _BATCH)
        parts = [super(InBatches, self).encode_passages(passages[at : at + _BATCH], advance) for at in starts]
        rows = {
            field.name: np.concatenate([getattr(part, field.name) for part in parts])
            for field in fields(EncodedPassages)
        }
        return EncodedPassages(**rows)


def make_index(folder: Path, passages: int, report: Callable[[Progress], None] = lambda _: None) -> None:
    """An index of so many passages, their vectors drawn by chance."""
    articles = make_articles(passages // _PASSAGES_EACH, _PASSAGES_EACH, folder / "articles.jsonl")
    settings = IndexSettings(data=DataSettings(dir=folder / "data"))
    build([Source.parse(str(articles))], settings, lambda: InBatches(load_encoder(settings)), report=report)


def in_another_process(work: Callable[..., None], *arguments: object) -> None:
    """Does it in a process of its own, which takes its memory along."""
    process = get_context("spawn").Process(target=work, args=arguments)
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(process.exitcode)


def make_questions() -> Iterator[str]:
    """The project's own, each with two words of another and a number: none comes twice."""
    texts, chance = read_questions(), random.Random(1)
    for number in count():
        drawn = chance.choices(chance.choice(texts).rstrip("?").split(), k=2)
        yield f"{texts[number % len(texts)].rstrip('?')} {' '.join(drawn)} {number}?"


@asynccontextmanager
async def answering(settings: Settings) -> AsyncIterator[tuple[Engine, State]]:
    engine = Engine(lambda: Library.open(settings), waiting=200, batch=16)
    engine.start()
    await engine.open()
    state = await State.open(settings.state_file, settings.privacy)
    yield engine, state
    await engine.close(seconds=5)
    await state.close()


async def ask_many(folder: Path) -> None:
    often = {"per_user": 1_000, "per_server": 100_000}
    settings = Settings.model_validate({"data": {"dir": folder / "data"}, "questions": often})
    translate = load_translations().to("en-GB")
    server = Server(id=1, gaps=True, feedback=False)
    async with answering(settings) as (engine, state):
        readers = Readers(engine, state, settings)
        for number, text in enumerate(make_questions()):
            if number in (1, 10, 100) or number % 1_000 == 0:
                print(f"after {number:>6,} questions: {resident()} MiB", flush=True)
            if number == 10_000:
                break
            await readers.questions.ask(Asker(user=number, server=server, channel=None, translate=translate), text)


def measure_questions(folder: Path) -> None:
    in_another_process(make_index, folder, 7_000)
    asyncio.run(ask_many(folder))


def measure_large(folder: Path) -> None:
    """A stage lasts until the next one tells of itself. It is off by as much as the share that is done is from its
    share of the time, at the report where that is most; the longest silence is between two reports."""
    told: list[tuple[float, Progress]] = []
    make_index(folder, 100_000, lambda said: told.append((time.process_time(), said)))
    ended = time.process_time()
    for stage, group in groupby(told, lambda report: report[1].stage):
        reports = list(group)
        began, last = reports[0][0], reports[-1][1]
        until = next((at for at, said in told[told.index(reports[-1]) + 1 :]), ended)
        times, done = [*(at for at, _ in reports), until], [said.done for _, said in reports]
        off = max(abs((at - began) / (until - began) - said.done / (said.total or 1)) for at, said in reports)
        is_whole = done == sorted(done) and last.done == last.total
        print(
            f"{stage}: {until - began:.1f} CPU s, {len(reports)} reports up to {last.done:,} of {last.total:,}, "
            f"{'' if is_whole else 'NOT '}in order and whole, off by {off:.2f}, "
            f"silent for {max(later - at for at, later in pairwise(times)):.1f} CPU s at most"
        )
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"in all {ended - told[0][0]:.1f} CPU s, {most} MiB at most")
    library = Library.open(IndexSettings(data=DataSettings(dir=folder / "data")))
    library.prepare()
    waits = []
    for text in islice(make_questions(), 100):
        at = time.process_time()
        library.ask([Question(text=text)])
        waits.append(time.process_time() - at)
    print(f"a question then: {1000 * median(waits):.0f} CPU ms in the median")


def page(cost: str) -> str:
    says = f"The new bridge at Oltmar will cost {cost} million crowns, the city council said on Friday."
    rest = "".join(
        f"<p>The ferry at Oltmar runs until pillar {number} stands, said the council.</p>" for number in range(9)
    )
    return (
        f'<html lang="en"><head><title>The bridge at Oltmar</title></head><body><article><p>{says}</p>{rest}</article>'
    )


class Asking:
    """Somebody who asks one question after the other, and how long each took, in seconds."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self._questions = engine, make_questions()
        self.waits: list[float] = []

    async def ask(self) -> None:
        while True:
            began = time.perf_counter()
            await self._engine.ask(Question(text=next(self._questions)))
            self.waits.append(time.perf_counter() - began)

    @asynccontextmanager
    async def meanwhile(self) -> AsyncIterator[None]:
        self.waits.clear()
        asking = asyncio.create_task(self.ask())
        yield
        asking.cancel()

    def say(self, when: str) -> None:
        p50, p95 = np.quantile(self.waits, (0.5, 0.95))
        print(f"{when}: {len(self.waits)} questions, p50 {1000 * p50:.1f} ms, p95 {1000 * p95:.1f} ms", flush=True)


def spent_by_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


async def build_fully(folder: Path) -> None:
    articles = await asyncio.to_thread(make_articles, _LIBRARY // _PASSAGES_EACH, _PASSAGES_EACH, folder / "a.jsonl")
    reindexing = Reindexing(folder / "data", None, niceness=5, threads=1)
    report = await reindexing.run([str(articles)], Build(), lambda _: None)
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"{report.encoded:,} passages, {spent_by_children():.1f} CPU s, {most} MiB at most")


async def change_one(folder: Path) -> None:
    with serve() as web:
        link = web.put("/bridge", page("41"))
        config = folder / "verbatim.toml"
        config.write_text('[web]\nopen_hosts = ["127.0.0.1"]\npause_seconds = 0.0\n')
        settings = Settings.model_validate(
            {"data": {"dir": folder / "data"}, "reindex": {"sources": (str(folder / "articles.jsonl"), link)}}
        )
        reindexing = Reindexing(settings.data.dir, config, niceness=5, threads=1)
        async with answering(settings) as (engine, state):
            asking, refreshing = Asking(engine), Refreshing(engine, state, reindexing, settings)
            await refreshing.build(Build(only=[link]), lambda _: None)
            async with asking.meanwhile():
                await asyncio.sleep(20)
            asking.say("at rest")
            web.put("/bridge", page("43"))
            before, began = spent_by_children(), time.perf_counter()
            async with asking.meanwhile():
                report = await refreshing.build(Build(only=[link]), lambda _: None)
                answer = await engine.ask(Question(text="How much will the new bridge at Oltmar cost?"))
            took, spent = time.perf_counter() - began, spent_by_children() - before
            asking.say("beside the refresh")
            is_new = isinstance(answer, Answer) and "43 million" in answer.hits[0].passage.text
            print(f"{report.changes.changed} changed, {report.encoded} passages encoded, {spent:.1f} CPU s")
            print(f"the new answer after {took:.1f} s: {'yes' if is_new else 'NO'}")
            most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
            print(f"memory: the bot {resident()} MiB, the build {most} MiB at most")


def measure_full(folder: Path) -> None:
    asyncio.run(build_fully(folder))


def measure_change(folder: Path) -> None:
    in_another_process(make_index, folder, _LIBRARY)
    asyncio.run(change_one(folder))


def main() -> None:
    measures = {
        "questions": measure_questions,
        "full": measure_full,
        "change": measure_change,
        "large": measure_large,
    }
    with tempfile.TemporaryDirectory(prefix="verbatim-bench-") as folder:
        measures[sys.argv[1]](Path(folder))


if __name__ == "__main__":
    main()
