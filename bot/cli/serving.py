"""The commands of whoever runs the bot: ``setup``, ``doctor``, ``run``, ``status`` and ``config``."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bot.cli.options import AsJson, Config, Data, load_settings
from bot.errors import TokenRefused
from bot.operations.configuration import describe_settings
from bot.settings import read_bot_settings
from bot.terminal.printing import show, show_json
from index.commands.failing import fail, plain_errors
from index.commands.keeping import status as show_index
from index.commands.options import with_data
from index.errors import OldDatabase, OtherSchema, SettingsError
from index.settings import find_settings, find_settings_file
from index.versions import describe_versions

if TYPE_CHECKING:
    from bot.cluster.watching import Watched

_UNREACHABLE = "Discord cannot be reached: {error}. Check the network and [discord] api_url, then try again."


def run(
    cluster: Annotated[
        bool, typer.Option("--cluster", help="Run as one of many processes, on any machines, that share [store] url.")
    ] = False,
    processes: Annotated[
        int | None,
        typer.Option(min=1, max=256, help="Run this many processes of a cluster here; one that dies is restarted."),
    ] = None,
    data: Data = None,
    config: Config = None,
) -> None:
    """Connect to Discord and answer questions.

    It runs until Ctrl-C or SIGTERM; what was asked by then is still answered. The processes of a cluster divide the
    shards among themselves; if one dies, others take over its shards.

    \b
    Examples:
      VERBATIM_DISCORD__TOKEN_FILE=token verbatim run
      verbatim run --processes 4
    """
    with plain_errors():
        from aiohttp import ClientError
        from discord import DiscordException

        from bot import connection

        settings = load_settings(config, data)
        try:
            if processes is not None:
                if not connection.run_children(settings, _cluster_arguments(data, config), processes):
                    raise typer.Exit(1)
            elif cluster:
                with _told_beyond_restarting():
                    connection.run_in_cluster(settings, config)
            else:
                connection.run(settings, config)
        except (ClientError, DiscordException) as error:
            fail(_UNREACHABLE.format(error=error))


@contextmanager
def _told_beyond_restarting() -> Iterator[None]:
    """What no restart mends has an exit status of its own, for whoever starts the process again."""
    from bot.cluster.children import BEYOND_RESTARTING

    try:
        yield
    except (TokenRefused, SettingsError, OldDatabase, OtherSchema) as error:
        typer.secho(str(error), err=True, fg="red", bold=True)
        raise typer.Exit(BEYOND_RESTARTING) from error


def _cluster_arguments(data: Path | None, config: Path | None) -> list[str]:
    """What a child of ``run --processes`` is started with."""
    options = {"--data": data, "--config": config}
    return ["run", "--cluster", *(part for name, place in options.items() if place for part in (name, str(place)))]


def status(
    cluster: Annotated[
        bool, typer.Option("--cluster", help="Show the processes, their shards, and which are waiting.")
    ] = False,
    as_json: AsJson = False,
    data: Data = None,
    config: Config = None,
) -> None:
    """Show the state of the index, or of the processes.

    \b
    Examples:
      verbatim status
      verbatim status --cluster
    """
    if not cluster:
        if as_json:
            raise typer.BadParameter(
                "works only with --cluster; the index is described in words only.", param_hint="--json"
            )
        show_index(data, config)
        return
    with plain_errors():
        from bot.connection import require_database
        from bot.terminal.show_cluster import show_watched

        settings = load_settings(config, data)
        require_database(settings)
        watched = asyncio.run(_watch(settings.store.url))
        if as_json:
            show_json(asdict(watched))
        else:
            show(show_watched(watched))


async def _watch(url: str) -> Watched:
    from bot.cluster.tables import require_cluster
    from bot.cluster.watching import read_cluster
    from bot.state.database import Database

    await asyncio.to_thread(require_cluster, url)
    database = await Database.open(url, connections=1)
    try:
        return await read_cluster(database)
    finally:
        await database.close()


def setup(config: Config = None) -> None:
    """Set up the bot, from nothing to an invite link.

    \b
    Example:
      verbatim setup
    """
    with plain_errors():
        from aiohttp import ClientError

        from bot.operations.setup import walk

        console = Console(highlight=False)
        try:
            walk(
                load_settings(config, None),
                ask_secretly=_ask_secretly,
                tell=lambda line: console.print(line, markup=False, soft_wrap=True),
            )
        except (ClientError, TimeoutError) as error:
            fail(_UNREACHABLE.format(error=error))


def _ask_secretly(what: str) -> str:
    """What somebody types, which is not shown; where nobody sits at a terminal, a line of standard input."""
    if sys.stdin.isatty():
        return Console().input(f"{what}: ", password=True)
    return sys.stdin.readline() or fail(f"{what} is expected on standard input.")


def doctor(data: Data = None, config: Config = None) -> None:
    """Check everything that the bot needs.

    It says how to fix whatever is wrong; the exit status is then 1.

    \b
    Example:
      verbatim doctor
    """
    with plain_errors():
        from bot.connection import command_names
        from bot.operations.doctor import examine
        from bot.operations.doctor.machine import look_at_place
        from bot.terminal.show_findings import show_findings

        settings = load_settings(config, data)
        console = Console(highlight=False, soft_wrap=True)
        console.print(describe_versions("discord.py"), markup=False)
        findings = look_at_place(settings.data.dir, find_settings_file(config, os.environ))
        findings += examine(settings, command_names())
        console.print(show_findings(findings))
        if not all(finding.healthy for finding in findings):
            raise typer.Exit(1)


def show_settings(data: Data = None, config: Config = None) -> None:
    """Print every setting and where it comes from.

    That is its default, the settings file, a variable or an option. The token is never printed.

    \b
    Examples:
      verbatim config
      verbatim config > as-it-is.toml
    """
    with plain_errors():
        document, file = find_settings(config, os.environ)
        settings = with_data(read_bot_settings(document, os.environ, file=file), data)
        typer.echo(describe_settings(settings, document, os.environ, file=file, data=data))
