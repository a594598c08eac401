"""Where a link may lead, and what a page may do: nothing."""

import ipaddress
import socket
import threading
import time
from dataclasses import replace

import pytest

from index.settings import WebSettings
from index.web.addresses import Forbidden, check_place, is_public
from index.web.client import Client, NotFetched
from index.web.connections import Deadline, open_pinned_pool
from tests.index.web.web_server import OPEN, Page, Web, packed


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0/",
        "http://10.0.0.8/",
        "http://192.168.1.1/",
        "http://172.16.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[::7f00:1]/",
        "http://[::10.0.0.8]/",
        "http://[fec0::1]/",
        "http://224.0.0.1/",
        "file:///etc/passwd",
        "ftp://example.org/",
        "gopher://example.org/",
        "http://user:word@8.8.8.8/",
        "http:///nothing",
        "http://[::1/",
        "http://8.8.8.8:99999/",
        "http://8.8.8.8:22/",
        "https://8.8.8.8:6379/",
    ],
)
def test_a_link_into_a_private_network_or_beyond_the_web_is_forbidden(url: str) -> None:
    with pytest.raises(Forbidden):
        check_place(url)


def test_public_addresses_are_public_and_the_checked_one_is_connected_to() -> None:
    assert is_public(ipaddress.ip_address("8.8.8.8"))
    assert is_public(ipaddress.ip_address("2606:4700:4700::1111"))
    place = check_place("https://8.8.8.8/a?b=c#d")
    assert (str(place.address), place.port, place.target) == ("8.8.8.8", 443, "/a?b=c")
    assert check_place("http://8.8.8.8:8080/").port == 8080
    assert check_place("http://127.0.0.1:9/", open_hosts=["127.0.0.1"]).port == 9


@pytest.mark.parametrize("is_open", [False, True])
def test_this_machine_is_asked_by_no_address_of_its_own_unless_it_is_open(web: Web, is_open: bool) -> None:
    place = check_place(f"{web.root}/a", open_hosts=["127.0.0.1"])
    assert place.is_open
    with Deadline(5) as deadline:
        pool = open_pinned_pool(replace(place, is_open=is_open), deadline)  # as if it were public
        if is_open:
            assert pool.urlopen("GET", "/a").status == 404
        else:
            with pytest.raises(Forbidden, match="the machine itself"):
                pool.urlopen("GET", "/a")
        pool.close()
    assert len(web.asked) == is_open


@pytest.mark.parametrize(
    "wrapped",
    [
        *("::ffff:{v4}", "::{v4}", "::ffff:0:{v4}", "64:ff9b::{v4}", "64:ff9b:1::{v4}", "64:ff9b:1:fffe::{v4}"),
        *("2a00::5efe:{v4}", "2a00::200:5efe:{v4}", "2002:{hex}::1", "2001:0:808:808::{flipped}"),
    ],
)
@pytest.mark.parametrize("inside", ["10.0.0.1", "127.0.0.1", "169.254.169.254", "192.168.0.1", "100.64.0.1"])
def test_no_address_leads_to_a_private_one_within_it(wrapped: str, inside: str) -> None:
    digits = int(ipaddress.IPv4Address(inside))
    parts = {"hex": digits, "flipped": digits ^ 0xFFFFFFFF}
    address = wrapped.format(v4=inside, **{name: f"{part >> 16:x}:{part & 0xFFFF:x}" for name, part in parts.items()})
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    ["64:ff9b:1::808:808", "fec0::1", "5f00::1", "3fff::1", "2001:db8::1", "100::1", "192.88.99.1", "fd00::1"],
)
def test_what_a_network_keeps_for_itself_is_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


def test_an_address_that_leads_to_a_public_one_is_public() -> None:
    for address in ("64:ff9b::8.8.8.8", "::ffff:8.8.8.8", "::ffff:0:8.8.8.8", "2a00::5efe:8.8.8.8", "2002:808:808::1"):
        assert is_public(ipaddress.ip_address(address))


