"""When each source was last read and what came of it: one small file in the data folder, beside the index.

A visit is *well* when the source gave something. One that was not keeps what the last good one left behind.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import TypeAdapter

from index.articles.sources import Reading, Source

_FILE = "sources.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """``source`` as it is written: PATH, LINK, STORY=PATH or STORY=LINK. ``well_at`` is when it last gave something,
    ``failing_since`` when the run of ``failures`` began. ``problem`` is a sentence on the last visit, which may have
    been a good one. ``look`` tells whether a file or folder has changed since (``files.fingerprint``). What a source
    gives ``is_held`` where nothing of it is taken before a person says so: no later visit mends that."""

    source: str
    read_at: datetime
    articles: int = 0
    problem: str | None = None
    well_at: datetime | None = None
    failing_since: datetime | None = None
    failures: int = 0
    look: str | None = None
    is_held: bool = False

    @property
    def is_well(self) -> bool:
        return self.failing_since is None

    def is_stale(self, now: datetime, after: timedelta) -> bool:
        """Whether it has been failing, and what it gave is older than ``after``, or is held; never by a clock that was
        set back."""
        return self.is_held or (self.failing_since is not None and (self.well_at or self.failing_since) + after < now)


_VISITS = TypeAdapter(list[Visit])


def note(reading: Reading, before: Mapping[str, Visit], *, at: datetime) -> list[Visit]:
    """What came of each source that was read, after the visits ``before``. Pure."""
    problems = defaultdict[Source, list[str]](list)
    for source, failure in reading.failures:
        problems[source].append(str(failure))
    return [
        _follow(before.get(source.written), source, problems[source], articles, reading.looks.get(source), at)
        for source, articles in reading.given.items()
    ]


def hold(visit: Visit, before: Visit | None, problem: str) -> Visit:
    """A good visit of which nothing is taken, for this reason, after the one ``before``. Pure."""
    return replace(_fail(visit, before), problem=problem, is_held=True)


def _follow(
    before: Visit | None, source: Source, problems: Sequence[str], articles: int, look: str | None, at: datetime
) -> Visit:
    problem = _sum_up(problems, articles)
    visit = Visit(source=source.written, read_at=at, articles=articles, problem=problem, well_at=at, look=look)
    return visit if articles or not problems else _fail(visit, before)


def _fail(visit: Visit, before: Visit | None) -> Visit:
    """The visit as one that gave nothing."""
    at = visit.read_at
    before = before or replace(visit, articles=0, well_at=None)
    return replace(
        visit,
        articles=before.articles,
        well_at=before.well_at and min(before.well_at, at),  # the clock may have been set back since
        failing_since=min(before.failing_since or at, at),
        failures=before.failures + 1,
    )


def recall_visits(data_dir: Path) -> dict[str, Visit]:
    """The last visit of each source; none where the file is missing or damaged."""
    try:
        return {visit.source: visit for visit in _VISITS.validate_json((data_dir / _FILE).read_bytes())}
    except (OSError, ValueError):
        return {}


def keep_visits(data_dir: Path, visits: Iterable[Visit], *, named: Collection[str] | None = None) -> None:
    """Puts visits in the place of earlier ones of the same sources; a reader sees the old file or the new one. Where
    all sources that there are have been ``named``, the visits of others are forgotten."""
    earlier = recall_visits(data_dir)
    known = {source: visit for source, visit in earlier.items() if named is None or source in named}
    known |= {visit.source: visit for visit in visits}
    data_dir.mkdir(parents=True, exist_ok=True)
    draft = data_dir / f".{_FILE}.{os.getpid()}"
    draft.write_bytes(_VISITS.dump_json(list(known.values()), indent=1))
    draft.replace(data_dir / _FILE)


def _sum_up(problems: Sequence[str], articles: int) -> str | None:
    if not problems or len(problems) + articles == 1:
        return problems[0] if problems else None
    return f"{len(problems)} of {len(problems) + articles} cannot be read; the first: {problems[0]}"
