"""Asking: ``/ask`` and the message menu *Ask about this*."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.cogs.audiences import Commands, everywhere
from bot.cogs.serving import serve_reader
from bot.cogs.suggestions import suggest_questions, suggest_stories
from bot.wire.messages import read_message

if TYPE_CHECKING:
    from bot.client import Verbatim

_QUESTION_MAX = 1_000  # characters; a question is a sentence or two


@app_commands.command(
    name="ask", description="Ask a question about the story; the answer is in the articles’ own words"
)
@app_commands.describe(
    question="What you want to know",
    story="The story to look in; all of them if you leave it out",
    since="Only articles from this day on, for example 2011-08-18",
    private="Show it only to you",
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
    await serve_reader(
        interaction,
        "ask",
        lambda readers, asker: readers.questions.ask(asker, question, story=story, since=since, private=private),
        private=private,
        text=question,
    )


@app_commands.context_menu(name="Ask about this")
@everywhere
async def ask_about(interaction: discord.Interaction[Verbatim], message: discord.Message) -> None:
    await serve_reader(
        interaction,
        "menu",
        lambda readers, asker: readers.questions.ask(asker, read_message(message), private=True),
        private=True,
        text=message.content,
    )


COMMANDS: Commands = (ask, ask_about)
