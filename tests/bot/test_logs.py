"""What a line of the log holds, and what it never holds."""

import json
import logging
import sys

import pytest

from bot.operations.logs import JsonLines, PlainLines, new_reference, set_up
from bot.settings import LogSettings
from bot.texts.translation import load_translations
from bot.wire.responding import explain
from index.errors import UnknownSpeaker

_TOKEN = "MTE4NTA0MjQzNjU2NzI1NzEyOA.GxXyZz.abcdefghijklmnopqrstuvwxyz0123456789AB"
_INTERACTION_TOKEN = "aW50ZXJhY3Rpb246MTI3NjA2NDc4NDg0MzQyNTgwMzpTMWZGaXZ1a3BLVXd4_-NoZzRkY2hLYUE0"
_BOTH = pytest.mark.parametrize("form", [PlainLines(), JsonLines()], ids=["plain", "json"])


def _record(message, *, facts=None, error=None):
    record = logging.LogRecord("verbatim", logging.INFO, "f.py", 1, message, (), error)
    if facts:
        record.facts = facts
    return record


@_BOTH
def test_a_record_is_one_line(form):
    assert "\n" not in form.format(_record("two\nlines", facts={"a": 1}))


@_BOTH
def test_no_line_commands_the_terminal_in_which_it_is_read(form):
    hostile = "\x1b]0;owned\x07\r2026-01-01 info \x9b2J\u202egnol\u2028"
    try:
        raise ValueError(hostile)
    except ValueError:
        line = form.format(_record(hostile, facts={"reason": hostile}, error=sys.exc_info()))
    assert line.replace("\n", "").isprintable()


@_BOTH
def test_facts_are_in_the_line(form):
    assert "Answer" in form.format(_record("asked", facts={"result": "Answer"}))


@_BOTH
def test_a_token_is_blotted_out(form):
    assert _TOKEN not in form.format(_record(f"signed in with {_TOKEN}"))


@_BOTH
@pytest.mark.parametrize(
    "address",
    [
        f"https://discord.com/api/v10/webhooks/1187/{_INTERACTION_TOKEN}/messages/@original",
        f"https://discord.com/api/v10/webhooks/1187/{_INTERACTION_TOKEN}",
        f"https://discord.com/api/v10/interactions/99/{_INTERACTION_TOKEN}/callback",
    ],
)
def test_the_token_of_an_interaction_is_blotted_out_of_the_address_of_a_request(form, address):
    line = form.format(_record("lost", facts={"why": f"POST {address} responded with 503"}))
    assert _INTERACTION_TOKEN not in line
    assert "discord.com/api/v10/" in line
    assert "responded with 503" in line


@_BOTH
def test_a_token_in_a_traceback_is_blotted_out(form):
    try:
        raise ValueError(_TOKEN)
    except ValueError:
        line = form.format(_record("failed", error=sys.exc_info()))
    assert "ValueError" in line
    assert _TOKEN not in line


def test_a_json_line_is_an_object():
    entry = json.loads(JsonLines().format(_record("asked", facts={"result": "Answer"})))
    assert (entry["message"], entry["result"], entry["level"]) == ("asked", "Answer", "info")


def test_references_are_short_and_differ():
    references = {new_reference() for _ in range(100)}
    assert len(references) == 100
    assert all(len(reference) == 8 for reference in references)


@pytest.fixture
def _logging_as_it_was():
    root, ours, client = (logging.getLogger(name) for name in ("", "verbatim", "discord.client"))
    before = root.handlers[:], [logger.level for logger in (root, ours, client)]
    yield
    root.handlers = before[0]
    for logger, level in zip((root, ours, client), before[1], strict=True):
        logger.setLevel(level)


@pytest.mark.usefixtures("_logging_as_it_was")
def test_a_lost_connection_is_one_line(capsys):
    set_up(LogSettings())
    try:
        raise ConnectionRefusedError
    except ConnectionRefusedError:
        logging.getLogger("discord.shard").exception("Attempting a reconnect for shard ID %s in %.2fs", 3, 4.2)
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("Discord is not there (ConnectionRefusedError) for shard 3; trying again in 4 s")
    assert "warning discord.shard" in line


@pytest.mark.usefixtures("_logging_as_it_was")
def test_the_bot_is_heard_from_its_level_on_and_libraries_from_warnings_on(capsys):
    set_up(LogSettings(level="info", form="json"))
    logging.getLogger("verbatim").info("ours")
    logging.getLogger("library").info("chatter")
    logging.getLogger("library").warning("trouble")
    messages = [json.loads(line)["message"] for line in capsys.readouterr().err.splitlines()]
    assert messages == ["ours", "trouble"]


def test_what_somebody_asked_for_stands_in_no_log(caplog):
    caplog.set_level(logging.INFO, "verbatim")
    explain(UnknownSpeaker("Marta Quill", []), load_translations().to("en"))
    assert "Quill" not in str(caplog.records[-1].facts)
