"""Nothing is loaded that is not used: a command that encodes nothing starts without the libraries of an encoder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from index.building import build
from index.settings import DataSettings, IndexSettings
from tests.index.fake_encoder import FakeEncoder
from tests.libraries import SAMPLE_SOURCES

_ENCODERS = {"torch", "transformers", "sentence_transformers", "onnxruntime", "tokenizers"}
_SEARCH = {"faiss", "scipy"}
_READERS = {"ftfy", "yaml", "trafilatura", "feedparser", "pypdf", "mammoth"}
_RUN = """
import sys
from bot.cli import main
try:
    main()
finally:
    print(*sys.modules, file=sys.stderr)
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    build(SAMPLE_SOURCES, IndexSettings(data=DataSettings(dir=folder)), FakeEncoder)
    return folder


@pytest.mark.parametrize(
    "command",
    [
        ("--help",),
        ("index", "status"),
        ("index", "verify"),
        ("quote", "--speaker", "Victoria Nuland"),
        ("check", "we are on track"),
    ],
    ids=" ".join,
)
def test_what_encodes_nothing_loads_nothing_to_encode_or_search_with(command: tuple[str, ...], data: Path) -> None:
    place = () if command == ("--help",) else ("--data", str(data))
    done = subprocess.run([sys.executable, "-c", _RUN, *command, *place], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    assert "typer" in loaded
    assert not loaded & (_ENCODERS | _SEARCH)
    assert command[0] == "index" or not loaded & _READERS
    assert done.stdout
