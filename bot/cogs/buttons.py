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
from bot.cards.card import Card, Reply, say
from bot.cards.sent import public_copy, question_of
from bot.cogs.serving import serve_reader
from bot.errors import OldButton, TurnedOff
from bot.state.state import Feedback
from bot.texts.translation import Translate

if TYPE_CHECKING:
    import re

    from bot.client import Verbatim
    from bot.rules.access import Asker

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
        asker = await bot.asker(interaction)
        card = interaction.message
        if card is None:
            return  # Discord sends the message of every button
        match self._action:
            case FollowUp():
                await interaction.response.send_modal(FollowUpBox(asker.translate))
            case Vote(helpful=False) if asker.server is not None and asker.server.feedback:
                await interaction.response.send_modal(WhyBox(asker.translate, question_of(card)))
            case action:
                work = _act(bot, asker, card, action)
                private = not isinstance(action, Share)
                await bot.responder.respond(interaction, "button", work, translate=asker.translate, private=private)


class FollowUpBox(discord.ui.Modal):
    """Another question, answered like the first."""

    def __init__(self, translate: Translate) -> None:
        super().__init__(title=translate("boxes.follow_up_title"), timeout=_BOX_SECONDS)
        self._question: discord.ui.TextInput[Any] = discord.ui.TextInput(
            style=discord.TextStyle.paragraph, max_length=_QUESTION_MAX
        )
        self.add_item(discord.ui.Label(text=translate("boxes.follow_up_label"), component=self._question))

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        question = self._question.value
        private = interaction.message is not None and interaction.message.flags.ephemeral
        await serve_reader(
            interaction,
            "follow-up",
            lambda readers, asker: readers.ask(asker, question, private=private),
            private=private,
            text=question,
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
        asker = await bot.asker(interaction)
        work = _vote(bot, asker, self._subject, helpful=False, reason=self._reason.value)
        await bot.responder.respond(interaction, "feedback", work, translate=asker.translate, private=True)


async def _act(bot: Verbatim, asker: Asker, card: discord.Message, action: Action | None) -> Reply:
    """What a button that opens no box does."""
    match action:
        case ShowContext():
            return await bot.readers.context(asker, action)
        case MoreBySpeaker(speaker=speaker, offset=offset):
            private = card.flags.ephemeral  # what follows from a private card stays private
            return await bot.readers.more_by(asker, speaker=speaker, offset=offset, private=private)
        case Vote(helpful=helpful):
            return await _vote(bot, asker, question_of(card) or "", helpful=helpful, reason="")
        case Share():
            return Reply(card=Card(view=public_copy(card), public=True), result="Shared")
        case EraseMe():
            await bot.state.erase_user(asker.user)
            return Reply(card=say(asker.translate("boxes.erased")), result="Erased")
        case FollowUp() | None:
            raise OldButton
        case _:
            assert_never(action)


async def _vote(bot: Verbatim, asker: Asker, subject: str, *, helpful: bool, reason: str) -> Reply:
    if asker.server is None or not asker.server.feedback:
        raise TurnedOff("feedback")
    opinion = Feedback(user=asker.user, subject=subject, helpful=helpful, reason=reason, given_at=datetime.now(UTC))
    await bot.state.add_feedback(asker.server.id, opinion)
    return Reply(card=say(asker.translate("boxes.thanks")), result="Feedback")
