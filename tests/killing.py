"""What can happen at each moment of a deed: before the n-th thing that it does to the disk it is ended as ``kill -9``
does, or the disk is full from then on.

Only what is forked by a process that never searched with faiss can search with it, so this is for scripts of tests.
"""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from index.errors import VerbatimError

_GROWING = frozenset({"os.mkdir", "os.rename", "sqlite3.connect"})
_NAMES = _GROWING | {"os.remove", "os.rmdir", "shutil.rmtree"}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_MOST = 1_000  # moments


def run_killed(script: str, *arguments: object, every: int) -> int:
    """How many moments the deed of such a script, a module of the tests, has; it was killed at one of ``every`` so many
    and went through without a fault. Fails with what the script said."""
    command = [sys.executable, "-m", script, str(every), *map(str, arguments)]
    root = Path(__file__).parents[1]
    ran = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=240, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return int(ran.stdout.split()[-2])


def kill_at_moments(deed: Callable[[], object], every: int) -> Iterator[int]:
    """Has one child after the other do it, each killed ``every`` so many moments later than the one before; gives the
    moment whenever one is gone, the last time that of one that has done all of it."""
    for moment in range(0, _MOST, every):
        has_done_all = in_a_child(deed, lambda moment=moment: _spoil(_kill, _NAMES, moment))
        yield moment
        if has_done_all:
            return


def fill_at_moments(deed: Callable[[], object], every: int) -> Iterator[int]:
    """Likewise, each with a disk that is full so many moments later, at least three; what fails of it must say so in a
    sentence."""
    for moment in range(0, _MOST, max(3, every)):
        has_done_all = in_a_child(deed, lambda moment=moment: _spoil(_refuse, _GROWING, moment))
        yield moment
        if has_done_all:
            return


def in_a_child(deed: Callable[[], object], spoil: Callable[[], object] = lambda: None) -> bool:
    """Whether a child has done all of it, once it was spoilt; False where it was killed, or says in a sentence why not.
    A deed that fails otherwise ends this process."""
    child = os.fork()
    if child == 0:
        try:
            spoil()
            deed()
        except VerbatimError as error:
            os._exit(2 if "disk is full" in str(error) else 1)
        except OSError as error:  # which the commands make a sentence of
            os._exit(2 if error.errno == errno.ENOSPC else 1)
        except BaseException:
            traceback.print_exc()
            sys.stderr.flush()
            os._exit(1)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 1:
        raise SystemExit("what a child did failed")
    return status == 0


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _refuse() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _spoil(act: Callable[[], None], names: frozenset[str], moment: int) -> None:
    """Acts before each thing of these names that is done to the disk from a moment on."""
    seen = count()

    def hear(event: str, arguments: tuple[object, ...]) -> None:
        is_write = event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING
        if (is_write or event in names) and next(seen) >= moment:
            act()

    sys.addaudithook(hear)
