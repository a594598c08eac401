"""Links and feeds → articles, and what is held back."""

import math
import re
from dataclasses import replace
from pathlib import Path

import pytest

from index.articles import Source
from index.settings import DataSettings, IndexSettings
from index.web.client import Client
from index.web.links import forget_unnamed, read_all, read_links
from index.web.memory import Fetched, PageMemory
from index.web.visiting import Terms, Visitor
from tests.index.web.web_server import OPEN, Page, Web, packed
from tests.timing import assert_grows_no_faster, taking_less_than

_OF_A_SERVER = "g123456789012345678-memo"
TEXT = (
    "<p>The bridge at Kessel will close for eleven months after engineers found cracks in two of its piers.</p>"
    "<p>“We had no choice left,” said Mayor Irena Sokol. The repair will cost 38 million crowns.</p>"
    "<p>Shop owners on the east bank fear for their trade. The council has put aside four million crowns.</p>"
)


def page(text: str = TEXT, language: str = "en") -> str:
    return (
        f'<!doctype html><html lang="{language}"><head><title>Bridge to close</title>'
        '<meta property="og:site_name" content="The Courier">'
        '<meta property="article:published_time" content="2024-03-05"></head>'
        f"<body><article><h1>Bridge to close</h1>{text}</article></body></html>"
    )


def put_feed(web: Web, items: str) -> str:
    tag = '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    return web.put("/feed", f'<?xml version="1.0"?>{tag}<channel>{items}</channel></rss>', "text/xml")


def read(link: str, folder: Path, **more: bool):  # type: ignore[no-untyped-def]
    return read_links([Source.parse(link)], OPEN, folder, Terms(**more))


def test_a_link_is_an_article_with_all_that_its_page_says_of_it(web: Web, tmp_path: Path) -> None:
    url = web.put("/a", page())
    (article,) = read(url, tmp_path).articles
    assert (article.id, article.url, article.title, article.outlet) == (url, url, "Bridge to close", "The Courier")
    assert str(article.published_at) == "2024-03-05 00:00:00+00:00"
    assert "“We had no choice left,” said Mayor Irena Sokol." in article.body


def test_a_feed_is_as_many_articles_as_it_names_with_their_full_texts(web: Web, tmp_path: Path) -> None:
    web.put("/a", page())
    items = (
        f"<item><title>One</title><link>{web.root}/a</link></item>"
        f"<item><title>Two</title><link>{web.root}/gone</link><pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate>"
        "<description>&lt;p&gt;Only this is known of it.&lt;/p&gt;</description></item>"
    )
    feed = put_feed(web, items)
    reading = read(f"news={feed}", tmp_path)
    assert [article.id for article in reading.articles] == [f"news/{web.root}/a", f"news/{web.root}/gone"]
    assert {article.story for article in reading.articles} == {"news"}
    assert "38 million" in reading.articles[0].body
    assert reading.articles[1].body == "Only this is known of it."
    assert any("only what the feed says" in remark for _, remark in reading.remarks)


@pytest.mark.parametrize(
    "date", ["<pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate>", "<updated>2024-03-05T10:00:00Z</updated>"]
)
def test_a_page_without_a_date_has_the_one_that_its_feed_tells(tmp_path: Path, web: Web, date: str) -> None:
    web.put("/a", page().replace("article:published_time", "article:seen"))
    item = f"<item><link>{web.root}/a</link>{date}</item>"
    feed = put_feed(web, item)
    (article,) = read(f"news={feed}", tmp_path).articles
    assert str(article.published_at) == "2024-03-05 10:00:00+00:00"
    web.pages.pop("/feed")
    (again,) = read(f"news={feed}", tmp_path).articles
    assert again == article


