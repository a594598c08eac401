"""Sending so that nothing is lost on the wire, and pointing discord.py at another API.

discord.py sends again after 429, 500, 502 and 504. It gives up on 503, on a connection that is reset, and on a 429 that
is a page of HTML and not Discord's own. A message of ours carries a nonce that Discord enforces, so sending it again
cannot show it twice; an edit may always be sent again.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from typing import TypeVar

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

_PAUSES = (0.25, 1.0, 4.0)  # seconds before each further attempt; together well within an interaction's life
_LOST = frozenset({429, 503})  # HTTP statuses that discord.py gives up on although another attempt may do

WIRE_FAILURES = (discord.HTTPException, OSError, aiohttp.ClientError)  # how a request can fail at the last

Sent = TypeVar("Sent")


def new_nonce() -> str:
    """A nonce for one message: at most 25 characters, as Discord wants."""
    return secrets.token_hex(12)


async def persist(attempt: Callable[[], Awaitable[Sent]]) -> Sent:
    """What ``attempt`` gives, tried again while the wire loses it, a bounded number of times.

    ``attempt`` must be harmless to repeat: a send with a nonce, or an edit.
    """
    for pause in _PAUSES:
        try:
            return await attempt()
        except WIRE_FAILURES as error:
            if isinstance(error, discord.HTTPException) and error.status not in _LOST:
                raise
        await asyncio.sleep(pause)
    return await attempt()


def point_at(api_url: str, gateway_url: str) -> None:
    """Makes discord.py speak to this REST API and this gateway, for every client of the process.

    discord.py has no setting for it, and a plain Client never asks the API where the gateway is.
    """
    Route.BASE = api_url.rstrip("/")
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)
