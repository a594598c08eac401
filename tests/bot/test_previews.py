"""What strangers' files and pages can do to the child that reads them for the bot: end it, in a sentence."""

import asyncio
import sys
import time
import zipfile
import zlib
from collections import Counter

import pytest

from bot.errors import ReindexFailed, UnreadableLink, UnreadableUpload
from bot.reindexing import Reindexing
from bot.rules.access import Admin
from bot.server_sources import ServerSources, Upload
from bot.state.state import Channel, Server, State
from index.progress import Preview
from tests.bot.conftest import make_settings
from tests.bot.waiting import until
from tests.index.web.web_server import Page, packed

_ARTICLE = "<html><body><article><p>The bridge at Kessel will close for eleven months.</p></article></body></html>"
_SECONDS = 60.0  # thirty, and as many for a machine with other things to do
_LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)


@pytest.fixture
def reindexing(tmp_path):
    """What reads; whatever is looked at, nothing of it is left behind."""
    config = tmp_path / "verbatim.toml"
    config.write_text('[web]\nopen_hosts = ["127.0.0.1"]\npause_seconds = 0.0\n')
    yield Reindexing(tmp_path / "data", config, niceness=0, threads=1)
    assert not (tmp_path / "data").exists()


def word_bomb(folder):
    file = folder / "bomb.docx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/document.xml", b" " * 110_000_000)
    return file


def pdf_bomb(folder):
    """One page whose contents are deflated thrice: 100 MB of blanks in a few kilobytes."""
    stream = zlib.compress(zlib.compress(zlib.compress(b" " * 100_000_000)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        b"<</Length %d/Filter[/FlateDecode/FlateDecode/FlateDecode]>>stream\n%s\nendstream" % (len(stream), stream),
    ]
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(data)
    file = folder / "bomb.pdf"
    file.write_bytes(data + b"xref\n0 5\n0000000000 65535 f \n" + table + trailer)
    return file


def text_bomb(folder):
    file = folder / "bomb.json"
    file.write_bytes(b"[" * 1_000_000)
    return file


async def look(reindexing, source):
    """What the child says of a source: its failures, or why it has ended."""
    began = time.monotonic()
    try:
        preview = await reindexing.preview(str(source))
    except ReindexFailed as error:
        said = error.reason
    else:
        assert all("ha" * 1_000 not in article.body for article in preview.articles)
        said = " ".join(preview.failures)
        assert said or preview.articles
    assert time.monotonic() - began < _SECONDS
    return said


@pytest.mark.parametrize("make", [word_bomb, pdf_bomb, text_bomb])
async def test_a_file_that_unfolds_to_far_more_than_it_is_ends_in_a_sentence(reindexing, tmp_path, make):
    assert await look(reindexing, make(tmp_path))


@pytest.mark.parametrize(
    "page",
    [
        packed(30_000_000),
        Page(body=f"{_LAUGHS}]><rss><channel><item><title>&j;</title></item></channel></rss>".encode()),
        Page(body=b"<html><body>" + b"<div>" * 200_000 + b"x"),
        Page(body=b"<rss><channel>" + b"<item>" * 300_000),
        Page(body=b"\x00\xff\xfe" * 1_000_000, headers={"Content-Type": "text/html; charset=utf-16"}),
        Page(status=302, headers={"Location": "http://169.254.169.254/latest/meta-data/"}),
    ],
    ids=["gzip", "entities", "markup", "feed", "bytes", "metadata"],
)
async def test_a_page_that_is_a_bomb_or_leads_inside_ends_in_a_sentence(reindexing, web, page):
    web.pages["/bomb"] = page
    assert await look(reindexing, f"{web.root}/bomb")


@pytest.mark.long  # it waits for 25 seconds; test_client has the same of a client that waits for one
async def test_a_page_that_never_ends_is_cut_off_in_time(reindexing, web):
    web.pages["/slow"] = Page(body=b"x" * 10_000, drip=0.05)
    assert "takes longer" in await look(reindexing, f"{web.root}/slow")


@pytest.fixture
async def sources(tmp_path, reindexing):
    settings = make_settings(tmp_path)
    state = await State.open(tmp_path / "state.sqlite", settings.privacy)
    yield ServerSources(state, reindexing, settings)
    await state.close()


async def test_a_host_that_is_open_to_the_operators_link_is_not_open_to_a_servers(reindexing, sources, web):
    link = web.put("/a", _ARTICLE)
    assert await look(reindexing, link) == ""
    admin = Admin(server=Server(id=10**17, gaps=False, feedback=False), channel=Channel(id=1), translate=str)
    checked = await sources.check_link(admin, link)
    assert checked.articles == ()
    assert "not on the public internet" in checked.failures[0]
    with pytest.raises(UnreadableLink, match="not on the public internet"):
        await sources.add_link(admin, link, "")
    assert await sources.of(admin) == []


class _Slow:
    """Reads only when it is let; ``most`` is how much of a server's it was asked to read at the same time."""

    def __init__(self):
        self.let, self.reading, self.most = asyncio.Event(), Counter(), Counter()

    async def preview(self, source):
        server = source.partition("-")[0]
        self.reading[server] += 1
        self.most[server] = max(self.most[server], self.reading[server])
        await self.let.wait()
        self.reading[server] -= 1
        return Preview(articles=(), count=0, failures=("nothing there.",))


async def test_a_server_has_one_place_of_those_that_all_share(sources, tmp_path):
    slow = _Slow()
    sources = ServerSources(sources._state, slow, make_settings(tmp_path))
    one, other = (
        Admin(server=Server(id=10**17 + n, gaps=False, feedback=False), channel=Channel(id=1), translate=str)
        for n in range(2)
    )
    upload = Upload(filename="a.md", content=b"The bridge opened.")
    asked = [sources.check_link(admin, "https://example.org/a") for admin in (one, one, one, other)]
    asked += [sources.add_link(one, "https://example.org/b", ""), sources.add_upload(one, upload)]
    looking = asyncio.gather(*asked, return_exceptions=True)
    await until(lambda: len(slow.most) == 2)
    slow.let.set()
    await looking
    assert set(slow.most.values()) == {1}


@pytest.mark.parametrize(
    "program", ["raise SystemExit(1)", "print('x' * 70_000_000)"], ids=["it dies", "it never comes to an end"]
)
async def test_a_source_that_ends_its_child_is_one_that_cannot_be_read_and_no_failed_reindex(
    sources, tmp_path, program
):
    settings, state = make_settings(tmp_path), sources._state
    dying = Reindexing(tmp_path / "data", None, niceness=0, threads=1, command=(sys.executable, "-c", program))
    sources = ServerSources(state, dying, settings)
    admin = Admin(server=Server(id=10**17, gaps=False, feedback=False), channel=Channel(id=1), translate=str)
    link, too_much = "https://example.org/a", "more time or memory than an article is allowed"
    assert too_much in (await sources.check_link(admin, link)).failures[0]
    with pytest.raises(UnreadableLink, match=too_much):
        await sources.add_link(admin, link, "")
    with pytest.raises(UnreadableUpload, match=too_much):
        await sources.add_upload(admin, Upload(filename="a.md", content=b"The bridge opened."))
    assert await sources.of(admin) == []
