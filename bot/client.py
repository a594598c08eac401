"""The connection to Discord: it brings the rooms together, starts and stops them; the last stop of every error."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import discord
import yarl
from discord import app_commands

from bot.cogs import admin, ask, buttons, conversation, quotes, sources, story, verbatim
from bot.desk import Desk, Place
from bot.engine import Engine
from bot.errors import TokenRefused
from bot.health import keep_touching
from bot.logs import set_up
from bot.metrics import Metrics
from bot.office import Office
from bot.preloading import preload_torch
from bot.reindexing import Reindexing
from bot.responding import PATIENCE, Responder, explain
from bot.settings import Settings
from bot.state import State
from bot.translation import CommandTranslator, load_translations
from bot.transport import point_at
from index.errors import SettingsError
from index.library import Library

_GRACE_SECONDS = 7.0  # for the questions in line when the bot is told to stop; with the next, within 10
_LAST_WORDS_SECONDS = 1.5  # for their answers to be sent, and again for the end of a reindex to be told
_DAY = 86_400.0  # seconds
_BETWEEN_LOOKS = 5.0  # seconds, between two looks at which generation is current
_INTENT_OFF = (
    "[discord] message_content: the intent is off. Switch it on at https://discord.com/developers/applications > your "
    "application > Bot > Privileged Gateway Intents > Message Content Intent, or set message_content = false"
)
_log = logging.getLogger("verbatim")

COMMANDS = (
    *ask.COMMANDS,
    *quotes.COMMANDS,
    *story.COMMANDS,
    *admin.COMMANDS,
    *sources.COMMANDS,
    *verbatim.COMMANDS,
)


def command_names() -> frozenset[str]:
    """The names under which Discord knows the commands and menus."""
    return frozenset(command.name for command in COMMANDS)


def needed_intents(settings: Settings) -> discord.Intents:
    """Messages in servers and direct ones, and no privileged intent unless the operator asks for one."""
    intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
    intents.message_content = settings.discord.message_content
    return intents


class Verbatim(discord.Client):
    """The bot. ``engine`` must not be started yet; ``reindexing`` and both times (seconds) are for tests to replace."""

    def __init__(
        self,
        settings: Settings,
        engine: Engine,
        reindexing: Reindexing,
        *,
        patience: float = PATIENCE,
        between_looks: float = _BETWEEN_LOOKS,
    ) -> None:
        super().__init__(intents=needed_intents(settings), allowed_mentions=discord.AllowedMentions.none())
        self.settings, self.engine, self.reindexing = settings, engine, reindexing
        self.metrics = Metrics(lambda: engine.waiting)
        self.responder = Responder(self.metrics, logs_questions=settings.privacy.log_questions, patience=patience)
        self.tree = app_commands.CommandTree(self)
        self.tree.error(self._explain_to)
        self.state: State
        self.desk: Desk
        self.office: Office
        self._housekeeping: list[asyncio.Task[None]] = []
        self._begun: set[asyncio.Task[None]] = set()
        self._leaving: asyncio.Task[None] | None = None
        self._stop_metrics: Callable[[], None] | None = None
        self._between_looks = between_looks

    async def setup_hook(self) -> None:
        """Everything between signing in and connecting."""
        self.translations = await asyncio.to_thread(load_translations)
        self.state = await State.open(self.settings.state_file, self.settings.privacy)
        self.desk = Desk(self.engine, self.state, self.settings)
        self.office = Office(self.engine, self.state, self.reindexing, self.settings)
        self.engine.start()
        for command in COMMANDS:
            self.tree.add_command(command)
        self.add_dynamic_items(buttons.ActionButton, verbatim.PanelItem)
        await self.tree.set_translator(CommandTranslator(self.translations))
        if self.settings.discord.sync_commands:
            await self.tree.sync()
        if self.settings.metrics.port:
            self._stop_metrics = await asyncio.to_thread(self.metrics.serve, self.settings.metrics.port)
        self._keep_house()

    def _keep_house(self) -> None:
        self._housekeeping.append(asyncio.create_task(self._expire(), name="verbatim-expiry"))
        following = self.office.follow(seconds=self._between_looks)
        self._housekeeping.append(asyncio.create_task(following, name="verbatim-following"))
        if self.settings.health.file:
            touching = keep_touching(Path(self.settings.health.file), self.is_ready)
            self._housekeeping.append(asyncio.create_task(touching, name="verbatim-health"))

    async def _expire(self) -> None:
        """Once a day, forgets what has been kept long enough."""
        while True:
            await self.state.expire(datetime.now(UTC) - timedelta(days=self.settings.privacy.retention_days))
            await asyncio.sleep(_DAY)

    async def on_connect(self) -> None:
        """A proxy or a test server may name Discord's own gateway to resume at; stay where the settings say."""
        self.ws.gateway = yarl.URL(self.settings.discord.gateway_url)

    async def on_ready(self) -> None:
        _log.info("ready", extra={"facts": {"servers": len(self.guilds)}})

    async def on_message(self, message: discord.Message) -> None:
        await conversation.hear(self, message)

    async def on_error(self, event_method: str, /, *_args: Any, **_kwargs: Any) -> None:
        _log.exception("failed", extra={"facts": {"event": event_method}})

    async def close(self) -> None:
        """Finishes what is in flight within ten seconds, then leaves; asked twice, it waits for the first time."""
        if self._leaving is None:
            self._leaving = asyncio.create_task(self._leave())
        await asyncio.shield(self._leaving)

    async def _leave(self) -> None:
        for task in self._housekeeping:
            task.cancel()
        _, is_done = await asyncio.gather(self.reindexing.cancel(), self.engine.close(seconds=_GRACE_SECONDS))
        if not is_done:
            _log.warning("stopped with questions in flight")
        await self.responder.drain(seconds=_LAST_WORDS_SECONDS)
        if self._begun:
            await asyncio.wait(self._begun, timeout=_LAST_WORDS_SECONDS)
        if self._stop_metrics is not None:
            await asyncio.to_thread(self._stop_metrics)
        await super().close()
        if hasattr(self, "state"):
            await self.state.close()

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Starts work that outlives the interaction it came from; ``close`` waits for it."""
        task = asyncio.create_task(work)
        self._begun.add(task)
        task.add_done_callback(self._begun.discard)

    async def place(self, interaction: discord.Interaction[Any]) -> Place:
        """Where an interaction comes from; a server that the bot is no member of counts as none."""
        server = interaction.guild_id if self.get_guild(interaction.guild_id or 0) else None
        channel = interaction.channel
        parent = getattr(channel, "parent_id", None)
        return await self.place_of(
            interaction.user.id, server, parent or interaction.channel_id, locale=str(interaction.locale)
        )

    async def place_of(self, user: int, server: int | None, channel: int | None, *, locale: str | None) -> Place:
        """Where somebody asks; ``channel`` is a thread's parent for a thread."""
        chosen = await self.state.server(server) if server is not None else None
        return Place(
            user=user,
            server=chosen,
            channel=chosen.channel(channel) if chosen else None,
            translate=self.translations.to(locale),
        )

    async def _explain_to(self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError) -> None:
        """The last stop of an error in a command that did not reach the responder."""
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        reply = explain(cause, self.translations.to(str(interaction.locale)))
        if not interaction.response.is_done():
            await interaction.response.send_message(view=reply.card.view, ephemeral=True)


