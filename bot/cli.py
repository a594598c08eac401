"""The ``verbatim`` command: the composition root, where settings, index and bot meet."""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.settings import Settings, read_bot_settings
from index.commands import Config, Data, fail, plain_errors, with_data
from index.commands import app as index_app
from index.settings import find_settings
from index.types import Claim, Kind, Question, Scope, StoryId

if TYPE_CHECKING:
    from index.library import Library
    from index.types import Outcome

app = typer.Typer(
    no_args_is_help=True,
    help="Questions about a news story, answered with the articles' own words.",
    pretty_exceptions_enable=False,
)
app.add_typer(index_app, name="index")

_DEMO_QUESTIONS = (
    "Who leads the talks for the United States?",
    "When does the Status of Forces Agreement run out?",
    "How many American troops are still in the country?",
)
_DEMO_UNANSWERED = "What did the German chancellor say about the talks?"
_DEMO_SPEAKER = "Victoria Nuland"
_UNREACHABLE = "Discord cannot be reached: {error}. Check the network and [discord] api_url, then try again."

Story = Annotated[str | None, typer.Option("--story", help="Only this story.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


@app.command()
def demo() -> None:
    """Tell the bundled sample story: no token, no network, nothing kept."""
    with plain_errors(), tempfile.TemporaryDirectory(prefix="verbatim-demo-") as folder:
        from bot.terminal import show_quotation
        from index.library import QuotationRequest

        console = Console(highlight=False)
        from index import sample

        library = _build_library([Path(path) for path in sample.__path__], with_data(Settings(), Path(folder)))
        for question in (*_DEMO_QUESTIONS, _DEMO_UNANSWERED):
            _ask(console, library, question)
        console.rule(f"A quotation of {_DEMO_SPEAKER}")
        console.print(show_quotation(library.quote(QuotationRequest(speaker=_DEMO_SPEAKER))[0]))
        if sys.stdin.isatty():
            _converse(console, library)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="Your question, in quotation marks.")] = None,
    story: Story = None,
    since: Annotated[
        datetime | None, typer.Option(help="Only articles from this day on.", formats=["%Y-%m-%d"])
    ] = None,
    batch: Annotated[Path | None, typer.Option(help="Ask every question of this JSON Lines file instead.")] = None,
    run: Annotated[Path | None, typer.Option(help="Where the batch's answers are written, as JSON Lines.")] = None,
    as_json: AsJson = False,
    data: Data = None,
    config: Config = None,
) -> None:
    """Answer a question with the passage that says so, or say that the articles do not."""
    if (question is None) == (batch is None) or (batch is None) != (run is None):
        raise typer.BadParameter('give a "question", or --batch QUESTIONS.jsonl with --run RUN.jsonl')
    if batch and (story or since or as_json):
        raise typer.BadParameter("--story, --since and --json do not go with --batch; a line may say within")
    with plain_errors():
        library = _open(config, data)
        if batch and run:
            from index.evaluation import read_batch, write_run

            questions = read_batch(batch)
            write_run(library, questions, run)
            Console(stderr=True).print(f"{len(questions)} questions answered in {run}.", markup=False, highlight=False)
        elif question is not None:
            scope = _scope(story, since.replace(tzinfo=UTC) if since else None)
            outcome = library.ask([Question(text=question, scope=scope)])[0]
            if isinstance(outcome, Exception):
                raise outcome
            _print_outcome(outcome, as_json=as_json)


@app.command()
def quote(
    speaker: Annotated[str | None, typer.Option(help="Who said it; part of a name will do.")] = None,
    about: Annotated[str | None, typer.Option(help="What it is about, in your own words.")] = None,
    story: Story = None,
    kind: Annotated[
        Kind | None,
        typer.Option(help="Only this kind; indirect speech is shown only when asked for, scare quotes with --all too."),
    ] = None,
    pick_random: Annotated[bool, typer.Option("--random", help="One of them, by chance.")] = False,
    every: Annotated[
        bool, typer.Option("--all", help="All of them; with --json a line an article, without transcripts.")
    ] = False,
    as_json: AsJson = False,
    data: Data = None,
    config: Config = None,
) -> None:
    """Show an exact quotation: the words, who said them, and where they stand."""
    with plain_errors():
        from bot.documents import describe_article_quotations, describe_quotation
        from bot.terminal import show_quotation
        from index.library import QuotationRequest
        from index.quotations import is_marked

        library = _open(config, data)
        kinds = frozenset({kind}) if kind else QuotationRequest().kinds | (frozenset({Kind.SCARE}) if every else set())
        request = QuotationRequest(speaker=speaker, about=about, kinds=kinds, scope=_scope(story))
        found = library.quote(request)
        if every and as_json:
            marked = [quotation for quotation in found if is_marked(quotation) or quotation.kind is Kind.INDIRECT]
            for document in describe_article_quotations(library.generation.articles, marked):
                _print_json(document)
            return
        if not found:
            fail("There is no such quotation in these articles.")
        nothing_asked = not (speaker or about or every)
        shown = [random.choice(found)] if pick_random or nothing_asked else found if every else found[:3]  # noqa: S311
        for quotation in shown:
            if as_json:
                _print_json(describe_quotation(quotation))
            else:
                Console(highlight=False).print(show_quotation(quotation), "")


