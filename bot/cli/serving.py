"""The commands of whoever runs the bot: ``setup``, ``doctor``, ``run`` and ``config``."""

from __future__ import annotations

import typer
from rich.console import Console
from rich.text import Text

from bot.cli.options import Config, Data, load_settings
from index.commands import fail, plain_errors

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
        from bot.operations.doctor import examine

        findings = examine(load_settings(config, data), command_names())
        console = Console(highlight=False)
        for finding in findings:
            mark = Text("ok   ", style="green") if finding.healthy else Text("wrong", style="red")
            console.print(mark, Text(finding.what), soft_wrap=True)
            if finding.fix:
                console.print(Text(f"      → {finding.fix}", style="yellow"), soft_wrap=True)
        if not all(finding.healthy for finding in findings):
            raise typer.Exit(1)
