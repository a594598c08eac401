"""The log: plain lines for people or one JSON object per line, to standard error; and the one line an interaction gets.

Facts are passed as ``extra={"facts": {...}}``. Neither form writes a token: what looks like one is blotted out wherever
it appears, tracebacks included; so is what would command the terminal in which the log is read. The text of a question
is a fact only when the operator switched that on.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
from datetime import UTC, datetime

from bot.settings import LogSettings

_TOKEN = re.compile(r"[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}")  # the shape of a bot's token
_WEBHOOK_TOKEN = re.compile(r"(?<=/)[\w-]{60,}(?=/|\b)")  # an interaction's token, in the address of a request

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")  # command a terminal

# discord.py: with what its words begin → in how many seconds it tries again
_RECONNECTS = {"Attempting a reconnect": "%.0f", "Failed to connect": "5"}

interactions = logging.getLogger("verbatim.interactions")


def new_reference() -> str:
    """Eight characters that a person can read out, and an operator finds in the log."""
    return secrets.token_hex(4)


def set_up(settings: LogSettings) -> None:
    """Makes the log write in the form that the settings name: the bot from their level on, libraries from warnings."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if settings.form == "json" else PlainLines())
    level: int = getattr(logging, settings.level.upper())
    logging.basicConfig(level=max(level, logging.WARNING), handlers=[handler], force=True)
    logging.getLogger("verbatim").setLevel(level)
    library = logging.getLogger("discord.client")
    library.setLevel(logging.ERROR)  # its warnings are about voice, which is not used
    logging.getLogger("discord.shard").addFilter(_without_reconnect_trace)


def _without_reconnect_trace(record: logging.LogRecord) -> bool:
    """Keeps the line and drops the traceback where the library says that it lost Discord and connects again."""
    again = next((said for start, said in _RECONNECTS.items() if str(record.msg).startswith(start)), None)
    if again and record.exc_info and record.exc_info[0]:
        record.msg = f"Discord is not there ({record.exc_info[0].__name__}) for shard %s; trying again in {again} s"
        record.exc_info, record.levelno, record.levelname = None, logging.WARNING, "WARNING"
    return True


class PlainLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        facts = "".join(f" {name}={value}" for name, value in _facts(record).items())
        line = f"{_time(record)} {record.levelname.lower():7} {record.name}: {record.getMessage()}{facts}"
        trace = f"\n{self.formatException(record.exc_info)}" if record.exc_info else ""
        return _blot(line.replace("\n", " ") + trace)


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **_facts(record),
        }
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        return _blot(json.dumps(entry, ensure_ascii=False, default=str))


def _facts(record: logging.LogRecord) -> dict[str, object]:
    facts: dict[str, object] = getattr(record, "facts", {})
    return facts


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _blot(line: str) -> str:
    return _CONTROLS.sub("�", _WEBHOOK_TOKEN.sub("…", _TOKEN.sub("…", line)))
