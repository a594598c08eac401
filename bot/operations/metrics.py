"""What Prometheus may read on the loopback interface: counts and durations, never who or what."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, start_http_server

from bot.engine.engine import Catalogue
from bot.reindexing import Ended
from index.errors import SettingsError

_SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 30.0)
_OUTCOMES = {"Answer": "answer", "Related": "related", "NoAnswer": "no answer"}  # a result's name → the label


class Metrics:
    """The bot's own registry; ``waiting`` tells how many questions are in line."""

    def __init__(self, waiting: Callable[[], int]) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)  # memory, processor time, open files
        self._interactions = Counter(
            "verbatim_interactions", "Interactions answered.", ["surface", "result"], registry=self.registry
        )
        self._questions = Counter("verbatim_questions", "Questions by outcome.", ["outcome"], registry=self.registry)
        for outcome in _OUTCOMES.values():
            self._questions.labels(outcome)
        self._seconds = Histogram(
            "verbatim_answer_seconds",
            "From a question's arrival to its answer.",
            ["surface"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._watch("verbatim_questions_waiting", "Questions in line.", waiting)

    def count(self, surface: str, result: str, seconds: float) -> None:
        """Counts one interaction: where it came from, the name of what came of it, how long it took."""
        self._interactions.labels(surface, result).inc()
        self._seconds.labels(surface).observe(seconds)
        if result in _OUTCOMES:
            self._questions.labels(_OUTCOMES[result]).inc()

    def watch(
        self,
        *,
        catalogue: Callable[[], Catalogue | None],
        reindexed: Callable[[], Ended | None],
        is_connected: Callable[[], bool],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Adds what is looked up whenever somebody reads: the index, the last reindex, the gateway. What there is none
        of is NaN."""

        def age(moment: datetime | None) -> float:
            return (now() - moment).total_seconds() if moment else math.nan

        def built_at() -> datetime | None:
            opened = catalogue()
            return opened.manifest.created_at if opened else None

        def newest() -> datetime | None:
            opened = catalogue()
            return opened.newest if opened else None

        def ended_at() -> datetime | None:
            ended = reindexed()
            return ended.at if ended else None

        def succeeded() -> float:
            ended = reindexed()
            return float(ended.succeeded) if ended else math.nan

        self._watch("verbatim_index_age_seconds", "Since the index in use was built.", lambda: age(built_at()))
        self._watch("verbatim_newest_article_age_seconds", "Since the newest article.", lambda: age(newest()))
        self._watch("verbatim_last_reindex_age_seconds", "Since a reindex ended here.", lambda: age(ended_at()))
        self._watch("verbatim_last_reindex_succeeded", "Whether it gave an index: 1 or 0.", succeeded)
        self._watch("verbatim_gateway_connected", "Whether Discord's events arrive: 1 or 0.", is_connected)

    def serve(self, port: int) -> Callable[[], None]:
        """Serves the registry on 127.0.0.1, in a thread of its own; gives what stops it.

        Raises:
            SettingsError: the port cannot be had.
        """
        try:
            server, thread = start_http_server(port, addr="127.0.0.1", registry=self.registry)
        except OSError as error:
            raise SettingsError([f"[metrics] port: {port} on 127.0.0.1 is not available: {error.strerror}"]) from error

        def stop() -> None:
            server.shutdown()
            server.server_close()
            thread.join()

        return stop

    def _watch(self, name: str, meaning: str, look: Callable[[], float]) -> None:
        Gauge(name, meaning, registry=self.registry).set_function(look)
