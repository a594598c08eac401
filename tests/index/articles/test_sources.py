import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.articles import Source, read
from index.articles.files import find_files, fingerprint
from index.articles.passages import split
from index.errors import DuplicateArticle, NoArticles, SourceError
from tests.index.articles.reading import failure, one, write

PAGE = """<!doctype html><html lang="en"><head><title>Bridge closed</title>
<meta property="og:site_name" content="The Ledger"><meta name="author" content="Ada Park">
<meta property="article:published_time" content="2024-03-05"></head><body><nav>Home Sport</nav><article>
<h1>Bridge closed</h1><p>The old bridge over the river was closed on Monday after a crack was found.</p>
<p>“We could not take the risk,” said Mayor Ann Lee, who promised a new one within a year of the closure.</p>
<p>Engineers had warned of the crack for months, according to papers that the city has now published.</p>
</article><footer>All rights reserved</footer></body></html>"""


def test_the_headline_of_plain_text_is_its_title_and_stays_in_it(tmp_path: Path) -> None:
    article = one(write(tmp_path / "talks" / "one.txt", "\nThe title\r\n\r\nFirst.\r\nSecond. \r\n"))
    assert (article.title, article.id, article.story) == ("The title", "one", "talks")
    assert article.body == "The title\n\nFirst.\nSecond. "


def test_markdown_has_front_matter_and_is_read_without_its_marks(tmp_path: Path) -> None:
    fields = "title: T\noutlet: O\nauthor: A\nurl: https://e.org\nlanguage: en\nstory: s\npublished_at: 2011-08-03\n"
    text = f"---\n{fields}---\n\nA *b* [c](d).\n\n## E\n\n**F** g.\n"
    article = one(write(tmp_path / "a.md", text))
    assert article.body == "A *b* c.\n\nE\n\nF g."
    assert (article.title, article.outlet, article.author, article.url) == ("T", "O", "A", "https://e.org")
    assert (article.language, article.story, article.published_at) == ("en", "s", datetime(2011, 8, 3, tzinfo=UTC))


def test_a_heading_is_the_title_of_markdown_without_one(tmp_path: Path) -> None:
    article = one(write(tmp_path / "a.md", "# The title\n\nThe body."))
    assert (article.title, article.body) == ("The title", "The body.")
    article = one(write(tmp_path / "a.md", "# The title"))
    assert (article.title, article.body) == ("The title", "The title")
    article = one(write(tmp_path / "a.md", "---\ntitle: T\n---\n# Another\n\nThe body."))
    assert (article.title, article.body) == ("T", "Another\n\nThe body.")


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.jsonl"])
def test_what_an_article_without_a_title_begins_with_is_searched(tmp_path: Path, name: str) -> None:
    text = "The ferry stops in October.\n\nIt is the last one."
    article = one(write(tmp_path / name, json.dumps({"text": text}) if name.endswith("l") else text))
    assert article.title == "The ferry stops in October."
    assert split(article, words=100)[0].text == text


def test_a_web_page_gives_its_article_without_the_furniture(tmp_path: Path) -> None:
    article = one(write(tmp_path / "page.html", PAGE))
    assert (article.title, article.outlet, article.published_at) == (
        "Bridge closed",
        "The Ledger",
        datetime(2024, 3, 5, tzinfo=UTC),
    )
    assert "“We could not take the risk,” said Mayor Ann Lee" in article.body
    assert "Home Sport" not in article.body
    assert "All rights reserved" not in article.body


def test_json_lines_keep_every_character_of_the_text(tmp_path: Path) -> None:
    text = " One.\r\n\u00a0Two\u202e “three” e\u0301 🙂\n"
    line = {"id": 7, "title": "T", "text": text, "story": "s", "published_at": "2011-08-03T10:00:00Z", "more": [1]}
    article = one(write(tmp_path / "a.jsonl", json.dumps(line) + "\n\n"))
    assert (article.body, article.id) == (text, "7")
    assert article.published_at == datetime(2011, 8, 3, 10, tzinfo=UTC)


