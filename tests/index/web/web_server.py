"""A web server of the tests' own, on the loopback interface: pages that work, and every way in which they do not."""

from __future__ import annotations

import struct
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from index.settings import WebSettings

OPEN = WebSettings(open_hosts=("127.0.0.1",), pause_seconds=0)  # with which it is asked


@dataclass
class Page:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drip: float = 0.0  # seconds between two bytes
    drip_headers: bool = False
    drip_at_once: bool = False  # from before its status line on


@dataclass
class Web:
    """``pages`` by their paths; ``asked`` are the paths and headers of the requests so far."""

    root: str
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def put(self, path: str, text: str, kind: str = "text/html; charset=utf-8", **headers: str) -> str:
        self.pages[path] = Page(body=text.encode(), headers={"Content-Type": kind, **headers})
        return self.root + path


@contextmanager
def serve() -> Iterator[Web]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            web.asked.append((self.path, dict(self.headers)))
            page = web.pages.get(self.path, Page(status=404, body=b"not found"))
            etag = page.headers.get("ETag")
            if etag and self.headers.get("If-None-Match") == etag:
                page = Page(status=304)
            with suppress(OSError):  # the other side has gone
                self._answer(page)

        def _answer(self, page: Page) -> None:
            if page.drip_headers or page.drip_at_once:
                self.wfile.write(b"" if page.drip_at_once else b"HTTP/1.1 200 OK\r\n")
                for _ in range(1_000):
                    self.wfile.write(b"X")
                    time.sleep(page.drip)
            self.send_response(page.status)
            for name, value in page.headers.items():
                self.send_header(name, value)
            self.end_headers()
            step = 1 if page.drip else max(1, len(page.body))
            for start in range(0, len(page.body), step):
                self.wfile.write(page.body[start : start + step])
                time.sleep(page.drip)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    web = Web(root=f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def page(what: str) -> str:
    """An article of two paragraphs about what the bridge will do."""
    body = f"<p>The bridge at Kessel will {what}, the city said on Friday after a long debate in the council.</p>" * 2
    head = f'<title>Bridge to {what}</title><meta property="article:published_time" content="2024-03-05">'
    article = f"<article><h1>Bridge to {what}</h1>{body}</article>"
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{article}</body>'


def packed(size: int) -> Page:
    """A page that unpacks to ``size`` bytes, millions of them; only the first million is compressed."""
    million, times, checksum = b"a" * 1_000_000, size // 1_000_000, 0
    deflating = zlib.compressobj(level=1, wbits=-zlib.MAX_WBITS)
    block = deflating.compress(million) + deflating.flush(zlib.Z_FULL_FLUSH)  # refers to nothing before it
    for _ in range(times):
        checksum = zlib.crc32(million, checksum)
    header, end = b"\x1f\x8b\x08" + bytes(6) + b"\xff", struct.pack("<LL", checksum, size)
    body = header + block * times + deflating.flush() + end
    return Page(body=body, headers={"Content-Type": "text/html", "Content-Encoding": "gzip"})
