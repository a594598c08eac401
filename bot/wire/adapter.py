"""Every answer to an interaction on its way to Discord: callbacks, edits, follow-ups, boxes, suggestions, the panel.

discord.py sends all of them through one adapter. Its own waits seconds between attempts, too long for a callback, and
gives up on a connection that is reset; this one retries soon, and knows what is harmless to repeat:

- a callback: Discord takes one per interaction. 40060 on a retry says that the one that seemed lost had arrived.
- an edit, a deletion: always.
- a follow-up: only after an answer that says that nothing was done. After a reset it may already be in the channel.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import discord
from discord.http import Route
from discord.webhook.async_ import AsyncWebhookAdapter, async_context

from bot.wire.transport import ATTEMPT_SECONDS, PAUSES

_HURRIED = (0.1, 0.3, 0.6, 1.0)  # seconds before each further attempt of a callback, for which Discord waits 3
_ACKNOWLEDGED = 40060  # Discord, "Interaction has already been acknowledged"


def use_wire_adapter() -> None:
    """Has discord.py send through ``WireAdapter`` in this task and in every task that comes of it."""
    async_context.set(WireAdapter())  # type: ignore[no-untyped-call]


class WireAdapter(AsyncWebhookAdapter):
    """Sends again what the wire loses, where that is harmless, a bounded number of times."""

    async def request(self, route: Route, session: aiohttp.ClientSession, **options: Any) -> Any:
        is_callback = route.path.endswith("/callback")
        may_repeat = is_callback or route.method != "POST"
        pauses = _HURRIED if is_callback else PAUSES
        for attempt in range(len(pauses) + 1):
            try:
                return await self._attempt(route, session, **options)
            except discord.HTTPException as error:
                if attempt and error.code == _ACKNOWLEDGED:
                    return {"interaction": {"id": str(route.webhook_id), "type": 2}}
                if attempt == len(pauses) or not _is_lost(error.status):
                    raise
            except (OSError, aiohttp.ClientError):
                if attempt == len(pauses) or not may_repeat:
                    raise
            await asyncio.sleep(pauses[attempt])
        raise AssertionError("the last attempt gives an answer or raises")

    async def _attempt(self, route: Route, session: aiohttp.ClientSession, **options: Any) -> Any:
        for file in options.get("files") or ():
            file.reset()  # an attempt that was lost may have read it
        async with asyncio.timeout(ATTEMPT_SECONDS):
            return await super().request(route, _Once(session), **options)  # type: ignore[arg-type]


class _Once:
    """A session that raises where discord.py would wait for seconds and try again, or trip over a page of HTML; what
    Discord itself says of a rate limit is left to discord.py, which keeps to it."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    @asynccontextmanager
    async def request(self, method: str, url: str, **options: Any) -> AsyncIterator[aiohttp.ClientResponse]:
        async with self._session.request(method, url, **options) as response:
            is_limit = response.status == 429 and response.content_type == "application/json"
            if _is_lost(response.status) and not is_limit:
                raise discord.HTTPException(response, await response.text())
            yield response


def _is_lost(status: int) -> bool:
    """Whether an HTTP status says that nothing was done, and that another attempt may do."""
    return status == 429 or status >= 500
