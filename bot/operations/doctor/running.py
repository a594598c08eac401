"""What only the running bot can see: whether it has an index, and what it may do in a server."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from bot.cards.admin import Finding
from bot.errors import Permission
from bot.operations.doctor.portal import bot_page
from bot.rules.posting import find_lacking
from bot.settings import Settings
from bot.state.notices import WantedNotices
from bot.state.state import Server
from bot.texts.translation import Translate
from index.types import StoryId, story_name

if TYPE_CHECKING:
    from bot.engine.engine import Engine

_LISTED = 5  # channels that are named


def look_at_bot(settings: Settings, engine: Engine, *, answers_here: bool, application: int | None) -> list[Finding]:
    """What the running bot knows of itself; ``answers_here`` when a channel of the server is set to *answer here*."""
    if engine.is_opening:
        index = Finding(what="The index is being opened, which takes a few seconds.")
    elif engine.catalogue is None:
        index = Finding(what="No index is open.", fix="Build one with /reindex.")
    else:
        index = Finding(what="The index is open.")
    if settings.discord.message_content:
        return [index, Finding(what="The Message Content intent is requested.")]
    if not answers_here:
        return [index, Finding(what="The Message Content intent is off; nothing here needs it.")]
    intent = Finding(
        what="A channel is set to answer here, which needs the Message Content intent.",
        fix="Set [discord] message_content = true, and switch it on under Bot > Privileged Gateway Intents:",
        link=bot_page(application),
    )
    return [index, intent]


def look_at_stories(server: Server, there: Collection[StoryId]) -> list[Finding]:
    """Which stories the server, or a channel of it, is limited to although the index has none such."""
    chosen = server.stories | {channel.story for channel in server.channels.values() if channel.story is not None}
    fix = "Choose others with /verbatim settings, for a channel in that channel."
    return [
        Finding(what=f"The story {story_name(story)}, to which questions are put here, is gone.", fix=fix)
        for story in sorted(chosen - set(there))
    ]


async def look_at_notices(guild: discord.Guild | None, wanted: WantedNotices) -> list[Finding]:
    """Whether alarms and digests can be posted in the channels that were named for them; of one that is not known it
    asks Discord, and where that does not answer nothing is found."""
    places = {"/verbatim alarm": wanted.alarm_channel, "/verbatim digest": wanted.digest_channel}
    return [
        Finding(
            what=f"The channel for {verb} is gone, or I am not allowed to post in it.",
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
        findings.append(Finding(what=what, fix=fix))
    roles = {role.name for role in interaction.guild.roles} if interaction.guild else set()
    if (wanted := settings.discord.admin_role) and wanted not in roles:
        fix = f"Server Settings > Roles: create {wanted}, or correct [discord] admin_role."
        findings.append(Finding(what=f"This server has no role {wanted}.", fix=fix))
    return findings or [Finding(what="I have every permission that I need.")]


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
