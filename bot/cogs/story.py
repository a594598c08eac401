"""Looking around: ``/story``, ``/help`` and ``/privacy``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.access import is_admin
from bot.cogs.choices import Commands, everywhere, suggest_stories

if TYPE_CHECKING:
    from bot.client import Verbatim


@app_commands.command(name="story", description="Show the headlines, the people and the age of a story")
@app_commands.describe(story="The story to look in; all of them if you leave it out")
@app_commands.autocomplete(story=suggest_stories)
@everywhere
async def story(interaction: discord.Interaction[Verbatim], story: str | None = None) -> None:
    bot = interaction.client
    place = await bot.place(interaction)
    work = bot.desk.describe(place, story)
    await bot.responder.respond(interaction, "story", work, translate=place.translate)


@app_commands.command(name="help", description="What I can do")
@everywhere
async def show_help(interaction: discord.Interaction[Verbatim]) -> None:
    bot = interaction.client
    place = await bot.place(interaction)
    may_administer = is_admin(interaction, place.server, role_name=bot.settings.discord.admin_role)
    work = bot.desk.help(place, may_administer=may_administer)
    await bot.responder.respond(interaction, "help", work, translate=place.translate, private=True)


@app_commands.command(name="privacy", description="What I store about you, and how to erase it")
@everywhere
async def privacy(interaction: discord.Interaction[Verbatim]) -> None:
    bot = interaction.client
    place = await bot.place(interaction)
    work = bot.desk.privacy(place)
    await bot.responder.respond(interaction, "privacy", work, translate=place.translate, private=True)


COMMANDS: Commands = (story, show_help, privacy)
