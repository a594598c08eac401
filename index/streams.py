"""Standard output and standard error as commands use them, and the small words that they share.

A character that the stream's encoding lacks is written with those it has (“ ” as " "), a reader that leaves early is no
failure, and a stream that cannot be written is one sentence.
"""

from __future__ import annotations

import codecs
import io
import os
import sys
import unicodedata
from collections.abc import Callable
from typing import NoReturn

INTERRUPTED = 130  # exit status after Ctrl-C: 128 and the signal's number, as shells have it
_READER_LEFT = 141  # the same for SIGPIPE

_ERRORS = "verbatim.stand_in"
_STAND_INS = {
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛‹›′", "'"),
    **dict.fromkeys("‐‑‒–−─━", "-"),
    **dict.fromkeys("•·█", "*"),
    **dict.fromkeys("│┃", "|"),
    "—": "--",
    "…": "...",
    "→": "->",
    "€": "EUR",
    "ß": "ss",
    "Æ": "AE",
    "æ": "ae",
    "Œ": "OE",
    "œ": "oe",
    "Ø": "O",
    "ø": "o",
    "Ł": "L",
    "ł": "l",
    "Đ": "D",
    "đ": "d",
    "ı": "i",
}


def run_tidily(command: Callable[[], object]) -> NoReturn:
    """Runs a command line to its end, and exits with its status."""
    codecs.register_error(_ERRORS, _stand_in)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_ERRORS)
    try:
        try:
            command()
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        _discard_output()
        sys.exit(_READER_LEFT)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except OSError as error:
        _discard_output()
        sys.stderr.write(describe(error) + "\n")
        sys.exit(1)
    sys.exit(0)


def is_unicode(stream: object) -> bool:
    """Whether everything can be written to a text stream as it is."""
    return (getattr(stream, "encoding", None) or "utf-8").lower().replace("-", "").startswith("utf")


def count(number: int, noun: str) -> str:
    """ "1 article", "6 articles"; for nouns that take an s."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def describe(error: OSError) -> str:
    """What the system refused, in a sentence; without a file's name it is the output that cannot be written."""
    reason = error.strerror or str(error)
    return f"{error.filename}: {reason}." if error.filename else f"The output cannot be written: {reason}."


def _stand_in(error: UnicodeError) -> tuple[str, int]:
    """An error handler of ``codecs``: the characters that cannot be written, in ASCII."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_to_ascii, error.object[error.start : error.end])), error.end


def _to_ascii(character: str) -> str:
    if (known := _STAND_INS.get(character)) is not None:
        return known
    plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return plain if plain or unicodedata.combining(character) else "?"


def _discard_output() -> None:
    """Sends what is still buffered nowhere, so that the interpreter does not try to write it again at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
