"""Reaching messages and people without an interaction: an answer that stands somewhere, somebody who waits for one."""

from __future__ import annotations

import logging

import discord

from bot.cards.card import Card
from bot.cards.sent import marked_copy
from bot.wire.transport import WIRE_FAILURES, edit, send

_log = logging.getLogger("verbatim")


class Reaching:
    """Over one connection. Nothing raises: what is lost on the way is noted in the log."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    @property
    def is_ready(self) -> bool:
        """Whether Discord has told by now which servers the bot is in."""
        return self._client.is_ready()

    def reaches(self, server: int) -> bool:
        """Whether this connection is told of a server; others are of another process, or have removed the bot."""
        return self._client.get_guild(server) is not None

    async def mark(self, *, channel: int, message: int, line: str) -> bool:
        """Puts a line above a card of the bot's, once; whether it stands there, or the card is gone or out of reach."""
        try:
            sent = await self._client.get_partial_messageable(channel).fetch_message(message)
            await edit(sent, Card(view=marked_copy(sent, line), public=True))
        except WIRE_FAILURES as error:
            _note("not marked", error)
            return isinstance(error, discord.NotFound | discord.Forbidden)
        return True

    async def tell(self, *, server: int, user: int, card: Card) -> None:
        """Sends a card to a member of a server; to nobody who left it, or who takes no direct messages."""
        try:
            guild = self._client.get_guild(server)
            if guild is not None:
                await send(await guild.fetch_member(user), card)
        except WIRE_FAILURES as error:
            _note("not told", error)


def _note(what: str, error: Exception) -> None:
    _log.info(what, extra={"facts": {"why": error.code if isinstance(error, discord.HTTPException) else str(error)}})
