"""Every verb of a class, called with arguments that are found by the names of its parameters.

A verb that is added is called without a word here; a parameter of a new name has to be told what to be.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping

from bot.cards.card import Reply
from bot.texts.refusals import refuse
from index.errors import VerbatimError


def verbs_of(kind: type) -> list[str]:
    """The public methods of a class, its parents' included."""
    return [name for name, _ in inspect.getmembers(kind, inspect.isfunction) if not name.startswith("_")]


def parameters_of(kind: type, verb: str) -> list[inspect.Parameter]:
    """What a verb takes, beside the object itself."""
    return list(inspect.signature(getattr(kind, verb)).parameters.values())[1:]


async def call(target: object, verb: str, arguments: Mapping[str, object], *, fully: bool, without: str = "") -> object:
    """What a verb gives; ``fully`` also hands over the arguments that may be left out, all but the one ``without``."""
    positional, named = [], {}
    for parameter in parameters_of(type(target), verb):
        if parameter.default is not inspect.Parameter.empty and (not fully or parameter.name == without):
            continue
        assert parameter.name in arguments, f"say with what {parameter.name!r} of {verb!r} is to be called"
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY:
            named[parameter.name] = arguments[parameter.name]
        else:
            positional.append(arguments[parameter.name])
    result = getattr(target, verb)(*positional, **named)
    return await result if inspect.isawaitable(result) else result


async def hear(
    target: object, verb: str, arguments: Mapping[str, object], *, fully: bool, translate, without: str = ""
) -> object:
    """What a person gets to see of a call: the card, the choices, or the refusal."""
    try:
        said = await call(target, verb, arguments, fully=fully, without=without)
    except VerbatimError as error:
        return type(error).__name__, refuse(error, reference="1", translate=translate)
    if isinstance(said, Reply):
        return said.card.view.to_components(), said.card.files, said.card.public, said.result
    return said
