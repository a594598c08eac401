"""For admins: ``/reindex``, with its progress in one message that is edited."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Literal

import discord
from discord import app_commands

from bot.cards.card import Card, Reply, say
from bot.cards.sources import progress_card, report_card
from bot.cogs.audiences import Commands, for_admins
from bot.cogs.serving import serve_admin
from bot.cogs.suggestions import suggest_reindexable
from bot.errors import StillOpening
from bot.rules.scopes import require_own
from bot.texts.translation import Translate
from bot.wire.responding import explain
from bot.wire.transport import WIRE_FAILURES, edit, send
from index.progress import Progress, Stage
from index.types import StoryId

if TYPE_CHECKING:
    from bot.admins import Admins
    from bot.client import Verbatim
    from bot.rules.access import Admin

_BETWEEN_EDITS = 2.0  # seconds
_BEGINNING = Progress(stage=Stage.READING, done=0, total=0)


@app_commands.command(
    name="reindex", description="Build a new index from the sources; questions are still answered meanwhile"
)
@app_commands.describe(
    story="Build only this story; the others stay as they are",
    mode="Only what has changed, or everything",
    dry_run="Only show what would change",
    announce="Show the progress to everybody in this channel",
)
@app_commands.autocomplete(story=suggest_reindexable)
@for_admins
async def reindex(
    interaction: discord.Interaction[Verbatim],
    story: str | None = None,
    mode: Literal["changed", "full"] = "changed",
    dry_run: bool = False,
    announce: bool = False,
) -> None:
    bot = interaction.client

    async def work(admins: Admins, admin: Admin) -> Reply:
        bot.reindexing.require_idle()
        if bot.engine.is_opening:
            raise StillOpening
        only = await admins.find_story(admin, story) if story else None
        if mode == "full" and bot.serves_several:
            require_own(only, admin.server.id)
        first = progress_card(_BEGINNING, translate=admin.translate)
        board = await _put_up(interaction, first, admin.translate, announce=announce)
        bot.responder.begin(_reindex(admins, admin, board, story=only, full=mode == "full", dry_run=dry_run))
        card = say(admin.translate("reindex.announced")) if board.message else first
        return Reply(card=card, result="Reindex")

    await serve_admin(interaction, "reindex", work)


async def _put_up(
    interaction: discord.Interaction[Verbatim], first: Card, translate: Translate, *, announce: bool
) -> _Board:
    """Where progress is shown: the private answer, or a message in the channel where it is to be announced and can
    be."""
    message = None
    channel = interaction.channel
    if announce and isinstance(channel, discord.abc.Messageable):
        with contextlib.suppress(*WIRE_FAILURES):  # it may not write there, or the channel has just gone
            message = await send(channel, first)
    return _Board(interaction, message, translate)


class _Board:
    """One card that is edited at most every two seconds. Discord lets a private answer be edited for fifteen minutes;
    how it ended is then told in a direct message."""

    def __init__(
        self, interaction: discord.Interaction[Verbatim], message: discord.Message | None, translate: Translate
    ) -> None:
        self.message, self.translate = message, translate
        self._interaction = interaction
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
            with contextlib.suppress(*WIRE_FAILURES):  # what cannot be shown is not worth stopping for
                await self._show(progress_card(self._latest, translate=self.translate))
            await asyncio.sleep(_BETWEEN_EDITS)

    async def end(self, card: Card) -> None:
        """Shows how it ended."""
        try:
            await self._show(card)
        except WIRE_FAILURES:
            with contextlib.suppress(*WIRE_FAILURES):
                await send(self._interaction.user, card)

    async def _show(self, card: Card) -> None:
        if self.message is not None:
            await edit(self.message, card)
        else:
            await self._interaction.edit_original_response(view=card.view)


async def _reindex(
    admins: Admins, admin: Admin, board: _Board, *, story: StoryId | None, full: bool, dry_run: bool
) -> None:
    """Builds, keeps the board current meanwhile, and ends with the report or with what went wrong."""
    telling = asyncio.create_task(board.keep_current())
    try:
        report = await admins.reindex(admin, board.tell, story=story, full=full, dry_run=dry_run)
        last = report_card(report, dry_run=dry_run, translate=board.translate)
    except Exception as error:
        last = explain(error, board.translate).card
    finally:
        telling.cancel()
    await board.end(last)


COMMANDS: Commands = (reindex,)
