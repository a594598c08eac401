"""What the commands share: where they may be used, and what is suggested while somebody types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import discord
from discord import app_commands

from bot.desk import Choice, choose

if TYPE_CHECKING:
    from bot.client import Verbatim

Command = TypeVar("Command")
Commands = tuple[app_commands.Command[Any, ..., Any] | app_commands.ContextMenu | app_commands.Group, ...]


def everywhere(command: Command) -> Command:
    """For readers: in servers, in direct messages, and wherever a person who installed the bot goes."""
    contexts = app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    installs = app_commands.allowed_installs(guilds=True, users=True)
    return installs(contexts(command))


def for_admins(command: Command) -> Command:
    """For admins: in servers that the bot is a member of, and shown to those who manage them.

    Contexts and installs are set on each command: defaults of the whole tree would win over ``guild_only``.
    """
    contexts = app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    installs = app_commands.allowed_installs(guilds=True, users=False)
    return app_commands.default_permissions(manage_guild=True)(installs(contexts(command)))


async def suggest_speakers(interaction: discord.Interaction[Verbatim], typed: str) -> list[app_commands.Choice[str]]:
    bot = interaction.client
    return _offer(bot.desk.suggest_speakers(await bot.place(interaction), typed))


async def suggest_stories(interaction: discord.Interaction[Verbatim], typed: str) -> list[app_commands.Choice[str]]:
    bot = interaction.client
    return _offer(bot.desk.suggest_stories(await bot.place(interaction), typed))


async def suggest_questions(interaction: discord.Interaction[Verbatim], typed: str) -> list[app_commands.Choice[str]]:
    bot = interaction.client
    return _offer(bot.desk.suggest_questions(await bot.place(interaction), typed))


async def suggest_sources(interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
    bot: Verbatim = interaction.client
    sources = await bot.state.sources(interaction.guild_id or 0)
    return _offer(choose(typed, (("", source.name) for source in sources)))


async def suggest_reindexable(interaction: discord.Interaction[Verbatim], typed: str) -> list[app_commands.Choice[str]]:
    bot = interaction.client
    server = (await bot.place(interaction)).server
    stories = await bot.office.reindexable_stories(server) if server else ()
    return _offer(choose(typed, (("", story) for story in sorted(stories))))


def _offer(choices: list[Choice]) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=choice.name, value=choice.value) for choice in choices]
