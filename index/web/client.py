"""A page from the web: where it leads, how much it is and how long it takes are bounded, so that it can do no harm."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self
from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser

import urllib3

from index import __version__
from index.settings import WebSettings
from index.web.addresses import CheckedPlace, Forbidden, HostNotFound, check_place, find_host
from index.web.connections import Deadline, open_pinned_pool
from index.web.memory import Fetched

USER_AGENT = f"Verbatim/{__version__} (a news bot that quotes with its source)"
_LARGEST = 10_000_000  # bytes, unpacked; far above any article
_MOST_REDIRECTS = 5
_PIECE = 65_536  # bytes read at once
_CONNECT_SECONDS, _READ_SECONDS = 5.0, 10.0
_MOST_SECONDS = 25.0  # for one page with its redirects
_MORE_TRIES = 2  # the first at once, the second after a pause
_MAY_PASS = (429, 502, 503, 504)  # what a later try may not meet again
_MOST_STRIKES = 3  # of a host: after so many it is not asked again
_SLOW, _UNREACHABLE = 1, 3  # strikes
_LARGEST_ROBOTS = 512_000  # bytes of a robots.txt that are read (RFC 9309, 2.5: at least 500 KiB)
_MOST_ROBOTS = 100  # hosts whose rules are known at a time; a feed may name hundreds
_LONGEST_PAUSE = 10.0  # seconds between two requests, whatever robots.txt asks for
_WHY = (
    (urllib3.exceptions.ConnectTimeoutError, "it does not accept connections"),  # one that was refused, too
    (urllib3.exceptions.TimeoutError, "it does not answer"),
    (urllib3.exceptions.SSLError, "its certificate cannot be trusted"),
    (urllib3.exceptions.DecodeError, "it cannot be decompressed"),
    (urllib3.exceptions.HTTPError, "the connection was lost"),
)
_MOVED = (301, 302, 303, 307, 308)
_UNCHANGED = 304
_ERRORS = 400


class NotFetched(ValueError):
    """The page could not be had; ``str()`` says why, as the end of a sentence."""


class _Unanswered(NotFetched):
    """``strikes`` say how much it speaks against asking the host again."""

    def __init__(self, reason: str, strikes: int) -> None:
        self.strikes = strikes
        super().__init__(reason)


@dataclass(slots=True)
class Client:
    """Fetches politely: one request a host at a time, with a pause, and only what robots.txt lets a robot read.

    The pause is the operator's, or the longer one that robots.txt asks for (Crawl-delay). A host that cannot be
    reached, or was too slow three times, is not asked again by this client: a site that is down costs seconds.
    ``seconds`` are what one page may take.
    """

    settings: WebSettings
    seconds: float = _MOST_SECONDS
    _asked: dict[str, float] = field(default_factory=dict)
    _robots: dict[str, RobotFileParser] = field(default_factory=dict)
    _delays: dict[str, float] = field(default_factory=dict)
    _strikes: Counter[str] = field(default_factory=Counter)

    def for_servers(self) -> Self:
        """The same client, with the same pauses, for links that a server's admins gave: to them no host is open."""
        return replace(self, settings=self.settings.model_copy(update={"open_hosts": ()}))

    def fetch(self, url: str, known: Fetched | None = None) -> Fetched | None:
        """The page behind a URL; None where it is still as it is ``known``.

        Raises:
            NotFetched: forbidden by us or by robots.txt, too large, too slow, too many redirects, an error, no answer.
        """
        conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.modified} if known else {}
        headers = {name: value for name, value in conditions.items() if value}
        host = find_host(url) or ""
        if self._strikes[host] >= _MOST_STRIKES:
            raise NotFetched("was not fetched, because its host did not answer a moment ago.")
        self._wait(host)  # before the clock of the page begins to run
        with Deadline(self.seconds) as deadline:
            try:
                return self._follow(url, headers, deadline, heeds_robots=True)
            except _Unanswered as error:
                self._strikes[host] += error.strikes
                raise
            except NotFetched:
                raise
            except ValueError as error:  # urllib's, of the link, or of what it redirects to: "http://[x/"
                raise NotFetched("is not a web address, or leads to something that is not.") from error

    def _may_read(self, url: str, deadline: Deadline) -> bool:
        root = urljoin(url, "/robots.txt")
        if root not in self._robots:
            rules = RobotFileParser(root)
            try:
                page = self._follow(root, {}, deadline, heeds_robots=False)
            except _Unanswered:
                raise
            except NotFetched:
                page = None
            body = page.body if page else b""
            rules.parse(body[:_LARGEST_ROBOTS].decode("utf-8", "replace").splitlines())
            while len(self._robots) >= _MOST_ROBOTS:
                del self._robots[next(iter(self._robots))]
            self._robots[root] = rules
            host = find_host(root) or ""
            self._delays[host] = max(self._delays.get(host, 0.0), float(rules.crawl_delay(USER_AGENT) or 0))
        return self._robots[root].can_fetch(USER_AGENT, url)

    def _follow(
        self, url: str, headers: Mapping[str, str], deadline: Deadline, *, heeds_robots: bool
    ) -> Fetched | None:
        for _ in range(_MOST_REDIRECTS + 1):
            try:
                place = check_place(
                    url,
                    open_hosts=self.settings.open_hosts,
                    allowed_hosts=self.settings.allowed_hosts,
                    seconds=deadline.rest,
                )
            except HostNotFound as error:
                raise _Unanswered(str(error), _UNREACHABLE) from error
            except Forbidden as error:
                raise NotFetched(str(error)) from error
            if heeds_robots and not self._may_read(url, deadline):  # of every host that it leads to
                raise NotFetched("may not be read by robots, according to its robots.txt.")
            self._wait(place.host)
            self._asked[place.host] = time.monotonic()
            answer = _ask(place, headers, deadline, min(_LONGEST_PAUSE, self._pause(place.host)))
            if not isinstance(answer, str):
                return answer
            url = urljoin(url, answer)
        raise NotFetched(f"redirects more than {_MOST_REDIRECTS} times.")

    def _wait(self, host: str) -> None:
        if (rest := self._asked.get(host, 0.0) + self._pause(host) - time.monotonic()) > 0:
            time.sleep(rest)

    def _pause(self, host: str) -> float:
        return max(min(_LONGEST_PAUSE, self._delays.get(host, 0.0)), self.settings.pause_seconds)


