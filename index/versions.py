"""Which versions are at work: what an operator is asked for when something is wrong. Nothing is loaded for it."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

from index import __version__

_PACKAGES = ("sentence-transformers", "torch", "onnxruntime", "faiss-cpu")


def describe_versions(*also: str) -> str:
    """ "verbatim 0.1.0, Python 3.11.9, torch 2.13.0": this project, the interpreter, ``also``, and what weighs most."""
    packages = (f"{package} {found}" for package in (*also, *_PACKAGES) if (found := _find(package)))
    return ", ".join([f"verbatim {__version__}", f"Python {platform.python_version()}", *packages])


def _find(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
