"""One process among many: it says that it lives, takes its share of shards, and gives up what is no longer its own."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import platform
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_hex
from typing import Protocol, Self

from bot.cluster.answering import expire_answered, is_first
from bot.cluster.identifying import PAUSE, Budget, IdentifyGate
from bot.cluster.leases import BEAT, TTL, Leases
from bot.cluster.limits import SharedLimits
from bot.cluster.members import Members, find_shards_in_use
from bot.cluster.shares import Census, lease_of, shard_of, shards_to_take
from bot.cluster.tables import require_cluster
from bot.state.database import Database
from index.errors import VerbatimError

_CONNECTIONS = 2  # to the database, its own: renewing a lease waits for no question
_BEATS_A_MINUTE = 24
_GOODBYE_SECONDS = 3.0
HANDING_OVER = 60.0  # seconds, at most; a dozen shards pass the gate in them
_LOOK_SECONDS = 0.2  # between two looks whether others serve what was given up
_LATE = 3  # leases' lives after which whoever said nothing is not waited for: one that died is started again by then
_log = logging.getLogger("verbatim")


class Shards(Protocol):
    """What serves shards of the bot, and how it is."""

    async def serve_shard(self, shard: int) -> None:
        """Connects a shard, and sees to it from then on that it is connected."""

    async def leave_shard(self, shard: int) -> None:
        """Closes a shard's connection, if there is one."""

    def serves(self, shard: int) -> bool:
        """Whether a shard was connected, and not left since."""

    @property
    def waiting(self) -> int:
        """Questions in line."""

    @property
    def latency_ms(self) -> float | None:
        """How long Discord takes to answer a heartbeat, None while nothing is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Seconds that a lease holds, between two beats, and between two IDENTIFYs; for tests to shorten."""

    lease: float = TTL
    beat: float = BEAT
    identify: float = PAUSE


