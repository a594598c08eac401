"""The buttons under the cards. They work after a restart: all they need is in their custom id and on the card they
stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, assert_never

import discord

from bot.cards.buttons import (
    TEMPLATE,
    Action,
    EraseMe,
    FollowUp,
    HowWeKnow,
    MoreBySpeaker,
    MorePassages,
    Share,
    ShowContext,
    TellMe,
    Vote,
    decode_action,
)
from bot.cards.card import Card, Reply
from bot.cards.sent import public_copy, question_of, read_card
from bot.cogs.boxes import follow_up_box, why_box
from bot.errors import OldButton
from index.errors import VerbatimError

if TYPE_CHECKING:
    import re

    from bot.client import Verbatim


class ActionButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=TEMPLATE):
    """Any button of a card; its custom id says which."""

    def __init__(self, item: discord.ui.Button[Any], action: Action | None) -> None:
        super().__init__(item)
        self._action = action

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str]
    ) -> Self:
        if not isinstance(item, discord.ui.Button):
            raise TypeError("this custom id belongs to a button")
        return cls(item, decode_action(match.string))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        bot: Verbatim = interaction.client
        translate = bot.askers.translate(interaction)
        card = interaction.message
        if card is None:
            return  # Discord sends the message of every button
        match self._action:
            case FollowUp(within=within):
                box = follow_up_box(within, translate, private=card.flags.ephemeral)
                await bot.responder.open_box(interaction, box)
            case Vote(helpful=False) if await _keeps_votes(bot, interaction):
                await bot.responder.open_box(interaction, why_box(translate))
            case action:
                # What follows from a private card is private; sharing it is what makes an exception of one.
                private = card.flags.ephemeral and not isinstance(action, Share)
                work = _act(bot, interaction, card, action, private=private)
                await bot.responder.respond(interaction, "button", work, translate=translate, private=private)


async def _keeps_votes(bot: Verbatim, interaction: discord.Interaction[Any]) -> bool:
    """Whether a reason would be kept; where that cannot be found out, voting itself says why."""
    try:
        return (await bot.askers.of(interaction)).votes
    except VerbatimError:
        return False


async def _act(
    bot: Verbatim, interaction: discord.Interaction[Any], card: discord.Message, action: Action | None, *, private: bool
) -> Reply:
    """What a button that opens no box does."""
    asker = await bot.askers.of(interaction)
    match action:
        case ShowContext():
            return await bot.readers.questions.context(asker, action)
        case MorePassages(passages=passages):
            return await bot.readers.questions.passages(asker, passages)
        case MoreBySpeaker():
            return await bot.readers.quoting.more_by(asker, action, private=private)
        case HowWeKnow(quotation=quotation):
            return await bot.readers.quoting.how(asker, quotation)
        case Vote(helpful=helpful):
            return await bot.readers.looking.vote(asker, question_of(card), helpful=helpful)
        case Share():
            return Reply(card=Card(view=public_copy(card), public=True), result="Shared")
        case TellMe(within=within) if sent := read_card(card):
            return await bot.readers.awaiting.tell_me(asker, sent, within)
        case EraseMe():
            return await bot.readers.looking.erase(asker)
        case FollowUp() | TellMe() | None:
            raise OldButton
        case _:
            assert_never(action)
