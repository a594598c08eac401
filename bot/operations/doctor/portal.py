"""What Discord knows of the application: the token, the intents that its portal allows, and the commands."""

from __future__ import annotations

from collections.abc import Collection

import aiohttp

from bot.cards.admin import Finding
from bot.settings import Settings

_SECONDS = 10.0  # for each answer of Discord's
PORTAL = "https://discord.com/developers/applications"
_INTENT_FLAGS = (1 << 18, 1 << 19)  # Discord, "application flags": message content; the same for small applications


def signed_in(token: str) -> aiohttp.ClientSession:
    """What asks Discord's API as the bot of this token; for a ``with`` statement."""
    headers = {"Authorization": f"Bot {token}"}
    return aiohttp.ClientSession(headers=headers, timeout=aiohttp.ClientTimeout(total=_SECONDS))


async def ask_discord(settings: Settings, commands: Collection[str]) -> list[Finding]:
    """Whether Discord knows the token, allows the intents and has the commands."""
    if settings.discord.token is None:
        fix = "Copy it from your application > Bot > Reset Token into VERBATIM_DISCORD__TOKEN:"
        return [Finding(what="There is no token.", fix=fix, link=PORTAL)]
    try:
        async with signed_in(settings.discord.token.get_secret_value()) as session:
            return await _ask_discord(session, settings, commands)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        fix = "Check the network, a proxy, and [discord] api_url."
        return [Finding(what=f"Discord cannot be reached ({type(error).__name__}).", fix=fix)]


async def _ask_discord(session: aiohttp.ClientSession, settings: Settings, commands: Collection[str]) -> list[Finding]:
    root = settings.discord.api_url.rstrip("/")
    async with session.get(f"{root}/applications/@me") as response:
        if response.status == 401:
            fix = "Reset it under your application > Bot > Reset Token, and set the new one:"
            return [Finding(what="Discord does not recognise the token.", fix=fix, link=PORTAL)]
        response.raise_for_status()
        application = await response.json()
    async with session.get(f"{root}/applications/{application['id']}/commands") as response:
        response.raise_for_status()
        registered = await response.json()
    return [
        Finding(what="Discord recognises the token."),
        *look_at_intents(settings, int(application.get("flags", 0)), int(application["id"])),
        look_at_commands([command["name"] for command in registered], commands, settings),
    ]


def look_at_intents(settings: Settings, flags: int, application: int) -> list[Finding]:
    """Whether the portal allows the intents that the settings ask for; ``flags`` are the application's."""
    if not settings.discord.message_content:
        return [Finding(what="No privileged intent is requested.")]
    if any(flags & flag for flag in _INTENT_FLAGS):
        return [Finding(what="The Message Content intent is on.")]
    return [
        Finding(
            what="The Message Content intent is off in the portal.",
            fix="Set [discord] message_content = false, or switch it on under Bot > Privileged Gateway Intents:",
            link=bot_page(application),
        )
    ]


def look_at_commands(registered: Collection[str], wanted: Collection[str], settings: Settings) -> Finding:
    """Whether Discord has the commands of this version."""
    if missing := sorted(set(wanted) - set(registered)):
        fix = "Start the bot once with [discord] sync_commands = true."
        if settings.discord.sync_commands:
            fix = "Start the bot with: verbatim run. That registers them."
        return Finding(what=f"Discord does not know these commands: {', '.join(missing)}.", fix=fix)
    return Finding(what="Discord has all the commands.")


def bot_page(application: int | None) -> str:
    """Where an application's intents are switched on; all applications where it is not known."""
    return f"{PORTAL}/{application}/bot" if application else PORTAL
