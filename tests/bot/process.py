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


def answer(opening: float, thinking: float) -> None:
    """A bot with the environment's settings, over a fake library that takes so many seconds to open, says that it is,
    says that it was asked, and takes so many to answer."""

    class Slow(FakeLibrary):
        def ask(self, questions, **how):
            if questions:
                print("asked", flush=True)
                time.sleep(thinking)
            return super().ask(questions, **how)

    def open_library(_):
        time.sleep(opening)
        print("opened", flush=True)
        return Slow()

    connection.run(read_bot_settings("", os.environ), open_library=open_library)
