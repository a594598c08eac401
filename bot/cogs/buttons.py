"""The buttons under the cards, and the boxes they open. They work after a restart: all they need is in their custom id
and on the card they stand on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self, assert_never

import discord

from bot.cards.buttons import (
    TEMPLATE,
    Action,
    EraseMe,
    FollowUp,
    MoreBySpeaker,
    Share,
    ShowContext,
    Vote,
    decode,
)
from bot.cards.card import Card
from bot.cards.shown import public_copy, question_of
from bot.desk import Place, Reply
from bot.errors import OldButton, TurnedOff
from bot.responding import say
from bot.state import Feedback
from bot.translation import Translate

if TYPE_CHECKING:
    import re

    from bot.client import Verbatim

_QUESTION_MAX, _REASON_MAX = 1_000, 500  # characters
_BOX_SECONDS = 900.0  # that a box may stay open; one that is closed without a word is forgotten then


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
        return cls(item, decode(match.string))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        bot: Verbatim = interaction.client
        place = await bot.place(interaction)
        card = interaction.message
        if card is None:
            return  # Discord sends the message of every button
        match self._action:
            case FollowUp():
                await interaction.response.send_modal(FollowUpBox(place.translate))
            case Vote(helpful=False) if place.server is not None and place.server.feedback:
                await interaction.response.send_modal(WhyBox(place.translate, question_of(card)))
            case action:
                work = _act(bot, place, card, action)
                private = not isinstance(action, Share)
                await bot.responder.respond(interaction, "button", work, translate=place.translate, private=private)


class FollowUpBox(discord.ui.Modal):
    """Another question, answered like the first."""

    def __init__(self, translate: Translate) -> None:
        super().__init__(title=translate("boxes.follow_up_title"), timeout=_BOX_SECONDS)
        self._question: discord.ui.TextInput[Any] = discord.ui.TextInput(
            style=discord.TextStyle.paragraph, max_length=_QUESTION_MAX
        )
        self.add_item(discord.ui.Label(text=translate("boxes.follow_up_label"), component=self._question))

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        bot: Verbatim = interaction.client
        place = await bot.place(interaction)
        question = self._question.value
        private = interaction.message is not None and interaction.message.flags.ephemeral
        work = bot.desk.ask(place, question, private=private)
        await bot.responder.respond(
            interaction, "follow-up", work, translate=place.translate, private=private, text=question
        )


class WhyBox(discord.ui.Modal):
    """What was wrong with an answer."""

    def __init__(self, translate: Translate, question: str | None) -> None:
        super().__init__(title=translate("boxes.why_title"), timeout=_BOX_SECONDS)
        self._subject = question or ""
        self._reason: discord.ui.TextInput[Any] = discord.ui.TextInput(
            style=discord.TextStyle.paragraph, max_length=_REASON_MAX, required=False
        )
        self.add_item(discord.ui.Label(text=translate("boxes.why_label"), component=self._reason))

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        bot: Verbatim = interaction.client
        place = await bot.place(interaction)
        work = _vote(bot, place, self._subject, helpful=False, reason=self._reason.value)
        await bot.responder.respond(interaction, "feedback", work, translate=place.translate, private=True)


async def _act(bot: Verbatim, place: Place, card: discord.Message, action: Action | None) -> Reply:
    """What a button that opens no box does."""
    match action:
        case ShowContext():
            return await bot.desk.context(place, action)
        case MoreBySpeaker(speaker=speaker, offset=offset):
            return await bot.desk.more_by(place, speaker=speaker, offset=offset)
        case Vote(helpful=helpful):
            return await _vote(bot, place, question_of(card) or "", helpful=helpful, reason="")
        case Share():
            return Reply(card=Card(view=public_copy(card), public=True), result="Shared")
        case EraseMe():
            await bot.state.erase_user(place.user)
            return Reply(card=say(place.translate("boxes.erased")), result="Erased")
        case FollowUp() | None:
            raise OldButton
        case _:
            assert_never(action)


async def _vote(bot: Verbatim, place: Place, subject: str, *, helpful: bool, reason: str) -> Reply:
    if place.server is None or not place.server.feedback:
        raise TurnedOff("feedback")
    opinion = Feedback(user=place.user, subject=subject, helpful=helpful, reason=reason, given_at=datetime.now(UTC))
    await bot.state.add_feedback(place.server.id, opinion)
    return Reply(card=say(place.translate("boxes.thanks")), result="Feedback")
