"""The commands of whoever runs the bot: ``setup``, ``doctor``, ``run`` and ``config``."""

from __future__ import annotations

import os

import typer
from rich.console import Console
from rich.text import Text

from bot.cli.options import Config, Data, load_settings
from bot.operations.configuration import describe_settings
from bot.settings import read_bot_settings
from index.commands import fail, plain_errors, with_data
from index.settings import find_settings, find_settings_file
from index.versions import describe_versions

_UNREACHABLE = "Discord cannot be reached: {error}. Check the network and [discord] api_url, then try again."


def run(data: Data = None, config: Config = None) -> None:
    """Connect to Discord and answer.

    Until Ctrl-C or SIGTERM; what was asked by then is still answered.

    \b
    Example:
      VERBATIM_DISCORD__TOKEN_FILE=token verbatim run
    """
    with plain_errors():
        from aiohttp import ClientError

        from bot.connection import run as serve

        try:
            serve(load_settings(config, data), config)
        except ClientError as error:
            fail(_UNREACHABLE.format(error=error))


def setup(config: Config = None) -> None:
    """Walk from nothing to an invite link.

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
                ask_secretly=lambda prompt: Console().input(f"{prompt}: ", password=True),
                tell=lambda line: console.print(line, soft_wrap=True),
            )
        except (ClientError, TimeoutError) as error:
            fail(_UNREACHABLE.format(error=error))


def doctor(data: Data = None, config: Config = None) -> None:
    """Look at all the bot needs.

    Says how to mend what is not well; then the exit status is 1.

    \b
    Example:
      verbatim doctor
    """
    with plain_errors():
        from bot.connection import command_names
        from bot.operations.doctor import examine, look_at_place

        settings = load_settings(config, data)
        console = Console(highlight=False, soft_wrap=True)
        console.print(describe_versions("discord.py"), markup=False)
        is_well = True
        for finding in [
            *look_at_place(settings.data.dir, find_settings_file(config, os.environ)),
            *examine(settings, command_names()),
        ]:
            is_well &= finding.healthy
            console.print(
                Text("ok   ", style="green") if finding.healthy else Text("wrong", style="red"), Text(finding.what)
            )
            if finding.fix and not finding.healthy:
                where = f" {finding.link}" if finding.link else ""
                console.print(Text(f"      → {finding.fix}{where}", style="yellow"))
        if not is_well:
            raise typer.Exit(1)


def show_settings(data: Data = None, config: Config = None) -> None:
    """Print all settings and their origin.

    Each with where it comes from: the default, the settings file, a variable or an option. The token is never printed.

    \b
    Examples:
      verbatim config
      verbatim config > config/verbatim.toml
    """
    with plain_errors():
        document = find_settings(config, os.environ)
        settings = with_data(read_bot_settings(document, os.environ), data)
        file = find_settings_file(config, os.environ)
        typer.echo(describe_settings(settings, document, os.environ, file=file, data=data))
