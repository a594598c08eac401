"""What is misconfigured, and the exact place to mend it: asked by ``verbatim doctor`` and ``/verbatim doctor``."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from bot.cards.admin import Finding
from bot.settings import Settings
from index.articles import Source

if TYPE_CHECKING:
    from bot.engine.engine import Catalogue

NEEDED = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    read_message_history=True,
)  # to be mentioned, to answer as a reply, and to show how far a reindex is
_SECONDS = 10.0  # for each answer of Discord's
_PORTAL = "https://discord.com/developers/applications"
_INTENT_FLAGS = (1 << 18, 1 << 19)  # Discord, "application flags": message content; the same for small applications
_WHERE = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "read_message_history": "Read Message History",
}


def examine(settings: Settings, commands: Collection[str]) -> list[Finding]:
    """Everything that can be looked at from the outside, Discord included; takes a few seconds, and its own loop.

    ``commands`` are the names that Discord should know.
    """
    return [*look_at_index(settings), *look_at_sources(settings), *asyncio.run(ask_discord(settings, commands))]


def look_at_index(settings: Settings) -> list[Finding]:
    """Whether there is an intact index; reads and checks every file of it."""
    from index.errors import VerbatimError
    from index.store.generations import DataFolder

    folder = DataFolder(settings.data.dir)
    try:
        current = folder.open_current().manifest.id
    except VerbatimError as error:
        return [Finding(healthy=False, what="There is no index that can be used.", fix=str(error))]
    if folder.current_id() != current:
        fix = "Run: verbatim index verify, then build again."
        return [Finding(healthy=False, what="The index that should be current is damaged.", fix=fix)]
    return [Finding(healthy=True, what="The index can be opened.")]


def look_at_sources(settings: Settings) -> list[Finding]:
    """Whether the operator's sources are there, and the folder that is open to admins."""
    findings = [_look_at_source(Source.parse(text).path) for text in settings.reindex.sources]
    if not findings:
        fix = "Name files or folders of articles in [reindex] sources, or upload some with /sources add."
        findings.append(Finding(healthy=False, what="No sources are set.", fix=fix))
    if (folder := settings.reindex.folder) and not Path(folder).is_dir():
        findings.append(Finding(healthy=False, what=f"The folder {folder} is missing.", fix="Mend [reindex] folder."))
    return findings


async def ask_discord(settings: Settings, commands: Collection[str]) -> list[Finding]:
    """Whether Discord knows the token, allows the intents and has the commands."""
    if settings.discord.token is None:
        fix = f"Copy it from {_PORTAL} > your application > Bot > Reset Token into VERBATIM_DISCORD__TOKEN."
        return [Finding(healthy=False, what="There is no token.", fix=fix)]
    headers = {"Authorization": f"Bot {settings.discord.token.get_secret_value()}"}
    timeout = aiohttp.ClientTimeout(total=_SECONDS)
    try:
        async with aiohttp.ClientSession(headers=headers, timeout=timeout) as session:
            return await _ask_discord(session, settings, commands)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        fix = "Check the network, a proxy, and [discord] api_url."
        return [Finding(healthy=False, what=f"Discord cannot be reached ({type(error).__name__}).", fix=fix)]


async def _ask_discord(session: aiohttp.ClientSession, settings: Settings, commands: Collection[str]) -> list[Finding]:
    root = settings.discord.api_url.rstrip("/")
    async with session.get(f"{root}/applications/@me") as response:
        if response.status == 401:
            fix = f"Reset it at {_PORTAL} > your application > Bot > Reset Token, and set it again."
            return [Finding(healthy=False, what="Discord does not know the token.", fix=fix)]
        response.raise_for_status()
        application = await response.json()
    async with session.get(f"{root}/applications/{application['id']}/commands") as response:
        response.raise_for_status()
        registered = await response.json()
    return [
        Finding(healthy=True, what="Discord knows the token."),
        *look_at_intents(settings, int(application.get("flags", 0)), int(application["id"])),
        look_at_commands([command["name"] for command in registered], commands, settings),
    ]


def look_at_intents(settings: Settings, flags: int, application: int) -> list[Finding]:
    """Whether the portal allows the intents that the settings ask for; ``flags`` are the application's."""
    if not settings.discord.message_content:
        return [Finding(healthy=True, what="No privileged intent is asked for.")]
    if any(flags & flag for flag in _INTENT_FLAGS):
        return [Finding(healthy=True, what="The Message Content intent is on.")]
    fix = (
        f"Switch on {_PORTAL}/{application}/bot > Privileged Gateway Intents > Message Content Intent, "
        "or set [discord] message_content = false."
    )
    return [Finding(healthy=False, what="The Message Content intent is off in the portal.", fix=fix)]


def look_at_commands(registered: Collection[str], wanted: Collection[str], settings: Settings) -> Finding:
    """Whether Discord has the commands of this version."""
    if missing := sorted(set(wanted) - set(registered)):
        fix = "Start the bot once with [discord] sync_commands = true."
        if settings.discord.sync_commands:
            fix = "Start the bot with: verbatim run. It tells Discord of them."
        return Finding(healthy=False, what=f"Discord does not know these commands: {', '.join(missing)}.", fix=fix)
    return Finding(healthy=True, what="Discord has all commands.")


def look_at_bot(settings: Settings, catalogue: Catalogue | None) -> list[Finding]:
    """What the running bot knows of itself."""
    if catalogue is None:
        index = Finding(healthy=False, what="No index is open.", fix="Start one with /reindex.")
    else:
        index = Finding(healthy=True, what="The index is open.")
    if settings.discord.message_content:
        return [index, Finding(healthy=True, what="The Message Content intent is on.")]
    fix = (
        f"Only for channels that are answered without a mention: switch on {_PORTAL} > your application > Bot > "
        "Privileged Gateway Intents > Message Content Intent, and set [discord] message_content = true."
    )
    return [index, Finding(healthy=True, what="The Message Content intent is not asked for.", fix=fix)]


def look_at_server(interaction: discord.Interaction[Any], settings: Settings) -> list[Finding]:
    """Whether the bot may do in this channel what it needs."""
    granted = interaction.app_permissions
    missing = [name for name, is_needed in NEEDED if is_needed and not getattr(granted, name)]
    findings = [
        Finding(
            healthy=False,
            what=f"I lack the permission {_WHERE[name]} in this channel.",
            fix=f"Server Settings > Roles > my role, or Edit Channel > Permissions: switch on {_WHERE[name]}.",
        )
        for name in missing
    ]
    roles = {role.name for role in interaction.guild.roles} if interaction.guild else set()
    if (wanted := settings.discord.admin_role) and wanted not in roles:
        fix = f"Server Settings > Roles: create {wanted}, or mend [discord] admin_role."
        findings.append(Finding(healthy=False, what=f"This server has no role {wanted}.", fix=fix))
    return findings or [Finding(healthy=True, what="I have every permission that I need in this channel.")]


def _look_at_source(path: Path) -> Finding:
    if path.exists():
        return Finding(healthy=True, what=f"The source {path.name} is there.")
    return Finding(healthy=False, what=f"The source {path} is missing.", fix="Mend [reindex] sources.")
