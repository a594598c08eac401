"""``index build`` and ``index preview``: what reads sources."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from index.commands.failing import errors_as_json, plain_errors
from index.commands.options import Config, Data, load_settings
from index.commands.saying import ProgressLines, print_report, progress_bar, say
from index.progress import BuildReport, Progress, Stage, WantedSources, wanted_from_line
from index.streams import count
from index.types import Article, StoryId

if TYPE_CHECKING:
    from index.articles import Source
    from index.refreshing import Refresh

_TOLD = "-"  # in the place of sources that are told on standard input
_MOST_NAMED = 10  # articles that would go; the others are counted


class ProgressKind(StrEnum):
    BAR = "bar"
    JSON = "json"


def build_command(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH…",
            help="Files, folders, links and feeds. STORY=PATH puts a path into one story. - is for the bot.",
        ),
    ],
    data: Data = None,
    config: Config = None,
    story: Annotated[
        str | None, typer.Option("--story", help="Build only this story; the others stay as they are.")
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Encode everything again, changed or not.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    skip_broken: Annotated[
        bool, typer.Option("--skip-broken", help="Leave out what cannot be read instead of stopping.")
    ] = False,
    add: Annotated[bool, typer.Option("--add", help="Keep every article already in the index, and add these.")] = False,
    remove: Annotated[
        bool, typer.Option("--remove", help="Without asking, remove articles in the index that are not among these.")
    ] = False,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only", metavar="PATH", help="Reread only this path; may be repeated. The others stay as they are."
        ),
    ] = None,
    threads: Annotated[int | None, typer.Option(min=0, help="Processor threads; 0 uses all.")] = None,
    progress: Annotated[ProgressKind, typer.Option(help="How progress is shown.")] = ProgressKind.BAR,
) -> None:
    """Build a new index from the articles and make it current.

    Only new and changed passages are encoded. Until the new index is complete and checked, the old one answers.

    \b
    Examples:
      verbatim index build articles/
      verbatim index build ferry=harbour/articles strike=wire.jsonl --dry-run
    """
    from index.articles import Source
    from index.building import build
    from index.encoding.loading import load_encoder
    from index.refreshing import Refresh
    from index.search.reader.reader import load_reader
    from index.web.process import PageProcess

    signal.signal(signal.SIGTERM, _stop)
    is_for_bot = progress is ProgressKind.JSON
    with errors_as_json() if is_for_bot else plain_errors():
        settings = load_settings(config, data)
        wanted = _hear_wanted() if sources == [_TOLD] else WantedSources(sources=tuple(sources), only=tuple(only or ()))
        parsed = [Source.parse(source) for source in wanted.sources]
        again = _find_all_named(wanted.only, parsed, may_be_gone=is_for_bot)
        pages = PageProcess()
        reading = Refresh(
            settings,
            accept=full,
            dry_run=dry_run,
            only=again or None,
            is_whole=story is None and not add,
            pages=pages,
        )
        removal = _Removal(reading=reading, is_partial=bool(again), is_for_bot=is_for_bot, add=add, remove=remove)
        encoder_threads = settings.encoder.build_threads if threads is None else threads

        def run(report: Callable[[Progress], None]) -> BuildReport:
            with pages, reading.remembered():
                return build(
                    parsed,
                    settings,
                    lambda: load_encoder(settings, threads=encoder_threads),
                    story=None if story is None else StoryId(story),
                    full=full,
                    dry_run=dry_run,
                    skip_broken=skip_broken,
                    read=lambda places: reading.read(places, report),
                    keeps=removal.keeps,
                    may_remove=removal.is_allowed,
                    report=report,
                    load_reader=lambda: load_reader(settings),
                )

        _tell(run, progress)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Removal:
    """What a build may take out of the index; ``is_partial`` where only some sources are read again."""

    reading: Refresh
    is_partial: bool
    is_for_bot: bool
    add: bool
    remove: bool

    def keeps(self, article: Article) -> bool:
        """Whether an article stays that was not read: the bot knows what its sources hold, and no more."""
        return self.add or (self.is_for_bot and not self.reading.may_have_given(article))

    def is_allowed(self, gone: Sequence[Article]) -> bool:
        if self.is_partial:  # nobody looks on: what removes most of an index is rather a mishap
            return self.remove or self.reading.is_plausible(gone)
        return self.remove or self.is_for_bot or _ask_to_remove(gone)


def _tell(run: Callable[[Callable[[Progress], None]], BuildReport], progress: ProgressKind) -> None:
    """Runs a build, and tells how far it is and what came of it."""
    if progress is ProgressKind.JSON:
        say(run(ProgressLines()))
        return
    with progress_bar() as show:
        report = run(show)
    print_report(report)


def preview_command(data: Data = None, config: Config = None) -> None:
    """Say what a source gives, as a line of JSON.

    For the bot, which tells the source on standard input: what reads strangers' pages is a process of its own. People
    have `verbatim sources check`.

    \b
    Example:
      echo '{"sources": ["https://example.org/feed.xml"], "only": []}' | verbatim index preview
    """
    from index.articles import Source
    from index.previewing import preview

    signal.signal(signal.SIGTERM, _stop)
    with errors_as_json():
        report = ProgressLines()

        def tell(pages: int) -> None:
            report(Progress(stage=Stage.READING, done=pages, total=0))

        tell(0)
        (source,) = map(Source.parse, _hear_wanted().sources)
        say(preview(source, load_settings(config, data), tell))


def _hear_wanted() -> WantedSources:
    """What the bot wants to be read."""
    try:
        return wanted_from_line(sys.stdin.readline())
    except ValueError as error:
        raise typer.BadParameter(f"{_TOLD} is for the bot, which says on standard input what it wants") from error


def _find_all_named(named: Sequence[str], sources: Sequence[Source], *, may_be_gone: bool) -> Sequence[Source]:
    """Those of the sources that are meant. The bot also names what is to go."""
    from index.articles import Source

    places = dict.fromkeys(sources)  # there may be 100,000, and as many that are read again
    return [source for one in map(Source.parse, named) for source in _find_named(one, places, may_be_gone=may_be_gone)]


def _find_named(named: Source, sources: Collection[Source], *, may_be_gone: bool) -> Sequence[Source]:
    if named in sources:
        return [named]
    found = [source for source in sources if named.means(source)]
    if not found and not may_be_gone:
        raise typer.BadParameter(f"{named.written} is not one of the sources being built", param_hint="--only")
    return found or [named]


def _ask_to_remove(gone: Sequence[Article]) -> bool:
    """Asks whoever sits at the terminal; nobody there is a no."""
    if not sys.stdin.isatty():
        return False
    named = "\n".join(f"  - {article.title}" for article in gone[:_MOST_NAMED])
    rest = f"\n  and {len(gone) - _MOST_NAMED} more" if len(gone) > _MOST_NAMED else ""
    return typer.confirm(
        f"This removes {count(len(gone), 'article')} from the index:\n{named}{rest}\nContinue?", err=True
    )


def _stop(_number: int, _frame: object) -> NoReturn:
    """SIGTERM ends a build as Ctrl-C does: what was begun is cleared away."""
    raise KeyboardInterrupt
