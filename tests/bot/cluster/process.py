"""A process of a cluster over a fake library, in a hurry."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

from bot.cluster.cluster import Times
from bot.connection import make_bot, serve
from bot.settings import Settings
from bot.wire.transport import point_at
from index.library import Library
from tests.fakes import FakeLibrary


def open_library(index: str) -> FakeLibrary | Library:
    if not index:
        return FakeLibrary()
    return Library.open(Settings.model_validate({"data": {"dir": index}}))


def main(tables: Mapping[str, Any], times: Mapping[str, float], index: str) -> None:
    """Serves until it is told to stop. ``tables`` are those of the settings file, ``index`` as ``Processes`` has it."""
    settings = Settings.model_validate(tables)
    logging.disable(logging.INFO)
    point_at(settings.discord.api_url, settings.discord.gateway_url)
    asyncio.run(serve(make_bot(settings, open_library=lambda _: open_library(index), times=Times(**times))))
