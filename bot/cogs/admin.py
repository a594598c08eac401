"""For admins: ``/reindex``, with its progress in one message that is edited."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Literal

import discord
from discord import app_commands

from bot.access import require_admin
from bot.cards.reindexing import progress_card, report_card
from bot.cogs.choices import Commands, for_admins, suggest_reindexable
from bot.desk import Reply
from bot.errors import ReindexRunning
from bot.reindexing import Progress
from bot.responding import explain, send
from bot.translation import Translate
from bot.transport import WIRE_FAILURES, persist
from index.types import StoryId

if TYPE_CHECKING:
    from bot.client import Verbatim

_BETWEEN_EDITS = 2.0  # seconds


@app_commands.command(
    name="reindex", description="Build a new index from the sources while questions go on being answered"
)
@app_commands.describe(
    story="Look at this story alone; the others stay as they are",
    mode="Only what has changed, or everything",
    dry_run="Only tell what would change",
)
@app_commands.autocomplete(story=suggest_reindexable)
@for_admins
async def reindex(
    interaction: discord.Interaction[Verbatim],
    story: str | None = None,
    mode: Literal["changed", "full"] = "changed",
    dry_run: bool = False,
) -> None:
    bot = interaction.client
    place = await bot.place(interaction)
    board = _Board(interaction, place.translate)

    async def work() -> Reply:
        server = require_admin(interaction, place.server, role_name=bot.settings.discord.admin_role)
        if bot.reindexing.is_running:
            raise ReindexRunning
        only = await bot.office.find_story(server, story) if story else None
        bot.begin(_reindex(bot, server.id, board, story=only, full=mode == "full", dry_run=dry_run))
        return Reply(card=progress_card(_BEGINNING, translate=place.translate), result="Reindex")

    await bot.responder.respond(interaction, "reindex", work(), translate=place.translate, private=True)


_BEGINNING = Progress(stage="reading", done=0, total=0)


class _Board:
    """Where an admin sees how far it is: one message in the channel, edited at most every two seconds; where the bot
    may not write, the private answer, while Discord lets it be edited."""

    def __init__(self, interaction: discord.Interaction[Verbatim], translate: Translate) -> None:
        self.translate = translate
        self._interaction = interaction
        self._message: discord.Message | None = None
        self._latest = _BEGINNING
        self._changed = asyncio.Event()

    def tell(self, progress: Progress) -> None:
        self._latest = progress
        self._changed.set()

    async def keep_current(self) -> None:
        """Shows the latest progress, for ever, no more often than every two seconds."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            await self.show(Reply(card=progress_card(self._latest, translate=self.translate), result=""))
            await asyncio.sleep(_BETWEEN_EDITS)

    async def show(self, reply: Reply) -> None:
        """Edits the message to show a card; what cannot be shown is not worth stopping for."""
        with contextlib.suppress(*WIRE_FAILURES):
            message = self._message
            if message is not None:
                await persist(lambda: message.edit(view=reply.card.view))
            else:
                await self._begin(reply)

    async def _begin(self, reply: Reply) -> None:
        channel = self._interaction.channel
        if isinstance(channel, discord.abc.Messageable):
            with contextlib.suppress(discord.Forbidden):
                self._message = await send(channel, reply.card)
                return
        await persist(lambda: self._interaction.edit_original_response(view=reply.card.view))


async def _reindex(
    bot: Verbatim, server: int, board: _Board, *, story: StoryId | None, full: bool, dry_run: bool
) -> None:
    """Builds, keeps the board current meanwhile, and ends with the report or with what went wrong."""
    telling = asyncio.create_task(board.keep_current())
    try:
        report = await bot.office.reindex(server, board.tell, story=story, full=full, dry_run=dry_run)
        last = Reply(card=report_card(report, dry_run=dry_run, translate=board.translate), result="Report")
    except Exception as error:
        last = explain(error, board.translate)
    finally:
        telling.cancel()
    await board.show(last)


COMMANDS: Commands = (reindex,)
