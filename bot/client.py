"""The connection to Discord and the services that it owns: it starts and stops them, and every error ends here.

It knows no commands: they are handed to it.
"""

from __future__ import annotations

import asyncio
import logging
import mimetypes
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import discord
from discord import app_commands

from bot.admins import Admins
from bot.afterwards import Afterwards
from bot.askers import Askers
from bot.cards.card import Answered, Card
from bot.cluster.cluster import HANDING_OVER, Cluster, Times
from bot.engine.engine import Engine
from bot.notifying import Notifying
from bot.operations.health import keep_touching
from bot.operations.metrics import Metrics
from bot.readers import Readers
from bot.refreshing import Refreshing
from bot.reindexing import Reindexing
from bot.server_sources import ServerSources
from bot.settings import Settings
from bot.state.state import State
from bot.texts.translation import CommandTranslator, load_translations
from bot.wire.reaching import Reaching
from bot.wire.responding import PATIENCE, Responder, explain
from bot.wire.sharding import ShardedClient
from bot.wire.transport import WIRE_FAILURES, send

_GRACE_SECONDS = 4.5  # for the questions in line when the bot is told to stop
_LAST_WORDS_SECONDS = 8.5  # from then on, for their answers to be sent and the end of a reindex to be told
_IDLE_SECONDS = 1.0  # for a question that has only just arrived, while the index still opens
_GOODBYE_SECONDS = 1.0  # for Discord to say goodbye too, where it can be reached; with the others, within 10
_DAY = 86_400.0  # seconds
_BETWEEN_LOOKS = 5.0  # seconds, between two looks at which generation is current
_log = logging.getLogger("verbatim")


@dataclass(frozen=True, slots=True, kw_only=True)
class Surfaces:
    """Where people meet the bot: its commands and menus, the buttons and controls that outlive a restart, what takes
    the boxes that come back, and what hears messages."""

    commands: Sequence[app_commands.Command[Any, ..., Any] | app_commands.ContextMenu | app_commands.Group]
    items: Sequence[type[discord.ui.DynamicItem[Any]]]
    take: Callable[[discord.Interaction[Verbatim]], Awaitable[None]]
    hear: Callable[[Verbatim, discord.Message], Awaitable[None]]


def needed_intents(settings: Settings) -> discord.Intents:
    """Messages in servers and direct ones, and no privileged intent unless the operator asks for one."""
    intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
    intents.message_content = settings.discord.message_content
    return intents


