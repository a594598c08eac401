"""Looking around: ``/story``, ``/help`` and ``/privacy``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.cogs.audiences import Commands, everywhere
from bot.cogs.serving import Work, serve_reader
from bot.cogs.suggestions import suggest_stories

if TYPE_CHECKING:
    from bot.client import Verbatim
    from bot.readers import Readers
    from bot.rules.access import Asker


@app_commands.command(name="story", description="Show the headlines, the people and the age of a story")
@app_commands.describe(
    story="The story to look in; all of them if you leave it out",
    changes="Show instead what has changed in its articles since they were first read",
    private="Show it only to you",
)
@app_commands.autocomplete(story=suggest_stories)
@everywhere
async def story(
    interaction: discord.Interaction[Verbatim], story: str | None = None, changes: bool = False, private: bool = False
) -> None:
    def work(readers: Readers, asker: Asker) -> Work:
        tell = readers.looking.changes if changes else readers.looking.describe
        return tell(asker, story, private=private)

    await serve_reader(interaction, "story", work, private=private)


@app_commands.command(name="help", description="What I can do")
@everywhere
async def show_help(interaction: discord.Interaction[Verbatim]) -> None:
    askers = interaction.client.askers

    def work(readers: Readers, asker: Asker) -> Work:
        return readers.looking.help(asker, may_administer=askers.may_administer(interaction, asker))

    await serve_reader(interaction, "help", work, private=True)


@app_commands.command(name="privacy", description="What I store about you, and how to erase it")
@everywhere
async def privacy(interaction: discord.Interaction[Verbatim]) -> None:
    await serve_reader(interaction, "privacy", lambda readers, asker: readers.looking.privacy(asker), private=True)


COMMANDS: Commands = (story, show_help, privacy)
