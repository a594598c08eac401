"""How an answer gets back to whoever asked: at once if it is there within a second, otherwise after a sign of life.

Work has begun before anything is awaited here. Every failure ends here too: it becomes a sentence for the person and a
line in the log, with the same reference in both.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, NoReturn, TypeVar

import discord

from bot.cards.card import Answered, Card, Reply, say
from bot.operations.logs import interactions, new_reference
from bot.operations.metrics import Metrics
from bot.texts.refusals import refuse
from bot.texts.translation import Translate
from bot.wire.transport import WIRE_FAILURES, send, typing
from index.errors import VerbatimError

PATIENCE = 1.0  # seconds; what is done by then is answered directly. Discord allows 3.

_log = logging.getLogger("verbatim")

Returned = TypeVar("Returned", bound=Reply | None)
Remember = Callable[[Answered, int, int, int], Awaitable[None]]  # the answer; ids of server, channel and message


class Responder:
    """Sends replies and refusals, and writes one line an interaction."""

    def __init__(
        self,
        metrics: Metrics,
        *,
        logs_questions: bool,
        remember: Remember,
        is_first: Callable[[int], Awaitable[bool]],
        patience: float = PATIENCE,
    ) -> None:
        """``remember`` is called with each answer that is to be remembered, once it stands in a message; ``is_first``
        tells by its id whether this process answers a message or an interaction; where it cannot tell, what it raises
        is the answer: another process may give the one that was asked for."""
        self._metrics, self._logs_questions, self._patience = metrics, logs_questions, patience
        self._remember, self._is_first = remember, is_first
        self._in_flight: set[asyncio.Task[Any]] = set()

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Starts work that outlives the interaction it came from; ``drain`` waits for it."""
        self._hold(asyncio.create_task(work))

    async def drain(self, *, seconds: float) -> None:
        """Waits until everything that was asked is answered, what comes meanwhile included, up to ``seconds``."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._in_flight:
                    await asyncio.wait(self._in_flight)

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
        """Answers an interaction with what ``work`` gives; ``private`` keeps it so whatever the card would allow.

        What takes long is deferred privately, because what comes of it may be private: nothing of it has then been
        seen by anybody else. ``text`` is what was asked, for a log that may hold it.
        """
        started = time.monotonic()
        if (task := await self._begin(interaction.id, work)) is None:
            return
        try:
            done, _ = await asyncio.wait({task}, timeout=self._patience)
            if not done:
                await interaction.response.defer(ephemeral=True, thinking=True)
            reply = await _settle(task, translate)
            result = reply.result
            message = await _deliver(interaction, reply.card, deferred=not done, private=private)
            await self._remember_answer(reply, message, interaction.channel_id, interaction.guild_id)
        except WIRE_FAILURES as error:
            result = _note_loss(error)
            if not interaction.response.is_done() and not private:
                await _take_another_way(interaction, await _settle(task, translate))
            task.cancel()
        self._note(surface, result, started, server=interaction.guild_id, text=text)

    async def reply(
        self,
        message: discord.Message,
        surface: str,
        work: Coroutine[Any, Any, Reply | None],
        *,
        translate: Translate,
        in_sight: bool = True,
    ) -> None:
        """Answers a message with what ``work`` gives, None for silence. ``in_sight`` shows that the bot is typing when
        that takes a while; where silence is the rule, a failure is nobody's business either."""
        started = time.monotonic()
        if (task := await self._begin(message.id, work)) is None:
            return
        try:
            done, _ = await asyncio.wait({task}, timeout=self._patience)
            async with typing(message.channel) if in_sight and not done else contextlib.nullcontext():
                reply = await _settle(task, translate)
            result = reply.result if reply else "silent"
            if reply and (in_sight or task.exception() is None):
                sent = await send(message.channel, reply.card, to=message)
                await self._remember_answer(reply, sent.id, sent.channel.id, sent.guild.id if sent.guild else None)
        except WIRE_FAILURES as error:
            task.cancel()
            result = _note_loss(error)
        server = message.guild.id if message.guild else None
        self._note(surface, result, started, server=server, text=message.content)

    async def update(
        self,
        interaction: discord.Interaction[Any],
        surface: str,
        work: Coroutine[Any, Any, Reply],
        *,
        translate: Translate,
    ) -> None:
        """Shows what ``work`` gives in the card that was pressed; a failure beside it, privately."""
        started = time.monotonic()
        if (task := await self._begin(interaction.id, work)) is None:
            return
        try:
            await interaction.response.defer()
            await asyncio.wait({task})
            reply = await _settle(task, translate)
            result = reply.result
            if task.exception() is None:
                await interaction.edit_original_response(view=reply.card.view)
            else:
                await interaction.followup.send(view=reply.card.view, ephemeral=True)
        except WIRE_FAILURES as error:
            task.cancel()
            result = _note_loss(error)
        self._note(surface, result, started, server=interaction.guild_id, text=None)

    async def open_box(self, interaction: discord.Interaction[Any], box: discord.ui.Modal) -> None:
        """Opens a box; what is sent with it comes back as an interaction of its own."""
        box.stop()  # discord.py would keep it in memory; its custom id says all that has to be known
        self._hold(asyncio.current_task())
        with contextlib.suppress(VerbatimError):  # of several boxes Discord takes one
            if not await self._is_first(interaction.id):
                return
        try:
            await interaction.response.send_modal(box)
        except WIRE_FAILURES as error:
            _note_loss(error)

    async def _remember_answer(
        self, reply: Reply, message: int | None, channel: int | None, server: int | None
    ) -> None:
        if reply.answered and message and channel and server:
            await self._remember(reply.answered, server, channel, message)

    async def _begin(self, event: int, work: Coroutine[Any, Any, Returned]) -> asyncio.Task[Returned] | None:
        """Starts the work, None where another process answers; who asked for it is in flight until their own task
        ends."""
        self._hold(asyncio.current_task())
        try:
            if await self._is_first(event):
                return asyncio.create_task(work)
        except VerbatimError as error:
            work.close()
            return asyncio.create_task(_fail(error))
        work.close()
        return None

    def _hold(self, task: asyncio.Task[Any] | None) -> None:
        """Has ``drain`` wait for a task."""
        if task is not None:
            self._in_flight.add(task)
            task.add_done_callback(self._in_flight.discard)

    def _note(self, surface: str, result: str, started: float, *, server: int | None, text: str | None) -> None:
        seconds = time.monotonic() - started
        self._metrics.count(surface, result, seconds)
        facts: dict[str, object] = {"surface": surface, "result": result, "seconds": round(seconds, 3)}
        facts |= {"server": server} if server else {}
        facts |= {"question": text} if text and self._logs_questions else {}
        interactions.info("answered", extra={"facts": facts})