def resolve_to(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """Has the system know every host by this address."""
    known = socket.AF_INET, socket.SOCK_STREAM, 0, ""
    monkeypatch.setattr(socket, "getaddrinfo", lambda _host, port, *_, **__: [(*known, (address, port))])


@pytest.mark.parametrize("named", ["Example.org", "EXAMPLE.ORG.", "Bücher.example", "xn--bcher-kva.example"])
@pytest.mark.parametrize("asked", ["http://{}:9/", "http://WWW.{}:9/"])
def test_a_host_is_the_same_however_it_is_spelt(monkeypatch: pytest.MonkeyPatch, named: str, asked: str) -> None:
    resolve_to(monkeypatch, "10.0.0.1")
    settings = WebSettings(allowed_hosts=(named,), open_hosts=(named, f"www.{named}"))
    url = asked.format("bücher.EXAMPLE" if "xample" in named and "org" not in named else "example.org")
    assert check_place(url, open_hosts=settings.open_hosts, allowed_hosts=settings.allowed_hosts).host.isascii()


def test_only_hosts_that_are_allowed_are_asked_where_some_are_named() -> None:
    with pytest.raises(Forbidden, match="allowed_hosts"):
        check_place("http://8.8.8.8/", allowed_hosts=["example.org"])
    with pytest.raises(Forbidden, match="not among"):
        check_place("http://notexample.org/", allowed_hosts=["example.org"])


def test_a_page_is_fetched_by_a_bot_that_says_its_name(web: Web) -> None:
    url = web.put("/a", "<p>“Grüße”</p>")
    fetched = Client(OPEN).fetch(url)
    assert (fetched.body, fetched.url) == ("<p>“Grüße”</p>".encode(), url)
    assert web.asked[-1][1]["User-Agent"].startswith("Verbatim/")


def test_a_redirect_is_followed_and_checked_again(web: Web) -> None:
    web.put("/new", "here")
    web.pages["/old"] = Page(status=302, headers={"Location": "/new"})
    assert Client(OPEN).fetch(f"{web.root}/old").url == f"{web.root}/new"
    port = web.root.rpartition(":")[2]
    web.pages["/inside"] = Page(status=302, headers={"Location": f"http://localhost:{port}/new"})
    with pytest.raises(NotFetched, match="not on the public internet"):
        Client(OPEN).fetch(f"{web.root}/inside")
    web.pages["/circle"] = Page(status=302, headers={"Location": "/circle"})
    with pytest.raises(NotFetched, match="more than 5 times"):
        Client(OPEN).fetch(f"{web.root}/circle")


def test_robots_txt_is_obeyed_where_a_link_leads_to_as_well(web: Web) -> None:
    web.put("/robots.txt", "User-agent: *\nDisallow: /private", "text/plain")
    web.put("/private/page", "x")
    web.pages["/open"] = Page(status=302, headers={"Location": "/private/page"})
    with pytest.raises(NotFetched, match=r"robots\.txt"):
        Client(OPEN).fetch(f"{web.root}/open")
    assert "/private/page" not in [path for path, _ in web.asked]


def test_robots_txt_is_obeyed(web: Web) -> None:
    web.put("/robots.txt", "User-agent: *\nDisallow: /private", "text/plain")
    web.put("/private/a", "x")
    with pytest.raises(NotFetched, match=r"robots\.txt"):
        Client(OPEN).fetch(f"{web.root}/private/a")
    assert [path for path, _ in web.asked] == ["/robots.txt"]


def test_of_a_robots_txt_the_first_half_megabyte_is_read(web: Web) -> None:
    web.put("/robots.txt", "User-agent: *\nDisallow: /private\n" + "#" * 600_000 + "\nDisallow: /a\n", "text/plain")
    client = Client(OPEN)
    assert client.fetch(web.put("/a", "x")).body == b"x"
    with pytest.raises(NotFetched, match=r"robots\.txt"):
        client.fetch(f"{web.root}/private")


def test_of_the_hosts_that_a_feed_names_the_rules_of_the_newest_hundred_are_known(
    monkeypatch: pytest.MonkeyPatch, web: Web
) -> None:
    web.put("/a", "x")
    hosts = tuple(f"h{number}.example" for number in range(103))
    resolve_to(monkeypatch, "127.0.0.1")
    client, port = Client(WebSettings(open_hosts=hosts, pause_seconds=0)), web.root.rpartition(":")[2]
    for host in (*hosts, hosts[0], hosts[-1]):
        client.fetch(f"http://{host}:{port}/a")
    assert [path for path, _ in web.asked].count("/robots.txt") == len(hosts) + 1
    assert len(client._robots) == 100


def test_a_page_that_has_not_changed_is_not_sent_again(web: Web) -> None:
    url = web.put("/a", "text", ETag='"1"')
    first = Client(OPEN).fetch(url)
    assert Client(OPEN).fetch(url, first) is None


@pytest.mark.parametrize(("status", "tries"), [(404, 1), (500, 1), (503, 3)])
def test_an_error_is_named_and_what_may_pass_is_tried_again(web: Web, status: int, tries: int) -> None:
    web.pages["/a"] = Page(status=status, body=b"x")
    with pytest.raises(NotFetched, match=f"error {status}"):
        Client(OPEN).fetch(f"{web.root}/a")
    assert [path for path, _ in web.asked].count("/a") == tries


def test_a_bomb_is_put_down_before_it_has_unfolded(web: Web) -> None:
    web.pages["/bomb"] = packed(300_000_000)
    with pytest.raises(NotFetched, match="larger than 10 MB"):
        Client(OPEN).fetch(f"{web.root}/bomb")


@pytest.mark.parametrize("way", ["body", "headers", "status line", "redirect"])
def test_an_endless_answer_ends_and_is_not_asked_for_again(web: Web, way: str) -> None:
    web.pages["/slow"] = Page(
        body=b"x" * 1_000, drip=0.05, drip_headers=way == "headers", drip_at_once=way == "status line"
    )
    web.pages["/late"] = Page(status=302, headers={"Location": "/slow"}, body=b"x" * 30, drip=0.05)
    with pytest.raises(NotFetched, match=r"takes longer than 0\.3 seconds"):
        Client(OPEN, seconds=0.3).fetch(f"{web.root}/{'late' if way == 'redirect' else 'slow'}")
    assert [path for path, _ in web.asked].count("/slow") <= 1


BROKEN = ["http://[bad/", "http://ex%5Bample.org/", "http://bücher℀.example/"]


@pytest.mark.parametrize("link", BROKEN)
def test_what_is_no_address_is_a_plain_sentence_as_a_link_and_as_a_redirect(web: Web, link: str) -> None:
    web.pages["/moved"] = Page(status=302, headers={"Location": link.encode("ascii", "ignore").decode()})
    for url in (link, f"{web.root}/moved"):
        with pytest.raises(NotFetched):
            Client(OPEN).fetch(url)


def test_a_server_that_nobody_runs_is_a_plain_sentence() -> None:
    with pytest.raises(NotFetched, match=r"cannot be fetched \(it does not accept connections\)"):
        Client(OPEN).fetch("http://127.0.0.1:9/")


def test_a_name_that_is_looked_up_for_ever_ends_with_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: over.wait(20) and [])
    began = time.monotonic()
    with pytest.raises(NotFetched, match="cannot be found"):
        Client(OPEN, seconds=0.3).fetch("http://slow.example/")
    over.set()
    assert time.monotonic() - began < 5


