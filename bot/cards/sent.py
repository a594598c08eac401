"""What can be read back from a card that was sent, so that its buttons work after a restart. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

import discord

from bot.cards.buttons import FollowUp, Share, ShowContext, Within, decode_action, encode_action
from bot.cards.card import QUESTION, UNDERSTOOD, CardView
from bot.texts.markdown import CUT, visible


@dataclass(frozen=True, slots=True, kw_only=True)
class SentCard:
    """What a card that was sent knows of its question: as it was put, or the sentence of it that asks, as it was
    understood ("" for as it was put), the passage that answered it, and what it was limited to."""

    question: str
    understood: str = ""
    context: ShowContext | None = None
    within: Within = field(default_factory=Within)


def read_card(message: discord.Message) -> SentCard | None:
    """What is written on a card of this bot; None for a message that answers no question."""
    items = list(discord.ui.LayoutView.from_message(message).walk_children())
    texts = {item.id: visible(item.content) for item in items if isinstance(item, discord.ui.TextDisplay)}
    actions = [
        decode_action(item.custom_id) for item in items if isinstance(item, discord.ui.Button) and item.custom_id
    ]
    if QUESTION not in texts:
        return None
    _, _, meant = texts.get(UNDERSTOOD, "").partition(": ")  # what stands before the colon is ours, in any language
    return SentCard(
        question=_without_cut(texts[QUESTION]),
        understood=_without_cut(meant),
        context=next((action for action in actions if isinstance(action, ShowContext)), None),
        within=next((action.within for action in actions if isinstance(action, FollowUp)), Within()),
    )


def _without_cut(question: str) -> str:
    """What is left of a question that a card shows a part of."""
    cut = visible(CUT)
    return question.removeprefix(cut).removesuffix(cut).strip()


def question_of(message: discord.Message) -> str:
    """The question, or the words to check, that stand on a card of this bot, as a reader sees them; "" for none."""
    sent = read_card(message)
    return sent.question if sent else ""


def marked_copy(message: discord.Message, mark: str) -> CardView:
    """The card of a message again, below a line of ours, which may stand there already."""
    copy = CardView(discord.ui.TextDisplay(mark))
    for item in discord.ui.LayoutView.from_message(message).children:
        if getattr(item, "content", None) != mark:
            copy.add_item(item)
    return copy


def public_copy(message: discord.Message) -> CardView:
    """The card of a message again, without its button to share it."""
    copy = CardView()
    for item in discord.ui.LayoutView.from_message(message).children:
        if not isinstance(item, discord.ui.ActionRow):
            copy.add_item(item)
        elif kept := [
            button for button in item.children if getattr(button, "custom_id", None) != encode_action(Share())
        ]:
            copy.add_item(discord.ui.ActionRow(*kept))
    return copy