def test_a_story_is_the_place_s_else_the_article_s_else_the_folder_s(tmp_path: Path) -> None:
    write(tmp_path / "floods" / "a.txt", "T\nbody")
    write(tmp_path / "floods" / "b.md", "---\nstory: own\n---\nbody")
    write(tmp_path / "wires.jsonl", '{"id": "c", "text": "body"}')
    reading = read([Source(path=tmp_path)])
    assert {article.id: article.story for article in reading.articles} == {
        "floods/a": "floods",
        "floods/b": "own",
        "c": "wires",
    }
    forced = read([Source.parse(f"g1-x={tmp_path}")])
    assert {(article.story, article.id) for article in forced.articles} == {
        ("g1-x", "g1-x/floods/a"),
        ("g1-x", "g1-x/floods/b"),
        ("g1-x", "g1-x/c"),
    }


def test_a_file_whose_name_is_no_text_is_named_and_hides_no_other(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "T\nbody")
    try:
        (tmp_path / os.fsdecode(b"\xff.txt")).write_text("T\nbody")
    except OSError:
        pytest.skip("this system keeps no such name")
    reading = read([Source(path=tmp_path)])
    assert [article.id for article in reading.articles] == ["a"]
    ((_, failure),) = reading.failures
    assert str(failure) == f"{tmp_path}/\ufffd.txt: has a name that is not UTF-8; rename it."


FRENCH = "Le titre\nL’élève a dit « déjà vu » à la façade du théâtre, où l’été s’achève bientôt."


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", FRENCH),
        ("utf-8-sig", FRENCH),
        ("utf-16", FRENCH),
        ("cp1252", FRENCH),
        ("cp1252", "Title\nHe said “we won’t go” — and left. The mayor’s office said the talks would go on."),
        ("cp1250", "Název článku\nPremiér řekl, že jednání budou pokračovat až do konce roku. Žádné číslo neuvedl."),
        ("cp1251", "Заголовок\nОн сказал, что переговоры продолжаются, и мы не уйдём до конца года."),
        ("cp1253", "Τίτλος\nΗ κυβέρνηση δήλωσε ότι οι συνομιλίες συνεχίζονται μέχρι το τέλος του έτους."),
        ("cp1254", "Başlık\nKöprü pazartesi günü kapatıldı. Belediye başkanı “Başka seçeneğimiz yoktu” dedi."),
        ("shift_jis", "題\n日本語の記事です。首相は会談を続けると述べた。記者団に対し、"),
    ],
)
def test_the_encoding_of_a_file_is_found_out(tmp_path: Path, encoding: str, text: str) -> None:
    article = one(write(tmp_path / "a.txt", text.encode(encoding)))
    assert (article.title, article.body) == (text.partition("\n")[0], text)


@pytest.mark.parametrize(
    ("encoding", "begins"),
    [
        ("windows-1250", '<!doctype html><meta charset="windows-1250">'),
        ("iso-8859-2", '<?xml version="1.0" encoding="iso-8859-2"?><!doctype html>'),
    ],
)
def test_a_web_page_is_read_in_the_encoding_that_it_declares(tmp_path: Path, encoding: str, begins: str) -> None:
    page = PAGE.replace("<!doctype html>", begins).replace("Ann Lee", "Łęk")
    assert "Mayor Łęk" in one(write(tmp_path / "page.html", page.encode(encoding, "xmlcharrefreplace"))).body


def test_fields_are_taken_as_people_write_them(tmp_path: Path) -> None:
    line = {"id": 0, "title": " T ", "text": "x", "author": ["Ada", "Bob"]}
    article = one(write(tmp_path / "a.jsonl", json.dumps(line)))
    assert (article.id, article.title, article.author) == ("0", "T", "Ada, Bob")


