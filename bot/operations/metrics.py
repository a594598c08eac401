"""What Prometheus may read on the loopback interface: counts and durations, never who or what."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server

_SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 30.0)


class Metrics:
    """The bot's own registry; ``waiting`` tells how many questions are in line."""

    def __init__(self, waiting: Callable[[], int]) -> None:
        self.registry = CollectorRegistry()
        self._interactions = Counter(
            "verbatim_interactions", "Interactions answered.", ["surface", "result"], registry=self.registry
        )
        self._seconds = Histogram(
            "verbatim_answer_seconds",
            "From a question's arrival to its answer.",
            ["surface"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        Gauge("verbatim_questions_waiting", "Questions in line.", registry=self.registry).set_function(waiting)

    def count(self, surface: str, result: str, seconds: float) -> None:
        """Counts one interaction: where it came from, the name of what came of it, how long it took."""
        self._interactions.labels(surface, result).inc()
        self._seconds.labels(surface).observe(seconds)

    def serve(self, port: int) -> Callable[[], None]:
        """Serves the registry on 127.0.0.1, in a thread of its own; gives what stops it."""
        server, thread = start_http_server(port, addr="127.0.0.1", registry=self.registry)

        def stop() -> None:
            server.shutdown()
            server.server_close()
            thread.join()

        return stop