def test_what_a_feed_says_alone_is_plain_text_and_a_date_to_come_is_told(tmp_path: Path, web: Web) -> None:
    item = (
        f"<item><title>Caf&amp;eacute; shut</title><link>{web.root}/gone</link>"
        "<pubDate>Tue, 05 Mar 2199 10:00:00 GMT</pubDate><description>It is shut.</description></item>"
    )
    feed = put_feed(web, item)
    reading = read(f"news={feed}", tmp_path)
    assert reading.articles[0].title == "Café shut"
    assert any("2199-03-05, is in the future" in remark for _, remark in reading.remarks)


ITEM = "<title>Ferry</title><description>The Alma ran aground on Tuesday.</description>"


@pytest.mark.parametrize(
    "feed",
    [
        f'<?xml version="1.0"?><!-- made <daily> -- by > us --><rss><channel><item>{ITEM}</item></channel></rss>',
        (
            '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY nbsp "&#160;">]>\n'
            f"<rss><channel><item>{ITEM}</item></channel></rss>"
        ),
        (
            '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>Ferry</a:title><a:id>u:1</a:id>'
            "<a:summary>The Alma ran aground on Tuesday.</a:summary></a:entry></a:feed>"
        ),
    ],
    ids=["a comment", "a document type", "names with a prefix"],
)
def test_a_feed_is_one_whatever_stands_before_its_first_tag(tmp_path: Path, web: Web, feed: str) -> None:
    (article,) = read(web.put("/feed", feed, "text/xml"), tmp_path).articles
    assert (article.title, article.body) == ("Ferry", "The Alma ran aground on Tuesday.")


def test_what_begins_like_a_feed_takes_no_longer_than_a_page(tmp_path: Path, web: Web) -> None:
    urls = [
        web.put(f"/{number}", start * 2_000, "text/xml") for number, start in enumerate(("<!---->", "<!x>", "<?x?>"))
    ]
    with taking_less_than(5):
        assert [read(url, tmp_path).articles for url in urls] == [(), (), ()]


def test_the_articles_of_a_feed_that_links_to_none_are_told_apart(tmp_path: Path, web: Web) -> None:
    items = "".join(
        f"<item>{ITEM.replace('Tuesday', day)}<guid isPermaLink='false'>{day}</guid></item>"
        for day in ("Monday", "Tuesday")
    )
    feed = put_feed(web, items)
    reading = read(feed, tmp_path)
    assert [(article.id, article.url) for article in reading.articles] == [
        (f"{feed}#Monday", feed),
        (f"{feed}#Tuesday", feed),
    ]
    assert all("the page has no link" in remark for _, remark in reading.remarks)


def test_a_feed_names_all_who_wrote_an_article_and_no_address(tmp_path: Path, web: Web) -> None:
    creators = "<dc:creator>Ana Pohl</dc:creator><dc:creator>Ed Vance</dc:creator>"
    for people, author in ((creators, "Ana Pohl, Ed Vance"), ("<author>a@e.org (Ana Pohl)</author>", "Ana Pohl")):
        (article,) = read(put_feed(web, f"<item>{ITEM}{people}</item>"), tmp_path).articles
        assert article.author == author


@pytest.mark.parametrize("charset", ["undefined", "punycode", "idna", "unicode_escape", "utf-7", "zlib", "x\x00", ""])
def test_no_encoding_that_a_feed_declares_keeps_the_other_links_from_being_read(
    tmp_path: Path, web: Web, charset: str
) -> None:
    feed = web.put("/feed", f"<rss><channel><item>{ITEM}</item></channel></rss>", f"text/xml; charset={charset}")
    reading = read_links([Source.parse(feed), Source.parse(web.put("/a", page()))], OPEN, tmp_path)
    assert [article.title for article in reading.articles] == ["Ferry", "Bridge to close"]


def test_a_feed_that_takes_hours_to_decode_in_python_takes_no_longer_than_another(tmp_path: Path, web: Web) -> None:
    title = "a" * 100_000 + "-" + "z9" * 50_000
    feed = f"<rss><channel><title>{title}</title></channel></rss>"
    with taking_less_than(5):
        read(web.put("/feed", feed, "text/xml; charset=punycode"), tmp_path)


