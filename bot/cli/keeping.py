"""``verbatim backup``, ``restore`` and ``export``: what nobody could make again, and what readers missed."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bot.cli.options import Config, Data, Yes, load_settings, require_free, require_yes
from index.commands.failing import fail, plain_errors
from index.commands.saying import progress_bar
from index.settings import find_settings_file
from index.streams import count

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.state.missed import Feedback, Gap

File = Annotated[Path, typer.Argument(metavar="FILE", help="The backup, a ZIP archive.")]


def backup(file: File, data: Data = None, config: Config = None) -> None:
    """Save what nobody could make again.

    The articles of the index with their earlier texts, the bot's state, what admins uploaded, the files of your sources
    and the settings file. It may be taken while the bot runs, and takes the place of an earlier backup, of no other
    file. The index is left out, because it can be built again, and so is the token.

    \b
    Example:
      verbatim backup verbatim-monday.zip
    """
    with plain_errors():
        from bot.operations.backup import back_up

        settings = load_settings(config, data)
        _require_folder(settings)
        contents = back_up(settings, find_settings_file(config, os.environ), file)
        size = max(1, file.stat().st_size // 1024)
        named = ", ".join(dict.fromkeys(name.partition("/")[0] for name in contents.files))
        held = f"{count(len(contents.files), 'file')} ({named})" if named else "no file"
        told = f"{count(contents.articles, 'article')}, {held}, {size:,} KiB in {file}."
        typer.echo(told)


def restore(
    file: File,
    yes: Yes = False,
    data: Data = None,
    config: Config = None,
) -> None:
    """Put a backup back, whole or not at all.

    It is checked, and the index is built from its articles, before anything takes the place of what is there; what was
    there is kept beside it. A bot on the same data must be stopped first.

    \b
    Examples:
      verbatim restore verbatim-monday.zip
      verbatim restore verbatim-monday.zip --data /srv/verbatim --yes
    """
    with plain_errors():
        from bot.operations import restoring
        from bot.operations.backup import look_into
        from index.encoding.loading import load_encoder
        from index.search.reader.reader import load_reader

        settings = load_settings(config, data)
        _require_folder(settings)
        look_into(file)  # before anybody is asked
        if restoring.is_used(settings) and not yes:
            question = f"{settings.data.dir} is in use. Put the backup in the place of what is there?"
            require_yes(question, otherwise="Nothing was restored.")
        with progress_bar() as report:
            contents, after = restoring.restore(
                file,
                settings,
                lambda: load_encoder(settings, threads=settings.encoder.build_threads),
                lambda: load_reader(settings),
                report=report,
            )
        console = Console(highlight=False, soft_wrap=True)
        taken = f"{contents.taken_at:%d %B %Y %H:%M} UTC"
        told = f"{count(contents.articles, 'article')} of {taken} are back in {settings.data.dir}."
        console.print(told, markup=False)
        if after.exists():
            console.print(f"The settings file, your sources and what was there before: {after}", markup=False)
        for place, now in restoring.missing_sources(contents, after):
            told = f"The source {place} is not on this machine. Put {now} there, or name that in [reindex] sources."
            console.print(told, markup=False)


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A table (.csv), or questions (.jsonl).")],
    server: Annotated[int | None, typer.Option(metavar="ID", help="Only of this server; of all without it.")] = None,
    yes: Yes = False,
    data: Data = None,
    config: Config = None,
) -> None:
    """Save what readers missed.

    The questions that found no answer, and the answers that got a thumbs-down with the reasons, without who. The
    questions are for `verbatim eval`: add answers and gold_articles to those that the articles do answer. It may be
    taken while the bot runs.

    \b
    Examples:
      verbatim export gaps.csv
      verbatim export questions.jsonl --server 1187000000000000000
    """
    with plain_errors():
        from bot.operations.exporting import QUESTIONS_SUFFIX, TABLE_SUFFIX, write_questions, write_table

        writers = {TABLE_SUFFIX: write_table, QUESTIONS_SUFFIX: write_questions}
        if (write := writers.get(file.suffix.lower())) is None:
            raise typer.BadParameter("the name ends in .csv or .jsonl", param_hint="FILE")
        settings = load_settings(config, data)
        if not settings.store.url and not settings.state_file.exists():
            fail(f"No bot has run with the data folder {settings.data.dir}; nothing is kept there.")
        if not yes:  # somebody may have added answers to it
            require_free(file, otherwise="Nothing was saved.")
        gaps, opinions = asyncio.run(_read_missed(settings, server))
        file.write_text(write(gaps, opinions), encoding="utf-8", newline="")
        told = f"{count(len(gaps), 'question')} without an answer and {len(opinions)} thumbs-down in {file}."
        typer.echo(told)


async def _read_missed(settings: Settings, server: int | None) -> tuple[list[Gap], list[Feedback]]:
    """The gaps and the thumbs-down of a server, or of all. Raises BrokenState."""
    from bot.operations.exporting import thumbs_down
    from bot.state.state import State

    state = await State.open(settings.state_place, settings.privacy)
    try:
        gaps = [gap for gap in await state.missed.gaps(server) if gap.closed_at is None]
        return gaps, thumbs_down(await state.missed.feedback(server))
    finally:
        await state.close()


def _require_folder(settings: Settings) -> None:
    """Ends the command where articles and state are not in the data folder: half a backup is worse than none."""
    if settings.store.url:
        fail("With [store] url everything is in the database: save it with pg_dump, and put it back with pg_restore.")
