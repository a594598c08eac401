"""The ``index`` command: what people do with an index, and with ``--progress json`` what programs do."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar

import typer
from rich.console import Console

from index.errors import CorruptGeneration, NoIndexYet, VerbatimError
from index.progress import BuildReport, Complaint, Progress, Said, Stage, to_line
from index.settings import IndexSettings, find_settings, find_settings_file, read_settings
from index.streams import INTERRUPTED, count, describe
from index.types import Article, GenerationId, StoryId
from index.versions import describe_versions

if TYPE_CHECKING:  # each command imports what it runs: they start in a fraction of the time
    from index.store.folder.data_folder import DataFolder
    from index.store.manifest import Manifest

app = typer.Typer(no_args_is_help=True, help="Build the index, and look after it.", rich_markup_mode=None)

_MOST_NAMED = 10  # articles that would go; the others are counted
_LEAST_PAUSE = 0.2  # seconds between two tellings of one stage
_STAGES = {
    Stage.READING: "Reading articles",
    Stage.QUOTATIONS: "Finding quotations",
    Stage.ENCODING: "Encoding passages",
    Stage.WRITING: "Writing the index",
    Stage.CHECKING: "Checking it",
}


_OF_DATABASE = (
    "The index lives in PostgreSQL, which checks its own files and keeps no earlier generations; its backups are the "
    "way back (README, PostgreSQL)."
)


class ProgressKind(StrEnum):
    BAR = "bar"
    JSON = "json"


SettingsType = TypeVar("SettingsType", bound=IndexSettings)
Data = Annotated[Path | None, typer.Option("--data", help="Folder of the index, instead of the settings'.")]
Config = Annotated[Path | None, typer.Option("--config", help="Settings file, instead of config/verbatim.toml.")]


def load_settings(config: Path | None, data: Path | None) -> IndexSettings:
    """The index's part of the settings. Raises SettingsError."""
    settings = read_settings(IndexSettings, find_settings(config, os.environ), os.environ, other_tables=True)
    return with_data(settings, data)


def with_data(settings: SettingsType, data: Path | None) -> SettingsType:
    """The same settings, with another data folder where one is given."""
    if data is None:
        return settings
    return settings.model_copy(update={"data": settings.data.model_copy(update={"dir": data})})


@contextmanager
def plain_errors() -> Iterator[None]:
    """Failures that Verbatim names, and what the system refuses, end the command with a plain message, Ctrl-C with a
    short one."""
    try:
        yield
    except VerbatimError as error:
        fail(str(error))
    except BrokenPipeError:
        raise  # whoever read the output has enough of it
    except OSError as error:
        fail(describe(error))
    except KeyboardInterrupt:
        Console(stderr=True).print("Stopped.")
        raise typer.Exit(INTERRUPTED) from None


def fail(message: str) -> NoReturn:
    Console(stderr=True).print(message, style="bold red", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(1)


@app.command("build")
def build_command(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="PATH…", help="Files, folders, links and feeds; STORY=… puts all of it in one story."),
    ],
    data: Data = None,
    config: Config = None,
    story: Annotated[
        str | None, typer.Option("--story", help="Look at this story alone; the others stay as they are.")
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Encode everything again, changed or not.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    skip_broken: Annotated[
        bool, typer.Option("--skip-broken", help="Leave out what cannot be read instead of stopping.")
    ] = False,
    add: Annotated[bool, typer.Option("--add", help="Keep every article that the index holds, and add these.")] = False,
    remove: Annotated[
        bool, typer.Option("--remove", help="Let go without asking what the index holds and these are not.")
    ] = False,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="PATH", help="Read this one of them again; what is not named stays as it is."),
    ] = None,
    threads: Annotated[int | None, typer.Option(min=0, help="Processor threads; 0 takes all.")] = None,
    progress: Annotated[ProgressKind, typer.Option(help="How progress is told.")] = ProgressKind.BAR,
) -> None:
    """Build a new index of the articles and make it current.

    Only new and changed passages are encoded. Until the new index is complete and checked, the old one answers.

    \b
    Examples:
      verbatim index build articles/
      verbatim index build ferry=harbour/articles strike=wire.jsonl --dry-run
    """
    from index.articles import Source
    from index.build import build
    from index.refreshing import Refresh

    signal.signal(signal.SIGTERM, _stop)
    with plain_errors() if progress is ProgressKind.BAR else _errors_as_json():
        settings = load_settings(config, data)
        parsed = [Source.parse(source) for source in sources]
        reading = Refresh(
            settings, accept=full, dry_run=dry_run, only=[Source.parse(source) for source in only] if only else None
        )

        def may_remove(gone: Sequence[Article]) -> bool:
            if only:  # nobody looks on: what removes most of an index is rather a mishap
                return remove or reading.is_plausible(gone)
            return remove or progress is ProgressKind.JSON or _ask_to_remove(gone)

        def run(report: Callable[[Progress], None]) -> BuildReport:
            from index.encoding.loading import load_encoder

            count = settings.encoder.build_threads if threads is None else threads
            with reading.remembered():
                return build(
                    parsed,
                    settings,
                    lambda: load_encoder(settings, threads=count),
                    story=StoryId(story) if story else None,
                    full=full,
                    dry_run=dry_run,
                    skip_broken=skip_broken,
                    read=lambda places: reading.read(places, report),
                    add=add,
                    may_remove=may_remove,
                    report=report,
                )

        if progress is ProgressKind.JSON:
            _say(run(_JsonLines()))
        else:
            with progress_bar() as show:
                report = run(show)
            _print_report(report)


