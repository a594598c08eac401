"""What readers can ask, on whatever surface they ask it: each question gives the reply to send.

A surface says who asks and hands over the words; scopes, limits and gaps are seen to here.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection
from datetime import UTC, datetime

from bot.cluster.limits import SharedLimits
from bot.engine.engine import Engine
from bot.readers.awaiting import Awaiting
from bot.readers.gate import Gate
from bot.readers.looking import Looking
from bot.readers.questions import Questions
from bot.readers.quoting import Quoting
from bot.settings import Settings
from bot.state.state import State
from index.types import Quotation, StoryId


class Readers:
    """Answers readers, over one engine and one state, behind one gate."""

    def __init__(
        self,
        engine: Engine,
        state: State,
        settings: Settings,
        *,
        stale_since: Callable[[Collection[StoryId]], datetime | None] = lambda _: None,
        choose: Callable[[list[Quotation]], Quotation] = random.choice,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        limits: SharedLimits | None = None,
    ) -> None:
        gate, days = Gate(engine, settings, now=now, limits=limits), settings.privacy.retention_days
        self.looking = Looking(gate, engine, state, days=days, now=now)
        self.quoting = Quoting(gate, engine, choose=choose)
        self.questions = Questions(gate, engine, state, self.looking, stale_since=stale_since, now=now)
        self.awaiting = Awaiting(gate, engine, state, days=days, now=now)
