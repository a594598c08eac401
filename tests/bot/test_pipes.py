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
_END = "=" * 30
_RUN_ALL = f"""
import json, sys
from bot.cli import main
for command in json.loads(sys.argv[1]):
    sys.argv[1:] = command
    try:
        main()
    except SystemExit as error:
        assert not error.code, error.code
    print({_END!r})
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    build(SAMPLE_SOURCES, IndexSettings(data=DataSettings(dir=folder)), FakeEncoder)
    return folder


def start(*arguments, **environ):
    return subprocess.Popen(
        [sys.executable, *arguments],
        env=os.environ | {"PYTHONPATH": str(_ROOT)} | environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def say_all(data, encoding):
    """What each command says, one after the other in one process."""
    commands = json.dumps([[*command, "--data", str(data)] for command in _COMMANDS.values()])
    child = start("-c", _RUN_ALL, commands, PYTHONIOENCODING=encoding)
    out, complaints = child.communicate(timeout=60)
    assert (child.returncode, complaints.decode()) == (0, "")
    return dict(zip(_COMMANDS, out.decode(encoding).split(f"{_END}\n")[:-1], strict=True))


@pytest.fixture(scope="module")
def whole(data):
    return say_all(data, "utf-8")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_every_encoding_will_do(data, whole, encoding):
    shown = say_all(data, encoding)
    assert json.loads(shown["json"].splitlines()[0]) == json.loads(whole["json"].splitlines()[0])
    for command in ("story", "quote", "check"):
        assert shown[command].count("?") == whole[command].count("?")  # stands for what could not be written
        assert len(shown[command].splitlines()) == len(whole[command].splitlines())


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
