"""The command itself: which verbs it has."""

from __future__ import annotations

from index.commands.building import build_command, preview_command
from index.commands.failing import make_group
from index.commands.keeping import rollback, status, verify

app = make_group("Build the index and look after it.")

app.command("build")(build_command)
app.command("preview", hidden=True)(preview_command)
for verb in (status, verify, rollback):
    app.command()(verb)