def _ask(place: CheckedPlace, headers: Mapping[str, str], deadline: Deadline, pause: float) -> Fetched | str | None:
    """What the place gives, None where it has not changed, or the URL that it leads on to; ``pause`` is kept before the
    last of the tries."""
    pool = open_pinned_pool(place, deadline)
    try:
        answer = pool.urlopen(
            "GET",
            place.target,
            headers={"User-Agent": USER_AGENT, "Accept-Encoding": "gzip, deflate", **headers},
            timeout=urllib3.Timeout(connect=_CONNECT_SECONDS, read=_READ_SECONDS),
            retries=urllib3.Retry(
                total=_MORE_TRIES,
                backoff_factor=pause / 2,  # urllib3 waits twice as long, and not before the first
                status_forcelist=_MAY_PASS,
                raise_on_status=False,
                redirect=False,
                respect_retry_after_header=False,
            ),
            redirect=False,
            preload_content=False,
        )
        if answer.status in _MOVED and answer.headers.get("Location"):
            return str(answer.headers["Location"])
        if answer.status >= _ERRORS:
            raise NotFetched(f"answered with error {answer.status}.")
        if answer.status == _UNCHANGED:
            return None
        body = _read(answer)
        if deadline.is_over:  # what was cut off in time reads like a short page
            raise _too_slow(deadline)
    except Forbidden as error:
        raise NotFetched(str(error)) from error
    except urllib3.exceptions.HTTPError as error:
        if deadline.is_over:
            raise _too_slow(deadline) from error
        cause = _find_cause(error)
        is_unreachable = isinstance(cause, urllib3.exceptions.ConnectTimeoutError)
        raise _Unanswered(f"cannot be fetched ({_say(cause)}).", _UNREACHABLE if is_unreachable else _SLOW) from error
    finally:
        pool.close()
    return Fetched(
        url=place.url,
        body=body,
        content_type=answer.headers.get("Content-Type", ""),
        etag=answer.headers.get("ETag"),
        modified=answer.headers.get("Last-Modified"),
    )


def _too_slow(deadline: Deadline) -> NotFetched:
    return _Unanswered(f"takes longer than {deadline.seconds:g} seconds.", _SLOW)


def _read(answer: urllib3.BaseHTTPResponse) -> bytes:
    pieces, size = list[bytes](), 0
    while piece := answer.read1(_PIECE, decode_content=True):
        pieces.append(piece)
        size += len(piece)
        if size > _LARGEST:
            raise NotFetched(f"is larger than {_LARGEST // 1_000_000} MB.")
    return b"".join(pieces)


def _find_cause(error: Exception) -> Exception:
    return error.reason if isinstance(error, urllib3.exceptions.MaxRetryError) and error.reason else error


def _say(error: Exception) -> str:
    return next((words for kind, words in _WHY if isinstance(error, kind)), type(error).__name__)