def test_data_is_no_page_whatever_markup_is_in_it(tmp_path: Path, web: Web) -> None:
    link = web.put(
        "/feed.json", '{"items": [{"content_html": "<p>It is warm at Kessel today.</p>"}]}', "application/json"
    )
    (failure,) = read(link, tmp_path).failures
    assert "is application/json, not a web page" in str(failure[1])


def test_a_page_that_has_not_changed_is_read_from_what_is_kept(web: Web, tmp_path: Path) -> None:
    url = web.put("/a", page(), ETag='"1"')
    first = read(url, tmp_path).articles
    assert read(url, tmp_path).articles == first
    assert web.asked[-1][1]["If-None-Match"] == '"1"'


@pytest.mark.parametrize(
    ("then", "told"),
    [
        (Page(status=500), "error 500"),
        (Page(status=404), "error 404"),
        (Page(body=page("").encode()), "a headline without a text"),
        (Page(body=page("<p>The bridge will close.</p>").encode()), "lost more than half"),
        (Page(body=page(language="de").encode()), "changed language from en to de"),
        (Page(body=page("<p>You have read 3 of 3 free articles. Subscribe now to read on.</p>").encode()), "a paywall"),
        (packed(50_000_000), "larger than 10 MB"),
    ],
)
def test_what_a_page_breaks_into_is_held_back_and_the_earlier_text_stays(
    web: Web, tmp_path: Path, then: Page, told: str
) -> None:
    url = web.put("/a", page())
    before = read(url, tmp_path).articles
    then.headers.setdefault("Content-Type", "text/html; charset=utf-8")
    web.pages["/a"] = then
    for _ in range(2):
        reading = read(url, tmp_path)
        assert reading.articles == before
        ((_, failure),) = reading.failures
        assert re.search(told, str(failure))
        assert "Its earlier text stays." in str(failure)


def test_a_dry_run_keeps_no_page(web: Web, tmp_path: Path) -> None:
    url = web.put("/a", page())
    assert read(url, tmp_path, dry_run=True).articles
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("order", [1, -1])
def test_a_host_that_is_open_to_the_operators_link_is_not_open_to_a_servers(
    web: Web, tmp_path: Path, order: int
) -> None:
    url = web.put("/a", page())
    ours, theirs = Source.parse(url), Source.parse(f"{_OF_A_SERVER}={url}")
    for _ in range(2):  # the second time the operator's text is remembered
        reading = read_links([ours, theirs][::order], OPEN, tmp_path)
        assert [article.id for article in reading.articles] == [url]
        ((source, failure),) = reading.failures
        assert source == theirs
        assert str(failure).endswith(
            "not on the public internet: only the operator's own links may ([web] open_hosts)."
        )


def test_of_a_link_a_server_is_not_given_what_others_have_read_behind_it(tmp_path: Path) -> None:
    link, kept = "http://example.org/a", Fetched(url="", content_type="", etag=None, modified=None, body=b"x")
    operator, here, there = (PageMemory.of(tmp_path, server) for server in (0, 1, 2))
    for memory, others in ((operator, (here, there)), (here, (there,))):
        memory.remember(link, kept)
        assert memory.recall(link) == kept
        assert [other.recall(link) for other in others] == [None] * len(others)


def test_an_article_that_two_links_lead_to_is_read_once_and_that_is_told(web: Web, tmp_path: Path) -> None:
    url = web.put("/a", page())
    reading = read_links([Source.parse(url), Source.parse(url)], OPEN, tmp_path)
    assert [article.id for article in reading.articles] == [url]
    assert [remark for _, remark in reading.remarks] == [f"{url}: its article was already read from another link."]


def test_a_shorter_text_is_taken_when_the_operator_says_so(web: Web, tmp_path: Path) -> None:
    url = web.put("/a", page())
    read(url, tmp_path)
    web.put("/a", page("<p>The bridge at Kessel stays open after all, the city said on Friday evening.</p>"))
    assert "stays open after all" in read(url, tmp_path, accept=True).articles[0].body


