"""A question to a large database: in one of many stories, and in a giant one with a vector index of its own.

    python -m tests.bench.large_databases [SIZE ...] [--keep FOUND.jsonl] [--draw OUT.svg]

A million passages take an hour and a half and 30 GB; what ``--keep`` names holds each size as soon as it is measured,
and none of it is measured again. Articles and vectors are made up, in clusters as texts about the same things are, and
written as a build writes them, a thousand passages at a time. Questions are the project's own, encoding included. The
server comes from the wheel, with its own settings but for the memory in which it makes a vector index, and runs on the
same machine.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path

import numpy as np

from index.articles import Source, read
from index.articles.passages import split
from index.encoding.loading import load_encoder
from index.library import Library
from index.settings import IndexSettings, StoreSettings
from index.store.contents import Contents
from index.store.homes import open_holdings
from index.store.lexical import LexicalIndex
from index.store.postgres.connecting import connect
from index.store.postgres.tuning import tune
from index.store.postgres.writing import StoryWrite, write_story
from index.types import Question, Scope, StoryId
from tests.bench.databases import find_server, measure
from tests.bench.draw_growth import Point, draw
from tests.bench.growth import make_rows
from tests.bench.made_up import RandomEncoder, make_articles, read_questions
from tests.bench.spending import find_postmaster, used
from tests.databases import Database, drop_database, make_database, running_server

_SIZES = (10_000, 100_000)  # passages
_BYTES = 40_000  # that a passage may take on disk, with the log of its writing
_PARAGRAPHS, _ARTICLES = 10, 100  # in an article, and in a write; each paragraph is a passage
_TEXTS = 10  # writes of different words; then the words come again, under other ids and with other vectors
_ASKED, _QUESTIONS = 10, 20  # stories that are asked, and questions to each
_MAKING = "3GB"  # in which PostgreSQL makes a vector index; 64 MB, its default, holds some 30,000 passages
_TIMEOUT = 600.0  # seconds for a statement; the bot's default ends one after 5
_FIRST_SERVER = 10**17  # an id as long as Discord's; what is shorter is no server's
_PANELS = {
    "spent": "a question, CPU milliseconds of bot and server",
    "server": "of these the server's",
    "size": "on disk, MB",
    "build": "writing and vector index, CPU seconds",
}


class Kind(StrEnum):
    GIANT = "one story"
    MANY = "stories of 1,000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Milliseconds are of a question, seconds of processor time; ``first`` is of the first question that a process gets
    from a server, ``wall`` of later ones."""

    kind: Kind
    passages: int
    first: float
    wall: float
    own: float
    server: float
    writing: float
    graph: float
    recall: float  # of the vector index, 1 where there is none
    size: float  # MB

    @property
    def spent(self) -> float:
        return self.own + self.server

    @property
    def build(self) -> float:
        return self.writing + self.graph


def make_texts(encoder: RandomEncoder, folder: Path) -> list[Contents]:
    """What is written, a piece a write, but for ids and the vectors of passages."""
    articles = read([Source(path=make_articles(_TEXTS * _ARTICLES, _PARAGRAPHS, folder / "articles.jsonl"))]).articles
    pieces = []
    for start in range(0, len(articles), _ARTICLES):
        chosen = articles[start : start + _ARTICLES]
        passages = [passage for article in chosen for passage in split(article, words=IndexSettings().passages.words)]
        pieces.append(
            Contents(
                articles=chosen,
                passages=passages,
                quotations=(),
                vectors=encoder.encode_passages(passages, lambda _: None),
                lexical=LexicalIndex.build(chosen, passages),
            )
        )
    return pieces


def write_all(
    database: Database, kind: Kind, texts: Sequence[Contents], rows: np.ndarray, encoder: RandomEncoder
) -> None:
    epochs: dict[StoryId, int] = {}
    with connect(database.bot) as connection:
        for number, start in enumerate(range(0, len(rows), _PARAGRAPHS * _ARTICLES)):
            story = name_story(number if kind is Kind.MANY else 0)
            piece = rename(texts[number % _TEXTS], story, str(number), rows[start : start + _PARAGRAPHS * _ARTICLES])
            write = StoryWrite(
                story=story,
                contents=piece,
                removed=(),
                revisions=(),
                encoder=encoder.identity,
                settings="",
                epoch=epochs.get(story),
            )
            epochs[story] = write_story(connection, write)


def name_story(number: int) -> StoryId:
    """Each story is of a server of its own."""
    return StoryId(f"g{_FIRST_SERVER + number}-news")


def rename(contents: Contents, story: StoryId, mark: str, rows: np.ndarray) -> Contents:
    """The same texts as other articles of this story, with these vectors."""
    articles = {article.id: replace(article, id=f"{mark}-{article.id}", story=story) for article in contents.articles}
    return replace(
        contents,
        articles=list(articles.values()),
        passages=[replace(passage, article=articles[passage.article.id]) for passage in contents.passages],
        vectors=replace(contents.vectors, passages=rows),
    )


