"""What can be read back from a card that was sent, so that its buttons work after a restart. Pure."""

from __future__ import annotations

import discord

from bot.cards.buttons import Share, encode
from bot.cards.card import QUESTION, CardView
from bot.texts.markdown import visible


def question_of(message: discord.Message) -> str | None:
    """The question, or the words to check, that stand on a card of this bot, as a reader sees them."""
    for item in discord.ui.LayoutView.from_message(message).walk_children():
        if isinstance(item, discord.ui.TextDisplay) and item.id == QUESTION:
            return visible(item.content)
    return None


def public_copy(message: discord.Message) -> CardView:
    """The card of a message again, without its button to share it."""
    copy = CardView()
    for item in discord.ui.LayoutView.from_message(message).children:
        if not isinstance(item, discord.ui.ActionRow):
            copy.add_item(item)
        elif kept := [button for button in item.children if getattr(button, "custom_id", None) != encode(Share())]:
            copy.add_item(discord.ui.ActionRow(*kept))
    return copy
