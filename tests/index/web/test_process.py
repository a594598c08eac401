"""The process that reads strangers' pages: what is in them, and what it costs at most."""

import sys
from pathlib import Path

import pytest

from index.errors import SourceError
from index.web import given
from index.web.memory import Fetched
from index.web.process import PageProcess

_LINK = "http://example.org/a"
_ARTICLE = (
    '<html lang="en"><head><title>Bridge to close</title><meta property="article:published_time" content="2024-03-05">'
    "</head><body><article><p>The bridge at Kessel will close for eleven months, the council said on Monday.</p>"
    "<p>“We had no choice left,” said Mayor Irena Sokol to those who had come.</p></article>"
    "<div class='promo'><p>Win a weekend in our great autumn prize draw!</p></div></body></html>"
)
_ITEMS = (
    "<item><title>Ferry</title><link>http://example.org/1</link><author>a@e.org (Ana Pohl)</author>"
    "<pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate><description>The Alma ran aground.</description></item>"
    "<item><title>Nothing more</title></item>"
)


def page(body: str, kind: str = "text/html; charset=utf-8") -> Fetched:
    return Fetched(url=_LINK, content_type=kind, etag='"1"', modified=None, body=body.encode())


ENDLESS = page("<html><body>" + "<p>a" * 600_000)  # for an extractor, minutes


def test_what_a_page_or_a_feed_holds_is_what_this_process_would_have_read() -> None:
    feed = page(f"<rss><channel>{_ITEMS}</channel></rss>", "text/xml")
    with PageProcess() as pages:
        article = pages.read_fetched(page(_ARTICLE), _LINK)
        assert article == given.read_fetched(page(_ARTICLE), _LINK)
        assert article.left_out
        for most in (1, 2):
            assert pages.read_items(feed, most) == given.read_items(feed, most)
            assert len(pages.read_items(feed, most)) == most
        assert pages.read_items(page(_ARTICLE), 2) == ()
        with pytest.raises(SourceError, match=r"^http://example.org/a: no article text was found in this page\.$"):
            pages.read_fetched(page("<p></p>"), _LINK)


@pytest.mark.long
def test_a_page_that_takes_too_long_is_given_up_and_the_next_one_is_read() -> None:
    with PageProcess(seconds=4) as pages:
        with pytest.raises(SourceError, match="more time or memory than an article is allowed"):
            pages.read_fetched(ENDLESS, _LINK)
        assert "eleven months" in pages.read_fetched(page(_ARTICLE), _LINK).article.body


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of a process")
def test_a_page_that_takes_too_much_memory_is_given_up_and_the_next_one_is_read() -> None:
    with PageProcess(memory=250_000_000) as pages:
        with pytest.raises(SourceError):
            pages.read_fetched(page("<html><body>" + "<p>a<b>" * 1_400_000), _LINK)
        assert "eleven months" in pages.read_fetched(page(_ARTICLE), _LINK).article.body


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells of another process what it was started with")
def test_the_process_knows_no_secret_and_ends_with_its_context(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VERBATIM_DISCORD__TOKEN", "VERBATIM_STORE__URL", "PGPASSWORD"):
        monkeypatch.setenv(name, "a secret")
    with PageProcess() as pages:
        pages.read_fetched(page(_ARTICLE), _LINK)
        process = pages._process
        assert process is not None
        assert b"a secret" not in Path(f"/proc/{process.pid}/environ").read_bytes()
    assert process.returncode is not None
