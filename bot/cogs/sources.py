"""For admins: ``/sources list``, ``add``, ``remove`` and ``check``."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.access import require_admin
from bot.cards.admin import preview_card, sources_card
from bot.cogs.choices import Commands, for_admins, suggest_sources
from bot.desk import Place, Reply
from bot.errors import FileOrPath, UploadTooLarge
from bot.office import Upload
from bot.responding import say
from bot.text import escape

if TYPE_CHECKING:
    from bot.client import Verbatim


@for_admins
class Sources(app_commands.Group):
    """Where the articles come from."""

    @app_commands.command(name="list", description="List the sources")
    async def list_all(self, interaction: discord.Interaction[Verbatim]) -> None:
        place = await interaction.client.place(interaction)
        await _respond(interaction, place, _show(interaction, place, troubles_first=False))

    @app_commands.command(name="check", description="Find out which sources cannot be read")
    async def check(self, interaction: discord.Interaction[Verbatim]) -> None:
        place = await interaction.client.place(interaction)
        await _respond(interaction, place, _show(interaction, place, troubles_first=True))

    @app_commands.command(name="add", description="Add a file of articles; its text is shown before it goes live")
    @app_commands.describe(
        file="A .txt, .md, .html or .jsonl file",
        path="Instead: a file or folder below the one that the operator opened",
    )
    async def add(
        self,
        interaction: discord.Interaction[Verbatim],
        file: discord.Attachment | None = None,
        path: str | None = None,
    ) -> None:
        place = await interaction.client.place(interaction)
        await _respond(interaction, place, _add(interaction, place, file, path))

    @app_commands.command(name="remove", description="Remove a source")
    @app_commands.describe(path="A source from the list")
    @app_commands.autocomplete(path=suggest_sources)
    async def remove(self, interaction: discord.Interaction[Verbatim], path: str) -> None:
        place = await interaction.client.place(interaction)
        await _respond(interaction, place, _remove(interaction, place, path))


async def _respond(interaction: discord.Interaction[Verbatim], place: Place, work: Coroutine[Any, Any, Reply]) -> None:
    responder = interaction.client.responder
    await responder.respond(interaction, "sources", work, translate=place.translate, private=True)


async def _show(interaction: discord.Interaction[Verbatim], place: Place, *, troubles_first: bool) -> Reply:
    bot = interaction.client
    server = require_admin(interaction, place.server, role_name=bot.settings.discord.admin_role)
    lines = await bot.office.check_sources(server.id)
    if troubles_first:
        lines.sort(key=lambda line: line.problem is None)
    return Reply(card=sources_card(lines, translate=place.translate), result="Sources")


async def _add(
    interaction: discord.Interaction[Verbatim], place: Place, file: discord.Attachment | None, path: str | None
) -> Reply:
    bot = interaction.client
    server = require_admin(interaction, place.server, role_name=bot.settings.discord.admin_role)
    match file, path:
        case discord.Attachment(), None:
            upload = await _download(file, allowed=bot.settings.reindex.upload_bytes)
            article = await bot.office.add_upload(server.id, upload)
        case None, str():
            article = await bot.office.add_path(server.id, path)
        case _:
            raise FileOrPath
    return Reply(card=preview_card(article, translate=place.translate), result="SourceAdded")


async def _download(file: discord.Attachment, *, allowed: int) -> Upload:
    if file.size > allowed:
        raise UploadTooLarge(file.filename, size=file.size, allowed=allowed)
    return Upload(filename=file.filename, content=await file.read())


async def _remove(interaction: discord.Interaction[Verbatim], place: Place, name: str) -> Reply:
    bot = interaction.client
    server = require_admin(interaction, place.server, role_name=bot.settings.discord.admin_role)
    await bot.office.remove_source(server.id, name)
    return Reply(card=say(place.translate("sources.removed", name=escape(name))), result="SourceRemoved")


COMMANDS: Commands = (Sources(name="sources", description="Where the articles come from"),)
