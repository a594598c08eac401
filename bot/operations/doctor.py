"""What is misconfigured, and the exact place to fix it: asked by ``verbatim doctor`` and ``/verbatim doctor``."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from bot.cards.admin import Finding
from bot.errors import Permission
from bot.rules.posting import find_lacking
from bot.settings import Settings
from bot.state.notices import WantedNotices
from bot.texts.translation import Translate
from index.articles import Source
from index.types import StoryId, split_story

if TYPE_CHECKING:
    from bot.engine.engine import Engine

# To be mentioned, to answer as a reply, and to show how far a reindex is.
NEEDED = discord.Permissions(**dict.fromkeys(Permission, True))
_LISTED = 5  # channels that are named
_SECONDS = 10.0  # for each answer of Discord's
_PORTAL = "https://discord.com/developers/applications"
_INTENT_FLAGS = (1 << 18, 1 << 19)  # Discord, "application flags": message content; the same for small applications


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


def look_at_place(folder: Path, settings_file: Path | None) -> list[Finding]:
    """Where the data lies and whether it can be written, and which settings file is read; for operators alone."""
    if settings_file:
        read = f"The settings file is {settings_file.absolute()}."
    else:
        read = f"There is no config/verbatim.toml in {Path.cwd()}; defaults and variables hold."
    if _may_write_in(folder):
        place = Finding(healthy=True, what=f"The data folder is {folder.absolute()}.")
    else:
        fix = "Let the bot's user write there, or name another folder in [data] dir."
        place = Finding(healthy=False, what=f"The data folder {folder.absolute()} cannot be written.", fix=fix)
    return [place, Finding(healthy=True, what=read)]


def look_at_index(settings: Settings) -> list[Finding]:
    """Whether there is an intact index; reads and checks every file of it."""
    from index.errors import VerbatimError
    from index.store.folder.data_folder import DataFolder
    from index.store.homes import read_manifest

    folder = DataFolder(settings.data.dir)
    try:
        manifest = read_manifest(settings) if settings.store.url else folder.open_current().manifest
    except VerbatimError as error:
        return [Finding(healthy=False, what="There is no index that can be used.", fix=str(error))]
    if not settings.store.url and folder.current_id() != manifest.id:
        fix = "Run: verbatim index verify, then build again."
        return [Finding(healthy=False, what="The index that should be current is damaged.", fix=fix)]
    opened = Finding(healthy=True, what="The index can be opened.")
    return [opened, *_look_at_offered(settings.reindex.offered, manifest.stories)]


def look_at_state(settings: Settings) -> Finding:
    """Whether what servers choose can be kept in the data folder."""
    file = settings.state_file
    if settings.store.url or (os.access(file, os.W_OK) if file.exists() else _may_write_in(file.parent)):
        return Finding(healthy=True, what="What servers choose can be kept.")
    fix = f"Let the bot's user write {file}."
    return Finding(healthy=False, what="What servers choose can be read, but not changed.", fix=fix)


def look_at_encoder(settings: Settings) -> list[Finding]:
    """Whether the encoder's files are there, and whether it runs as fast as it could."""
    from index.encoding.loading import find_encoder_problem
    from index.errors import ModelError

    try:
        problem = find_encoder_problem(settings)
    except ModelError as error:
        return [Finding(healthy=False, what=str(error), fix="Correct [encoder] model.")]
    if problem:
        what = f"The encoder runs on sentence-transformers, slower than on ONNX Runtime: {problem}."
        return [Finding(healthy=True, what=what)]
    return [Finding(healthy=True, what="The encoder is in place.")]


def look_at_reader(settings: Settings) -> Finding:
    """Whether what reads a question and a passage together is there; without it answers are decided all the same."""
    from index.search.reader.reader import find_reader_problem

    if settings.answers.reader == "off":
        return Finding(healthy=True, what="The reader is off, so answers are less sure: [answers] reader.")
    if problem := find_reader_problem():
        return Finding(healthy=False, what="Answers are decided without the reader.", fix=problem)
    return Finding(healthy=True, what="The reader is in place.")


def look_at_sources(settings: Settings) -> list[Finding]:
    """Whether the operator's sources are there, and the folder that is open to admins."""
    findings = [_look_at_source(Source.parse(text)) for text in settings.reindex.sources]
    if not findings:
        fix = "Name files or folders of articles in [reindex] sources, or upload some with /sources add."
        findings.append(Finding(healthy=False, what="No sources are set.", fix=fix))
    if (folder := settings.reindex.folder) and not Path(folder).is_dir():
        findings.append(
            Finding(
                healthy=False, what=f"The folder {Path(folder).absolute()} is missing.", fix="Correct [reindex] folder."
            )
        )
    return findings


async def ask_discord(settings: Settings, commands: Collection[str]) -> list[Finding]:
    """Whether Discord knows the token, allows the intents and has the commands."""
    if settings.discord.token is None:
        fix = "Copy it from your application > Bot > Reset Token into VERBATIM_DISCORD__TOKEN:"
        return [Finding(healthy=False, what="There is no token.", fix=fix, link=_PORTAL)]
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
            fix = "Reset it at your application > Bot > Reset Token, and set it again:"
            return [Finding(healthy=False, what="Discord does not know the token.", fix=fix, link=_PORTAL)]
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
    return [
        Finding(
            healthy=False,
            what="The Message Content intent is off in the portal.",
            fix="Set [discord] message_content = false, or switch it on under Bot > Privileged Gateway Intents:",
            link=_bot_page(application),
        )
    ]


