"""Quotations: ``/quote``, ``/check`` and the message menu *Check this quote*."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.cogs.audiences import Commands, everywhere
from bot.cogs.serving import serve_reader
from bot.cogs.suggestions import suggest_speakers, suggest_stories
from bot.wire.messages import read_message

if TYPE_CHECKING:
    from bot.client import Verbatim

_WORDS_MAX = 2_000  # characters; the length of a message
_NAME_MAX = 200  # characters


@app_commands.command(name="quote", description="Show what somebody said, word for word")
@app_commands.describe(
    speaker="Who said it",
    about="What it is about",
    story="The story to look in; all of them if you leave it out",
    private="Show it only to you",
)
@app_commands.autocomplete(speaker=suggest_speakers, story=suggest_stories)
@everywhere
async def quote(
    interaction: discord.Interaction[Verbatim],
    speaker: app_commands.Range[str, 1, _NAME_MAX] | None = None,
    about: app_commands.Range[str, 1, _NAME_MAX] | None = None,
    story: str | None = None,
    private: bool = False,
) -> None:
    await serve_reader(
        interaction,
        "quote",
        lambda readers, asker: readers.quoting.quote(asker, speaker=speaker, about=about, story=story, private=private),
        private=private,
        text=about,
    )


@app_commands.command(name="check", description="Find out whether somebody really said this")
@app_commands.describe(
    words="The words that somebody supposedly said",
    speaker="Who said it",
    story="The story to look in; all of them if you leave it out",
    private="Show it only to you",
)
@app_commands.autocomplete(speaker=suggest_speakers, story=suggest_stories)
@everywhere
async def check(
    interaction: discord.Interaction[Verbatim],
    words: app_commands.Range[str, 1, _WORDS_MAX],
    speaker: app_commands.Range[str, 1, _NAME_MAX] | None = None,
    story: str | None = None,
    private: bool = False,
) -> None:
    await serve_reader(
        interaction,
        "check",
        lambda readers, asker: readers.quoting.check(asker, words, speaker=speaker, story=story, private=private),
        private=private,
        text=words,
    )


@app_commands.context_menu(name="Check this quote")
@everywhere
async def check_message(interaction: discord.Interaction[Verbatim], message: discord.Message) -> None:
    await serve_reader(
        interaction,
        "menu",
        lambda readers, asker: readers.quoting.check(asker, read_message(message), private=True),
        private=True,
        text=message.content,
    )


COMMANDS: Commands = (quote, check, check_message)
