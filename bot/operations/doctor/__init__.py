"""What is misconfigured, and the exact place to fix it: asked by ``verbatim doctor`` and ``/verbatim doctor``."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

from bot.cards.admin import Finding
from bot.operations.doctor.machine import (
    look_at_encoder,
    look_at_index,
    look_at_reader,
    look_at_sources,
    look_at_state,
)
from bot.operations.doctor.portal import ask_discord
from bot.settings import Settings


def examine(settings: Settings, commands: Collection[str]) -> list[Finding]:
    """Everything that can be looked at from the outside, Discord included; takes a few seconds, and its own loop.

    ``commands`` are the names that Discord should know.
    """
    return [
        *look_at_index(settings),
        look_at_state(settings),
        *look_at_encoder(settings),
        look_at_reader(settings),
        *look_at_sources(settings),
        *asyncio.run(ask_discord(settings, commands)),
    ]
