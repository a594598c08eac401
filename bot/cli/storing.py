"""``verbatim store``: the database that stands in the place of the data folder."""

from __future__ import annotations

from typing import Annotated

import typer

from index.commands import plain_errors

app = typer.Typer(no_args_is_help=True, help="Look after the database of [store] url.", rich_markup_mode=None)


@app.command()
def upgrade(
    url: Annotated[str, typer.Argument(metavar="URL", help="The database, as the owner of its tables.")],
) -> None:
    """Make the tables, or bring them up to date.

    Before the first run on a database, and after each new version. The bot itself connects as another role, which owns
    nothing: config/postgres-role.sql makes it.

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