def test_a_link_that_is_no_address_is_a_plain_failure(tmp_path: Path) -> None:
    reading = read("http://[bad/", tmp_path)
    assert (reading.articles, [str(error) for _, error in reading.failures]) == (
        (),
        ["http://[bad/: is not a web address."],
    )


def test_the_links_of_a_feed_may_be_relative_to_it(web: Web, tmp_path: Path) -> None:
    web.put("/news/a", page())
    entry = '<entry><title>One</title><link href="a"/></entry>'
    feed = web.put("/news/feed", f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>', "application/atom+xml")
    assert [article.id for article in read(feed, tmp_path).articles] == [f"{web.root}/news/a"]


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)


@pytest.mark.parametrize(
    "bomb",
    [
        f'<?xml version="1.0"?>{LAUGHS}]><rss version="2.0"><channel><item><title>&j;</title></item></channel></rss>',
        "<html><body>" + "<div>" * 200_000 + "x",
        "<rss>" * 50_000,
        "<html><body><p>" + "<b>" * 100_000 + "x" * 10,
    ],
)
def test_a_bomb_of_markup_is_a_plain_failure(web: Web, tmp_path: Path, bomb: str) -> None:
    reading = read(web.put("/bomb", bomb), tmp_path)
    assert all("ha" * 1_000 not in article.body for article in reading.articles)


def feed_of(web: Web, *names: str) -> str:
    items = "".join(f"<item><title>{name}</title><link>{web.root}/{name}</link></item>" for name in names)
    return put_feed(web, items)


def asked_for(web: Web) -> list[str]:
    return [path for path, _ in web.asked if path != "/robots.txt"]


@pytest.mark.parametrize(
    ("then", "told"),
    [
        (Page(body=page().encode(), headers={"Content-Type": "text/html"}), "was a feed, but no longer is"),
        (Page(body=b"<h1>Oops</h1><p>An error.</p>", headers={"Content-Type": "text/xml"}), "was a feed"),
        (Page(body=b"", headers={"Content-Type": "text/xml"}), "was a feed"),
        (Page(body=b"<rss><channel></channel></rss>", headers={"Content-Type": "text/xml"}), "names no articles"),
        (Page(body=b'<?xml version="1.0"?><rss><chan', headers={"Content-Type": "text/xml"}), "names no articles"),
        (Page(status=503), "error 503"),
    ],
)
def test_a_feed_that_answers_with_something_else_keeps_its_articles_and_asks_for_none_of_them(
    web: Web, tmp_path: Path, then: Page, told: str
) -> None:
    web.put("/a", page())
    feed = feed_of(web, "a")
    before = read(feed, tmp_path).articles
    web.pages["/feed"] = then
    for _ in range(2):
        web.asked.clear()
        reading = read(feed, tmp_path)
        assert reading.articles == before
        assert re.search(told, str(reading.failures[0][1]))
        assert reading.given == {Source.parse(feed): 0}
        assert set(asked_for(web)) == {"/feed"}
    feed_of(web, "a")
    assert read(feed, tmp_path).given == {Source.parse(feed): 1}


@pytest.mark.parametrize(("kind", "body"), [("application/pdf", "%PDF-1.4"), ("text/plain; charset=x", "The bridge.")])
def test_what_is_no_web_page_is_told_by_its_kind(web: Web, kind: str, body: str) -> None:
    ((_, failure),) = read_links([Source.parse(web.put("/a", body, kind))], OPEN, None).failures
    assert f"is {kind.partition(';')[0]}, not a web page. Add the file itself" in str(failure)


def test_a_site_that_is_down_is_not_asked_for_each_article_of_its_feed(web: Web, tmp_path: Path) -> None:
    items = "".join(f"<item><title>{n}</title><link>http://127.0.0.1:9/{n}</link></item>" for n in range(40))
    feed = put_feed(web, items)
    failures = [str(failure) for _, failure in read(feed, tmp_path).failures]
    assert "cannot be fetched" in failures[0]
    assert all("did not answer a moment ago" in failure for failure in failures[1:])


