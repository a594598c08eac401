"""Ends a deed as ``kill -9`` does, at each of its moments: before the n-th thing that it does to the disk.

Only what is forked by a process that never searched with faiss can search with it, so this is for scripts of tests.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

_NAMES = frozenset({"os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree", "sqlite3.connect"})
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def run_killed(script: str, *arguments: object) -> int:
    """How many moments such a script, a module of the tests, went through without a fault; fails with what it said."""
    command = [sys.executable, "-m", script, *map(str, arguments)]
    root = Path(__file__).parents[1]
    ran = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=240, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return int(ran.stdout.split()[-2])


def kill_at_each_moment(deed: Callable[[], object]) -> Iterator[None]:
    """Has one child after the other do it, each killed one moment later than the one before; gives whenever one is
    gone, the last time one that has done all of it."""
    for moment in count():
        has_done_all = in_a_child(deed, moment)
        yield
        if has_done_all:
            return


def in_a_child(deed: Callable[[], object], moment: int | None = None) -> bool:
    """Whether a child has done it; False where it was killed at ``moment``. A deed that fails ends this process."""
    child = os.fork()
    if child == 0:
        try:
            if moment is not None:
                _die_at(moment)
            deed()
        except BaseException:
            traceback.print_exc()
            sys.stderr.flush()
            os._exit(1)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit(f"what a child did failed (killed at: {moment})")
    return not os.WIFSIGNALED(status)


def _die_at(moment: int) -> None:
    seen = count()

    def hear(event: str, arguments: tuple[object, ...]) -> None:
        is_write = event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING
        if (is_write or event in _NAMES) and next(seen) == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hear)
