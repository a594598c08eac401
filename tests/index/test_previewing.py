"""What a source gives, before it goes live."""

from pathlib import Path

import pytest

from index.articles import Source
from index.previewing import preview
from index.progress import from_line, to_line
from index.settings import DataSettings, IndexSettings
from index.web.links import read_links
from tests.index.web.web_server import OPEN, Web, page


@pytest.fixture
def settings(tmp_path: Path) -> IndexSettings:
    return IndexSettings(data=DataSettings(dir=tmp_path / "data"), web=OPEN)


def test_a_page_is_shown_as_it_would_be_read_and_nothing_is_kept(web: Web, settings: IndexSettings) -> None:
    found = preview(Source.parse(web.put("/a", page("close"))), settings)
    (article,) = found.articles
    assert (article.title, article.language, found.count) == ("Bridge to close", "en", 1)
    assert not settings.data.dir.exists()


def test_a_page_is_shown_as_it_is_now_and_never_as_it_was_once_read(web: Web, settings: IndexSettings) -> None:
    source = Source.parse(web.put("/a", page("close"), ETag='"1"'))
    read_links([source], settings.web, settings.data.dir)
    preview(source, settings)
    assert "If-None-Match" not in web.asked[-1][1]
    web.pages.clear()
    found = preview(source, settings)
    assert (found.articles, found.failures) == ((), (f"{source.link}: answered with error 404.",))


def test_of_a_feed_three_articles_are_read_and_no_more_are_asked_for(web: Web, settings: IndexSettings) -> None:
    for number in range(9):
        web.put(f"/{number}", page(f"close{number}"))
    items = "".join(f"<item><link>{web.root}/{number}</link></item>" for number in range(9))
    found = preview(Source.parse(web.put("/feed", f"<rss><channel>{items}</channel></rss>", "text/xml")), settings)
    assert len(found.articles) == 3
    assert [path for path, _ in web.asked] == ["/robots.txt", "/feed", "/0", "/1", "/2"]


def test_a_folder_is_shown_without_the_folders_above_it(settings: IndexSettings, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.md").write_text(f"Article {number} is about a ferry.")
    (folder / "broken.md").write_text("")
    (folder / "picture.png").write_bytes(b"x")
    found = preview(Source.parse(str(folder)), settings)
    assert (len(found.articles), found.count) == (3, 5)
    assert found.failures == ("articles/broken.md: is empty.",)
    assert "picture.png" in found.remarks[0]
    assert str(tmp_path) not in "".join((*found.failures, *found.remarks))


def test_a_source_without_an_article_says_why(web: Web, settings: IndexSettings, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for source, why in ((f"{web.root}/gone", "with error 404"), (str(tmp_path / "empty"), "contains no file")):
        found = preview(Source.parse(source), settings)
        assert (found.articles, found.count) == ((), 0)
        assert why in found.failures[0]


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("htps://example.org/a", True),
        ("www.example.org/a", True),
        ("example.org/2024/a.html", True),
        ("articles/a.md", False),
        ("a.md", False),
    ],
)
def test_what_is_neither_there_nor_a_link_is_named_as_it_was_typed(
    settings: IndexSettings, typed: str, hint: bool
) -> None:
    (said,) = preview(Source.parse(typed), settings).failures
    assert said.startswith(f"{Path(typed)}: there is no such file or folder.")
    assert said.endswith("A link begins with https:// or http://.") == hint


def test_it_is_read_at_the_other_end_of_the_pipe_as_it_was(web: Web, settings: IndexSettings) -> None:
    found = preview(Source.parse(web.put("/a", page("close “now”"))), settings)
    assert from_line(to_line(found)) == found


def test_a_draft_is_called_one(settings: IndexSettings, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ndraft: true\n---\nThe bridge is to close.")
    (told,) = preview(Source(path=tmp_path / "a.md"), settings).failures
    assert told == "a.md: it is marked as a draft, and was skipped."