def test_what_is_not_due_is_left_as_it_is_and_not_asked_for(web: Web, tmp_path: Path) -> None:
    due, other = web.put("/due", page()), web.put("/other", page())
    sources = [Source.parse(f"one={due}"), Source.parse(f"two={other}")]
    reading = read_links(sources, OPEN, tmp_path, Terms(only=[sources[0]]))
    assert asked_for(web) == ["/due"]
    assert [article.story for article in reading.articles] == ["one"]
    assert reading.standing == {"two"}
    assert list(reading.given) == [sources[0]]


def test_of_a_feed_that_is_due_what_is_known_beyond_its_newest_articles_is_not_asked_for_again(
    web: Web, tmp_path: Path
) -> None:
    names = [f"n{number}" for number in range(30)]
    for name in names:
        web.put(f"/{name}", page(TEXT.replace("eleven", name)))
    feed = feed_of(web, *names)
    source = Source.parse(feed)
    assert len(read(feed, tmp_path).articles) == 30
    web.asked.clear()
    again = read_links([source], OPEN, tmp_path, Terms(only=[source]))
    assert asked_for(web) == ["/feed", *(f"/{name}" for name in names[:20])]
    assert again.given == {source: 30}
    assert again.standing


def test_what_the_links_of_a_server_have_no_time_for_is_left_for_the_next_time(web: Web, tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        web.put(f"/{name}", page(TEXT.replace("eleven", name)))
    client, memory, feed = Client(OPEN), PageMemory.of(tmp_path, 1), feed_of(web, "a")
    assert [one.failure for one in Visitor(client=client, memory=memory, terms=Terms()).read(feed)] == [None, None]
    feed_of(web, "a", "b", "c")
    late = Visitor(client=client, memory=memory, terms=Terms(), until=0.0)
    web.asked.clear()
    told = list(late.read(feed))
    assert asked_for(web) == ["/feed"]
    assert [one.failure is None for one in told] == [True, True, False, False]
    assert "read next time" in (told[-1].failure or "")
    again = Visitor(client=client, memory=memory, terms=Terms(only=frozenset())).read(feed)
    assert sum(one.article is not None for one in again) == 3


def test_the_links_of_a_server_that_has_had_its_time_stay_as_they_are_and_are_due(tmp_path: Path) -> None:
    one, other, next_server = (Source.parse(f"g{10**17 + n // 2}-{n}=http://127.0.0.1:9/{n}") for n in range(3))
    reading = read_links([one, other, next_server], OPEN, tmp_path, Terms(server_seconds=0))
    assert other.story in reading.standing
    assert set(reading.given) == {one, next_server}


def test_the_pages_of_a_server_take_no_more_room_than_they_may(web: Web, tmp_path: Path) -> None:
    for name in ("a", "b"):
        web.put(f"/{name}", page(TEXT.replace("eleven", name)))
    memory = replace(PageMemory.of(tmp_path, 1), room=1.5 * len(page()))
    assert PageMemory.of(tmp_path, 1).room < math.inf
    visitor = Visitor(client=Client(OPEN), memory=memory, terms=Terms())
    first, second = (next(iter(visitor.read(f"{web.root}/{name}"))) for name in ("a", "b"))
    assert first.article is not None
    assert second.article is None
    assert "all the room they are allowed" in (second.failure or "")
    web.put("/a", page(TEXT.replace("eleven", "twelve")))
    (again,) = visitor.read(f"{web.root}/a")  # in place of what was there
    assert again.article is not None
    assert "twelve" in again.article.article.body


def test_files_are_read_together_or_not_at_all(web: Web, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.md").write_text(f"The ferry to {name} stops running in October.")
    link = Source.parse(web.put("/a", page()))
    folders = [Source.parse(str(tmp_path / "one")), Source.parse(str(tmp_path / "two"))]
    settings = IndexSettings(data=DataSettings(dir=tmp_path / "data"), web=OPEN)
    of_link = read_all([*folders, link], settings, Terms(only=[link]))
    assert (len(of_link.articles), of_link.has_gap) == (1, True)
    of_folder = read_all([*folders, link], settings, Terms(only=[folders[0]]))
    assert (len(of_folder.articles), of_folder.has_gap) == (2, False)
    assert set(of_folder.given) == set(folders)


def test_what_a_page_holds_beside_its_article_is_named(web: Web, tmp_path: Path) -> None:
    beside = "<div class='promo'><p>Win a weekend in our great autumn prize draw!</p></div>"
    url = web.put("/a", page().replace("</article>", f"</article>{beside}"))
    reading = read(url, tmp_path)
    (left_out,) = reading.left_out.values()
    assert "Win a weekend in our great autumn prize draw!" in left_out
    assert not any("cracks in two" in text for text in left_out)


def remembered(folder: Path, server: int, *links: str) -> list[bool]:
    """Whether each of the links is remembered."""
    memory = PageMemory.of(folder, server)
    return [memory.recall(link) is not None for link in links]


def test_a_page_that_no_source_names_nor_a_feed_any_more_is_forgotten(web: Web, tmp_path: Path) -> None:
    for name in ("a", "b", "c", "d"):
        web.put(f"/{name}", page(TEXT.replace("eleven", name)))
    links = [f"{web.root}/{name}" for name in ("a", "b", "c", "d")]
    feed, of_page, gone = (Source.parse(link) for link in (feed_of(web, "a", "b"), links[2], links[3]))
    read_links([feed, of_page, gone], OPEN, tmp_path)
    forget_unnamed([feed, of_page, gone], tmp_path)
    assert remembered(tmp_path, 0, *links) == [True, True, True, True]
    feed_of(web, "b")
    read_links([feed, of_page], OPEN, tmp_path)
    forget_unnamed([feed, of_page], tmp_path)
    assert remembered(tmp_path, 0, feed.link or "", *links) == [True, False, True, True, False]


def test_of_a_feed_that_fails_or_is_left_as_it_is_nothing_is_forgotten(web: Web, tmp_path: Path) -> None:
    web.put("/a", page())
    link = f"{web.root}/a"
    feed, other = Source.parse(feed_of(web, "a")), Source.parse(web.put("/b", page()))
    read_links([feed, other], OPEN, tmp_path)
    web.pages["/feed"] = Page(status=500)
    for terms in (Terms(), Terms(only=[other])):
        read_links([feed, other], OPEN, tmp_path, terms)
        forget_unnamed([feed, other], tmp_path, terms)
        assert remembered(tmp_path, 0, link) == [True]


def test_a_server_without_sources_leaves_no_page_and_takes_none_of_another(tmp_path: Path) -> None:
    gone, stays = 123456789012345678, 223456789012345678
    link, kept = "http://example.org/a", Fetched(url="", content_type="", etag=None, modified=None, body=b"x")
    for server in (0, gone, stays):
        PageMemory.of(tmp_path, server).remember(link, kept)
    source = Source.parse(f"g{stays}-memo={link}")
    forget_unnamed([source], tmp_path, Terms(only=[source]))
    assert [remembered(tmp_path, server, link) for server in (0, gone, stays)] == [[False], [False], [True]]
    assert not any(str(gone) in file.name for file in tmp_path.rglob("*"))


def test_sources_that_are_left_as_they_are_take_a_time_that_grows_with_their_number() -> None:
    def name(size: int) -> list[Source]:
        return [Source.parse(f"g{10**17 + number}-a=https://example.org/{number}") for number in range(size)]

    def leave(sources: list[Source]) -> None:
        assert len(read_links(sources, OPEN, None, Terms(only=frozenset())).standing) == len(sources)

    assert_grows_no_faster(name, leave, 2_000, 8)
