"""``python -m tests.bot.cluster.process SETTINGS``: a process of a cluster over a fake library, in a hurry.

SETTINGS is JSON: the tables of the settings file, "times", and as "index" a data folder with a real one, or "".
"""

import asyncio
import json
import logging
import sys

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


def main() -> None:
    tables = json.loads(sys.argv[1])
    times, index = Times(**tables.pop("times")), tables.pop("index")
    settings = Settings.model_validate(tables)
    logging.disable(logging.INFO)
    point_at(settings.discord.api_url, settings.discord.gateway_url)
    asyncio.run(serve(make_bot(settings, open_library=lambda _: open_library(index), times=times)))


if __name__ == "__main__":
    main()
