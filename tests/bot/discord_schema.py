"""What Discord takes: its published schema where it is beside the checkout, and the limits that are not in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, validators
from jsonschema.exceptions import best_match

from bot.cards.card import Card

_SCHEMA = Path(__file__).parents[3] / "shared" / "discord" / "openapi.json"
_COMPONENTS_V2 = 1 << 15  # message flag; Discord, "message flags"
_COMPONENTS_MAX, _TEXT_MAX = 40, 4_000  # of a message with components V2
_LABEL_MAX, _CUSTOM_ID_MAX, _URL_MAX, _ROW_MAX = 80, 100, 512, 5


def message_of(card: Card) -> dict[str, Any]:
    """The body of the request that sends a card."""
    return {
        "components": card.view.to_components(),
        "flags": _COMPONENTS_V2,
        "allowed_mentions": {"parse": []},
    }


def validate(payload: object, schema: str = "MessageCreateRequest") -> None:
    """Holds a payload to a schema by name; skips the test where the schema is not at hand."""
    if not _SCHEMA.exists():
        pytest.skip("Discord's schema is not beside the checkout")
    error = best_match(_validator(schema).iter_errors(payload))
    assert error is None, f"{error.json_path}: {error.message}"


def check_limits(payload: dict[str, Any]) -> None:
    """Holds a message with components V2 to the limits that its schema does not know."""
    items = list(walk(payload["components"]))
    assert len(items) <= _COMPONENTS_MAX
    assert sum(len(text) for text in texts(payload)) <= _TEXT_MAX
    assert all(text.strip() for text in texts(payload))
    buttons = [item for item in items if item["type"] == 2]
    assert all(len(button.get("label") or "") <= _LABEL_MAX for button in buttons)
    assert all(1 <= len(button.get("custom_id") or "x") <= _CUSTOM_ID_MAX for button in buttons)
    assert all(len(button.get("url") or "") <= _URL_MAX for button in buttons)
    custom_ids = [button["custom_id"] for button in buttons if button.get("custom_id")]
    assert len(custom_ids) == len(set(custom_ids))
    assert all(1 <= len(item["components"]) <= _ROW_MAX for item in items if item["type"] == 1)


def texts(payload: dict[str, Any]) -> list[str]:
    """The text displays of a message, in order."""
    return [item["content"] for item in walk(payload["components"]) if item["type"] == 10]


def walk(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every component, accessories included, as Discord counts them."""
    for component in components:
        yield component
        yield from walk(component.get("components", []))
        if accessory := component.get("accessory"):
            yield accessory


@cache
def _validator(schema: str) -> Draft202012Validator:
    document = json.loads(_SCHEMA.read_text(encoding="utf-8"))
    assert schema in document["components"]["schemas"], schema
    return _Validator({"$ref": f"#/components/schemas/{schema}", "components": document["components"]})


def _is_integer(checker: Any, instance: object) -> bool:
    is_whole = isinstance(instance, int) and not isinstance(instance, bool)
    return is_whole or (isinstance(instance, str) and instance.isdecimal())


def _is_string(checker: Any, instance: object) -> bool:
    return isinstance(instance, str) or (isinstance(instance, int) and not isinstance(instance, bool))


# Discord takes integers for ids and digit strings for integers; the schema does not say so.
_Validator = validators.extend(
    Draft202012Validator,
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine_many({"integer": _is_integer, "string": _is_string}),
)
