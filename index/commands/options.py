"""What several commands take, and the settings that they come to."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from index.settings import IndexSettings, find_settings, read_settings

SettingsType = TypeVar("SettingsType", bound=IndexSettings)
Data = Annotated[Path | None, typer.Option("--data", help="Data folder, instead of the one in the settings.")]
Config = Annotated[Path | None, typer.Option("--config", help="Settings file, instead of config/verbatim.toml.")]


def load_settings(config: Path | None, data: Path | None) -> IndexSettings:
    """The index's part of the settings. Raises SettingsError."""
    document, file = find_settings(config, os.environ)
    return with_data(read_settings(IndexSettings, document, os.environ, file=file, other_tables=True), data)


def with_data(settings: SettingsType, data: Path | None) -> SettingsType:
    """The same settings, with another data folder where one is given."""
    if data is None:
        return settings
    return settings.model_copy(update={"data": settings.data.model_copy(update={"dir": data})})
