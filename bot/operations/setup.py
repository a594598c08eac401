"""From a token to an invite link: what ``verbatim setup`` walks a newcomer through."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import discord

from bot.errors import Permission, TokenRefused
from bot.operations.doctor.portal import PORTAL, signed_in
from bot.settings import Settings

_INVITE = "https://discord.com/oauth2/authorize"
# To be mentioned, to answer as a reply, and to show how far a reindex is.
_NEEDED = discord.Permissions(**dict.fromkeys(Permission, True))

STEPS: Sequence[str] = (
    f"Open {PORTAL} and choose New Application. Its name is the bot's name.",
    "Under Bot choose Reset Token and copy the token. It is shown only once.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What Discord says a token belongs to."""

    id: int
    name: str


def walk(settings: Settings, *, ask_secretly: Callable[[str], str], tell: Callable[[str], None]) -> None:
    """Leads from nothing to a bot that can be invited.

    Raises:
        TokenRefused: Discord does not recognise the token.
        aiohttp.ClientError: Discord cannot be reached.
    """
    for number, step in enumerate(STEPS, start=1):
        tell(f"{number}. {step}")
    token = ask_secretly("The token").strip()
    application = asyncio.run(identify(settings.discord.api_url, token))
    tell(f"Discord knows it as {application.name}.")
    tell(f"Invite it to a server: {server_link(application.id)}")
    tell(f"Or install it for yourself: {user_link(application.id)}")
    tell("Keep the token in VERBATIM_DISCORD__TOKEN, or in a file that VERBATIM_DISCORD__TOKEN_FILE names. Then:")
    tell("verbatim index build FOLDER   (your articles; until then there is nothing to answer from)")
    tell("verbatim run")


async def identify(api_url: str, token: str) -> Application:
    """The application of a token. Raises like ``walk``."""
    async with signed_in(token) as session, session.get(f"{api_url.rstrip('/')}/applications/@me") as response:
        if response.status == 401:
            raise TokenRefused
        response.raise_for_status()
        said = await response.json()
    return Application(id=int(said["id"]), name=str(said["name"]))


def server_link(application: int) -> str:
    """The link that invites the bot to a server, with the permissions it needs and no more."""
    wanted = {"client_id": application, "scope": "bot applications.commands", "permissions": _NEEDED.value}
    return f"{_INVITE}?{urlencode(wanted)}"


def user_link(application: int) -> str:
    """The link that installs the bot for one person, wherever they are."""
    wanted = {"client_id": application, "scope": "applications.commands", "integration_type": 1}
    return f"{_INVITE}?{urlencode(wanted)}"
