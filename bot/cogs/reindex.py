"""For admins: ``/reindex``, with its progress in one message that is edited."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Literal

import discord
from discord import app_commands

from bot.cards.card import Reply
from bot.cards.reindexing import progress_card, report_card
from bot.cogs.audiences import Commands, for_admins
from bot.cogs.serving import serve_admin
from bot.cogs.suggestions import suggest_reindexable
from bot.errors import ReindexRunning
from bot.texts.translation import Translate
from bot.wire.responding import explain, send
from bot.wire.transport import WIRE_FAILURES, persist
from index.progress import Progress, Stage
from index.types import StoryId

if TYPE_CHECKING:
    from bot.admins import Admins
    from bot.client import Verbatim
    from bot.rules.access import Admin

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

    async def work(admins: Admins, admin: Admin) -> Reply:
        if bot.reindexing.is_running:
            raise ReindexRunning
        only = await admins.find_story(admin, story) if story else None
        board = _Board(interaction, admin.translate)
        bot.begin(_reindex(admins, admin, board, story=only, full=mode == "full", dry_run=dry_run))
        return Reply(card=progress_card(_BEGINNING, translate=admin.translate), result="Reindex")

    await serve_admin(interaction, "reindex", work)


_BEGINNING = Progress(stage=Stage.READING, done=0, total=0)


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
    admins: Admins, admin: Admin, board: _Board, *, story: StoryId | None, full: bool, dry_run: bool
) -> None:
    """Builds, keeps the board current meanwhile, and ends with the report or with what went wrong."""
    telling = asyncio.create_task(board.keep_current())
    try:
        report = await admins.reindex(admin, board.tell, story=story, full=full, dry_run=dry_run)
        last = Reply(card=report_card(report, dry_run=dry_run, translate=board.translate), result="Report")
    except Exception as error:
        last = explain(error, board.translate)
    finally:
        telling.cancel()
    await board.show(last)


COMMANDS: Commands = (reindex,)
