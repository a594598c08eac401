"""What is suggested while somebody types an argument of a command."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.errors import NotPermitted, ServerOnly
from bot.rules.access import Admin, require_admin
from bot.rules.scopes import story_name
from bot.rules.suggestions import Choice, choose

if TYPE_CHECKING:
    from bot.client import Verbatim

Suggested = list[app_commands.Choice[str]]


async def suggest_speakers(interaction: discord.Interaction[Verbatim], typed: str) -> Suggested:
    bot = interaction.client
    return _offer(await bot.readers.suggest_speakers(await bot.asker(interaction), typed))


async def suggest_stories(interaction: discord.Interaction[Verbatim], typed: str) -> Suggested:
    bot = interaction.client
    return _offer(bot.readers.suggest_stories(await bot.asker(interaction), typed))


async def suggest_questions(interaction: discord.Interaction[Verbatim], typed: str) -> Suggested:
    bot = interaction.client
    return _offer(await bot.readers.suggest_questions(await bot.asker(interaction), typed))


async def suggest_sources(interaction: discord.Interaction[Verbatim], typed: str) -> Suggested:
    admin = await _find_admin(interaction)
    return _list(typed, await interaction.client.admins.source_names(admin) if admin else ())


async def suggest_reindexable(interaction: discord.Interaction[Verbatim], typed: str) -> Suggested:
    admin = await _find_admin(interaction)
    stories = sorted(await interaction.client.admins.reindexable_stories(admin)) if admin else ()
    return _list(typed, [story_name(story) for story in stories])


async def _find_admin(interaction: discord.Interaction[Verbatim]) -> Admin | None:
    bot = interaction.client
    try:
        return require_admin(interaction, await bot.asker(interaction), role_name=bot.settings.discord.admin_role)
    except (ServerOnly, NotPermitted):
        return None


def _list(typed: str, values: Sequence[str]) -> Suggested:
    return _offer(choose(typed, (("", value) for value in values)))


def _offer(choices: Sequence[Choice]) -> Suggested:
    return [app_commands.Choice(name=choice.name, value=choice.value) for choice in choices]
