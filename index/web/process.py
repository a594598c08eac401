"""A process that reads strangers' pages for a build: one page may take so much time and memory and no more.

No page is too strange to be in a feed, and what an extractor makes of some takes hours, gigabytes, or its life. What a
page ends is this process; the build goes on with the next one. It is told what to read on its standard input, and gives
what is in it on its standard output: a line of JSON each, and after the first the bytes of the page.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from dataclasses import asdict
from typing import IO, Self

from pydantic import TypeAdapter

from index.articles.fields import RawArticle
from index.errors import SourceError
from index.web import given
from index.web.given import Item
from index.web.memory import Fetched

_SECONDS = 20  # of processor time for a page; an article takes less than one
_MEMORY = 1_000_000_000  # bytes (on Linux)
_HIDDEN = ("VERBATIM_", "PG")  # beginnings of names in the environment: where a token or a password may be
_TOO_MUCH = "reading it takes more time or memory than an article is allowed."

_Answer = RawArticle | tuple[Item, ...] | str  # the last: why there is no article
_ANSWER: TypeAdapter[_Answer] = TypeAdapter(_Answer)


class PageProcess:
    """Reads pages like ``index.web.given``, in a process that is started when there is something to read, and again
    when a page has ended it. Leaving the context ends it."""

    def __init__(self, *, seconds: int = _SECONDS, memory: int = _MEMORY) -> None:
        self._bounds = str(seconds), str(memory)
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def read_fetched(self, page: Fetched, link: str) -> RawArticle:
        """Raises SourceError."""
        answer = self._ask(page, link=link)
        if not isinstance(answer, RawArticle):
            raise SourceError(link, answer if isinstance(answer, str) else _TOO_MUCH)
        return answer

    def read_items(self, page: Fetched, most: int) -> tuple[Item, ...]:
        """None, too, where they take too long."""
        answer = self._ask(page, most=most)
        return answer if isinstance(answer, tuple) else ()

    def _ask(self, page: Fetched, **wanted: str | int) -> _Answer | None:
        """What is in a page; None where it has ended the process."""
        process = self._process or self._start()
        if process.stdin is None or process.stdout is None:
            raise AssertionError("the process was started with pipes")
        try:
            _write(process.stdin, page, **wanted)
            if line := process.stdout.readline():
                return _ANSWER.validate_json(line)
        except BrokenPipeError:
            pass
        self._end()
        return None

    def _start(self) -> subprocess.Popen[bytes]:
        self._process = subprocess.Popen(  # noqa: S603 - this module
            [sys.executable, "-m", __name__, *self._bounds],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: value for name, value in os.environ.items() if not name.startswith(_HIDDEN)},
        )
        return self._process


def _write(pipe: IO[bytes], page: Fetched, **wanted: str | int) -> None:
    told = asdict(page) | wanted | {"body": len(page.body)}
    pipe.write(f"{json.dumps(told)}\n".encode() + page.body)
    pipe.flush()


def _serve(pipe_in: IO[bytes], pipe_out: IO[bytes], *, seconds: int, memory: int) -> None:
    """Answers until nothing is asked any more."""
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    while line := pipe_in.readline():
        told = json.loads(line)
        page = Fetched(
            **{name: told.pop(name) for name in ("url", "content_type", "etag", "modified")},
            body=pipe_in.read(told.pop("body")),
        )
        used = resource.getrusage(resource.RUSAGE_SELF)
        end = math.ceil(used.ru_utime + used.ru_stime) + seconds
        resource.setrlimit(resource.RLIMIT_CPU, (end, resource.RLIM_INFINITY))  # the system ends it then
        pipe_out.write(_ANSWER.dump_json(_answer(page, **told)) + b"\n")
        pipe_out.flush()


def _answer(page: Fetched, *, link: str = "", most: int = 0) -> _Answer:
    if most:
        return given.read_items(page, most)
    try:
        return given.read_fetched(page, link)
    except SourceError as error:
        return error.reason


if __name__ == "__main__":
    _serve(sys.stdin.buffer, sys.stdout.buffer, seconds=int(sys.argv[1]), memory=int(sys.argv[2]))