def ask(database: Database, kind: Kind, passages: int, encoder: RandomEncoder) -> dict[str, float]:
    settings = IndexSettings(store=StoreSettings(url=database.bot, timeout_seconds=_TIMEOUT))
    library = Library(open_holdings(settings), lambda: encoder, settings)
    library.prepare()
    stories = passages // (_PARAGRAPHS * _ARTICLES) if kind is Kind.MANY else 1
    asked = [name_story(number) for number in range(0, stories, max(1, stories // _ASKED))][:_ASKED]
    texts = read_questions()
    first = [Question(text=texts[0], scope=Scope(stories=frozenset({story}))) for story in asked]
    later = [
        Question(text=text, scope=Scope(stories=frozenset({story})))
        for story in asked
        for text in texts[1 : 1 + _QUESTIONS * _ASKED // len(asked)]
    ]
    server = find_server(library)
    cold = measure(library, first, server)
    measure(library, later, server)
    library = library.reopen()  # what was asked before is remembered by a library
    library.prepare()
    warm = measure(library, later, server)
    return {"first": cold.wall, "wall": warm.wall, "own": warm.own, "server": warm.server}


def measure_size(url: str, kind: Kind, texts: Sequence[Contents], rows: np.ndarray, encoder: RandomEncoder) -> Measured:
    database, server = make_database(url), find_postmaster(url)
    with connect(database.owner) as owner:
        owner.execute(f"alter database {owner.info.dbname} set maintenance_work_mem = '{_MAKING}'")
        before, own = used(server), time.process_time()
        write_all(database, kind, texts, rows, encoder)
        writing = used(server) - before + time.process_time() - own
        owner.execute("vacuum analyze")
        before = used(server)
        recalls = tune(database.owner)
        graph = used(server) - before
        size = owner.execute("select pg_database_size(current_database()) / 1e6").fetchone()[0]
    asked = ask(database, kind, len(rows), encoder)
    drop_database(database)
    return Measured(
        kind=kind,
        passages=len(rows),
        writing=writing,
        graph=graph,
        recall=min(recalls.values(), default=1.0),
        size=float(size),
        **asked,
    )


def measure_all(url: str, wanted: Sequence[tuple[int, Kind]]) -> Iterator[Measured]:
    settings = IndexSettings()
    encoder = RandomEncoder(load_encoder(settings, threads=1))
    encoder.encode_questions(read_questions()[:1])
    with tempfile.TemporaryDirectory() as folder:
        texts = make_texts(encoder, Path(folder))
    for size, kind in wanted:
        yield measure_size(url, kind, texts, make_rows(size), encoder)


def read_kept(file: Path | None) -> list[Measured]:
    lines = file.read_text(encoding="utf-8").splitlines() if file and file.exists() else []
    return [Measured(**fields | {"kind": Kind(fields["kind"])}) for fields in map(json.loads, lines)]


def tell(one: Measured) -> None:
    print(
        f"{one.kind:19}{one.passages:>10,}{one.first:>10.1f}{one.wall:>9.1f}{one.own:>9.1f}{one.server:>8.1f}"
        f"{one.writing:>12.1f}{one.graph:>10.1f}{one.recall:>8.3f}{one.size:>8,.0f}",
        flush=True,
    )


def draw_all(found: Sequence[Measured]) -> str:
    points = [
        Point(
            way=one.kind,
            size=one.passages,
            values={measure: getattr(one, measure) for measure in _PANELS},
            is_ringed=True,
        )
        for one in sorted(found, key=lambda one: one.passages)
    ]
    return draw(points, panels=_PANELS, note="○ measured, at so many passages")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="*", default=_SIZES, metavar="SIZE", help="numbers of passages")
    parser.add_argument("--keep", type=Path, metavar="FOUND.jsonl", help="where what was measured is kept")
    parser.add_argument("--draw", type=Path, metavar="OUT.svg", help="draw the picture, too")
    arguments = parser.parse_args()
    print(
        f"{'':19}{'passages':>10}{'first, ms':>10}{'p50, ms':>9}{'own CPU':>9}{'server':>8}{'writing, s':>12}"
        f"{'graph, s':>10}{'recall':>8}{'MB':>8}"
    )
    found = read_kept(arguments.keep)
    for one in found:
        tell(one)
    known = {(one.passages, one.kind) for one in found}
    wanted = [(size, kind) for size in arguments.sizes for kind in Kind if (size, kind) not in known]
    with running_server(size=max(arguments.sizes) * _BYTES) as url:
        for one in measure_all(url, wanted):
            found.append(one)
            tell(one)
            if arguments.keep:
                with arguments.keep.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(asdict(one)) + "\n")
    if arguments.draw:
        arguments.draw.write_text(draw_all(found), encoding="utf-8")


if __name__ == "__main__":
    main()
