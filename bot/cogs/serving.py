"""What every command does: find out who asks, begin the work, and have the result sent."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

import discord

if TYPE_CHECKING:
    from bot.admins import Admins
    from bot.cards.card import Reply
    from bot.client import Verbatim
    from bot.readers import Readers
    from bot.rules.access import Admin, Asker

Work = Coroutine[Any, Any, "Reply"]


async def serve_reader(
    interaction: discord.Interaction[Verbatim],
    surface: str,
    work: Callable[[Readers, Asker], Work],
    *,
    private: bool = False,
    text: str | None = None,
) -> None:
    """Answers a reader. ``text`` is what was asked, for a log that may hold it."""
    bot = interaction.client

    async def find_out_and_work() -> Reply:
        return await work(bot.readers, await bot.askers.of(interaction))

    translate = bot.askers.translate(interaction)
    await bot.responder.respond(
        interaction, surface, find_out_and_work(), translate=translate, private=private, text=text
    )


async def serve_admin(
    interaction: discord.Interaction[Verbatim], surface: str, work: Callable[[Admins, Admin], Work]
) -> None:
    """Answers an admin, privately; anybody else is refused."""
    bot = interaction.client

    async def check_and_work() -> Reply:
        return await work(bot.admins, await bot.askers.require_admin(interaction))

    await bot.responder.respond(
        interaction, surface, check_and_work(), translate=bot.askers.translate(interaction), private=True
    )