class Cluster:
    """The membership of this process. Made by ``join``; ``leave`` ends it."""

    def __init__(
        self,
        database: Database,
        questions: Database,
        shards: int,
        gate: IdentifyGate,
        limits: SharedLimits,
        times: Times,
    ) -> None:
        self.limits, self.shards = limits, shards
        self._database, self._questions, self._gate, self._times = database, questions, gate, times
        name = f"{platform.node()}-{os.getpid()}-{token_hex(3)}"  # no other process ever has it
        self._members = Members(database, name, shards)
        self._leases = Leases(database, name, ttl=times.lease)
        self._names = [lease_of(shard, of=shards) for shard in range(shards)]
        self._parting = frozenset[str]()  # given up, and served until whoever takes them serves them
        self._connecting: asyncio.Task[None] | None = None
        self._beats = 0

    @classmethod
    async def join(
        cls,
        url: str,
        questions: Database,
        *,
        shards: int,
        recommended: Callable[[], Awaitable[int]],
        budget: Callable[[], Awaitable[Budget]],
        per_user: int,
        per_server: int,
        times: Times,
    ) -> Self:
        """A member that holds nothing yet. ``questions`` is the same database by other connections, which what belongs
        to a question is written through. ``shards`` is how many the bot has; 0 takes what the others count, or what
        ``recommended`` gives.

        Raises:
            OldDatabase, OtherSchema, DatabaseAway.
        """
        await asyncio.to_thread(require_cluster, url)
        database = await Database.open(url, connections=_CONNECTIONS)
        in_use = await find_shards_in_use(database, seconds=times.lease)
        limits = SharedLimits(questions, per_user=per_user, per_server=per_server)
        await limits.expire(datetime.now(UTC))  # nobody has since the last process of an earlier run stopped
        gate = IdentifyGate(database, budget, pause=times.identify)
        return cls(database, questions, shards or in_use or await recommended(), gate, limits, times)

    @property
    def is_fenced(self) -> bool:
        """Whether others may take its shards, because it could not renew them in time."""
        return self._leases.is_fenced

    async def is_first(self, event: int) -> bool:
        """Whether this process is the one to answer a message or an interaction. Raises DatabaseAway."""
        return await is_first(self._questions, self._members.name, event)

    async def pass_gate(self, shard: int) -> None:
        """Waits until a shard may connect; where nobody can say when, as long as Discord asks at least."""
        try:
            await self._gate.pass_through(shard)
        except Exception as error:
            _log.warning("the gate is closed", extra={"facts": {"shard": shard, "why": type(error).__name__}})
            await asyncio.sleep(self._times.identify)

    async def keep(self, shards: Shards) -> None:
        """Lives, for ever: a beat now and then. A database that is away changes nothing; then it catches up."""
        was_away = False
        while True:
            try:
                await self._beat(shards)
                was_away = False
            except VerbatimError as error:
                if not was_away:
                    _log.warning("the cluster's database is away", extra={"facts": {"why": str(error)}})
                was_away = True
            except Exception:  # whatever it is, the next beat is another chance to hold what it serves
                _log.exception("a beat failed")
            await asyncio.sleep(self._times.beat)

    async def leave(self, shards: Shards) -> None:
        """Gives its shards to the others at once, as far as the database can be told, and serves each until whoever
        takes it does; for ``HANDING_OVER`` seconds at most, and not where nobody stays. One that is only late is waited
        for: nobody else will serve them."""
        if self._connecting is not None:
            self._connecting.cancel()
        held = self._leases.held
        served = frozenset(lease for lease in held if shards.serves(shard_of(lease)))
        await _leave_all(shards, held - served)
        self._parting |= served
        with contextlib.suppress(VerbatimError, TimeoutError):
            async with asyncio.timeout(_GOODBYE_SECONDS):
                await self._members.announce_leaving(seconds=HANDING_OVER)
                await self._leases.release(held)
            async with asyncio.timeout(HANDING_OVER):
                while self._parting and await self._find_staying():
                    await self._part(shards)
                    await asyncio.sleep(_LOOK_SECONDS)
        await _leave_all(shards, self._parting)
        with contextlib.suppress(VerbatimError, TimeoutError):
            async with asyncio.timeout(_GOODBYE_SECONDS):
                await self._members.leave()

    async def _find_staying(self) -> Sequence[str]:
        """The processes that stay, those included that are late. Raises DatabaseAway."""
        await self._leases.renew()  # holds none, and knows by it that the database would tell of any
        return await self._members.find_staying(seconds=_LATE * self._times.lease)

    async def close(self) -> None:
        await self._database.close()

    async def _beat(self, shards: Shards) -> None:
        serving = [lease for lease in self._leases.held if shards.serves(shard_of(lease))]
        if lost := await self._leases.renew(serving=serving):
            _log.warning("lost shards", extra={"facts": {"leases": sorted(lost)}})
            await _leave_all(shards, lost)
        census = await self._count(shards, starting=len(self._leases.held) - len(serving))
        self._beats += 1
        wanted = shards_to_take(census)
        if wanted > 0 and self._beats > 1:  # whoever starts at the same time has been heard of by then
            await self._leases.take(self._names, wanted)
        elif wanted < 0:
            await self._give_up(shards, -wanted)
        await self._part(shards)
        self._connect(shards)
        if self._beats % _BEATS_A_MINUTE == 0:
            await self._forget()

    async def _count(self, shards: Shards, *, starting: int) -> Census:
        """Says that it lives, and counts who does."""
        await self._members.beat(waiting=shards.waiting, latency_ms=shards.latency_ms)
        alive = await self._members.find_staying(seconds=self._times.lease)
        return Census(
            shards=self.shards,
            processes=len(alive),
            rank=alive.index(self._members.name),
            served=await self._members.count_served(self._names),
            held=len(self._leases.held),
            starting=starting,
        )

    async def _give_up(self, shards: Shards, most: int) -> None:
        """Leaves shards to others, those first that are not served yet; what is served stays so until they serve it, as
        Discord keeps no events for who comes later."""
        held = sorted(self._leases.held, key=lambda lease: (shards.serves(shard_of(lease)), -shard_of(lease)))
        given = held[:most]
        served = [lease for lease in given if shards.serves(shard_of(lease))]
        await _leave_all(shards, set(given) - set(served))
        self._parting |= frozenset(served)
        await self._leases.release(given)

    async def _part(self, shards: Shards) -> None:
        """Leaves what it has given up and another serves by now."""
        self._parting -= self._leases.held  # nobody else took it
        if not self._parting:
            return
        followed = await self._members.find_followed(self._parting)
        await _leave_all(shards, followed)
        self._parting -= followed

    def _connect(self, shards: Shards) -> None:
        """Sees to it that what is held is served, one shard after the other."""
        if self._connecting is None or self._connecting.done():
            self._connecting = asyncio.create_task(self._connect_all(shards), name="verbatim-shards")

    async def _connect_all(self, shards: Shards) -> None:
        for lease in sorted(self._leases.held, key=shard_of):
            if shards.serves(shard_of(lease)):
                continue
            try:
                await self._gate.pass_through(shard_of(lease))
                if lease in self._leases.held:
                    await shards.serve_shard(shard_of(lease))
            except Exception as error:  # Discord or the database: the next beat tries again
                _log.warning("a shard waits", extra={"facts": {"lease": lease, "why": type(error).__name__}})
                return
            if lease not in self._leases.held:  # lost, or given up, meanwhile
                await shards.leave_shard(shard_of(lease))

    async def _forget(self) -> None:
        await expire_answered(self._database)
        await self.limits.expire(datetime.now(UTC))
        await self._members.bury()


async def _leave_all(shards: Shards, leases: Collection[str]) -> None:
    """Leaves them at the same time; a connection that does not close well is closed all the same."""
    await asyncio.gather(*(shards.leave_shard(shard_of(lease)) for lease in leases), return_exceptions=True)
