"""What can be read in a message that somebody posted: its text, what it forwards, what its embeds and its poll say."""

from __future__ import annotations

import discord

from bot.errors import NothingToRead
from bot.texts.reading import as_seen, without_links


def read_message(message: discord.Message) -> str:
    """The words of a message as a person sees them, members and channels by their names; of a link alone, what Discord
    shows of its page.

    Raises:
        NothingToRead: there are none, only links, pictures, files or stickers.
    """
    texts = [message.clean_content]
    texts += [snapshot.content for snapshot in message.message_snapshots]
    texts += [text for embed in message.embeds for text in (embed.title, embed.description) if text]
    texts += [message.poll.question] if message.poll else []
    for text in texts:
        if any(map(str.isalnum, without_links(words := as_seen(text)))):
            return words
    raise NothingToRead
