"""Links show where they lead, and open an article at the words."""

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given

from bot.texts.links import link_to
from tests.bot.hostile import names, urls


def test_a_link_opens_the_page_at_the_words():
    link = link_to("https://example.org/iraq?page=2", "Under that agreement")
    assert link.url == "https://example.org/iraq?page=2#:~:text=Under%20that%20agreement"
    assert link.host == "example.org"


def test_long_words_are_found_by_their_ends():
    link = link_to("https://example.org/", "one two three four five six seven eight nine ten eleven twelve")
    directive = link.url.partition(":~:text=")[2]
    assert [unquote(end) for end in directive.split(",")] == ["one two three four five", "eight nine ten eleven twelve"]


def test_commas_dashes_and_ampersands_in_the_words_are_not_syntax():
    link = link_to("https://example.org/", "Yes, al-Maliki & Co")
    assert link.url.endswith(":~:text=Yes%2C%20al%2DMaliki%20%26%20Co")


def test_an_anchor_of_the_page_stays():
    assert link_to("https://example.org/a#part", "x").url == "https://example.org/a#part:~:text=x"


def test_a_text_fragment_of_the_page_is_replaced():
    assert link_to("https://example.org/a#:~:text=old", "new").url == "https://example.org/a#:~:text=new"


def test_a_page_too_long_for_a_fragment_is_opened_at_its_top():
    url = f"https://example.org/{'a' * 480}"
    assert link_to(url, "some words that do not fit").url == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "example.org/a",
        "ftp://example.org/a",
        "javascript:alert(1)",
        "https://",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://good.example@evil.example/",
        "https://example.org:port/",
        "https://[::1/",
        "https://exa mple.org/",
        f"https://example.org/{'a' * 600}",
        f"https://{'a' * 64}.org/",
    ],
)
def test_an_address_that_is_not_plain_gives_no_link(url):
    assert link_to(url, "words") is None


def test_a_look_alike_host_shows_its_true_name():
    assert link_to("https://ex\u0430mple.org/", "words").host == "xn--exmple-4nf.org"


@given(urls, names)
def test_every_link_is_short_plain_and_leads_to_the_host_it_names(url, words):
    if link := link_to(url, words):
        assert len(link.url) <= 512
        assert link.url.isascii()
        assert not set(link.url) & set(' <>"{}|\\^`')
        assert urlsplit(link.url).hostname == link.host
