"""How an answer gets back to whoever asked: at once when it is there within a second, else after a sign of life.

Work has begun before anything is awaited here. Every failure ends here too: it becomes a sentence for the person and a
line in the log, with the same reference in both.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Coroutine
from typing import Any

import discord

from bot.cards.card import Card, Reply, say
from bot.operations.logs import interactions, new_reference
from bot.operations.metrics import Metrics
from bot.texts.refusals import refuse
from bot.texts.translation import Translate
from bot.wire.transport import WIRE_FAILURES, new_nonce, persist
from index.errors import VerbatimError

PATIENCE = 1.0  # seconds; what is done by then is answered directly. Discord allows 3.

_ACKNOWLEDGED = 40060  # Discord, "Interaction has already been acknowledged": the response that seemed lost arrived
_log = logging.getLogger("verbatim")


class Responder:
    """Sends replies and refusals, and writes one line an interaction."""

    def __init__(self, metrics: Metrics, *, logs_questions: bool, patience: float = PATIENCE) -> None:
        self._metrics, self._logs_questions, self._patience = metrics, logs_questions, patience
        self._in_flight: set[asyncio.Task[Any]] = set()

    async def drain(self, *, seconds: float) -> None:
        """Waits until everything that was asked is answered, up to ``seconds``."""
        if self._in_flight:
            await asyncio.wait(self._in_flight, timeout=seconds)

    async def respond(
        self,
        interaction: discord.Interaction[Any],
        surface: str,
        work: Coroutine[Any, Any, Reply],
        *,
        translate: Translate,
        private: bool = False,
        text: str | None = None,
    ) -> None:
        """Answers an interaction with what ``work`` gives. ``text`` is what was asked, for a log that may hold it."""
        started = time.monotonic()
        task = self._begin(work)
        try:
            done, _ = await asyncio.wait({task}, timeout=self._patience)
            if not done:
                await interaction.response.defer(ephemeral=private, thinking=True)
            reply = await _settle(task, translate)
            result = reply.result
            await _deliver(interaction, reply.card, deferred=not done, private=private)
        except WIRE_FAILURES as error:
            task.cancel()
            result = _note_loss(error)
        self._note(surface, result, started, server=interaction.guild_id, text=text)

    async def reply(
        self, message: discord.Message, surface: str, work: Coroutine[Any, Any, Reply], *, translate: Translate
    ) -> None:
        """Answers a message with what ``work`` gives; shows that the bot is typing when that takes a while."""
        started = time.monotonic()
        task = self._begin(work)
        try:
            done, _ = await asyncio.wait({task}, timeout=self._patience)
            if not done:
                await message.channel.typing()
            reply = await _settle(task, translate)
            result = reply.result
            await send(message.channel, reply.card, to=message)
        except WIRE_FAILURES as error:
            task.cancel()
            result = _note_loss(error)
        server = message.guild.id if message.guild else None
        self._note(surface, result, started, server=server, text=message.content)

    def _begin(self, work: Coroutine[Any, Any, Reply]) -> asyncio.Task[Reply]:
        """Starts the work; who asked for it is in flight until their own task ends."""
        if asker := asyncio.current_task():
            self._in_flight.add(asker)
            asker.add_done_callback(self._in_flight.discard)
        return asyncio.create_task(work)

    def _note(self, surface: str, result: str, started: float, *, server: int | None, text: str | None) -> None:
        seconds = time.monotonic() - started
        self._metrics.count(surface, result, seconds)
        facts: dict[str, object] = {"surface": surface, "result": result, "seconds": round(seconds, 3)}
        facts |= {"server": server} if server else {}
        facts |= {"question": text} if text and self._logs_questions else {}
        interactions.info("answered", extra={"facts": facts})


async def _settle(task: asyncio.Task[Reply], translate: Translate) -> Reply:
    """The reply, or the refusal that a failure becomes."""
    try:
        return await task
    except Exception as error:
        return explain(error, translate)


def explain(error: Exception, translate: Translate) -> Reply:
    """What a person reads of a failure. What the reference in it promises is in the log: why, or for a failure that
    nobody foresaw the traceback; why is left out where there is none, because it may repeat what was asked."""
    reference = new_reference()
    sentence = refuse(error, reference=reference, translate=translate)
    if isinstance(error, VerbatimError):
        facts = {"failure": type(error).__name__, "reference": reference}
        facts |= {"why": str(error)} if reference in sentence else {}
        _log.info("refused", extra={"facts": facts})
    else:
        _log.error("failed", exc_info=error, extra={"facts": {"reference": reference}})
    return Reply(card=say(sentence), result=f"refused:{type(error).__name__}")


async def send(channel: discord.abc.Messageable, card: Card, *, to: discord.Message | None = None) -> discord.Message:
    """Sends a card to a channel, once, however often the wire loses it; as a reply when ``to`` is still there."""
    nonce = new_nonce()
    reference = to.to_reference(fail_if_not_exists=False) if to else None

    async def attempt() -> discord.Message:
        if reference is None:
            return await channel.send(view=card.view, nonce=nonce)
        return await channel.send(view=card.view, nonce=nonce, reference=reference, mention_author=False)

    return await persist(attempt)


async def _deliver(interaction: discord.Interaction[Any], card: Card, *, deferred: bool, private: bool) -> None:
    if not deferred:
        await _respond_directly(interaction, card)
    elif private or card.public:
        await persist(lambda: interaction.edit_original_response(view=card.view))
    else:  # a deferral that everybody sees cannot become private; a follow-up can, once the deferral has ended
        await persist(lambda: interaction.edit_original_response(content="…"))
        await interaction.followup.send(view=card.view, ephemeral=True)
        await interaction.delete_original_response()


async def _respond_directly(interaction: discord.Interaction[Any], card: Card) -> None:
    try:
        await persist(lambda: interaction.response.send_message(view=card.view, ephemeral=not card.public))
    except discord.HTTPException as error:
        if error.code != _ACKNOWLEDGED:
            raise


def _note_loss(error: Exception) -> str:
    """What is noted when nobody is there any more to be answered, or the bot may not speak there."""
    code = error.code if isinstance(error, discord.HTTPException) else 0
    why = error.text if isinstance(error, discord.HTTPException) else type(error).__name__
    _log.warning("not delivered", extra={"facts": {"code": code, "why": why}})
    return f"lost:{code}"
