"""Looking at what the bot sent, as a person would."""

import re

import discord

from bot.texts.markdown import CUT, displayable, visible
from tests.bot.discord_schema import message_of
from tests.bot.discord_schema import texts as texts_of

_JOINERS = re.compile("[\u200c\u200d]")
_QUOTED = re.compile(r"^> .*(?:\n> .*)*", re.MULTILINE)


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


def assert_found_again(card, bodies) -> None:
    """Whether each block quote of a card, without the marks that say where something was cut, stands in a body."""
    blocks = [block for text in texts_of(message_of(card)) for block in _QUOTED.findall(text)]
    assert blocks
    for block in blocks:
        words = _JOINERS.sub("", visible(block.replace(f"> {CUT} ", "> ").removesuffix(f" {CUT}")))
        assert any(words in _JOINERS.sub("", displayable(body)) for body in bodies)
