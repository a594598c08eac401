"""What processes of the tests do."""

import os
import sys
import time

from bot import cli, connection
from bot.settings import read_bot_settings
from tests.fakes import FakeLibrary


def verbatim(*arguments: str) -> None:
    """The command line of an operator."""
    sys.argv = ["verbatim", *arguments]
    cli.main()


def answer(opening: float) -> None:
    """A bot with the environment's settings, over a fake library that takes so many seconds to open."""

    def open_library(_):
        time.sleep(opening)
        return FakeLibrary()

    connection.run(read_bot_settings("", os.environ), open_library=open_library)
