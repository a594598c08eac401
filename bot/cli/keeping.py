"""``verbatim backup``, ``restore`` and ``export``: what nobody could recreate, and what readers missed."""

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
    """Save everything that cannot be rebuilt.

    That is the articles in the index with their earlier texts, the bot's state, what admins uploaded, your source files
    and the settings file. The bot may keep running. An earlier backup is overwritten, any other file is not. The index
    is left out because it can be rebuilt; the token is never included.

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
        held = f"{count(len(contents.files), 'file')} ({named})" if named else "no files"
        told = f"{count(contents.articles, 'article')}, {held}, {size:,} KiB in {file}."
        typer.echo(told)


def restore(
    file: File,
    yes: Yes = False,
    data: Data = None,
    config: Config = None,
) -> None:
    """Restore a backup, completely or not at all.

    The backup is checked and the index built from its articles before anything is replaced, and what was there before
    is kept beside it. If a bot is running on the same data, stop it first.

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
            question = f"{settings.data.dir} is in use. Replace what is there with the backup?"
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
        told = f"{count(contents.articles, 'article')} from the backup of {taken} are back in {settings.data.dir}."
        console.print(told, markup=False)
        if after.exists():
            console.print(f"The settings file, your sources and what was there before are in {after}", markup=False)
        for place, now in restoring.missing_sources(contents, after):
            told = (
                f"The source {place} is not on this machine. Put {now} there, or name the latter in [reindex] sources."
            )
            console.print(told, markup=False)


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to save: a table (.csv) or questions (.jsonl).")],
    server: Annotated[int | None, typer.Option(metavar="ID", help="Only this server; by default all of them.")] = None,
    yes: Yes = False,
    data: Data = None,
    config: Config = None,
) -> None:
    """Save unanswered questions and thumbs-down.

    The questions that found no answer, and the answers that got a thumbs-down, with the reasons but without who gave
    them. A .jsonl file is for `verbatim eval`: add answers and gold_articles to the questions that the articles do
    answer. The bot may keep running.

    \b
    Examples:
      verbatim export gaps.csv
      verbatim export questions.jsonl --server 1187000000000000000
    """
    with plain_errors():
        from bot.operations.exporting import QUESTIONS_SUFFIX, TABLE_SUFFIX, write_questions, write_table

        writers = {TABLE_SUFFIX: write_table, QUESTIONS_SUFFIX: write_questions}
        if (write := writers.get(file.suffix.lower())) is None:
            raise typer.BadParameter("the name must end in .csv or .jsonl", param_hint="FILE")
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
        fail("With [store] url everything is in the database: back it up with pg_dump and restore it with pg_restore.")
