"""Asking: ``/ask`` and the message menu *Ask about this*."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.cogs.choices import Commands, everywhere, suggest_questions, suggest_stories

if TYPE_CHECKING:
    from bot.client import Verbatim

_QUESTION_MAX = 1_000  # characters; a question is a sentence or two


@app_commands.command(name="ask", description="Ask a question about the story; the answer is the articles’ own words")
@app_commands.describe(
    question="What you want to know",
    story="The story to look in; all of them if you leave it out",
    since="Only articles from this day on, for example 2011-08-18",
    private="Show it to you alone",
)
@app_commands.autocomplete(question=suggest_questions, story=suggest_stories)
@everywhere
async def ask(
    interaction: discord.Interaction[Verbatim],
    question: app_commands.Range[str, 1, _QUESTION_MAX],
    story: str | None = None,
    since: str | None = None,
    private: bool = False,
) -> None:
    bot = interaction.client
    place = await bot.place(interaction)
    work = bot.desk.ask(place, question, story=story, since=since, private=private)
    await bot.responder.respond(interaction, "ask", work, translate=place.translate, private=private, text=question)


@app_commands.context_menu(name="Ask about this")
@everywhere
async def ask_about(interaction: discord.Interaction[Verbatim], message: discord.Message) -> None:
    bot = interaction.client
    place = await bot.place(interaction)
    work = bot.desk.ask(place, message.content, private=True)
    await bot.responder.respond(
        interaction, "menu", work, translate=place.translate, private=True, text=message.content
    )


COMMANDS: Commands = (ask, ask_about)