def test_a_text_without_a_title_begins_with_its_first_words_as_one(tmp_path: Path) -> None:
    article = one(write(tmp_path / "a.txt", "word " * 200))
    assert len(article.title) <= 100
    assert article.body.startswith(article.title)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \n\n", "is empty"),
        ("a.txt", b"PK\x03\x04\x00\x00" * 50, "is not a text file"),
        ("a.txt", "Title\nBody é".encode()[:-1], "ends in the middle of a character"),
        ("a.html", b"<html><body></body></html>", "no article text"),
        ("a.md", b"---\ntitle: T\nbody without end", "never ends"),
        ("a.md", b"---\ntitle: [\n---\nbody", "not valid YAML"),
        ("a.md", b"---\npublished_at: soon\n---\nbody", "a.md: 'soon' is not a date"),
        ("a.jsonl", b'{"id": "a", "te', "line 1: is not valid JSON"),
        ("a.jsonl", b"[1]", "line 1: is not a JSON object"),
        ("a.jsonl", b'{"id": "a", "title": "T"}', "line 1: the article has no text"),
        ("a.jsonl", b'{"id": "a", "text": ["x", 1]}', "line 1: text is not text, but a list."),
        ("a.json", b'{"text": {"rendered": 1}}', "line 1: text is not text, but an object."),
        ("a.jsonl", b'{"id": "a", "text": 5}', "line 1: text is not text, but a number."),
        ("a.jsonl", b'{"text": "x", "title": true}', "line 1: title is not text, but true or false."),
        ("a.jsonl", b'{"id": "a", "text": "<p>x\\ud800"}', "line 1: the text holds half a surrogate pair"),
        ("a.jsonl", b'{"id": "a", "text": "x\\ud800"}', "line 1: the text holds half a surrogate pair"),
        ("a.jsonl", b'{"id": "a", "text": "\xff"}', "line 1: is not UTF-8"),
        ("a.pdf", b"%PDF", "is not a readable PDF file"),
        ("a.docx", b"PK\x03\x04", "is not a readable Word file"),
        ("a.rtf", b"{\\rtf1 x}", "is not a kind of file"),
        ("a.json", b"[1, 2", "is not valid JSON"),
        ("a.json", b'["one", "two"]', "a.json: holds no JSON object with id, title and text."),
        ("a.json", b'{"articles": [1]}', "a.json: holds no JSON object with id, title and text."),
        ("a.json", b"[1,\n2}", "is not valid JSON (Expecting ',' delimiter at character 2 of line 2);"),
        ("a.json", b'"one"', "a.json: holds no JSON object with id, title and text."),
        ("a.jsonl", b'{"id": "a", "te\n', "is not valid JSON (Unterminated string starting at character 13);"),
        ("a.jsonl", b'{"id": "a" "te"}', "is not valid JSON (Expecting ',' delimiter at character 12);"),
        ("a.md", b"---\npublished_at: 2011-02-30\n---\nbody", "'2011-02-30' is not a date"),
        ("a.md", b"---\ndate: 08/09/2011\n---\nbody", "'08/09/2011' is not a date that can be read in only one way"),
        ("a.txt", "Заголовок\n".encode() + b"caf\xe9\n", "line 2 is not valid UTF-8"),
        ("a.md", b"---\npublished_at: 9999-12-31T23:59:59-14:00\n---\nbody", "is not a date"),
        ("a.jsonl", b'{"id": "a", "text": "x", "n": ' + b"9" * 5_000 + b"}", "line 1: is not valid JSON"),
        ("a.jsonl", b'{"id": "a", "text": "x", "title": "\\ud800"}', "the title holds half a surrogate pair"),
        (
            "a.jsonl",
            b'{"id": "a", "text": "x", "published_at": "Mon, 99 Jan 99999999999 10:00:00 +0000"}',
            "is not a date",
        ),
        ("x" * 300 + ".txt", None, "no such file"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_reason(
    tmp_path: Path, name: str, content: bytes | None, told: str
) -> None:
    path = tmp_path / name if content is None else write(tmp_path / name, content)
    message = failure(path)
    assert told in message
    assert str(path) in message


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert failure(tmp_path / "nowhere.txt").endswith("there is no such file or folder.")


def test_a_file_of_200_mb_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    assert "is 200 MB" in failure(path)


def test_one_broken_line_does_not_hide_the_others(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", '{"id": "a", "text": "x"}\n{broken\n{"id": "b", "text": "y"}\n')
    reading = read([Source(path=path)])
    assert [article.id for article in reading.articles] == ["a", "b"]
    ((_, problem),) = reading.failures
    assert isinstance(problem, SourceError)
    assert problem.line == 2


def test_two_articles_of_one_id_are_both_named(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", '{"id": "a", "text": "x"}\n{"id": "a", "text": "y"}\n')
    ((_, problem),) = read([Source(path=path)]).failures
    assert isinstance(problem, DuplicateArticle)
    assert "line 1" in str(problem)
    assert "line 2" in str(problem)


def test_a_folder_without_articles_is_an_error_of_its_own(tmp_path: Path) -> None:
    write(tmp_path / ".hidden.txt", "Title\nbody")
    write(tmp_path / "picture.png", b"\x89PNG")
    with pytest.raises(NoArticles, match=r"1 file in .* was not read: picture\.png\. Verbatim reads \.docx"):
        read([Source(path=tmp_path)])


def test_what_is_passed_over_is_named_and_counted(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "Title\nbody")
    write(tmp_path / "README", "x")
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    ((_, remark),) = read([Source(path=tmp_path)]).remarks
    assert remark.startswith(f"2 files in {tmp_path} were not read: README, gone.")


def test_a_link_to_a_file_that_is_not_there_is_a_failure_and_what_it_led_to_stands(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.txt", "Title\nbody")
    file = write(tmp_path / "elsewhere.txt", "Title\nbody")
    (tmp_path / "in" / "b.txt").symlink_to(file)
    look = fingerprint(list(find_files(tmp_path / "in")))
    file.unlink()
    reading = read([Source(path=tmp_path / "in")])
    assert [str(error) for _, error in reading.failures] == [
        f"{tmp_path}/in/b.txt: cannot be read: No such file or directory."
    ]
    assert (reading.unread, reading.has_gap, reading.remarks) == ({"b"}, False, ())
    assert fingerprint(list(find_files(tmp_path / "in"))) != look


def test_what_is_hidden_below_a_source_is_named_and_a_hidden_source_is_read(tmp_path: Path) -> None:
    source = tmp_path / ".vault" / ".notes"
    for name in ("a.txt", "b/c.txt", ".git/d.txt", "b/.trash/e/f.txt", ".g.txt", "~$h.docx", ".DS_Store"):
        write(source / name, f"Title\n\nThe text of {name}.")
    for given, found in ((source, ["a", "b/c"]), (source / ".git", ["d"]), (source / ".g.txt", [".g"])):
        assert [article.id for article in read([Source(path=given)]).articles] == found
    ((_, remark),) = read([Source(path=source)]).remarks
    told = f"Not read in {source}, because hidden, part of a saved page or Verbatim's own data: "
    assert remark == f"{told}.g.txt, .git, b/.trash, ~$h.docx."
    looks = [fingerprint(list(find_files(place))) for place in (source, source / ".g.txt")]
    for name in (".git/d.txt", ".g.txt"):
        write(source / name, "Another text.")
    again = [fingerprint(list(find_files(place))) for place in (source, source / ".g.txt")]
    assert (again[0] == looks[0], again[1] == looks[1]) == (True, False)


@pytest.mark.parametrize("folder", ["the bridge_files", "the bridge-Dateien", "the bridge_fichiers"])
@pytest.mark.parametrize("ending", ["html", "htm"])
def test_what_a_browser_saved_beside_a_page_is_named_and_is_no_article(
    tmp_path: Path, folder: str, ending: str
) -> None:
    write(tmp_path / f"the bridge.{ending}", PAGE)
    write(tmp_path / folder / "frame.html", "<html><body>Buy!</body></html>")
    write(tmp_path / "case_files" / "a.txt", "Title\n\nThere is no page of this name.")
    reading = read([Source(path=tmp_path)])
    assert [article.id for article in reading.articles] == ["case_files/a", "the bridge"]
    assert reading.failures == ()
    assert [remark.rpartition(": ")[2] for _, remark in reading.remarks] == [f"{folder}."]


@pytest.mark.parametrize("data", ["data", "elsewhere/data"])
def test_the_data_folder_in_a_source_is_named_and_holds_none_of_its_articles(tmp_path: Path, data: str) -> None:
    source = tmp_path / "in"
    write(source / "a.txt", "Title\n\nbody")
    write(source / data / "generations" / "x" / "articles.jsonl", '{"text": "the same again"}')
    (tmp_path / "link").symlink_to(source / data)
    reading = read([Source(path=source)], tmp_path / "link")
    assert [article.id for article in reading.articles] == ["a"]
    ((_, remark),) = reading.remarks
    assert remark.endswith(f"or Verbatim's own data: {data}.")
    with pytest.raises(NoArticles, match="part of a saved page or Verbatim's own data: "):
        read([Source(path=source / data)], tmp_path / "link")
    assert len(read([Source(path=source / data / "generations")], tmp_path / "link").articles) == 1


def test_a_linked_folder_is_read_once_and_a_circle_ends(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere" / "a.txt", "Title\nbody")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "there").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "back").symlink_to(tmp_path / "in")
    assert [article.id for article in read([Source(path=tmp_path / "in")]).articles] == ["there/a"]


@pytest.mark.parametrize(
    ("files", "sources", "ids"),
    [
        (["a/index.txt", "b/index.txt"], ["a", "b"], ["a/index.txt", "b/index.txt"]),
        (["a/index.txt", "b/index.txt"], ["a/index.txt", "b/index.txt"], ["a/index.txt", "b/index.txt"]),
        (["x/n/a.txt", "y/n/a.txt"], ["x/n", "y/n"], ["x/n/a.txt", "y/n/a.txt"]),
        (["fire.txt", "fire.md", "other.txt"], ["."], ["fire.md", "fire.txt", "other"]),
        (["a b.txt", "a-b.txt", "a_b.txt"], ["."], ["a b", "a-b", "a_b"]),
        (["a.txt"], [".", "a.txt"], ["a"]),
    ],
)
def test_files_of_one_name_are_told_apart_by_their_paths(
    tmp_path: Path, files: list[str], sources: list[str], ids: list[str]
) -> None:
    for file in files:
        write(tmp_path / file, f"Title\n\nThe text of {file}.")
    reading = read([Source(path=tmp_path / source) for source in sources])
    assert [article.id for article in reading.articles] == ids
    assert reading.failures == ()


def test_json_holds_one_article_a_list_of_them_or_json_lines(tmp_path: Path) -> None:
    rows = [{"title": "T", "content": "One.", "link": "https://e.org/1"}, {"headline": "U", "text": "Two."}]
    for name, text in {
        "one.json": json.dumps(rows[1]),
        "list.json": json.dumps(rows),
        "within.json": json.dumps({"articles": rows}),
        "lines.json": "\n".join(map(json.dumps, rows)),
    }.items():
        reading = read([Source(path=write(tmp_path / name, text))])
        assert [article.body for article in reading.articles] == (["Two."] if name == "one.json" else ["One.", "Two."])
        assert reading.articles[-1].title == "U"


@pytest.mark.parametrize(
    "document",
    [
        {"status": "ok", "articles": [{"title": "T", "content": "One."}]},
        {"response": {"status": "ok", "results": [{"webTitle": "T", "fields": {"bodyText": "One."}}]}},
        [{"id": 12, "title": {"rendered": "T"}, "content": {"rendered": "<p>One.</p>", "protected": False}}],
        {
            "db": [
                {"meta": {"version": "5"}, "data": {"tags": [{"name": "a"}], "posts": [{"title": "T", "html": "One."}]}}
            ]
        },
        {"version": "https://jsonfeed.org/version/1.1", "items": [{"title": "T", "content_html": "<p>One.</p>"}]},
        {"hits": {"total": 1, "hits": [{"_id": "x", "_source": {"title": "T", "body": "One."}}]}},
        {"title": "T", "paragraphs": ["One."]},
        {"data": [{"attributes": {"title": "T", "body": {"value": "<p>One.", "processed": "<p>One.</p>"}}}]},
        {"rss": {"channel": {"item": [{"title": "T", "content:encoded": "<p>One.</p>"}]}}},
        [{"_id": {"$oid": "5f"}, "title": "T", "text": "One.", "date": {"$date": "2024-05-03T08:00:00Z"}}],
        {"title": "T", "maintext": "One.", "authors": ["Ada"], "source_domain": "e.org"},
        {"messages": [{"id": 1, "title": "T", "text": ["On", {"type": "bold", "text": "e."}]}]},
        {"headline": "T", "content_elements": [{"type": "image"}, {"type": "text", "content": "<p>One.</p>"}]},
        {"authors": [{"name": "Ada"}], "data": {"title": "T", "text": "One."}},
        {"data": {"title": "T", "text": "One."}},
        {"version": 2, "a1": {"title": "T", "text": "One."}, "tags": {"a": {"name": "A"}}},
    ],
)
def test_articles_are_found_wherever_a_program_puts_them(tmp_path: Path, document: object) -> None:
    article = one(write(tmp_path / "a.json", json.dumps(document)))
    assert (article.title, article.body) == ("T", "One.")
    assert article.outlet in (None, "e.org")  # "_source" is none


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_json_is_read_in_the_encodings_that_programs_write(tmp_path: Path, encoding: str) -> None:
    """PowerShell writes UTF-16."""
    assert one(write(tmp_path / "a.json", json.dumps({"text": "“No.”"}).encode(encoding))).body == "“No.”"


def test_an_object_of_articles_is_a_list_of_them(tmp_path: Path) -> None:
    """As tables are exported by their index."""
    path = write(tmp_path / "a.json", json.dumps({"0": {"title": "T", "text": "One."}, "1": {"text": "Two."}}))
    assert [article.body for article in read([Source(path=path)]).articles] == ["One.", "Two."]


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (["One.", "Two."], "One.\n\nTwo."),
        ([{"text": "One."}, {"src": "a.jpg"}, {"text": "Two."}], "One.\n\nTwo."),
        (["He said ", {"type": "bold", "text": "no"}, "."], "He said no."),
        (
            {"blocks": [{"data": {"text": "One."}}, {"data": {"src": "a.jpg"}}, {"data": {"items": ["a", "b"]}}]},
            "One.\n\na\n\nb",
        ),
        (
            {
                "type": "doc",
                "content": [
                    {
                        "type": "paragraph",
                        "content": [{"text": "He said "}, {"text": "no", "marks": [{"type": "bold"}]}],
                    },
                    {"type": "paragraph", "content": [{"content": [{"value": "Two"}]}, {"value": "."}]},
                ],
            },
            "He said no\n\nTwo.",
        ),
    ],
)
def test_a_list_of_paragraphs_is_a_text_of_as_many_and_one_of_runs_of_letters_is_one(
    tmp_path: Path, parts: list[object], text: str
) -> None:
    assert one(write(tmp_path / "a.json", json.dumps({"text": parts}))).body == text


@pytest.mark.parametrize(
    ("author", "name"),
    [
        (7, None),
        ("7", None),
        ([7, 9], None),
        ("Agent 7", "Agent 7"),
        ([{"name": "Ada"}, {"name": None}, {"title": "Bo"}], "Ada, Bo"),
    ],
)
def test_the_number_of_an_author_in_a_database_is_nobody_s_name(
    tmp_path: Path, author: object, name: str | None
) -> None:
    assert one(write(tmp_path / "a.json", json.dumps({"text": "One.", "author": author}))).author == name


def test_a_line_without_an_id_is_named_by_its_address_or_its_title_wherever_it_stands(tmp_path: Path) -> None:
    lines = [
        '{"text": "x", "url": "https://e.org/x"}',
        '{"text": "y", "title": "Y"}',
        '{"text": "z", "title": "Y", "date": "2024-05-03"}',
        '{"text": "w", "title": "Y"}',
    ]
    path = write(tmp_path / "a.jsonl", "\n".join(lines))
    ids = ["https://e.org/x", "a:Y", "a:2024-05-03 Y", "a:Y:4"]
    assert [article.id for article in read([Source(path=path)]).articles] == ids
    write(path, "\n".join(['{"text": "new", "title": "N"}', *lines[:3]]))
    assert [article.id for article in read([Source(path=path)]).articles] == ["a:N", *ids[:3]]


def test_the_articles_of_a_file_that_broke_are_unread_and_those_of_a_folder_that_went_stand(
    tmp_path: Path,
) -> None:
    write(tmp_path / "in" / "a.txt", "Title\nbody")
    write(tmp_path / "in" / "b.md", "---\ntitle: [\n---\nbody")
    reading = read([Source(path=tmp_path / "in"), Source.parse(f"gone={tmp_path}/gone")])
    assert reading.unread == {"b"}
    assert (reading.standing, reading.has_gap) == ({"gone"}, False)
    assert read([Source(path=tmp_path / "in"), Source(path=tmp_path / "gone")]).has_gap


@pytest.mark.skipif(os.geteuid() == 0, reason="root opens every folder")
def test_a_folder_that_cannot_be_opened_is_a_failure(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "Title\nbody")
    (tmp_path / "closed").mkdir(mode=0)
    reading = read([Source(path=tmp_path)])
    assert [str(error) for _, error in reading.failures] == [f"{tmp_path}/closed: cannot be read: Permission denied."]
    assert reading.has_gap


@pytest.mark.parametrize("text", ["", "  ", "talks=", "talks= "])
def test_what_names_nothing_is_refused_and_not_taken_for_the_working_folder(text: str) -> None:
    with pytest.raises(SourceError, match="names no file or folder"):
        Source.parse(text)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("a.md", '+++\ntitle = "The bridge"\ndate = ', "\n+++\n\nThe bridge will close.\n"),
        ("a.txt", '+++\ntitle = "The bridge"\ndate = ', "\n+++\n\nThe bridge will close.\n"),
        ("a.json", '{"text": "The bridge will close.", "date": ', "}"),
        ("a.jsonl", '{"text": "The bridge will close.", "date": ', "}"),
    ],
)
@pytest.mark.parametrize("depth", [100, 900, 5_000, 100_000])
def test_what_is_nested_too_deeply_is_told_with_its_file(
    tmp_path: Path, name: str, before: str, after: str, depth: int
) -> None:
    told = failure(write(tmp_path / name, f"{before}{'[' * depth}1{']' * depth}{after}"))
    assert told.startswith(str(tmp_path / name))
    assert "nested too deeply" in told or "is not a date" in told


def test_a_text_that_is_nested_too_deeply_keeps_no_other_from_being_read(tmp_path: Path) -> None:
    deep = f"{'[' * 900}{json.dumps('It closed.')}{']' * 900}"
    write(tmp_path / "a.jsonl", f'{{"text": {deep}}}\n{{"text": "The boat sank."}}')
    reading = read([Source(path=tmp_path)])
    assert [article.body for article in reading.articles] == ["The boat sank."]
    assert "nested too deeply" in str(reading.failures[0][1])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_pipe_or_a_device_is_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    (tmp_path / "a.txt").write_text("The boat sank.")
    reading = read([Source(path=tmp_path), *(Source(path=tmp_path / name) for name in ("pipe.txt", "zero.txt"))])
    assert len(reading.articles) == 1
    assert ["pipe or a device" in str(failure) for _, failure in reading.failures] == [True, True]


def test_what_only_looks_like_an_article_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "{\\rtf1 The bridge closed.}")
    said = "The bridge is to close on Monday"
    page = f"<nav><a href=/>Home</a></nav><div><main><h1>{said}</h1></main></div>"
    write(tmp_path / "b.html", f"<html><head><title>{said}</title></head><body>{page}</body></html>")
    rtf, headline = (str(failure) for _, failure in read([Source(path=tmp_path)]).failures)
    assert "is an RTF file" in rtf
    assert "holds a headline without a text" in headline


