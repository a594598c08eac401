"""Verbatim against sentence-transformers and faiss, in turns within one process tree, as ratios.

    python -m tests.bench.against_plain [--passages 256] [--rounds 5]

Every figure is processor time or memory, so that a busy machine measures what a quiet one does, but for those that are
said to be of the clock; beside it stand what must be reached and what is aimed for. Where only their number counts,
7,000 passages have vectors by chance.
"""

from __future__ import annotations

import index  # noqa: F401 - before NumPy, as the commands have it: it says how many threads NumPy takes

# isort: split
import argparse
import asyncio
import gc
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median

import numpy as np

from bot.engine.engine import Engine
from bot.settings import QuestionSettings, ReindexSettings
from index.articles import Source, read
from index.articles.passages import split
from index.building import build
from index.encoding.late_chunking import LateChunkingEncoder
from index.encoding.loading import load_encoder
from index.library import Library
from index.settings import DataSettings, IndexSettings
from index.store.folder.data_folder import DataFolder
from index.types import Question
from tests.bench.made_up import RandomEncoder, make_articles, read_questions
from tests.bench.plain import PlainStack
from tests.bench.watching import cpu, watching
from tests.eval.answers.question_set import ARTICLE_SOURCES

_PASSAGES = 7_000  # of the library that questions are put to
_ASKED = 64  # questions in a round
_ASKERS = 32
_ARTICLES = 700  # in the library of which one changes
_PAUSE_SECONDS = 10.0
_WAYS = ("off", "on")  # the reader
_MEASURES = ("questions", "throughput", "top_five", "start", "memory", "pause", "build")


@dataclass(frozen=True, kw_only=True)
class Stage:
    """What the measures share: both encoders, and a library of which only the size counts."""

    folder: Path
    articles: Path
    encoder: LateChunkingEncoder
    plain: PlainStack
    settings: IndexSettings
    rounds: int

    def open(self) -> Library:
        """The library, with nothing remembered."""
        return Library(DataFolder(self.settings.data.dir).open_current(), lambda: self.encoder, self.settings)

    def questions(self) -> Iterator[list[str]]:
        """Other questions in every round."""
        texts = read_questions()
        for number in range(self.rounds):
            yield texts[number * _ASKED : (number + 1) * _ASKED]


def read_clocks() -> np.ndarray:
    """Processor seconds of all threads, and seconds by the clock."""
    return np.array([time.process_time(), time.perf_counter()])


def cpu_of_child(arguments: Sequence[str], given: str = "", *, reader: str = "on") -> tuple[float, str]:
    """Processor seconds of a process, and what it prints."""
    environment = {**os.environ, "VERBATIM_ANSWERS__READER": reader}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, *arguments], input=given, capture_output=True, text=True, check=True, env=environment
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, done.stdout


def report(name: str, value: float, reach: str, aim: str) -> None:
    print(f"{name:<58} {value:>8.3f}   {reach:>7} {aim:>7}", flush=True)


def measure_questions(stage: Stage) -> None:
    library = stage.open()
    library.ask([Question(text="Is it warm?")])
    stage.plain.ask("Is it warm?")
    ratios = []
    for texts in stage.questions():
        plain = cpu(lambda texts=texts: [stage.plain.ask(text) for text in texts])
        ours = cpu(lambda texts=texts: [library.ask([Question(text=text)]) for text in texts])
        ratios.append(ours / plain)
    report("a question", median(ratios), "≤ 0.6", "≤ 0.45")


def measure_throughput(stage: Stage) -> None:
    """Questions that are answered for one of the plain stack, which is asked one at a time: in as much processor time,
    which is how many a machine carries that is busy with them, and in as much time by the clock, which is what
    ``_ASKERS`` on this machine notice if it does nothing else."""
    ratios = []
    for texts in stage.questions():
        start = read_clocks()
        for text in texts:
            stage.plain.ask(text)
        plain = read_clocks() - start
        ratios.append(plain / asyncio.run(_ask_together(stage.open(), texts)))
    by_processor, by_clock = np.median(ratios, axis=0)
    report(f"{_ASKERS} askers, plain one at a time: questions a CPU-second", by_processor, "≥ 4", "≥ 6")
    report("the same, questions a second by the clock; needs quiet", by_clock, "≥ 4", "≥ 6")


