"""Looking at what the bot sent, as a person would."""

import discord


def texts(message) -> str:
    """All text on a card."""
    view = discord.ui.LayoutView.from_message(getattr(message, "message", message))
    return "\n".join(item.content for item in view.walk_children() if isinstance(item, discord.ui.TextDisplay))


def labels(message) -> list[str]:
    """The buttons that do something, by what stands on them."""
    view = discord.ui.LayoutView.from_message(getattr(message, "message", message))
    buttons = [item for item in view.walk_children() if isinstance(item, discord.ui.Button) and item.custom_id]
    return [item.label or str(item.emoji) for item in buttons]


def custom_ids(message) -> list[str]:
    """What the buttons and selects do, as Discord is told."""
    view = discord.ui.LayoutView.from_message(getattr(message, "message", message))
    return [item.custom_id for item in view.walk_children() if getattr(item, "custom_id", None)]