def test_a_host_that_cannot_be_reached_is_asked_once_and_not_for_every_page() -> None:
    client = Client(OPEN)
    with pytest.raises(NotFetched, match="cannot be fetched"):
        client.fetch("http://127.0.0.1:9/a")
    with pytest.raises(NotFetched, match="did not answer a moment ago"):
        client.fetch("http://127.0.0.1:9/b")


def test_a_host_that_is_slow_three_times_is_not_asked_again(web: Web) -> None:
    web.pages["/robots.txt"] = Page(status=404)
    web.pages["/slow"] = Page(body=b"x" * 1_000, drip=0.05)
    client = Client(OPEN, seconds=0.3)
    for _ in range(3):
        with pytest.raises(NotFetched, match="takes longer"):
            client.fetch(f"{web.root}/slow")
    with pytest.raises(NotFetched, match="did not answer a moment ago"):
        client.fetch(f"{web.root}/other")


def test_the_pause_that_robots_txt_asks_for_is_kept_and_never_shortens_ours(web: Web) -> None:
    web.put("/robots.txt", "User-agent: *\nCrawl-delay: 1", "text/plain")
    web.put("/a", "x")
    client = Client(OPEN)
    client.fetch(f"{web.root}/a")
    began = time.monotonic()
    client.fetch(f"{web.root}/a")
    assert time.monotonic() - began >= 0.9


def test_the_pause_is_kept_before_a_host_that_failed_twice_is_asked_once_more(web: Web) -> None:
    web.pages["/a"] = Page(status=503)
    client, began = Client(OPEN.model_copy(update={"pause_seconds": 0.1})), time.monotonic()
    with pytest.raises(NotFetched, match="error 503"):
        client.fetch(f"{web.root}/a")
    assert time.monotonic() - began >= 0.2  # once after robots.txt, once before the last try


@pytest.mark.parametrize(
    "inside",
    [
        "http://127.0.0.2/",
        "http://10.0.0.8/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:169.254.169.254]/",
        "http://[fd00:ec2::254]/",
        "http://[64:ff9b::a9fe:a9fe]/",
        "http://2130706434/",
        "file:///etc/passwd",
    ],
)
@pytest.mark.parametrize("redirects", [1, 3])
def test_no_redirect_leads_inside_however_it_is_written_and_after_however_many(
    web: Web, inside: str, redirects: int
) -> None:
    for number in range(redirects):
        after = f"/hop{number + 1}" if number + 1 < redirects else inside
        web.pages[f"/hop{number}"] = Page(status=302, headers={"Location": after})
    with pytest.raises(NotFetched, match=r"not on the public internet|not a web address"):
        Client(OPEN).fetch(f"{web.root}/hop0")
