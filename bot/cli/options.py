"""The options that several commands take, and how they lead to the settings and the index that these name."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bot.settings import Settings, read_bot_settings
from index.commands.failing import fail
from index.commands.options import Config, Data, with_data
from index.settings import StoreSettings, find_settings
from index.types import Scope, StoryId

if TYPE_CHECKING:
    from index.library import Library

__all__ = [
    "AsJson",
    "Config",
    "Data",
    "Story",
    "Yes",
    "build_library",
    "filled",
    "load_settings",
    "open_library",
    "require_free",
    "require_yes",
    "scope",
    "sentence",
]

Story = Annotated[str | None, typer.Option("--story", help="Only this story.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Yes = Annotated[bool, typer.Option("--yes", help="Replace what is there without asking.")]


def filled(written: str | None) -> str | None:
    """What an option was given; nothing between its quotation marks is a slip, such as a variable that is not set."""
    if written is not None and not written.strip():
        raise typer.BadParameter("it is empty; give a value, or leave the option out")
    return written


def load_settings(config: Path | None, data: Path | None) -> Settings:
    """All settings. Raises SettingsError."""
    document, file = find_settings(config, os.environ)
    return with_data(read_bot_settings(document, os.environ, file=file), data)


def open_library(config: Path | None, data: Path | None) -> Library:
    """The index that the settings name. Raises SettingsError, and what ``Library.open`` raises."""
    from index.library import Library

    settings = load_settings(config, data)
    with Console(stderr=True).status("Opening the index…"):
        return Library.open(settings)


def build_library(paths: Sequence[Path], settings: Settings, folder: Path) -> Library:
    """An index of its own for one command, built in ``folder`` with a progress bar.

    What the encoder keeps is kept in the settings' data folder.
    """
    from index.articles import Source
    from index.building import build
    from index.commands.saying import progress_bar
    from index.encoding.loading import load_encoder
    from index.library import Library
    from index.search.reader.reader import load_reader
    from index.store.folder.data_folder import DataFolder

    with Console(stderr=True).status("Loading the encoder…"):
        encoder = load_encoder(settings, threads=settings.encoder.build_threads)
    settings = with_data(settings, folder).model_copy(update={"store": StoreSettings()})
    reader = load_reader(settings)
    with progress_bar() as report:
        build(
            [Source(path=path) for path in paths], settings, lambda: encoder, report=report, load_reader=lambda: reader
        )
    generation = DataFolder(settings.data.dir).open_current()
    return Library(generation, lambda: encoder, settings, load_reader=lambda: reader)


def scope(story: str | None, since: datetime | None = None) -> Scope:
    return Scope(stories=None if story is None else frozenset({StoryId(story)}), since=since)


def sentence(words: Iterable[str] | None) -> str:
    """What was written after a command, with or without quotation marks around it; the shell took the spaces."""
    return " ".join(words or ())


def require_free(file: Path, *, otherwise: str) -> None:
    """Ends the command where the file holds something, unless whoever sits at the terminal lets it go."""
    if file.is_file() and file.stat().st_size:
        require_yes(f"{file} already exists. Overwrite it?", otherwise=otherwise)


def require_yes(question: str, *, otherwise: str) -> None:
    """Ends the command unless whoever sits at the terminal agrees; nobody there is a no."""
    try:
        is_wanted = typer.confirm(question, err=True)
    except typer.Abort:
        is_wanted = False
    if not is_wanted:
        fail(f"{otherwise} Use --yes to skip the question.")