def look_at_commands(registered: Collection[str], wanted: Collection[str], settings: Settings) -> Finding:
    """Whether Discord has the commands of this version."""
    if missing := sorted(set(wanted) - set(registered)):
        fix = "Start the bot once with [discord] sync_commands = true."
        if settings.discord.sync_commands:
            fix = "Start the bot with: verbatim run. It tells Discord of them."
        return Finding(healthy=False, what=f"Discord does not know these commands: {', '.join(missing)}.", fix=fix)
    return Finding(healthy=True, what="Discord has all commands.")


def look_at_bot(settings: Settings, engine: Engine, *, answers_here: bool, application: int | None) -> list[Finding]:
    """What the running bot knows of itself; ``answers_here`` when a channel of the server is set to *answer here*."""
    if engine.is_opening:
        index = Finding(healthy=True, what="The index is being opened, which takes a few seconds.")
    elif engine.catalogue is None:
        index = Finding(healthy=False, what="No index is open.", fix="Start one with /reindex.")
    else:
        index = Finding(healthy=True, what="The index is open.")
    if settings.discord.message_content:
        return [index, Finding(healthy=True, what="The Message Content intent is asked for.")]
    if not answers_here:
        return [index, Finding(healthy=True, what="The Message Content intent is off; nothing here needs it.")]
    intent = Finding(
        healthy=False,
        what="A channel is set to answer here, which needs the Message Content intent.",
        fix="Set [discord] message_content = true, and switch it on under Bot > Privileged Gateway Intents:",
        link=_bot_page(application),
    )
    return [index, intent]


async def look_at_notices(guild: discord.Guild | None, wanted: WantedNotices) -> list[Finding]:
    """Whether alarms and digests can be posted in the channels that were named for them; of one that is not known it
    asks Discord, and where that does not answer nothing is found."""
    places = {"/verbatim alarm": wanted.alarm_channel, "/verbatim digest": wanted.digest_channel}
    return [
        Finding(
            healthy=False,
            what=f"The channel of {verb} is gone, or I may not post in it.",
            fix=f"Let me post there, or use {verb} in another channel.",
        )
        for verb, channel in places.items()
        if guild and channel and not await _may_post(guild, channel)
    ]


def look_at_server(interaction: discord.Interaction[Any], settings: Settings, translate: Translate) -> list[Finding]:
    """Whether the bot may do what it needs, in this channel and in those of the server that it sees; what Discord shows
    in a language of its own is named in that language."""
    findings = []
    for permission, channels in _find_missing(interaction, translate).items():
        named = {"permissions": translate(f"permissions.{permission}"), "channels": _list(channels, translate)}
        what, fix = translate("doctor.lacking", **named), translate("doctor.lacking_fix", **named)
        findings.append(Finding(healthy=False, what=what, fix=fix))
    roles = {role.name for role in interaction.guild.roles} if interaction.guild else set()
    if (wanted := settings.discord.admin_role) and wanted not in roles:
        fix = f"Server Settings > Roles: create {wanted}, or correct [discord] admin_role."
        findings.append(Finding(healthy=False, what=f"This server has no role {wanted}.", fix=fix))
    return findings or [Finding(healthy=True, what="I have every permission that I need.")]


def _may_write_in(folder: Path) -> bool:
    """Whether a folder may be written to, or made where it is not there yet."""
    nearest = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)


def _look_at_offered(offered: Sequence[str], stories: Sequence[StoryId]) -> list[Finding]:
    """Nothing, unless a story is offered that the index has not: whoever should see it sees nothing."""
    known = [story for story in stories if not split_story(story)[0]]
    unknown = [one for one in offered if not {one, one.partition(":")[2]} & set(known)]
    fix = f"Correct [reindex] offered; the index has: {', '.join(known)}."
    return [Finding(healthy=False, what=f"The index has no story {one}.", fix=fix) for one in unknown]


async def _may_post(guild: discord.Guild, channel: int) -> bool:
    try:
        found = guild.get_channel_or_thread(channel) or await guild.fetch_channel(channel)
    except (discord.NotFound, discord.Forbidden):
        return False
    except (discord.HTTPException, aiohttp.ClientError, OSError):
        return True
    return not find_lacking(found, found.permissions_for(guild.me))


def _find_missing(interaction: discord.Interaction[Any], translate: Translate) -> dict[Permission, list[str]]:
    """Each permission that is missing → the channels where it is. Those that the bot is not let into do not count."""
    granted = {translate("doctor.here"): interaction.app_permissions}
    if interaction.guild is not None and interaction.guild.me is not None:
        others = (channel for channel in interaction.guild.text_channels if channel.id != interaction.channel_id)
        seen = ((f"#{channel.name}", channel.permissions_for(channel.guild.me)) for channel in others)
        granted |= {name: permissions for name, permissions in seen if permissions.view_channel}
    missing = {
        wanted: [channel for channel, permissions in granted.items() if not getattr(permissions, wanted)]
        for wanted in Permission
    }
    return {wanted: lacking for wanted, lacking in missing.items() if lacking}


def _list(channels: Sequence[str], translate: Translate) -> str:
    left = len(channels) - _LISTED
    return ", ".join(channels[:_LISTED]) + (f" {translate('list.more', count=left)}" if left > 0 else "")


def _bot_page(application: int | None) -> str:
    return f"{_PORTAL}/{application}/bot" if application else _PORTAL


def _look_at_source(source: Source) -> Finding:
    if source.link:
        return Finding(healthy=True, what=f"The source {source.link} is read by the build.")
    if source.path.exists():
        return Finding(healthy=True, what=f"The source {source.path.name} is there.")
    return Finding(
        healthy=False, what=f"The source {source.path.absolute()} is missing.", fix="Correct [reindex] sources."
    )
