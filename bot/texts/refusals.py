"""Failure → the sentence that a person reads. Pure.

A failure's sentence is in the catalog under its class's name: ``refusals.no_index_yet``. What the failure knows fills
the placeholders that the sentence has, and only those: paths and reasons are for the log.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from discord.utils import format_dt

from bot.errors import Permission
from bot.texts.markdown import clip
from bot.texts.translation import Translate
from index.errors import VerbatimError

_FACT_MAX = 200  # characters of one fact in a sentence
_LISTED_MAX = 5  # facts of a list that are named
_WORD_START = re.compile(r"(?<!^)(?=[A-Z])")


def refuse(error: BaseException, *, reference: str, translate: Translate) -> str:
    """One plain sentence or two, Markdown, at most 2,000 characters; ``reference`` is what stands in the log."""
    key = f"refusals.{_WORD_START.sub('_', type(error).__name__).lower()}"
    if not isinstance(error, VerbatimError) or key not in translate.sentences:
        return translate("refusals.unknown", reference=reference)
    facts = {name: _write(fact, translate) for name, fact in vars(error).items()}
    return translate(key, **facts, reference=reference)


def _write(fact: object, translate: Translate) -> str | int:
    match fact:
        case Permission():
            return translate(f"permissions.{fact}")
        case int() if not isinstance(fact, bool):
            return fact
        case datetime():
            return format_dt(fact, "R")  # Discord counts it down
        case date():
            return translate.date(fact)
        case tuple():
            return ", ".join(str(_write(part, translate)) for part in fact[:_LISTED_MAX])
        case _:
            return clip(str(fact), _FACT_MAX)
