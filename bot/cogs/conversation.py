"""Messages: a mention of the bot or of its role, a reply to the bot, a direct message, and questions in an "answer
here" channel or forum. In a reply to somebody else a mention alone asks what they asked; "is this true?" checks it, and
of the bot's own card it is told whose words that shows."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import discord

from bot.cards.card import Reply, say
from bot.cards.sent import read_card
from bot.errors import NothingToRead, RateLimited
from bot.rules.doubts import doubt_in
from bot.rules.questions import asked_in, is_chatter, points_elsewhere
from bot.texts.reading import as_seen
from bot.wire.messages import read_message
from index.errors import VerbatimError

if TYPE_CHECKING:
    from bot.client import Verbatim


async def hear(bot: Verbatim, message: discord.Message) -> None:
    """Answers a message that is for the bot; every other one is passed over."""
    if message.author.bot or message.webhook_id or message.is_system() or bot.user is None:
        return
    addressed = message.guild is None or bot.user in message.mentions or _calls_role(message, message.guild.self_role)
    if not addressed and not message.content:
        return  # without the Message Content intent a message that is not for the bot arrives empty
    text = _with_title(message, as_seen(message.content))
    if addressed:
        work = _answer(bot, text, message)
        await bot.responder.reply(message, "message", work, translate=bot.askers.translate(message))
        return
    with suppress(VerbatimError):  # where silence is the rule a failure is nobody's business
        asker = await bot.askers.of(message)
        if asker.channel is not None and asker.channel.answers_here and asked_in(text):
            here = bot.readers.questions.answer_here(asker, text)
            await bot.responder.reply(message, "here", here, translate=asker.translate, in_sight=False)


async def _answer(bot: Verbatim, text: str, message: discord.Message) -> Reply | None:
    """The answer to a message that is for the bot; None where it was told already that it asks too often."""
    asker = await bot.askers.of(message)
    if message.guild and message.guild.me not in message.mentions and not message.content:
        return _say_how(asker.translate("help.role", me=message.guild.me.mention))
    after, doubt = None, doubt_in(text)
    match message.reference and message.reference.resolved:
        case discord.Message(author=bot.user) if doubt:
            return _say_how(asker.translate("help.own"))
        case discord.Message(author=bot.user) as card:
            after = read_card(card)
        case discord.Message() as said if doubt or points_elsewhere(text):
            try:
                text = read_message(said)
            except NothingToRead:
                if bot.intents.message_content:
                    raise
                menu = asker.translate("commands.menu_check" if doubt else "commands.menu_ask")
                return _say_how(asker.translate("help.reply", menu=menu))
        case _:
            if doubt:
                return _say_how(asker.translate("help.doubt"))
    try:
        if doubt:
            return await bot.readers.quoting.check(
                asker, text, speaker=doubt.speaker, in_line=message.guild is not None
            )
        if not text or is_chatter(text):
            return await bot.readers.looking.small_talk(asker, text)
        return await bot.readers.questions.ask(asker, text, after=after, in_line=message.guild is not None)
    except RateLimited as limited:
        if limited.is_told:
            return None
        raise


def _calls_role(message: discord.Message, role: discord.Role | None) -> bool:
    """Whether the bot's own role is mentioned, which Discord offers beside the bot; few may ping it."""
    return role is not None and (role in message.role_mentions or role.id in message.raw_role_mentions)


def _say_how(told: str) -> Reply:
    """What to do instead, where the words that are meant are not there to be read."""
    return Reply(card=say(f"-# {told}"), result="Unread")


def _with_title(message: discord.Message, text: str) -> str:
    """What a message asks; the first one of a forum's post asks what its title asks, too."""
    thread = message.channel
    is_post = isinstance(thread, discord.Thread) and isinstance(thread.parent, discord.ForumChannel)
    if isinstance(thread, discord.Thread) and is_post and message.id == thread.id:
        return f"{as_seen(thread.name)}\n{text}".strip()
    return text
