"""``verbatim demo``: the bundled sample story, told and asked about."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from bot.cli.options import build_library
from bot.settings import Settings
from bot.terminal.printing import printable, show
from index.commands.failing import plain_errors
from index.types import Question

if TYPE_CHECKING:
    from index.library import Library

_QUESTIONS = (
    "Who leads the talks for the United States?",
    "When does the Status of Forces Agreement run out?",
    "How many American troops are still in the country?",
)
_UNANSWERED = "What did the German chancellor say about the talks?"
_SPEAKER = "Victoria Nuland"
_YOUR_STORY = """\
To use your own story, with a folder of articles (text, Markdown, HTML, JSON, Word or PDF):
  verbatim index build FOLDER
  verbatim ask "Your question"
"""


def demo() -> None:
    """Try it out on a bundled sample story.

    It needs no token and no network, and keeps nothing.

    \b
    Example:
      verbatim demo
    """
    with plain_errors(), tempfile.TemporaryDirectory(prefix="verbatim-demo-") as folder:
        from bot.terminal.show import show_quotation
        from index import sample
        from index.library import QuotationRequest

        console = Console(highlight=False)
        library = build_library([Path(path) for path in sample.__path__], Settings(), Path(folder))
        for question in (*_QUESTIONS, _UNANSWERED):
            _ask(console, library, question)
        console.rule(f"A quotation from {_SPEAKER}")
        show(show_quotation(library.quote(QuotationRequest(speaker=_SPEAKER))[0]), console)
        console.print()
        if sys.stdin.isatty() and console.is_terminal:
            _converse(console, library)
        show(Text(_YOUR_STORY, end=""), console)


def _ask(console: Console, library: Library, question: str) -> None:
    from bot.terminal.show import show_outcome

    console.rule(Text(printable(question)))
    outcome = library.ask([Question(text=question)])[0]
    show(Text(str(outcome)) if isinstance(outcome, Exception) else show_outcome(outcome, most=1), console)
    console.print()


def _converse(console: Console, library: Library) -> None:
    """Until an empty line, the end of the input, or Ctrl-C."""
    console.rule("Your turn")
    console.print("Ask about the story; an empty line quits.")
    try:
        while question := console.input("[bold]> [/]").strip():
            _ask(console, library, question)
    except (EOFError, KeyboardInterrupt):
        console.print()
