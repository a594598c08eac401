"""What is suggested while somebody types an argument of a command."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.rules.suggestions import Choice, choose_suggestions
from index.errors import VerbatimError
from index.types import story_name

if TYPE_CHECKING:
    from bot.client import Verbatim

Suggested = list[app_commands.Choice[str]]
Suggest = Callable[["discord.Interaction[Verbatim]", str], Coroutine[Any, Any, Suggested]]


def _quiet(suggest: Suggest) -> Suggest:
    """Suggests nothing where that fails, or is not to be known: there is nowhere to say why, and discord.py would write
    into the log who typed."""

    @wraps(suggest)
    async def suggest_or_not(interaction: discord.Interaction[Verbatim], typed: str) -> Suggested:
        try:
            return await suggest(interaction, typed)
        except VerbatimError:
            return []

    return suggest_or_not


@_quiet
async def suggest_speakers(interaction: discord.Interaction[Verbatim], typed: str) -> Suggested:
    bot = interaction.client
    return _offer(await bot.readers.looking.suggest_speakers(await bot.askers.of(interaction), typed))


@_quiet
async def suggest_stories(interaction: discord.Interaction[Verbatim], typed: str) -> Suggested:
    bot = interaction.client
    return _offer(bot.readers.looking.suggest_stories(await bot.askers.of(interaction), typed))


@_quiet
async def suggest_questions(interaction: discord.Interaction[Verbatim], typed: str) -> Suggested:
    bot = interaction.client
    return _offer(await bot.readers.looking.suggest_questions(await bot.askers.of(interaction), typed))


@_quiet
async def suggest_sources(interaction: discord.Interaction[Verbatim], typed: str) -> Suggested:
    bot = interaction.client
    return _list(typed, await bot.admins.source_names(await bot.askers.require_admin(interaction)))


@_quiet
async def suggest_reindexable(interaction: discord.Interaction[Verbatim], typed: str) -> Suggested:
    bot = interaction.client
    stories = await bot.admins.reindexable_stories(await bot.askers.require_admin(interaction))
    return _list(typed, [story_name(story) for story in sorted(stories)])


def _list(typed: str, values: Sequence[str]) -> Suggested:
    return _offer(choose_suggestions(typed, (("", value) for value in values)))


def _offer(choices: Sequence[Choice]) -> Suggested:
    return [app_commands.Choice(name=choice.name, value=choice.value) for choice in choices]