async def _ask_together(library: Library, texts: Sequence[str]) -> np.ndarray:
    """What the clocks say of the whole process while ``_ASKERS`` ask all of ``texts``."""
    engine = Engine(lambda: library, waiting=1_000, batch=QuestionSettings().batch)
    engine.start()
    await engine.open()
    line = iter(texts)

    async def ask() -> None:
        for text in line:
            await engine.ask(Question(text=text))

    start = read_clocks()
    await asyncio.gather(*(ask() for _ in range(_ASKERS)))
    spent = read_clocks() - start
    await engine.close(seconds=5)
    return spent


def measure_top_five(stage: Stage) -> None:
    """Both encoders, each over its own rows of the project's own articles, for the project's own questions."""
    articles = read(ARTICLE_SOURCES).articles
    passages = [passage for article in articles for passage in split(article, words=120)]
    plain = PlainStack().build([f"{passage.article.title}\n{passage.text}" for passage in passages])
    rows = stage.encoder.encode_passages(passages, lambda done: None).passages
    texts = read_questions()
    ours = np.stack([encoded.vector for encoded in stage.encoder.encode_questions(texts)]) @ rows.T
    same = [
        plain.ask(text, 5) == np.argsort(-row, kind="stable")[:5].tolist()
        for text, row in zip(texts, ours, strict=True)
    ]
    report(f"same top five, share of {len(same)} questions", float(np.mean(same)), "1", "1")


def measure_start(stage: Stage) -> None:
    """The first answer from nothing: both as a command, on a warm disk."""
    stage.plain.write(stage.folder)
    question = "What did they agree upon?"
    ours = ["-m", "bot", "ask", question, "--data", str(stage.settings.data.dir)]
    ratios = []
    for _ in range(3):
        plain, _ = cpu_of_child(["-m", "tests.bench.plain", str(stage.folder)], question)
        ratios.append([cpu_of_child(ours, reader=way)[0] / plain for way in _WAYS])
    for way, ratio in zip(_WAYS, np.median(ratios, axis=0), strict=True):
        report(f"cold start to the first answer, reader {way}", ratio, "≤ 0.25", "≤ 0.12")


def measure_memory(stage: Stage) -> None:
    given = "\n".join(text for texts in stage.questions() for text in texts)
    stage.plain.write(stage.folder)
    _, plain = cpu_of_child(["-m", "tests.bench.plain", str(stage.folder)], given)
    for way in _WAYS:
        _, ours = cpu_of_child(["-m", "tests.bench.serving", str(stage.settings.data.dir), way], given)
        name = f"memory while serving, reader {way} ({ours.strip()} MiB)"
        report(name, int(ours) / int(plain), "≤ 0.55", "≤ 0.45")


