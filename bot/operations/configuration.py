"""Which settings apply, and where each of them comes from. Pure."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.settings import Settings
from index.settings import variable_of

_COLUMN = 40  # where the origins begin
# In an address: the password and the name before it, which may hold an @; and as libpq takes it behind a question mark.
_PASSWORD = re.compile(r"(?<=://)[^/\s\"]+(?=@)|(?<=password=)[^&\s\"]+", re.IGNORECASE)
_SECRET = ("discord", "token")


def describe_settings(
    settings: Settings, document: str, environ: Mapping[str, str], *, file: Path | None, data: Path | None
) -> str:
    """Every setting as TOML, with its origin behind it: the default, ``file`` (whose text is ``document``), a variable,
    or an option. It can be saved as a settings file; a secret is never in it."""
    written: dict[str, Any] = tomllib.loads(document)
    lines = [f"# settings file: {file.absolute() if file else 'none'}"]
    for table in type(settings).model_fields:
        lines += ["", f"[{table}]"]
        lines += _describe_table(table, getattr(settings, table).__dict__, written.get(table, {}), environ, data)
    return "\n".join(lines)


def _describe_table(
    table: str,
    values: Mapping[str, object],
    written: Mapping[str, object],
    environ: Mapping[str, str],
    data: Path | None,
) -> Iterator[str]:
    for key, value in values.items():
        variable = variable_of(table, key)
        if (table, key) == _SECRET:
            yield f"# {key}: {_describe_secret(value, variable, environ)}"
            continue
        if (table, key) == ("data", "dir") and data is not None:
            origin = "--data"
        elif environ.get(variable, written.get(key, "")) == "" and key == "dir":
            origin = "default"
        else:
            origin = variable if variable in environ else "file" if key in written else "default"
        yield f"{f'{key} = {_write(value)}':<{_COLUMN}}  # {origin}"


def _describe_secret(value: object, variable: str, environ: Mapping[str, str]) -> str:
    if value is None:
        return f"not set; {variable} or {variable}_FILE"
    return f"set by {variable}" if environ.get(variable, "").strip() else f"set by {variable}_FILE"


def _write(value: object) -> str:
    """A value as TOML, which writes texts, numbers and lists as JSON does."""
    if isinstance(value, dict):
        return (
            f"{{{', '.join(f'{json.dumps(key, ensure_ascii=False)} = {_write(one)}' for key, one in value.items())}}}"
        )
    plain = list(value) if isinstance(value, tuple) else str(value) if isinstance(value, Path) else value
    return _PASSWORD.sub("…", json.dumps(plain, ensure_ascii=False))
