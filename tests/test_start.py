"""Nothing is loaded that is not used: a command that encodes nothing starts without the libraries of an encoder."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from index.articles import Source
from index.building import build
from index.settings import DataSettings, IndexSettings
from tests.index.fake_encoder import FakeEncoder
from tests.libraries import SAMPLE_SOURCES

_ENCODERS = {"torch", "transformers", "sentence_transformers", "onnxruntime", "tokenizers"}
_SEARCH = {"faiss", "scipy"}
_READERS = {"ftfy", "yaml", "trafilatura", "feedparser", "pypdf", "mammoth"}
# What loads least comes first: each command finds what those before it have loaded.
_COMMANDS = (
    ("--help",),
    ("quote", "--speaker", "Victoria Nuland"),
    ("check", "we are on track"),
    ("index", "status"),
    ("index", "verify"),
)
_RUN_ALL = """
import json, sys
from bot.cli import main
for command in json.loads(sys.argv[1]):
    sys.argv[1:] = command
    try:
        main()
    except SystemExit as error:
        assert not error.code, error.code
    print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})), file=sys.stderr)
    print("=" * 30)
"""

_ASK = """
import sys
from pathlib import Path
from index.library import Library
from index.settings import IndexSettings
from index.store.folder.data_folder import DataFolder
from index.types import NoAnswer, Question
from tests.index.fake_encoder import FakeEncoder
generation = DataFolder(Path(sys.argv[1])).open_current()
(outcome,) = Library(generation, FakeEncoder, IndexSettings()).ask([Question(text="Has Dunholt won a cup?")])
assert isinstance(outcome, NoAnswer)
assert "py3langid" not in sys.modules
"""


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Mapping[tuple[str, ...], tuple[str, set[str]]]:
    """What each command says, and what is loaded once it and those before it have run, in one process."""
    folder = tmp_path_factory.mktemp("data")
    build(SAMPLE_SOURCES, IndexSettings(data=DataSettings(dir=folder)), FakeEncoder)
    given = [[*command, *(() if command == ("--help",) else ("--data", str(folder)))] for command in _COMMANDS]
    done = subprocess.run(
        [sys.executable, "-c", _RUN_ALL, json.dumps(given)], capture_output=True, text=True, check=True
    )
    said = done.stdout.split("=" * 30 + "\n")[:-1]
    loaded = [set(json.loads(line)) for line in done.stderr.splitlines()]
    return dict(zip(_COMMANDS, zip(said, loaded, strict=True), strict=True))


@pytest.mark.parametrize("command", _COMMANDS, ids=" ".join)
def test_what_encodes_nothing_loads_nothing_to_encode_or_search_with(
    command: tuple[str, ...], started: Mapping[tuple[str, ...], tuple[str, set[str]]]
) -> None:
    said, loaded = started[command]
    assert "typer" in loaded
    assert not loaded & (_ENCODERS | _SEARCH)
    assert command[0] == "index" or not loaded & _READERS
    assert said


def test_a_question_loads_nothing_that_only_a_build_needs(tmp_path: Path) -> None:
    article = tmp_path / "bridge.txt"
    article.write_text("Bridge shut\n\nThe old bridge was closed on Monday. Nobody was hurt.\n", encoding="utf-8")
    build([Source(path=article)], IndexSettings(data=DataSettings(dir=tmp_path / "data")), FakeEncoder)
    subprocess.run([sys.executable, "-c", _ASK, str(tmp_path / "data")], check=True)