def measure_build(stage: Stage, passages: int) -> None:
    """Encoding is nearly all of a build, so its ratio is taken over fewer passages than one changed article's."""
    articles = make_articles(passages // 10, 10, stage.folder / "few.jsonl")
    texts = [
        f"{passage.article.title}\n{passage.text}"
        for article in read([Source(path=articles)]).articles
        for passage in split(article, words=120)
    ]
    settings = IndexSettings(data=DataSettings(dir=stage.folder / "few"))
    encoder = load_encoder(settings, threads=0)
    alone, as_it_comes = [], []
    for _ in range(2):
        on_one = cpu(lambda: stage.plain.build(texts))
        on_all = cpu(lambda: stage.plain.build(texts, threads=os.cpu_count() or 1))
        ours = cpu(lambda: build([Source(path=articles)], settings, lambda: encoder, full=True))
        alone.append(ours / on_one)
        as_it_comes.append(ours / on_all)
    report(f"a build of {len(texts)} passages, plain on one thread", median(alone), "≤ 0.55", "≤ 0.4")
    report("the same, plain on all threads, as it comes", median(as_it_comes), "≤ 0.55", "≤ 0.4")
    per_passage = ours / len(texts)
    measure_change(stage, per_passage)


def measure_change(stage: Stage, per_passage: float) -> None:
    """One article of 700 changes; a full build is reckoned at what a passage of a build was just measured to take."""
    lines = stage.articles.read_text(encoding="utf-8").splitlines()
    changed = {**json.loads(lines[0]), "text": "Nothing is as it was. " * 20}
    stage.articles.write_text("\n".join([json.dumps(changed), *lines[1:]]), encoding="utf-8")
    again = cpu(lambda: build([Source(path=stage.articles)], stage.settings, lambda: stage.encoder))
    report(f"one changed article of {_ARTICLES} / full build", again / (per_passage * _PASSAGES), "≤ 0.01", "≤ 0.005")


def measure_pause(stage: Stage) -> None:
    """How late the event loop comes to a sleep of 2 ms, at most, while 32 ask and a build runs beside it."""
    longest = asyncio.run(_watch(stage))
    report("event loop's longest pause, ms by the clock", longest * 1000, "≤ 30", "≤ 10")


async def _watch(stage: Stage) -> float:
    engine = Engine(stage.open, waiting=1_000, batch=QuestionSettings().batch)
    engine.start()
    await engine.open()
    articles = make_articles(100, 10, stage.folder / "beside.jsonl")  # more than is built in the time
    build_again = [sys.executable, "-m", "index", "build", str(articles), "--full", "--threads", "1"]
    child = await asyncio.create_subprocess_exec(
        *("nice", "-n", str(ReindexSettings().niceness)),  # as the bot has it
        *build_again,
        *("--data", str(stage.folder / "beside")),
        stderr=subprocess.DEVNULL,
    )
    texts = (f"{text} {number}" for number in count() for text in read_questions())
    end = time.perf_counter() + _PAUSE_SECONDS

    async def ask() -> None:
        while time.perf_counter() < end:
            await engine.ask(Question(text=next(texts)))

    async with watching() as watch:
        await asyncio.gather(*(ask() for _ in range(_ASKERS)))
    child.terminate()
    await child.wait()
    await engine.close(seconds=5)
    return watch.longest


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=256, help="of the build that is measured")
    parser.add_argument("--rounds", type=int, default=5, choices=range(1, 7))
    parser.add_argument("--only", choices=_MEASURES, help="one measure")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        stage = _set(Path(name), arguments.rounds)
        print(f"{'against sentence-transformers and faiss':<58} {'measured':>8}   {'reach':>7} {'aim':>7}")
        measures: dict[str, Callable[[], None]] = {
            "questions": lambda: measure_questions(stage),
            "throughput": lambda: measure_throughput(stage),
            "top_five": lambda: measure_top_five(stage),
            "start": lambda: measure_start(stage),
            "memory": lambda: measure_memory(stage),
            "pause": lambda: measure_pause(stage),
            "build": lambda: measure_build(stage, arguments.passages),
        }
        for measure in [measures[arguments.only]] if arguments.only else measures.values():
            measure()


def _set(folder: Path, rounds: int) -> Stage:
    articles = make_articles(_ARTICLES, _PASSAGES // _ARTICLES, folder / "articles.jsonl")
    settings = IndexSettings(data=DataSettings(dir=folder / "data"))
    encoder = load_encoder(settings)
    build([Source(path=articles)], settings, lambda: RandomEncoder(encoder))
    rows = np.array(DataFolder(settings.data.dir).open_current().passage_vectors.rows)
    plain = PlainStack(rows=rows)
    gc.collect()
    gc.freeze()  # as the bot does: nobody's questions wait until the modules of both stacks are looked through
    return Stage(folder=folder, articles=articles, encoder=encoder, plain=plain, settings=settings, rounds=rounds)


if __name__ == "__main__":
    main()
