"""What a build says while it goes on and in the end: a bar and a report for people, JSON lines for programs."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console

from index.progress import BuildReport, Progress, Said, Stage, to_line
from index.streams import count

_LEAST_PAUSE = 0.2  # seconds between two tellings of one stage
_MOST_STORIES = 20  # that are named
_STAGES = {
    Stage.READING: "Reading articles",
    Stage.QUOTATIONS: "Finding quotations",
    Stage.ENCODING: "Encoding passages",
    Stage.WRITING: "Writing the index",
    Stage.CHECKING: "Checking the index",
}


@contextmanager
def progress_bar() -> Iterator[Callable[[Progress], None]]:
    """A bar a stage on standard error; gives what ``build`` reports to."""
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description:<20}"),
        BarColumn(),
        TextColumn("{task.fields[told]}", style="progress.download"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), auto_refresh=False) as bar:  # so that a question can be asked
        tasks, drawn = {}, 0.0

        def show(progress: Progress) -> None:
            nonlocal drawn
            # How many files there are is known in the end.
            told = f"{progress.done}/{progress.total}" if progress.total else str(progress.done)
            if progress.stage not in tasks:
                tasks[progress.stage] = bar.add_task(_STAGES[progress.stage], total=progress.total, told=told)
            bar.update(tasks[progress.stage], completed=progress.done, total=progress.total, told=told)
            now = time.monotonic()
            if progress.done in (0, progress.total) or now - drawn >= _LEAST_PAUSE:
                bar.refresh()
                drawn = now

        yield show


class ProgressLines:
    """Prints progress as one JSON object a line, the first and last of each stage always."""

    def __init__(self) -> None:
        self._last = 0.0

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if progress.done in (0, progress.total) or now - self._last >= _LEAST_PAUSE:
            self._last = now
            say(progress)


def say(said: Said) -> None:
    sys.stdout.write(to_line(said) + "\n")
    sys.stdout.flush()


def print_report(report: BuildReport) -> None:
    """What a build did, on standard output; of several stories how many articles each has, as a file in the wrong
    folder makes one of its own."""
    console = Console(highlight=False)
    changes = report.changes
    console.print(
        f"{changes.new} new, {changes.changed} changed, {changes.removed} removed, {changes.unchanged} unchanged, "
        f"{len(report.failed)} failed; {count(report.encoded, 'passage')} encoded."
    )
    counted = ((story, one.new + one.changed + one.unchanged) for story, one in sorted(report.by_story.items()))
    if len(stories := [f"{story} ({held:,})" for story, held in counted if held]) > 1:
        rest = f" and {len(stories) - _MOST_STORIES} more" if len(stories) > _MOST_STORIES else ""
        console.print(f"Stories: {', '.join(stories[:_MOST_STORIES])}{rest}.", markup=False, soft_wrap=True)
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
