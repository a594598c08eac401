"""Messages on their way to a channel, so that nothing is lost on the wire; and pointing discord.py at another API.

discord.py retries after 429, 500, 502 and 504. It gives up on 503, on a connection that is reset, and on a 429 that
is a page of HTML and not Discord's own. A message of ours carries a nonce that Discord enforces, so sending it again
cannot show it twice; an edit can always be sent again. What answers an interaction goes through ``bot.wire.adapter``.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, TypeVar

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.cards.card import Card

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PAUSES = (0.25, 1.0, 4.0)  # seconds before each further attempt
ATTEMPT_SECONDS = 10.0  # for one attempt; a connection on which nothing comes back is as good as reset
_LOST = frozenset({429, 503})  # HTTP statuses that discord.py gives up on although another attempt may do
_REFUSED = frozenset({400, 403, 404})  # HTTP statuses with which Discord refuses a message as it is
_log = logging.getLogger("verbatim")

WIRE_FAILURES = (discord.HTTPException, OSError, aiohttp.ClientError)  # how a request can fail at the last

Sent = TypeVar("Sent")


async def send(channel: discord.abc.Messageable, card: Card, *, to: discord.Message | None = None) -> discord.Message:
    """Sends a card to a channel, once, however often the wire loses it; as a reply to ``to`` where Discord takes one:
    it does not when that message is gone, or when the bot may not read what was said before."""
    nonce = secrets.token_hex(12)  # Discord takes 25 characters

    async def post() -> discord.Message:
        return await channel.send(view=card.view, nonce=nonce)

    async def post_reply(reference: discord.MessageReference) -> discord.Message:
        return await channel.send(view=card.view, nonce=nonce, reference=reference, mention_author=False)

    if to is None:
        return await _persist(post)
    reference = to.to_reference(fail_if_not_exists=False)
    try:
        return await _persist(lambda: post_reply(reference))
    except discord.HTTPException as refused:
        if refused.status not in _REFUSED:
            raise
        _log.info("sent without a reply", extra={"facts": {"code": refused.code}})
        return await _persist(post)


async def edit(message: discord.Message, card: Card) -> None:
    """Shows another card in a message of the bot's."""
    await _persist(lambda: message.edit(view=card.view))


@asynccontextmanager
async def typing(channel: discord.abc.Messageable) -> AsyncIterator[None]:
    """Shows that the bot is typing meanwhile; an ornament, so nothing waits for it and its failure is nobody's."""

    async def show() -> None:
        with suppress(*WIRE_FAILURES):
            await channel.typing()

    showing = asyncio.create_task(show())
    try:
        yield
    finally:
        showing.cancel()


async def _persist(attempt: Callable[[], Awaitable[Sent]]) -> Sent:
    """What ``attempt`` gives, tried again while the wire loses it, a bounded number of times.

    ``attempt`` must be harmless to repeat: a send with a nonce, or an edit.
    """

    async def once() -> Sent:
        async with asyncio.timeout(ATTEMPT_SECONDS):
            return await attempt()

    for pause in PAUSES:
        try:
            return await once()
        except WIRE_FAILURES as error:
            if isinstance(error, discord.HTTPException) and error.status not in _LOST:
                raise
        await asyncio.sleep(pause)
    return await once()


def point_at(api_url: str, gateway_url: str) -> None:
    """Makes discord.py speak to this REST API and this gateway, for every client of the process.

    discord.py has no setting for it, and a plain Client never asks the API where the gateway is.
    """
    Route.BASE = api_url.rstrip("/")
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)