@app.command()
def check(
    words: Annotated[str, typer.Argument(help="The words that somebody is said to have said.")],
    speaker: Annotated[str | None, typer.Option(help="Who is said to have said them.")] = None,
    story: Story = None,
    as_json: AsJson = False,
    data: Data = None,
    config: Config = None,
) -> None:
    """Say whether the articles have somebody say these words."""
    with plain_errors():
        from bot.documents import describe_verdict
        from bot.terminal import show_verdict

        verdict = _open(config, data).check(Claim(words=words, speaker=speaker, scope=_scope(story)))
        if as_json:
            _print_json(describe_verdict(verdict))
        else:
            Console(highlight=False).print(show_verdict(verdict))


@app.command("eval")
def evaluate(
    articles: Annotated[list[Path], typer.Argument(metavar="ARTICLES…", help="Files and folders of articles.")],
    questions: Annotated[Path, typer.Argument(help="Questions with what answers them, as JSON Lines; see the README.")],
    as_json: AsJson = False,
    config: Config = None,
) -> None:
    """Measure how well questions about your own articles are answered, and how honestly refused."""
    with plain_errors(), tempfile.TemporaryDirectory(prefix="verbatim-eval-") as folder:
        from index import evaluation
        from index.reports import tabulate, tabulate_types

        asked = evaluation.read_questions(questions)
        library = _build_library(articles, load_settings(config, Path(folder)))
        with Console(stderr=True).status(f"Asking {len(asked)} questions…"):
            report = evaluation.evaluate(library, asked)
        if as_json:
            _print_json(asdict(report))
            return
        _print_table(tabulate(report))
        _print_table(tabulate_types(report), "by level: answerable questions refused, unanswerable ones answered")


@app.command()
def run(data: Data = None, config: Config = None) -> None:
    """Connect to Discord and answer until stopped."""
    with plain_errors():
        from aiohttp import ClientError

        from bot.client import run as serve

        try:
            serve(load_settings(config, data), config)
        except ClientError as error:
            fail(_UNREACHABLE.format(error=error))


@app.command()
def setup(config: Config = None) -> None:
    """Walk from nothing to a bot that can be invited: token, check, invite link."""
    with plain_errors():
        from aiohttp import ClientError

        from bot.setup import walk

        console = Console(highlight=False)
        try:
            walk(
                load_settings(config, None),
                ask_secretly=_ask_secretly,
                tell=lambda line: console.print(line, soft_wrap=True),
            )
        except (ClientError, TimeoutError) as error:
            fail(_UNREACHABLE.format(error=error))


@app.command()
def doctor(data: Data = None, config: Config = None) -> None:
    """Look at everything the bot needs, and say how to mend what is not well."""
    with plain_errors():
        from bot.doctor import examine

        findings = examine(load_settings(config, data))
        console = Console(highlight=False)
        for finding in findings:
            mark = "[green]✓[/]" if finding.healthy else "[red]✗[/]"
            console.print(mark, Text(finding.what), soft_wrap=True)
            if finding.fix:
                console.print(Text(f"  → {finding.fix}", style="yellow"), soft_wrap=True)
        if not all(finding.healthy for finding in findings):
            raise typer.Exit(1)


def main() -> None:
    """The console script."""
    app(prog_name="verbatim")


def load_settings(config: Path | None, data: Path | None) -> Settings:
    """All settings. Raises SettingsError."""
    return with_data(read_bot_settings(find_settings(config, os.environ), os.environ), data)


def _open(config: Path | None, data: Path | None) -> Library:
    from index.library import Library

    settings = load_settings(config, data)
    with Console(stderr=True).status("Opening the index…"):
        return Library.open(settings)


def _ask_secretly(prompt: str) -> str:
    return Console().input(f"{prompt}: ", password=True)


def _scope(story: str | None, since: datetime | None = None) -> Scope:
    return Scope(stories=frozenset({StoryId(story)}) if story else None, since=since)


def _build_library(paths: Sequence[Path], settings: Settings) -> Library:
    """An index of its own for one command, built with a progress bar."""
    from index.build import build
    from index.commands import progress_bar
    from index.generations import DataFolder
    from index.library import Library
    from index.sources import Place
    from index.transformer import TransformerEncoder

    with Console(stderr=True).status("Loading the encoder…"):
        encoder = TransformerEncoder.load(settings.encoder, threads=settings.encoder.build_threads)
    with progress_bar() as report:
        build([Place(path=path) for path in paths], settings, lambda: encoder, report=report)
    return Library(DataFolder(settings.data.dir).open_current(), encoder, settings)


def _ask(console: Console, library: Library, question: str) -> None:
    from bot.terminal import printable, show_outcome

    console.rule(Text(printable(question)))
    outcome = library.ask([Question(text=question)])[0]
    console.print(Text(str(outcome)) if isinstance(outcome, Exception) else show_outcome(outcome, most=1))
    console.print()


def _print_table(rows: Sequence[Sequence[str]], caption: str | None = None) -> None:
    heading, *figures = rows
    table = Table(*heading, box=box.SIMPLE, padding=(0, 1, 0, 0), caption=caption)
    for figure in figures:
        table.add_row(*figure)
    Console(highlight=False).print(table)


def _converse(console: Console, library: Library) -> None:
    console.rule("Your turn")
    console.print("Ask about the story; an empty line ends it.")
    try:
        while question := console.input("[bold]> [/]").strip():
            _ask(console, library, question)
    except EOFError:
        console.print()


def _print_outcome(outcome: Outcome, *, as_json: bool) -> None:
    from bot.documents import describe_outcome
    from bot.terminal import show_outcome

    if as_json:
        _print_json(describe_outcome(outcome))
    else:
        Console(highlight=False).print(show_outcome(outcome))


def _print_json(document: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
