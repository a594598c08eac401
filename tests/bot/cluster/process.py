"""A process of a cluster, over a fake library or over its database's index."""

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


def main(tables: Mapping[str, Any], times: Mapping[str, float], is_real: bool) -> None:
    """Serves until it is told to stop. ``tables`` are those of the settings file, ``times`` and ``is_real`` as
    ``Processes`` has them."""
    settings = Settings.model_validate(tables)
    logging.disable(logging.INFO)
    point_at(settings.discord.api_url, settings.discord.gateway_url)
    open_library = Library.open if is_real else lambda _: FakeLibrary()
    asyncio.run(serve(make_bot(settings, open_library=open_library, times=Times(**times))))
