"""For admins: ``/verbatim status``, ``settings``, ``alarm``, ``digest``, ``gaps``, ``export`` and ``doctor``."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Literal, Self

import discord
from discord import app_commands

from bot.cards.settings_panel import TEMPLATE
from bot.cogs.audiences import Commands, for_admins
from bot.cogs.serving import Work, serve_admin
from bot.operations.doctor.running import look_at_notices, look_at_server
from bot.rules.posting import require_place

if TYPE_CHECKING:
    import re

    from bot.admins import Admins
    from bot.cards.card import Reply
    from bot.client import Verbatim
    from bot.rules.access import Admin

_SURFACE = "verbatim"


@for_admins
class Look(app_commands.Group):
    """Look after this bot."""

    @app_commands.command(name="status", description="The age, size and health of the index")
    async def status(self, interaction: discord.Interaction[Verbatim]) -> None:
        await serve_admin(interaction, _SURFACE, lambda admins, admin: admins.status(admin))

    @app_commands.command(name="settings", description="What this server has switched on")
    async def settings(self, interaction: discord.Interaction[Verbatim]) -> None:
        await serve_admin(interaction, _SURFACE, lambda admins, admin: admins.settings(admin))

    @app_commands.command(name="alarm", description="Tell a channel when a source fails for too long")
    @app_commands.describe(where="This channel, or none")
    async def alarm(self, interaction: discord.Interaction[Verbatim], where: Literal["here", "nowhere"]) -> None:
        def work(admins: Admins, admin: Admin) -> Work:
            return admins.send_alarms(admin, to=require_place(interaction) if where == "here" else None)

        await serve_admin(interaction, _SURFACE, work)

    @app_commands.command(name="digest", description="Once a day, tell this channel what is new")
    @app_commands.describe(hour="The hour of the day, 0 to 23; no digest if you leave it out")
    async def digest(
        self, interaction: discord.Interaction[Verbatim], hour: app_commands.Range[int, 0, 23] | None = None
    ) -> None:
        def work(admins: Admins, admin: Admin) -> Work:
            return admins.send_digests(admin, to=None if hour is None else require_place(interaction), hour=hour)

        await serve_admin(interaction, _SURFACE, work)

    @app_commands.command(name="gaps", description="The questions that the story could not answer")
    async def gaps(self, interaction: discord.Interaction[Verbatim]) -> None:
        await serve_admin(interaction, _SURFACE, lambda admins, admin: admins.gaps(admin))

    @app_commands.command(name="export", description="Unanswered questions and thumbs-down, as files")
    async def export(self, interaction: discord.Interaction[Verbatim]) -> None:
        await serve_admin(interaction, _SURFACE, lambda admins, admin: admins.export(admin))

    @app_commands.command(name="doctor", description="What is misconfigured, and how to fix it")
    async def doctor(self, interaction: discord.Interaction[Verbatim]) -> None:
        of_server = look_at_server(
            interaction, interaction.client.settings, interaction.client.askers.translate(interaction)
        )
        of_notices = partial(look_at_notices, interaction.guild)
        application = interaction.application_id
        await serve_admin(
            interaction,
            _SURFACE,
            lambda admins, admin: admins.doctor(admin, of_server, of_notices, application=application),
        )


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
        data: Any = interaction.data or {}

        async def change() -> Reply:
            admin = await bot.askers.require_admin(interaction)
            return await bot.admins.change_setting(admin, self._control, data.get("values", []))

        await bot.responder.update(interaction, _SURFACE, change(), translate=bot.askers.translate(interaction))


COMMANDS: Commands = (Look(name="verbatim", description="Look after this bot"),)
