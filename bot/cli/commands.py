"""All commands of the terminal: the composition root, where settings, index and bot meet."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli import asking, demonstrating, keeping, measuring, quoting, serving, sources, storing
from index import __version__
from index.commands.app import app as index_app
from index.commands.failing import make_group

app = make_group(
    "Answer questions about a news story in the articles' own words.",
    epilog="Exit status: 0 success; 1 failure, explained on standard error; 2 bad command line; 130 stopped by Ctrl-C.",
    pretty_exceptions_enable=False,
)
for command in (
    demonstrating.demo,
    asking.ask,
    quoting.quote,
    quoting.check,
    asking.story,
    serving.setup,
    serving.doctor,
    serving.run,
    serving.status,
    keeping.backup,
    keeping.restore,
    keeping.export,
):
    app.command()(command)
app.command("config")(serving.show_settings)
app.command("eval")(measuring.evaluate)
app.add_typer(index_app, name="index")
app.add_typer(sources.app, name="sources")
app.add_typer(storing.app, name="store")


def _say_version(is_wanted: bool) -> None:
    if is_wanted:
        typer.echo(f"verbatim {__version__}")
        raise typer.Exit


@app.callback()
def verbatim(
    _version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Answer questions about a news story in the articles' own words."""
