"""Where the bot may post, and what it lacks there. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import discord

from bot.errors import MayNotPost

# What Discord calls the permissions that the bot needs, where an admin switches them on.
SHOWN_AS: Mapping[str, str] = MappingProxyType(
    {
        "view_channel": "View Channel",
        "send_messages": "Send Messages",
        "send_messages_in_threads": "Send Messages in Threads",
        "read_message_history": "Read Message History",
    }
)


def find_lacking(channel: object, granted: discord.Permissions) -> list[str]:
    """The permissions without which nothing can be posted in a channel or a thread, and that are not granted."""
    sending = "send_messages_in_threads" if isinstance(channel, discord.Thread) else "send_messages"
    return [name for name in ("view_channel", sending) if not getattr(granted, name)]


def require_voice(interaction: discord.Interaction[Any]) -> None:
    """Raises MayNotPost where the bot may not post in the channel or the thread of an interaction."""
    if missing := find_lacking(interaction.channel, interaction.app_permissions):
        raise MayNotPost([SHOWN_AS[name] for name in missing])
