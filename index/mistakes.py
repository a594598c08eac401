"""What pydantic says of a value that it does not take → what a person is to write instead. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

_WHOLE, _NUMBER, _TRUTH = "it must be a whole number", "it must be a number", "it must be true or false"
_WANTED: Mapping[str, str] = MappingProxyType(  # by pydantic's name of the mistake, with what it knows of it in braces
    {
        "model_type": "it is a table; its settings belong below its name",
        "tuple_type": 'it must be a list, such as ["one", "another"]',
        "list_type": 'it must be a list, such as ["one", "another"]',
        "dict_type": 'it must be a table, such as {{ "one" = "another" }}',
        "dataclass_type": 'it must be an object, such as {{"id": "1", "question": "Who sank?"}}',
        "path_type": "it must be the name of a folder, in quotation marks",
        "string_type": "it must be text in quotation marks",
        "string_too_short": "it must not be empty",
        "greater_than_equal": "it must be at least {ge:.10g}",
        "less_than_equal": "it must be at most {le:.10g}",
        "literal_error": "it must be {expected}",
        "missing": "it is missing",
        "too_short": "it holds {actual_length}, but must hold at least {min_length}",
        "too_long": "it must hold at most {max_length}",
        "json_invalid": "this is not valid JSON: each line must hold one whole object",
        "finite_number": _NUMBER,
    }
    | dict.fromkeys(("int_type", "int_parsing", "int_parsing_size", "int_from_float"), _WHOLE)
    | dict.fromkeys(("float_type", "float_parsing"), _NUMBER)
    | dict.fromkeys(("bool_type", "bool_parsing"), _TRUTH)
)
_PATTERNS: Mapping[str, str] = MappingProxyType(
    {
        r"^(postgres(ql)?://.*)?$": "it must be written as postgresql://USER@HOST/DATABASE",
        r"^https?://": "it must begin with https:// or http://",
        r"^wss?://": "it must begin with wss:// or ws://",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """``place`` leads to the field, ``kind`` is pydantic's name of what is wrong with it, ``wanted`` the end of a
    sentence that begins with the field. What was written there is not repeated: it may be a secret."""

    place: tuple[int | str, ...]
    kind: str
    wanted: str


def tell_mistakes(error: ValidationError) -> list[Mistake]:
    """All that was wrong, in the order of the fields."""
    return [
        Mistake(place=one["loc"], kind=one["type"], wanted=_say(one["type"], one.get("ctx", {})) or one["msg"])
        for one in error.errors()
    ]


def _say(kind: str, known: Mapping[str, Any]) -> str | None:
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(known["pattern"])
    if kind == "value_error":
        return str(known["error"])
    return _WANTED[kind].format_map(known) if kind in _WANTED else None
