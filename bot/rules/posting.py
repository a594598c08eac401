"""Where the bot may post, and what it lacks there. Pure."""

from __future__ import annotations

from typing import Any, NewType

import discord

from bot.errors import MayNotPost, Permission

OpenPlace = NewType("OpenPlace", int)  # the id of a channel or a thread in which the bot may post: require_place


def find_lacking(channel: object, granted: discord.Permissions) -> list[Permission]:
    """The permissions without which nothing can be posted in a channel or a thread, and that are not granted."""
    is_thread = isinstance(channel, discord.Thread)
    sending = Permission.SEND_MESSAGES_IN_THREADS if is_thread else Permission.SEND_MESSAGES
    return [wanted for wanted in (Permission.VIEW_CHANNEL, sending) if not getattr(granted, wanted)]


def require_place(interaction: discord.Interaction[Any]) -> OpenPlace:
    """The channel or the thread of an interaction. Raises MayNotPost where the bot may not post in it."""
    missing = find_lacking(interaction.channel, interaction.app_permissions)
    if missing or interaction.channel_id is None:  # each tells its channel
        raise MayNotPost(missing)
    return OpenPlace(interaction.channel_id)
