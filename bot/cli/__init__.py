"""The ``verbatim`` command, a module a group of commands; ``commands`` puts them together.

Exit status: 0 done, 1 something failed and a sentence on standard error says what, 2 the command line was not
understood, 130 after Ctrl-C.
"""

import gc

from index.streams import run_tidily


def main() -> None:
    """The console script. The commands are imported within, so that Ctrl-C is heard from the beginning."""
    run_tidily(_run)


def _run() -> None:
    gc.disable()  # nothing that is imported is garbage: looking for it takes a fortieth of what an answer does
    from bot.cli.commands import app

    gc.freeze()
    gc.enable()
    app(prog_name="verbatim")


def __getattr__(name: str) -> object:
    """``app``: the commands, for programs that run them in their own process. No module of this project does: others
    measure it so."""
    if name == "app":
        from bot.cli.commands import app

        return app
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
