"""Messages: a mention, a reply to the bot, a direct message, and questions in an "answer here" channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.rules.questions import is_question, without_mention

if TYPE_CHECKING:
    from bot.client import Verbatim


async def hear(bot: Verbatim, message: discord.Message) -> None:
    """Answers a message that is for the bot; every other one is passed over."""
    if message.author.bot or message.webhook_id or message.is_system() or bot.user is None:
        return
    addressed = message.guild is None or bot.user in message.mentions
    if not addressed and not message.content:
        return  # without the Message Content intent a message that is not for the bot arrives empty
    server = message.guild.id if message.guild else None
    channel = getattr(message.channel, "parent_id", None) or message.channel.id
    locale = str(message.guild.preferred_locale) if message.guild else None
    asker = await bot.asker_of(message.author.id, server, channel, locale=locale)
    text = without_mention(message.content, bot.user.id)
    if addressed or (asker.channel is not None and asker.channel.answers_here and is_question(text)):
        work = bot.readers.ask(asker, text) if text else bot.readers.help(asker, may_administer=False)
        await bot.responder.reply(message, "message", work, translate=asker.translate)
