"""How a command ends when it fails: a plain sentence for people, a line of JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import typer
from pydantic import ValidationError
from rich.console import Console
from typer.core import TyperGroup

from index.commands.saying import say
from index.errors import VerbatimError
from index.mistakes import tell_mistakes
from index.progress import Complaint
from index.streams import INTERRUPTED, describe

_HELPFUL = {"help_option_names": ["-h", "--help"]}  # click's context settings, which hold for the commands below, too


class PlainGroup(TyperGroup):
    """Commands whose options say in plain words what is to be written: typer says it as pydantic does. ``help`` before
    a command is ``--help`` behind it."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args[:1] == ["help"]:
            return self.parse_args(ctx, [*args[1:], "--help"])
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            if isinstance(error.__cause__, ValidationError):
                error.message = tell_mistakes(error.__cause__)[0].wanted
            raise


def make_group(told: str, **settings: Any) -> typer.Typer:
    """A command that only has others, with what its help tells; ``settings`` are typer's own besides."""
    return typer.Typer(
        cls=PlainGroup,
        context_settings=_HELPFUL,
        no_args_is_help=True,
        rich_markup_mode=None,
        help=told,
        **settings,
    )


@contextmanager
def plain_errors() -> Iterator[None]:
    """Failures that Verbatim names, and what the system refuses, end the command with a plain message, Ctrl-C with a
    short one."""
    try:
        yield
    except VerbatimError as error:
        fail(str(error))
    except ModuleNotFoundError as error:
        if not str(error.name).startswith("psycopg"):
            raise
        fail("PostgreSQL's client is not installed: pip install -c config/constraints.txt -e '.[postgres]'")
    except BrokenPipeError:
        raise  # whoever read the output has enough of it
    except OSError as error:
        fail(describe(error))
    except KeyboardInterrupt:
        Console(stderr=True).print("Stopped.")
        raise typer.Exit(INTERRUPTED) from None


def fail(message: str) -> NoReturn:
    Console(stderr=True).print(message, style="bold red", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(1)


@contextmanager
def errors_as_json() -> Iterator[None]:
    try:
        yield
    except VerbatimError as error:
        say(Complaint(error=type(error).__name__, message=str(error)))
        raise typer.Exit(1) from None
    except OSError as error:
        say(Complaint(error=type(error).__name__, message=describe(error)))
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
