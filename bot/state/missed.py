"""What readers missed: questions that found no answer, and what they thought of the answers that there were.

Who asked a question is not kept; an opinion is kept with whose it is, until it expires or is erased.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.state.columns import ID, METADATA, MOMENT, TEXT, is_of
from bot.state.database import Database

GAPS = sa.Table(
    "gaps",
    METADATA,
    sa.Column("server", ID, primary_key=True),
    sa.Column("question", TEXT, primary_key=True),
    sa.Column("times", sa.Integer),
    sa.Column("asked_at", MOMENT),
    sa.Column("closed_at", MOMENT),
)
FEEDBACK = sa.Table(
    "feedback",
    METADATA,
    sa.Column("server", ID, primary_key=True),
    sa.Column("user", ID, primary_key=True),
    sa.Column("subject", TEXT, primary_key=True),
    sa.Column("helpful", sa.Boolean),
    sa.Column("reason", TEXT),
    sa.Column("given_at", MOMENT),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A question that the stories could not answer when it was asked; who asked is not known. ``closed_at`` is when an
    index was there that answers it, None while none is."""

    question: str
    times: int
    asked_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What a reader thought of one answer; ``subject`` names the answer, ``reason`` may be empty."""

    user: int
    subject: str
    helpful: bool
    reason: str
    given_at: datetime


class Missed:
    """Over the database that the rest of the state lies in."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add_gap(self, server: int, question: str, *, at: datetime) -> None:
        """Counts a question that could not be answered, and is open again; who asked is not taken."""
        asked = {"times": 1, "asked_at": at, "closed_at": None}
        key = {"server": server, "question": question}
        again = {**asked, "times": GAPS.c.times + 1}
        await self._database.write(self._database.keeping(GAPS, key, asked, again=again))

    async def gaps(self, server: int | None) -> list[Gap]:
        """The questions that could not be answered, most asked first, then newest; of all servers where it is None."""
        query = sa.select(*GAPS.c["question", "times", "asked_at", "closed_at"]).where(is_of(server, GAPS))
        ranked = query.order_by(GAPS.c.times.desc(), GAPS.c.asked_at.desc(), GAPS.c.question)
        return [Gap(**row._asdict()) for row in await self._database.read(ranked)]

    async def open_gaps(self) -> list[tuple[int, str]]:
        """The servers and the questions that are still open, most asked first."""
        query = sa.select(GAPS).where(GAPS.c.closed_at.is_(None)).order_by(GAPS.c.times.desc(), GAPS.c.asked_at.desc())
        return [(row.server, row.question) for row in await self._database.read(query)]

    async def close_gap(self, server: int, question: str, *, at: datetime) -> None:
        """Says of a question that it is answered now."""
        its = (GAPS.c.server == server, GAPS.c.question == question)
        await self._database.write(sa.update(GAPS).where(*its).values(closed_at=at))

    async def add_feedback(self, server: int, feedback: Feedback) -> None:
        """Keeps what a reader thinks now; what the same reader thought of the same answer before is replaced."""
        opinion = {"helpful": feedback.helpful, "reason": feedback.reason, "given_at": feedback.given_at}
        key = {"server": server, "user": feedback.user, "subject": feedback.subject}
        await self._database.write(self._database.keeping(FEEDBACK, key, opinion))

    async def feedback(self, server: int | None) -> list[Feedback]:
        """What readers thought, newest first; of all servers where it is None."""
        query = sa.select(*FEEDBACK.c["user", "subject", "helpful", "reason", "given_at"])
        newest_first = query.where(is_of(server, FEEDBACK)).order_by(FEEDBACK.c.given_at.desc())
        return [Feedback(**row._asdict()) for row in await self._database.read(newest_first)]