async def _fail(error: VerbatimError) -> NoReturn:
    raise error


async def _settle(task: asyncio.Task[Returned], translate: Translate) -> Returned | Reply:
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


async def _deliver(interaction: discord.Interaction[Any], card: Card, *, deferred: bool, private: bool) -> int | None:
    """Sends a card, and gives the id of the message in which everybody sees it. One that was deferred is with whoever
    asked before the channel gets it, whatever is lost then."""
    is_public = card.public and not private
    if not deferred:
        sent = await interaction.response.send_message(view=card.view, files=_files(card), ephemeral=not is_public)
        return sent.message_id if is_public else None
    await interaction.edit_original_response(view=card.view, attachments=_files(card))
    if not is_public:
        return None
    shown = await interaction.followup.send(view=card.view, wait=True)
    await interaction.delete_original_response()
    return shown.id


def _files(card: Card) -> list[discord.File]:
    return [discord.File(io.BytesIO(file.text.encode()), file.name) for file in card.files]


async def _take_another_way(interaction: discord.Interaction[Any], reply: Reply) -> None:
    """Sends to the channel what was for all to see, where Discord has given the interaction up."""
    channel = interaction.channel
    if reply.card.public and isinstance(channel, discord.abc.Messageable):
        with contextlib.suppress(*WIRE_FAILURES):
            await send(channel, reply.card)


def _note_loss(error: Exception) -> str:
    """What is noted when nobody is there any more to be answered, or the bot may not speak there."""
    code = error.code if isinstance(error, discord.HTTPException) else 0
    why = error.text if isinstance(error, discord.HTTPException) else type(error).__name__
    _log.warning("not delivered", extra={"facts": {"code": code, "why": why}})
    return f"lost:{code}"
