"""The shards of the bot's connection: each goes on where it was cut off, and one may come or go while others stay."""

from __future__ import annotations

import asyncio
from typing import Any

import discord
import discord.shard
import yarl
from discord.gateway import DiscordWebSocket, ReconnectWebSocket

from bot.cluster.cluster import Cluster
from bot.cluster.identifying import Budget, budget_of

_GOODBYE_SECONDS = 1.0  # the library waits for half a minute, in which leases would run out


class ResumingShard(discord.shard.Shard):
    """Resumes its session where discord.py would begin a new one and lose what was said meanwhile."""

    async def reconnect(self) -> None:
        if self.ws.session_id is None:
            await self._unless_left(super().reconnect)
        else:
            await self.reidentify(ReconnectWebSocket(self.id, resume=True))

    async def reidentify(self, exc: ReconnectWebSocket) -> None:
        await self._unless_left(super().reidentify, exc)

    async def _unless_left(self, connect: Any, *arguments: Any) -> None:
        """A shard that was left may have asked to be connected again just before."""
        if isinstance(self._client, ShardedClient) and self.id in self._client.shard_ids:
            await connect(*arguments)


def use_resuming_shards() -> None:
    """Has discord.py make its shards of ``ResumingShard``, in the whole process; it has no setting for it."""
    discord.shard.Shard = ResumingShard  # type: ignore[misc]


class ShardedClient(discord.AutoShardedClient):
    """A connection of one shard or of several. ``shard_ids`` are those that it sees to; in a ``cluster``, those whose
    leases it holds."""

    shard_ids: list[int]
    cluster: Cluster | None = None

    def __init__(self, *, shards: int | None, gateway_url: str, **options: Any) -> None:
        """``shards`` are all connected at the start; with None a ``cluster`` is to be set before it connects."""
        super().__init__(shard_count=shards, **options)
        self.shard_ids = list(range(shards or 0))
        self._gateway = yarl.URL(gateway_url)
        self._living: asyncio.Task[None] | None = None

    @property
    def is_connected(self) -> bool:
        """Whether Discord's events arrive; false while a connection is lost and not yet found again."""
        shards = [self.get_shard(shard) for shard in self.shard_ids]
        return self.is_ready() and bool(shards) and all(shard and not shard.is_closed() for shard in shards)

    @property
    def latency_ms(self) -> float | None:
        """How long Discord takes to answer a heartbeat on the slowest shard; None while nothing is known."""
        known = [shard.latency for number in self.shard_ids if (shard := self.get_shard(number))]
        finite = [latency * 1000 for latency in known if latency < float("inf")]  # NaN and infinity: not beaten yet
        return max(finite, default=None)

    async def on_shard_connect(self, shard: int) -> None:
        """A proxy or a test server may name Discord's own gateway to resume at; stay where the settings say."""
        self._get_websocket(shard_id=shard).gateway = self._gateway

    async def launch_shards(self) -> None:
        """Connects all shards; in a cluster they come with their leases, from now on."""
        if self.cluster is None:
            await super().launch_shards()
        else:
            self.shard_count = self._connection.shard_count = self.cluster.shards
            self._living = asyncio.create_task(self.cluster.keep(self), name="verbatim-cluster")

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """A shard of a cluster whose session is lost passes the gate that all pass; a new one has passed it."""
        if self.cluster is None:
            await super().before_identify_hook(shard_id, initial=initial)
        elif not initial:
            await self.cluster.pass_gate(shard_id or 0)

    async def serve_shard(self, shard: int) -> None:
        """Connects one more, and sees to it from then on; where the gateway is away, as often as it takes."""
        self._connection.shard_ids = [*self.shard_ids, shard]  # ready is who has heard from all of them
        await self.launch_shard(DiscordWebSocket.DEFAULT_GATEWAY, shard, initial=True)
        self.shard_ids.append(shard)

    async def leave_shard(self, shard: int) -> None:
        """Closes one's connection for good, if there is one, and waits a moment for Discord's goodbye."""
        if shard in self.shard_ids:
            self.shard_ids.remove(shard)
        if found := self.get_shard(shard):
            await asyncio.wait({asyncio.create_task(found.disconnect())}, timeout=_GOODBYE_SECONDS)

    def serves(self, shard: int) -> bool:
        """Whether one was connected, and not left since."""
        return shard in self.shard_ids

    @property
    def waiting(self) -> int:
        """Questions in line."""
        return 0

    async def recommended_shards(self) -> int:
        """How many shards Discord thinks the bot needs."""
        shards, *_ = await self.http.get_bot_gateway()
        return shards

    async def ask_budget(self) -> Budget:
        """What Discord allows of sessions."""
        limits = await self.fetch_session_start_limits()
        return budget_of(
            total=limits.total,
            remaining=limits.remaining,
            reset_after=limits.reset_after,
            max_concurrency=limits.max_concurrency,
        )

    async def leave_cluster(self) -> None:
        """Gives all shards to others, and serves each until they do."""
        if self.cluster is not None:
            if self._living is not None:
                self._living.cancel()
            await self.cluster.leave(self)