def test_a_page_that_was_saved_as_text_is_read_as_a_page(tmp_path: Path) -> None:
    said = "The bridge over the Lissen closed on Monday, and it will not open again before May, the town said."
    write(tmp_path / "a.txt", f"<!doctype html><title>Bridge</title><nav>Home</nav><h1>Bridge</h1><p>{said}</p>")
    article = one(tmp_path / "a.txt")
    assert (article.title, article.body) == ("Bridge", f"Bridge\n{said}")


def test_a_text_that_an_export_cut_short_is_told(tmp_path: Path) -> None:
    write(tmp_path / "a.json", '{"title": "Bridge", "content": "The bridge clo… [+812 chars]"}')
    ((_, remark),) = read([Source(path=tmp_path)]).remarks
    assert "it breaks off" in remark


@pytest.mark.parametrize(
    ("html", "seen"),
    [
        ("<blockquote><p>It held.</p><cite>Ann Lee</cite></blockquote>", "“It held.” — Ann Lee"),
        ("<p>One.</p><p>Two<br>three.</p>", "One.\n\nTwo\nthree."),
        ("One.\n\n<blockquote>It held.</blockquote>\n\nTwo.", "One.\n\n“It held.”\n\nTwo."),
        ('[caption id="7"]<img src="a.jpg"> A pier.[/caption]<p>One.</p>[gallery ids="1,2"]', "A pier.\n\nOne."),
        ("<p>One.</p><script>a = '<p>no</p>';</script><iframe src=x>no</iframe><noscript>no</noscript>", "One."),
        ("<table><tr><td>Monday</td><td>4,000</td></tr></table>", "Monday | 4,000"),
        ("<ul><li>One</li><li>Two</li></ul>", "One\n\nTwo"),
        ("<p>One\x00.</p>", "One."),
        ("<p>“I like [video games],” she said.</p>", "“I like [video games],” she said."),
        ("One.\n\nTwo.\n\n<picture><img src=a.jpg></picture><br>", "One.\n\nTwo."),
        ("<div>" * 2_000 + "One.", "One."),
        ("<p>One.</p><o:p>&nbsp;</o:p><amp-img></amp-img><center>Two.</center>", "One.\n\nTwo."),
    ],
)
def test_a_text_that_an_export_holds_as_a_page_is_read_as_it_is_seen(tmp_path: Path, html: str, seen: str) -> None:
    assert one(write(tmp_path / "a.json", json.dumps({"title": "Bridge", "content": html}))).body == seen
