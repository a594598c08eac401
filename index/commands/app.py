"""The command itself: which verbs it has."""

from __future__ import annotations

import typer

from index.commands.building import build_command, preview_command
from index.commands.failing import HELPFUL, PlainGroup
from index.commands.keeping import rollback, status, verify

app = typer.Typer(
    cls=PlainGroup,
    context_settings=HELPFUL,
    no_args_is_help=True,
    help="Build the index, and look after it.",
    rich_markup_mode=None,
)

app.command("build")(build_command)
app.command("preview", hidden=True)(preview_command)
for verb in (status, verify, rollback):
    app.command()(verb)
