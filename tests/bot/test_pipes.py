"""The commands as processes: behind a pipe, in other encodings, before a reader that leaves."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.building import build
from index.settings import DataSettings, IndexSettings
from tests.index.fake_encoder import FakeEncoder
from tests.libraries import SAMPLE_SOURCES

_ROOT = Path(__file__).parents[2]
_CLAIM = "Those discussions are ongoing, and you can understand that I will not comment on detail"
_COMMANDS = {
    "story": ("story",),
    "quote": ("quote", "--speaker", "nuland"),
    "check": ("check", *_CLAIM.split(), "--speaker", "nuland"),
    "json": ("quote", "--speaker", "nuland", "--json"),
}
_ENCODINGS = ("utf-8", "ascii", "latin-1", "cp1252")
_END = "=" * 30
_RUN_ALL = f"""
import io, json, sys
from bot.cli import main
encodings, commands = json.loads(sys.argv[1])
whole = sys.stdout
for encoding in encodings:
    for command in commands:
        sys.argv[1:] = command
        sys.stdout = io.TextIOWrapper(whole.buffer, encoding=encoding)
        try:
            main()
        except SystemExit as error:
            assert not error.code, error.code
        print({_END!r})
        sys.stdout.detach()
sys.stdout = whole
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    build(SAMPLE_SOURCES, IndexSettings(data=DataSettings(dir=folder)), FakeEncoder)
    return folder


def start(*arguments):
    return subprocess.Popen(
        [sys.executable, *arguments],
        env=os.environ | {"PYTHONPATH": str(_ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.fixture(scope="module")
def shown(data):
    """What each command says in each encoding, one after the other in one process."""
    commands = [[*command, "--data", str(data)] for command in _COMMANDS.values()]
    child = start("-c", _RUN_ALL, json.dumps([_ENCODINGS, commands]))
    out, complaints = child.communicate(timeout=60)
    assert (child.returncode, complaints.decode()) == (0, "")
    said = iter(out.split(f"{_END}\n".encode())[:-1])
    return {encoding: {command: next(said).decode(encoding) for command in _COMMANDS} for encoding in _ENCODINGS}


@pytest.fixture(scope="module")
def whole(shown):
    return shown["utf-8"]


@pytest.mark.parametrize("encoding", [encoding for encoding in _ENCODINGS if encoding != "utf-8"])
def test_every_encoding_will_do(shown, whole, encoding):
    said = shown[encoding]
    assert json.loads(said["json"].splitlines()[0]) == json.loads(whole["json"].splitlines()[0])
    for command in ("story", "quote", "check"):
        assert said[command].count("?") == whole[command].count("?")  # stands for what could not be written
        assert len(said[command].splitlines()) == len(whole[command].splitlines())


def test_json_has_the_characters_of_the_article(whole):
    first, second, *_ = whole["json"].splitlines()
    assert "’" in json.loads(first)["text"] + json.loads(second)["text"]


def test_a_mixture_of_what_was_claimed_and_said_is_marked_in_a_pipe(whole):
    assert "I [-will not-] {+won’t+} comment on {+the+} detail" in whole["check"]
    assert ">>Those discussions are ongoing" in whole["check"]
    assert "\x1b" not in whole["check"]


def test_a_reader_that_leaves_early_hears_no_complaint(data):
    with start("-m", "bot", "quote", "--all", "--data", str(data)) as child:
        child.stdout.close()
        assert child.stderr.read() == b""
    assert child.returncode in (1, 141)
