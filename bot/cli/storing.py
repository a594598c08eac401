"""``verbatim store``: the database that takes the place of the data folder."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import Config, Data, load_settings
from index.commands.failing import make_group, plain_errors
from index.errors import NoIndexYet
from index.streams import count
from index.types import StoryId

if TYPE_CHECKING:
    from bot.settings import Settings

_SHOWN = 16  # digits of a hash

app = make_group("Look after the database named in [store] url.")


@app.command()
def upgrade(
    url: Annotated[
        str, typer.Argument(metavar="URL", help="Address of the database, with the owner of its tables as the user.")
    ],
) -> None:
    """Create the tables, or bring them up to date.

    Run it before the first start on a database, and after every upgrade. The bot itself connects as another role, which
    owns nothing: config/postgres-role.sql creates it.

    \b
    Example:
      verbatim store upgrade postgresql://OWNER@HOST/DATABASE
    """
    with plain_errors():
        from bot.cluster.tables import upgrade_cluster
        from bot.state.database import upgrade_state
        from index.store.postgres import migrating

        versions = {"index": migrating.upgrade, "state": upgrade_state, "cluster": upgrade_cluster}
        for part, bring_up_to_date in versions.items():
            typer.echo(f"{part}: version {bring_up_to_date(url)}")


@app.command()
def tune(
    url: Annotated[
        str, typer.Argument(metavar="URL", help="Address of the database, with the owner of its tables as the user.")
    ],
) -> None:
    """Give each large story a vector index.

    That is each story of more than 20,000 passages; without one, they are compared one by one. The recall is measured,
    and `verbatim index status` shows it. Run it after a story has grown, and every night where many articles change.

    \b
    Example:
      verbatim store tune postgresql://OWNER@HOST/DATABASE
    """
    with plain_errors():
        from index.store.postgres import tuning

        recalls = tuning.tune(url)
        for story, recall in recalls.items():
            typer.echo(f"{story}: its index finds {recall:.1%} of the nearest passages")
        if not recalls:
            typer.echo("No story is large enough to need an index.")


@app.command()
def migrate(
    url: Annotated[
        str, typer.Argument(metavar="URL", help="Address of the database, with the bot's own role as the user.")
    ],
    back: Annotated[bool, typer.Option("--back", help="Copy from the database into the data folder.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count what would be copied.")] = False,
    data: Data = None,
    config: Config = None,
) -> None:
    """Copy the index and what the bot keeps into a database.

    The index goes story by story, counted and hashed on both sides; server settings, gaps, feedback, sources and
    everything else go in one transaction, and are read back and compared. The originals stay where they are. Stop the
    bot first. The database must have its tables (`verbatim store upgrade`), with nothing in them yet.

    \b
    Examples:
      verbatim store migrate postgresql://verbatim_bot@HOST/DATABASE --dry-run
      verbatim store migrate postgresql://verbatim_bot@HOST/DATABASE
    """
    with plain_errors():
        from bot.operations.lock import locked

        settings = load_settings(config, data)
        places: tuple[Path | str, Path | str] = (url, settings.state_file) if back else (settings.state_file, url)
        with locked(settings.data.dir):
            _copy_index(url, settings, back=back, dry_run=dry_run)
            copied = asyncio.run(_copy(*places, dry_run=dry_run))
        for table, rows in copied.items():
            typer.echo(f"{table}: {count(rows, 'row')}")
        typer.echo("Nothing was copied." if dry_run else "Everything was copied, row for row.")


def _copy_index(url: str, settings: Settings, *, back: bool, dry_run: bool) -> None:
    """Copies the index, where there is one, and tells what of it arrived."""
    from index.store.folder.data_folder import DataFolder
    from index.store.postgres.moving import copy_to_database, copy_to_folder

    folder = DataFolder(settings.data.dir)
    with suppress(NoIndexYet):
        if back:
            tallies = {StoryId("all stories"): copy_to_folder(url, folder, dry_run=dry_run)}
        else:
            tallies = copy_to_database(folder.open_current(), url, dry_run=dry_run)
        for story, tally in tallies.items():
            typer.echo(
                f"{story}: {count(tally.articles, 'article')}, {count(tally.passages, 'passage')}, "
                f"{count(tally.quotations, 'quotation')}, {count(tally.revisions, 'earlier text')}, "
                f"sha256 {tally.sha256[:_SHOWN]}"
            )


async def _copy(source: Path | str, target: Path | str, *, dry_run: bool) -> dict[str, int]:
    from bot.state.database import Database
    from bot.state.moving import copy_state, count_state

    here = await Database.open(source)
    try:
        there = await Database.open(target)
        try:
            return await count_state(here) if dry_run else await copy_state(here, there)
        finally:
            await there.close()
    finally:
        await here.close()