class Verbatim(ShardedClient):
    """The bot. ``engine`` must not be started yet; ``patience`` and ``between_looks`` are seconds, for tests to change.

    With the ``times`` of a cluster it is one process among many, and serves the shards whose leases it holds.
    """

    def __init__(
        self,
        settings: Settings,
        engine: Engine,
        reindexing: Reindexing,
        surfaces: Surfaces,
        *,
        patience: float = PATIENCE,
        between_looks: float = _BETWEEN_LOOKS,
        times: Times | None = None,
    ) -> None:
        super().__init__(
            shards=None if times else settings.discord.shards or 1,
            gateway_url=settings.discord.gateway_url,
            intents=needed_intents(settings),
            allowed_mentions=discord.AllowedMentions.none(),
        )
        self.settings, self.engine, self.reindexing = settings, engine, reindexing
        self._surfaces = surfaces
        self.metrics = Metrics(lambda: engine.waiting)
        self.metrics.watch(
            catalogue=lambda: engine.catalogue,
            reindexed=lambda: reindexing.last,
            is_connected=lambda: self.is_connected,
        )
        self.responder = Responder(
            self.metrics,
            logs_questions=settings.privacy.log_questions,
            remember=self._remember,
            patience=patience,
            is_first=self._is_first,
        )
        self.tree = app_commands.CommandTree(self)
        self.tree.error(self._explain_to)
        self.state: State
        self.askers: Askers
        self.readers: Readers
        self.server_sources: ServerSources
        self.admins: Admins
        self.refreshing: Refreshing
        self.afterwards: Afterwards
        self.notifying: Notifying
        self._times, self._is_synced = times, False
        self._housekeeping: list[asyncio.Task[None]] = []
        self._leaving: asyncio.Task[None] | None = None
        self.left = asyncio.Event()
        self._stop_metrics: Callable[[], None] | None = None
        self._between_looks = between_looks

    async def setup_hook(self) -> None:
        """Everything between signing in and connecting."""
        translations = await asyncio.to_thread(load_translations)
        await asyncio.to_thread(mimetypes.init)  # reads files; with the first attachment it would do so on the loop
        self.state = await State.open(self.settings.state_place, self.settings.privacy)
        admin_role = self.settings.discord.admin_role
        self.askers = Askers(self.state, translations, self.get_guild, admin_role=admin_role)
        limits = None
        if self._times is not None:
            self.cluster = await self._join(self._times)
            limits = self.cluster.limits
        self.refreshing = Refreshing(self.engine, self.state, self.reindexing, self.settings)
        self.readers = Readers(
            self.engine, self.state, self.settings, limits=limits, stale_since=self.refreshing.stale_since
        )
        self.notifying = Notifying(
            self.engine, self.state, self.refreshing, self.settings, speak=self.askers.speak, post=self._post
        )
        self.server_sources = ServerSources(self.state, self.reindexing, self.settings)
        self.admins = Admins(self.engine, self.state, self.refreshing, self.server_sources, self.settings)
        self.afterwards = Afterwards(self.engine, self.state, self.readers, Reaching(self), self.askers.who_waits)
        self.engine.start()
        for command in self._surfaces.commands:
            self.tree.add_command(command)
        self.add_dynamic_items(*self._surfaces.items)
        await self.tree.set_translator(CommandTranslator(translations))
        if self.cluster is None:
            await self._sync_commands()
        if self.settings.metrics.port:
            self._stop_metrics = await asyncio.to_thread(self.metrics.serve, self.settings.metrics.port)
        self._keep_house()

    def _keep_house(self) -> None:
        seconds = self._between_looks
        tasks = {
            "expiry": self._expire(),
            "following": self.refreshing.follow(seconds=seconds),
            "refreshing": self.refreshing.keep_fresh(seconds=seconds, is_mine=self._reads_what_is_due),
            "afterwards": self.afterwards.follow(seconds=seconds),
            "notifying": self.notifying.keep_telling(seconds=seconds),
        }
        if self.settings.health.file:
            tasks["health"] = keep_touching(Path(self.settings.health.file), lambda: self.is_connected)
        for name, work in tasks.items():
            task = asyncio.create_task(work, name=f"verbatim-{name}")
            task.add_done_callback(_tell_end)
            self._housekeeping.append(task)

    def _reads_what_is_due(self) -> bool:
        """Whether sources are this process's to read: of a cluster one does, that which serves the first shard."""
        return self.cluster is None or (self.serves(0) and not self.cluster.is_fenced)

    async def _post(self, channel: int, card: Card) -> None:
        """Sends a card that nobody asked for; a channel that is closed or gone is no reason to stop."""
        try:
            await send(self.get_partial_messageable(channel), card)
        except WIRE_FAILURES as error:
            _log.warning("a notice cannot be sent", extra={"facts": {"channel": channel, "reason": str(error)}})

    async def _expire(self) -> None:
        """Once a day, forgets what has been kept long enough."""
        while True:
            try:
                await self.state.expire(datetime.now(UTC) - timedelta(days=self.settings.privacy.retention_days))
            except Exception:  # whatever it is, another process does it, or this one tomorrow
                _log.exception("what has been kept long enough is not forgotten yet")
            await asyncio.sleep(_DAY)

    @property
    def is_connected(self) -> bool:
        """Whether Discord's events arrive, and are this process's to answer."""
        return super().is_connected and not (self.cluster and self.cluster.is_fenced)

    @property
    def serves_several(self) -> bool:
        """Whether more than one server is served, or may be: of several processes none sees all servers."""
        return self.cluster is not None or len(self.guilds) > 1

    async def on_ready(self) -> None:
        _log.info("ready", extra={"facts": {"servers": len(self.guilds)}})
        if self.cluster is None:  # of several processes none sees all servers
            left = await self.server_sources.erase_others({guild.id for guild in self.guilds})
            if left:
                _log.info(
                    "erased what was kept of servers that removed the bot", extra={"facts": {"servers": len(left)}}
                )

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Boxes come here alone: discord.py would know those only that it opened since it started."""
        if interaction.type is discord.InteractionType.modal_submit:
            await self._surfaces.take(interaction)

    async def on_message(self, message: discord.Message) -> None:
        await self._surfaces.hear(self, message)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was removed from a server; of one that is only away for a while discord.py tells otherwise."""
        await self.server_sources.erase_server(guild.id)

    async def on_error(self, event_method: str, /, *_args: Any, **_kwargs: Any) -> None:
        _log.exception("failed", extra={"facts": {"event": event_method}})

    async def close(self) -> None:
        """Hands over to the others of a cluster, finishes what is in flight within ten seconds and what handing over
        has left of its own, then leaves; asked twice, it waits for the first time."""
        if self._leaving is None:
            self._leaving = asyncio.create_task(self._leave())
            self._leaving.add_done_callback(lambda _: self.left.set())
        await asyncio.shield(self._leaving)

    @property
    def handing_over(self) -> float:
        """Seconds for which one process of a cluster that was told to stop serves its shards, until others do."""
        return 0.0 if self._times is None else HANDING_OVER

    async def _leave(self) -> None:
        for task in self._housekeeping:
            task.cancel()
        now = asyncio.get_running_loop().time
        handed_over = now() + self.handing_over
        await self.leave_cluster()
        spare = max(0.0, handed_over - now())  # which a long line may take
        last_words = now() + spare + _LAST_WORDS_SECONDS
        is_idle = self.engine.catalogue is None and not self.engine.waiting  # a model that loads for nobody yet
        grace = _IDLE_SECONDS if is_idle else spare + _GRACE_SECONDS
        _, is_done = await asyncio.gather(self.reindexing.cancel(), self.engine.close(seconds=grace))
        if not (is_done or is_idle):
            _log.warning("stopped with questions in flight")
        await self.responder.drain(seconds=last_words - now())
        if self._stop_metrics is not None:
            await asyncio.to_thread(self._stop_metrics)
        await asyncio.wait({asyncio.create_task(super().close())}, timeout=_GOODBYE_SECONDS)
        if self.cluster is not None:
            await self.cluster.close()
        if hasattr(self, "state"):
            await self.state.close()

    async def _join(self, times: Times) -> Cluster:
        questions = self.settings.questions
        return await Cluster.join(
            self.settings.store.url,
            self.state.database,
            shards=self.settings.discord.shards,
            recommended=self.recommended_shards,
            budget=self.ask_budget,
            per_user=questions.per_user,
            per_server=questions.per_server,
            times=times,
        )

    async def serve_shard(self, shard: int) -> None:
        if shard == 0:  # one process of a cluster tells Discord of the commands
            await self._sync_commands()
        await super().serve_shard(shard)

    @property
    def waiting(self) -> int:
        """Questions in line."""
        return self.engine.waiting

    async def _sync_commands(self) -> None:
        if self.settings.discord.sync_commands and not self._is_synced:
            await self.tree.sync()
            self._is_synced = True

    async def _is_first(self, event: int) -> bool:
        """Whether a message or an interaction is this process's to answer. Raises DatabaseAway."""
        return self.cluster is None or await self.cluster.is_first(event)

    async def _remember(self, answered: Answered, server: int, channel: int, message: int) -> None:
        await self.afterwards.remember(answered, server, channel, message)

    async def _explain_to(self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError) -> None:
        """The last stop of an error in a command that did not reach the responder."""
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        reply = explain(cause, self.askers.translate(interaction))
        if interaction.type is discord.InteractionType.autocomplete:
            return  # there is nowhere to say it
        if not interaction.response.is_done():
            await interaction.response.send_message(view=reply.card.view, ephemeral=True)


def _tell_end(task: asyncio.Task[None]) -> None:
    """Tells the log of work that ought to go on for ever, and has failed."""
    if not task.cancelled() and (error := task.exception()):
        _log.error("what keeps house has ended", exc_info=error, extra={"facts": {"work": task.get_name()}})
