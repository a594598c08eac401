"""Getting the model's largest C library into memory before Python asks for it.

Python imports a C extension with the interpreter locked: for torch's, that holds every thread, the event loop's
included, for some 0.2 s, twice as long as the loop may ever be held. The system's own ``dlopen``, called through
ctypes, leaves the interpreter free; the import that follows finds the library there. Nothing but this is done with
torch here: it is the index that uses it.
"""

from __future__ import annotations

import ctypes
import os
import sys
from importlib.util import find_spec
from pathlib import Path

_LIBRARY = Path("lib") / "libtorch_python.so"  # what torch's extension module is linked to, below its package


def preload_torch() -> None:
    """Loads torch's library without holding the interpreter; elsewhere than on Linux, or without it, does nothing."""
    spec = find_spec("torch")
    if not sys.platform.startswith("linux") or spec is None or not spec.submodule_search_locations:
        return
    load = ctypes.CDLL(None).dlopen
    load.argtypes, load.restype = [ctypes.c_char_p, ctypes.c_int], ctypes.c_void_p
    load(os.fsencode(Path(spec.submodule_search_locations[0]) / _LIBRARY), os.RTLD_NOW | os.RTLD_GLOBAL)