def make_bot(settings: Settings, config: Path | None = None) -> Verbatim:
    """The bot over the index that the settings name; opens nothing yet."""
    questions = settings.questions
    engine = Engine(lambda: _open_library(settings), waiting=questions.waiting, batch=questions.batch)
    reindexing = Reindexing(
        settings.data.dir, config, niceness=settings.reindex.niceness, threads=settings.reindex.threads
    )
    return Verbatim(settings, engine, reindexing)


def _open_library(settings: Settings) -> Library:
    preload_torch()
    return Library.open(settings)


def run(settings: Settings, config: Path | None = None) -> None:
    """Connects, and answers until SIGTERM or Ctrl-C.

    Raises:
        SettingsError: there is no token, or the settings ask for an intent that is off in the Developer Portal.
        TokenRefused: Discord does not know the token.
    """
    set_up(settings.log)
    point_at(settings.discord.api_url, settings.discord.gateway_url)
    asyncio.run(serve(make_bot(settings, config)))


async def serve(bot: Verbatim) -> None:
    """Runs a bot until it is told to stop. Raises like ``run``."""
    token = bot.settings.discord.token
    if token is None:
        raise SettingsError(
            ["[discord] token: there is none; set VERBATIM_DISCORD__TOKEN or VERBATIM_DISCORD__TOKEN_FILE"]
        )
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, lambda: loop.create_task(bot.close()))
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(bot.close)
        try:
            await bot.start(token.get_secret_value())
        except discord.LoginFailure as error:
            raise TokenRefused from error
        except discord.PrivilegedIntentsRequired as error:
            raise SettingsError([_INTENT_OFF]) from error
