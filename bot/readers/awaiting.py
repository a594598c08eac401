"""Questions that found no answer: who waits for one, and what the articles say by now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from bot.cards.answers import told_card
from bot.cards.buttons import Within
from bot.cards.card import Reply, say
from bot.cards.sent import SentCard
from bot.engine.engine import Engine
from bot.errors import TurnedOff
from bot.readers.gate import Gate
from bot.rules.access import Asker
from bot.state.promises import Awaited
from bot.state.state import State
from index.types import Answer, Question


class Awaiting:
    """Keeps for ``days`` who waits for an answer, and finds it when there is one."""

    def __init__(self, gate: Gate, engine: Engine, state: State, *, days: int, now: Callable[[], datetime]) -> None:
        self._gate, self._engine, self._state, self._days, self._now = gate, engine, state, days, now

    async def is_answered(self, asker: Asker, text: str) -> bool:
        """Whether the articles answer a question now, for everybody who asks where ``asker`` does."""
        return await self._answer_now(asker, text, Within()) is not None

    async def tell_me(self, asker: Asker, sent: SentCard, within: Within) -> Reply:
        """Keeps that somebody wants to be told when the question of a card is answered. Raises TurnedOff."""
        await self._gate.count(asker)
        server = asker.server
        if server is None or not server.gaps:
            raise TurnedOff("gaps")
        awaited = Awaited(
            id=uuid4().hex,
            user=asker.user,
            server=server.id,
            channel=asker.channel.id if asker.channel else 0,
            question=sent.understood or sent.question,
            story=within.story,
            since=within.since,
            language=asker.translate.language,
            asked_at=self._now(),
        )
        await self._state.promises.add_awaited(awaited)
        return Reply(card=say(asker.translate("boxes.will_tell", count=self._days)), result="Awaited")

    async def answer_awaited(self, asker: Asker, awaited: Awaited) -> Reply | None:
        """What to tell somebody who waits; None while the articles do not say."""
        catalogue = await self._engine.open()
        answer = await self._answer_now(asker, awaited.question, Within(story=awaited.story, since=awaited.since))
        if answer is None:
            return None
        built_at = catalogue.manifest.created_at
        card = told_card(answer, awaited.question, built_at=built_at, translate=asker.translate)
        return Reply(card=card, result="Told")

    async def _answer_now(self, asker: Asker, text: str, within: Within) -> Answer | None:
        scope = self._gate.scope_within(asker, await self._engine.open(), within)
        outcome = await self._engine.ask(Question(text=text, scope=scope))
        return outcome if isinstance(outcome, Answer) else None
