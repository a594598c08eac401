"""For admins: ``/sources list``, ``add``, ``paste``, ``remove`` and ``check``."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.cogs.audiences import Commands, for_admins
from bot.cogs.boxes import paste_box
from bot.cogs.serving import Work, serve_admin
from bot.cogs.suggestions import suggest_sources
from bot.errors import FileOrPath, NotRefreshed, UnreadableUpload, UploadTooLarge
from bot.server_sources import Upload
from bot.wire.transport import WIRE_FAILURES

if TYPE_CHECKING:
    from bot.admins import Admins
    from bot.cards.card import Reply
    from bot.client import Verbatim
    from bot.rules.access import Admin

_SURFACE = "sources"


@for_admins
class Sources(app_commands.Group):
    """Where the articles come from."""

    @app_commands.command(name="list", description="List the sources")
    async def list_all(self, interaction: discord.Interaction[Verbatim]) -> None:
        await serve_admin(interaction, _SURFACE, lambda admins, admin: admins.list_sources(admin))

    @app_commands.command(name="check", description="Find out which sources cannot be read, or preview a link")
    @app_commands.describe(link="A page or feed: show what would be read from it, and keep nothing")
    async def check(self, interaction: discord.Interaction[Verbatim], link: str | None = None) -> None:
        def work(admins: Admins, admin: Admin) -> Work:
            return admins.list_sources(admin, troubles_first=True) if link is None else admins.check_link(admin, link)

        await serve_admin(interaction, _SURFACE, work)

    @app_commands.command(name="add", description="Add articles; their text is shown before they go live")
    @app_commands.describe(
        file="A text, Markdown, HTML, JSON, Word or PDF file",
        link="Or a web page or feed, which is read again automatically",
        path="Or a file or folder inside the one that the operator opened",
        refresh="How often to read the link again, such as 15min, 2h or 1d",
    )
    async def add(
        self,
        interaction: discord.Interaction[Verbatim],
        file: discord.Attachment | None = None,
        link: str | None = None,
        path: str | None = None,
        refresh: str = "",
    ) -> None:
        allowed = interaction.client.settings.reindex.upload_bytes

        async def work(admins: Admins, admin: Admin) -> Reply:
            match file, link, path:
                case None, str(), None:
                    return await admins.add_link(admin, link, refresh)
                case (discord.Attachment(), None, None) | (None, None, str()) if refresh:
                    raise NotRefreshed
                case discord.Attachment(), None, None:
                    return await admins.add_upload(admin, await _download(file, allowed=allowed))
                case None, None, str():
                    return await admins.add_path(admin, path)
                case _:
                    raise FileOrPath

        await serve_admin(interaction, _SURFACE, work)

    @app_commands.command(name="paste", description="Add an article by pasting its text")
    async def paste(self, interaction: discord.Interaction[Verbatim]) -> None:
        bot = interaction.client
        asker = await bot.askers.of(interaction)
        if bot.askers.may_administer(interaction, asker):
            await bot.responder.open_box(interaction, paste_box(asker.translate))
        else:
            await serve_admin(interaction, _SURFACE, lambda admins, admin: admins.list_sources(admin))  # refuses

    @app_commands.command(name="remove", description="Remove a source")
    @app_commands.describe(path="A source from the list")
    @app_commands.autocomplete(path=suggest_sources)
    async def remove(self, interaction: discord.Interaction[Verbatim], path: str) -> None:
        await serve_admin(interaction, _SURFACE, lambda admins, admin: admins.remove_source(admin, path))


async def _download(file: discord.Attachment, *, allowed: int) -> Upload:
    filename = name_upload(file)
    if file.size > allowed:
        raise UploadTooLarge(filename, size=file.size, allowed=allowed)
    try:
        return Upload(filename=filename, content=await file.read())
    except WIRE_FAILURES as error:
        raise UnreadableUpload(filename, "Discord does not hand it over; send it again.") from error


def name_upload(file: discord.Attachment) -> str:
    """What whoever sent a file calls it: of letters that are not Latin, Discord leaves nothing but in its title."""
    return f"{file.title}{PurePath(file.filename).suffix}" if file.title else file.filename


COMMANDS: Commands = (Sources(name="sources", description="Where the articles come from"),)
