"""Values for the parameters of a card, by their annotations: every text in them is the one that is given.

A noun that is added is filled by its fields; a parameter of a kind that nothing is known of fails the test.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections import abc
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from pathlib import Path

import discord

from bot.cards.buttons import Within
from bot.cards.card import CardView
from bot.texts.translation import Translate
from index.errors import VerbatimError
from index.types import PassageId, Ruling, Span, Verdict

_MOMENT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
_NEVER_EMPTY = {"hits", "passages", "sentences"}  # whatever makes them makes no empty ones
_AT_MOST = {"differing": 2, "files": 2, "articles": 3}  # likewise; articles of a preview
_SEQUENCES = (list, tuple, abc.Sequence, abc.Collection, abc.Iterable)


def fill_parameters(function, text: str, *, bare: bool = False, many: int = 1, **given) -> list[dict[str, object]]:
    """Keyword arguments for a function, so often that each of the values of each parameter is used.

    With ``bare``, what may be None is None and what may be empty is empty; lists hold everything ``many`` times.
    """
    hints = {name: hint for name, hint in hints_of(function).items() if name != "return"}
    values = _fill_each({name: hint for name, hint in hints.items() if name not in given}, text, bare=bare, many=many)
    return _together({name: given.get(name, values.get(name)) for name in hints})


@cache
def hints_of(kind) -> dict[str, object]:
    """The annotations of a function or a class, as types."""
    return typing.get_type_hints(kind, localns={"CardView": CardView})


def fill(hint, text: str, *, bare: bool = False, many: int = 1) -> list:
    """Values of a type; a choice between types gives values of each, and what may be None is never None, or always."""
    hint = hint if hint in _PLAIN else getattr(hint, "__supertype__", hint)
    if hint in _PLAIN:
        return _PLAIN[hint](text)
    if hint is Verdict:
        return _verdicts(text, many)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        if bare and type(None) in arguments:
            return [None]
        kinds = [argument for argument in arguments if argument is not type(None)]
        return [value for kind in kinds for value in fill(kind, text, bare=bare, many=many)]
    if origin in _SEQUENCES:
        return [() if bare else tuple(fill(arguments[0], text, many=many)) * many]
    if origin is frozenset:
        return [frozenset() if bare else frozenset(fill(arguments[0], text))]
    if origin is abc.Mapping:
        return [{}]
    if origin is discord.ui.ActionRow:
        return []
    if isinstance(hint, type) and issubclass(hint, Enum):
        return list(hint)
    if dataclasses.is_dataclass(hint):
        hints = hints_of(hint)
        fields = {field.name: hints[field.name] for field in dataclasses.fields(hint) if field.init}
        return [hint(**values) for values in _together(_fill_each(fields, text, bare=bare, many=many))]
    raise NotImplementedError(f"say in {__name__} what a {hint} is filled with")


def _fill_each(hints: dict[str, object], text: str, *, bare: bool, many: int) -> dict[str, list]:
    return {
        name: [_bound(name, value) for value in fill(hint, text, bare=bare and name not in _NEVER_EMPTY, many=many)]
        for name, hint in hints.items()
    }


def _bound(name: str, value: object) -> object:
    """As much of a list as there ever is of it."""
    return value[: _AT_MOST.get(name)] if isinstance(value, tuple) else value


def _verdicts(text: str, many: int) -> list[Verdict]:
    """One of each ruling, and one that rests on a headline; only the absent one rests on nothing."""
    hints = hints_of(Verdict)
    fields = {name: fill(hint, text, many=many) for name, hint in hints.items()}
    absent = {name: values[0] for name, values in fields.items()}
    headlines = fields["headline"]
    fields |= {"ruling": [ruling for ruling in Ruling if ruling is not Ruling.ABSENT], "headline": [None]}
    return [
        Verdict(**absent | {"ruling": Ruling.ABSENT, "quotation": None, "headline": None}),
        *(Verdict(**absent | {"ruling": Ruling.OWN_WORDS, "quotation": None, "headline": one}) for one in headlines),
        *(Verdict(**values) for values in _together(fields)),
    ]


_PLAIN: dict[object, typing.Callable[[str], list]] = {
    str: lambda text: [text],
    int: lambda text: [3],
    float: lambda text: [0.5],
    bool: lambda text: [True, False],
    date: lambda text: [_MOMENT.date()],
    datetime: lambda text: [_MOMENT],
    Path: lambda text: [Path(text)],
    Span: lambda text: [Span(start=0, end=len(text))],  # of a body, which is the text itself
    PassageId: lambda text: [text[:20]],  # as many characters as its digest has
    Within: lambda text: [Within(story=text[:8], since=text[:10])],  # a digest, and a day
    VerbatimError: lambda text: [VerbatimError(text)],
    Translate: lambda text: [],
}


def _together(values: dict[str, list]) -> list[dict[str, object]]:
    """The values side by side, the shorter lists over again."""
    most = max(len(several) for several in values.values())
    return [{name: several[number % len(several)] for name, several in values.items()} for number in range(most)]