@app.command("preview", hidden=True)
def preview_command(source: str, data: Data = None, config: Config = None) -> None:
    """Say what a source gives, as a line of JSON.

    For the bot: what reads strangers' pages is a process of its own. People have `verbatim sources check`.

    \b
    Example:
      verbatim index preview https://example.org/feed.xml
    """
    from index.articles import Source
    from index.previewing import preview

    signal.signal(signal.SIGTERM, _stop)
    with _errors_as_json():
        report = _JsonLines()

        def tell(pages: int) -> None:
            report(Progress(stage=Stage.READING, done=pages, total=0))

        tell(0)
        _say(preview(Source.parse(source), load_settings(config, data), tell))


@app.command()
def status(data: Data = None, config: Config = None) -> None:
    """Say what the index holds.

    Which generations there are, which one is current and what is in it, and where all of it lies.

    \b
    Example:
      verbatim index status
    """
    from index.articles.visits import recall_visits
    from index.store.folder.data_folder import DataFolder
    from index.store.homes import read_manifest

    with plain_errors():
        settings = load_settings(config, data)
        folder = DataFolder(settings.data.dir)
        console = Console(highlight=False, soft_wrap=True)
        console.print(f"data folder: {folder.path.absolute()}", markup=False)
        console.print(f"settings file: {find_settings_file(config, os.environ) or 'none'}", markup=False)
        console.print(describe_versions(), markup=False)
        if settings.store.url:
            console.print("home: PostgreSQL", markup=False)
            console.print(_describe(read_manifest(settings)), markup=False)
            return
        current = folder.open_current()
        for generation in folder.ids():
            mark = "current" if generation == current.manifest.id else ""
            console.print(f"{generation}  {mark}", markup=False)
        console.print(_describe(current.manifest), markup=False)
        if folder.current_id() != current.manifest.id:
            console.print("The generation that should be current is damaged; this one answers in its place.")
        for visit in recall_visits(folder.path).values():
            if not visit.is_well:
                told = f"{visit.source} fails since {visit.failing_since:%d %B %Y %H:%M} UTC: {visit.problem}"
                console.print(told, markup=False, style="yellow")


@app.command()
def verify(data: Data = None, config: Config = None) -> None:
    """Check every file against its checksum.

    \b
    Example:
      verbatim index verify
    """
    with plain_errors():
        folder = _open_folder(load_settings(config, data))
        if not folder.ids():
            raise NoIndexYet(folder.path)
        damaged = [message for generation in folder.ids() if (message := _find_damage(folder, generation))]
        if damaged:
            fail("\n".join(damaged))
        Console(highlight=False).print(f"Intact: {', '.join(folder.ids())}.")


