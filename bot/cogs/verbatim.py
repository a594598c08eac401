"""For admins: ``/verbatim status``, ``settings``, ``gaps`` and ``doctor``."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import app_commands

from bot.access import require_admin
from bot.cards.admin import doctor_card, gaps_card, status_card
from bot.cogs.choices import Commands, for_admins
from bot.desk import Place, Reply
from bot.doctor import look_at_bot, look_at_server
from bot.panel import TEMPLATE, change, panel_card
from bot.responding import explain
from bot.state import Channel, Server
from bot.transport import persist

if TYPE_CHECKING:
    import re

    from bot.client import Verbatim


@for_admins
class Look(app_commands.Group):
    """Look after this bot."""

    @app_commands.command(name="status", description="The age, size and health of the index")
    async def status(self, interaction: discord.Interaction[Verbatim]) -> None:
        place = await interaction.client.place(interaction)
        await _respond(interaction, place, _status(interaction, place))

    @app_commands.command(name="settings", description="What this server has switched on")
    async def settings(self, interaction: discord.Interaction[Verbatim]) -> None:
        place = await interaction.client.place(interaction)
        await _respond(interaction, place, _settings(interaction, place))

    @app_commands.command(name="gaps", description="The questions that the story could not answer")
    async def gaps(self, interaction: discord.Interaction[Verbatim]) -> None:
        place = await interaction.client.place(interaction)
        await _respond(interaction, place, _gaps(interaction, place))

    @app_commands.command(name="doctor", description="What is misconfigured, and how to mend it")
    async def doctor(self, interaction: discord.Interaction[Verbatim]) -> None:
        place = await interaction.client.place(interaction)
        await _respond(interaction, place, _doctor(interaction, place))


class PanelItem(discord.ui.DynamicItem[discord.ui.Item[Any]], template=TEMPLATE):
    """Any control of the settings panel; its custom id says which."""

    def __init__(self, item: discord.ui.Item[Any], control: str) -> None:
        super().__init__(item)
        self._control = control

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str]
    ) -> Self:
        return cls(item, match["control"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        bot: Verbatim = interaction.client
        place = await bot.place(interaction)
        await interaction.response.defer()
        try:
            server, channel = _require_channel(interaction, place)
            data: Any = interaction.data or {}
            server, channel = change(server, channel, self._control, data.get("values", []))
            await bot.state.save_server(server)
            await bot.state.save_channel(server.id, channel)
            reply = await _settings(interaction, await bot.place(interaction))
            await persist(lambda: interaction.edit_original_response(view=reply.card.view))
        except Exception as error:
            refusal = explain(error, place.translate)
            await interaction.followup.send(view=refusal.card.view, ephemeral=True)


async def _respond(interaction: discord.Interaction[Verbatim], place: Place, work: Coroutine[Any, Any, Reply]) -> None:
    responder = interaction.client.responder
    await responder.respond(interaction, "verbatim", work, translate=place.translate, private=True)


async def _status(interaction: discord.Interaction[Verbatim], place: Place) -> Reply:
    bot = interaction.client
    require_admin(interaction, place.server, role_name=bot.settings.discord.admin_role)
    return Reply(card=status_card(await bot.office.status(), translate=place.translate), result="Status")


async def _settings(interaction: discord.Interaction[Verbatim], place: Place) -> Reply:
    bot = interaction.client
    server, channel = _require_channel(interaction, place)
    stories = bot.office.choosable_stories(server)
    listens = bot.settings.discord.message_content
    card = panel_card(server, channel, stories=stories, listens=listens, translate=place.translate)
    return Reply(card=card, result="Settings")


async def _gaps(interaction: discord.Interaction[Verbatim], place: Place) -> Reply:
    bot = interaction.client
    server = require_admin(interaction, place.server, role_name=bot.settings.discord.admin_role)
    gaps, opinions = await bot.state.gaps(server.id), await bot.state.feedback(server.id)
    days = bot.settings.privacy.retention_days
    card = gaps_card(gaps, opinions, kept=server.gaps, days=days, translate=place.translate)
    return Reply(card=card, result="Gaps")


async def _doctor(interaction: discord.Interaction[Verbatim], place: Place) -> Reply:
    bot = interaction.client
    require_admin(interaction, place.server, role_name=bot.settings.discord.admin_role)
    findings = [*look_at_bot(bot.settings, bot.engine.catalogue), *look_at_server(interaction, bot.settings)]
    return Reply(card=doctor_card(findings, translate=place.translate), result="Doctor")


def _require_channel(interaction: discord.Interaction[Any], place: Place) -> tuple[Server, Channel]:
    bot: Verbatim = interaction.client
    server = require_admin(interaction, place.server, role_name=bot.settings.discord.admin_role)
    return server, place.channel or Channel(id=interaction.channel_id or 0)


COMMANDS: Commands = (Look(name="verbatim", description="Look after this bot"),)
