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
_COMMANDS = [("story",), ("quote", "--speaker", "nuland"), ("check", *_CLAIM.split(), "--speaker", "nuland")]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    build(SAMPLE_SOURCES, IndexSettings(data=DataSettings(dir=folder)), FakeEncoder)
    return folder


def start(data, *arguments, **environ):
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments, "--data", str(data)],
        env=os.environ | {"PYTHONPATH": str(_ROOT)} | environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def said(data, *arguments, **environ):
    child = start(data, *arguments, **environ)
    out, complaints = child.communicate(timeout=60)
    assert (child.returncode, complaints.decode()) == (0, "")
    return out


@pytest.mark.parametrize("command", _COMMANDS, ids=lambda command: command[0])
def test_every_encoding_will_do(data, command):
    whole = said(data, *command, PYTHONIOENCODING="utf-8").decode()
    for encoding in ("ascii", "latin-1", "cp1252"):
        shown = said(data, *command, PYTHONIOENCODING=encoding).decode(encoding)
        assert shown.count("?") == whole.count("?")  # which stands for a character of which nothing could be written
        assert len(shown.splitlines()) == len(whole.splitlines())


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_json_is_the_same_in_every_encoding(data, encoding):
    shown = said(data, "quote", "--speaker", "nuland", "--json", PYTHONIOENCODING=encoding).decode(encoding)
    assert "’" in json.loads(shown.splitlines()[0])["text"] + json.loads(shown.splitlines()[1])["text"]


def test_a_mixture_of_what_was_claimed_and_said_is_marked_in_a_pipe(data):
    shown = said(data, *_COMMANDS[2]).decode()
    assert "I [-will not-] {+won’t+} comment on {+the+} detail" in shown
    assert ">>Those discussions are ongoing" in shown
    assert "\x1b" not in shown


def test_a_reader_that_leaves_early_hears_no_complaint(data):
    with start(data, "quote", "--all") as child:
        child.stdout.close()
        assert child.stderr.read() == b""
    assert child.returncode in (1, 141)