@app.command()
def rollback(
    generation: Annotated[str | None, typer.Argument(metavar="GENERATION", help="Make this one current.")] = None,
    data: Data = None,
    config: Config = None,
) -> None:
    """Make another generation current.

    The intact one before the current one, or the one that is named, older or newer; `verbatim index status` lists them.

    \b
    Examples:
      verbatim index rollback
      verbatim index rollback 20260801T120000000000Z-1a2b3c4d
    """
    with plain_errors():
        folder = _open_folder(load_settings(config, data))
        current = folder.adopt(generation) if generation else folder.roll_back()
        Console(highlight=False).print(f"Generation {current} is current again.", markup=False)


def _open_folder(settings: IndexSettings) -> DataFolder:
    """The data folder, where the index lives in it."""
    from index.store.folder.data_folder import DataFolder

    if settings.store.url:
        fail(_OF_DATABASE)
    return DataFolder(settings.data.dir)


@contextmanager
def progress_bar() -> Iterator[Callable[[Progress], None]]:
    """A bar a stage on standard error; gives what ``build`` reports to."""
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description:<20}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), auto_refresh=False) as bar:  # so that a question can be asked
        tasks, drawn = {}, 0.0

        def show(progress: Progress) -> None:
            nonlocal drawn
            if progress.stage not in tasks:
                tasks[progress.stage] = bar.add_task(_STAGES[progress.stage], total=progress.total)
            bar.update(tasks[progress.stage], completed=progress.done, total=progress.total)
            now = time.monotonic()
            if progress.done in (0, progress.total) or now - drawn >= _LEAST_PAUSE:
                bar.refresh()
                drawn = now

        yield show


class _JsonLines:
    """Prints progress as one JSON object a line, the first and last of each stage always."""

    def __init__(self) -> None:
        self._last = 0.0

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if progress.done in (0, progress.total) or now - self._last >= _LEAST_PAUSE:
            self._last = now
            _say(progress)


@contextmanager
def _errors_as_json() -> Iterator[None]:
    try:
        yield
    except VerbatimError as error:
        _say(Complaint(error=type(error).__name__, message=str(error)))
        raise typer.Exit(1) from None
    except OSError as error:
        _say(Complaint(error=type(error).__name__, message=describe(error)))
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None


def _say(said: Said) -> None:
    sys.stdout.write(to_line(said) + "\n")
    sys.stdout.flush()


def _ask_to_remove(gone: Sequence[Article]) -> bool:
    """Asks whoever sits at the terminal; nobody there is a no."""
    if not sys.stdin.isatty():
        return False
    named = "\n".join(f"  - {article.title}" for article in gone[:_MOST_NAMED])
    rest = f"\n  and {len(gone) - _MOST_NAMED} more" if len(gone) > _MOST_NAMED else ""
    return typer.confirm(f"This removes {count(len(gone), 'article')} from the index:\n{named}{rest}\nGo on?", err=True)


def _print_report(report: BuildReport) -> None:
    console = Console(highlight=False)
    changes = report.changes
    console.print(
        f"{changes.new} new, {changes.changed} changed, {changes.removed} removed, {changes.unchanged} unchanged, "
        f"{len(report.failed)} failed; {count(report.encoded, 'passage')} encoded."
    )
    told = [failure.message for failure in report.failed] + [remark.message for remark in report.remarks]
    for message in told:
        console.print(f"  - {message}", markup=False, soft_wrap=True)
    if report.recall is not None:
        console.print(f"Search finds {report.recall:.1%} of the nearest passages.")
    if report.generation is None:
        console.print("Nothing was written.")
    elif changes or report.encoded:
        console.print(f"Generation {report.generation} is current.")
    else:
        console.print(f"Nothing has changed; generation {report.generation} stays current.")


def _describe(manifest: Manifest) -> str:
    counts = manifest.counts
    counted = (count(number, noun.removesuffix("s")) for noun, number in asdict(counts).items())
    return (
        f"{', '.join(counted)}; stories: {', '.join(manifest.stories)}\n"
        f"built {manifest.created_at:%d %B %Y %H:%M} UTC with {manifest.encoder.name}\n"
        f"search: {manifest.method}, which finds {manifest.recall:.1%} of the nearest passages"
    )


def _find_damage(folder: DataFolder, generation: GenerationId) -> str | None:
    try:
        folder.verify(generation)
    except CorruptGeneration as error:
        return str(error)
    return None


def _stop(_number: int, _frame: object) -> NoReturn:
    """SIGTERM ends a build as Ctrl-C does: what was begun is cleared away."""
    raise KeyboardInterrupt
