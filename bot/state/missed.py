"""What readers missed: questions that found no answer, and what they thought of the answers that there were.

Of a question nobody knows who asked it; an opinion is kept with whose it is, until it expires or is erased.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.state.columns import ID, SECONDS, TEXT, read_time, storable
from bot.state.database import Database

_metadata = sa.MetaData()
GAPS = sa.Table(
    "gaps",
    _metadata,
    sa.Column("server", ID, primary_key=True),
    sa.Column("question", TEXT, primary_key=True),
    sa.Column("times", sa.Integer),
    sa.Column("asked_at", SECONDS),
    sa.Column("closed_at", SECONDS),
)
FEEDBACK = sa.Table(
    "feedback",
    _metadata,
    sa.Column("server", ID, primary_key=True),
    sa.Column("user", ID, primary_key=True),
    sa.Column("subject", TEXT, primary_key=True),
    sa.Column("helpful", sa.Boolean),
    sa.Column("reason", TEXT),
    sa.Column("given_at", SECONDS),
)
MISSED = _metadata.sorted_tables


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
        asked = {"times": 1, "asked_at": int(at.timestamp()), "closed_at": None}
        key = {"server": server, "question": storable(question)}
        again = {**asked, "times": GAPS.c.times + 1}
        await self._database.write(self._database.keeping(GAPS, key, asked, again=again))

    async def gaps(self, server: int | None) -> list[Gap]:
        """The questions that could not be answered, most asked first, then newest; of all servers where it is None."""
        query = sa.select(GAPS).order_by(GAPS.c.times.desc(), GAPS.c.asked_at.desc(), GAPS.c.question)
        if server is not None:
            query = query.where(GAPS.c.server == server)
        return [_read_gap(row) for row in await self._database.read(query)]

    async def open_gaps(self) -> list[tuple[int, str]]:
        """The servers and the questions that are still open, most asked first."""
        query = sa.select(GAPS).where(GAPS.c.closed_at.is_(None)).order_by(GAPS.c.times.desc(), GAPS.c.asked_at.desc())
        return [(row.server, row.question) for row in await self._database.read(query)]

    async def close_gap(self, server: int, question: str, *, at: datetime) -> None:
        """Says of a question that it is answered now."""
        its = (GAPS.c.server == server, GAPS.c.question == question)
        await self._database.write(sa.update(GAPS).where(*its).values(closed_at=int(at.timestamp())))

    async def add_feedback(self, server: int, feedback: Feedback) -> None:
        """Keeps what a reader thinks now; what the same reader thought of the same answer before is replaced."""
        opinion = {
            "helpful": feedback.helpful,
            "reason": storable(feedback.reason),
            "given_at": int(feedback.given_at.timestamp()),
        }
        key = {"server": server, "user": feedback.user, "subject": storable(feedback.subject)}
        await self._database.write(self._database.keeping(FEEDBACK, key, opinion))

    async def feedback(self, server: int | None) -> list[Feedback]:
        """What readers thought, newest first; of all servers where it is None."""
        query = sa.select(FEEDBACK).order_by(FEEDBACK.c.given_at.desc())
        if server is not None:
            query = query.where(FEEDBACK.c.server == server)
        return [
            Feedback(
                user=row.user,
                subject=row.subject,
                helpful=row.helpful,
                reason=row.reason,
                given_at=read_time(row.given_at),
            )
            for row in await self._database.read(query)
        ]

    async def erase_user(self, user: int) -> int:
        """Forgets what a person thought of answers, in every server; how many entries that were."""
        return await self._database.write(sa.delete(FEEDBACK).where(FEEDBACK.c.user == user))

    async def expire(self, before: datetime) -> int:
        """Forgets what is older, of every server; how many entries that were."""
        seconds = int(before.timestamp())
        gaps = await self._database.write(sa.delete(GAPS).where(GAPS.c.asked_at < seconds))
        return gaps + await self._database.write(sa.delete(FEEDBACK).where(FEEDBACK.c.given_at < seconds))


def _read_gap(row: Any) -> Gap:
    closed_at = None if row.closed_at is None else read_time(row.closed_at)
    return Gap(question=row.question, times=row.times, asked_at=read_time(row.asked_at), closed_at=closed_at)
