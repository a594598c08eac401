"""What stands beside an article's text: front matter and dates, as other programs and newspapers write them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from index.articles import Source, read
from index.articles.text.dates import CLOCKS, parse_date
from index.articles.text.field_names import name_fields
from index.articles.text.front_matter import BadFrontMatter, split_front_matter
from tests.index.articles.reading import failure, one, remarks, write
from tests.timing import taking_less_than


@pytest.mark.parametrize(
    ("written", "iso", "precision"),
    [
        ("2011", "2011-01-01T00:00:00+00:00", "year"),
        ("2011-08", "2011-08-01T00:00:00+00:00", "month"),
        ("March 2012", "2012-03-01T00:00:00+00:00", "month"),
        ("August 25, 2011", "2011-08-25T00:00:00+00:00", "day"),
        ("Aug. 25, 2011, 4:15 p.m.", "2011-08-25T16:15:00+00:00", "day"),
        ("25 August 2011", "2011-08-25T00:00:00+00:00", "day"),
        ("2011-08-25 16:15 EDT", "2011-08-25T16:15:00-04:00", "day"),
        ("Thursday, 25 Aug 2011 at 4.15pm BST", "2011-08-25T16:15:00+01:00", "day"),
        ("Thu, 25 Aug 2011 16:15:00 +0200", "2011-08-25T16:15:00+02:00", "day"),
        ("20110825T1615Z", "2011-08-25T16:15:00+00:00", "day"),
        ("25.08.2011", "2011-08-25T00:00:00+00:00", "day"),
        ("08.09.2011", "2011-09-08T00:00:00+00:00", "day"),  # with points the day is first, everywhere
        ("13/09/2011", "2011-09-13T00:00:00+00:00", "day"),
        ("1st of March 2012", "2012-03-01T00:00:00+00:00", "day"),
        ("25 août 2011", "2011-08-25T00:00:00+00:00", "day"),
        ("Donnerstag, 25. August 2011, 16:15 Uhr", "2011-08-25T16:15:00+00:00", "day"),
        ("Last updated: Aug. 25, 2011", "2011-08-25T00:00:00+00:00", "day"),
        ("Veröffentlicht am 25. August 2011", "2011-08-25T00:00:00+00:00", "day"),
        ("1314288900", "2011-08-25T16:15:00+00:00", "day"),
        ("5/5/2011", "2011-05-05T00:00:00+00:00", "day"),  # whichever is the month
        ("2011-08-25T16:15:00 (UTC +02:00)", "2011-08-25T16:15:00+02:00", "day"),
        ("Thu Aug 25 2011 16:15:00 GMT+0200 (CEST)", "2011-08-25T16:15:00+02:00", "day"),
        ("25 August 2011 16:15 UTC+2", "2011-08-25T16:15:00+02:00", "day"),
        ("25 August 2011, 16:15 CEST", "2011-08-25T16:15:00+02:00", "day"),
        ("Aug. 25, 2011, 4:15 p.m. ET", "2011-08-25T16:15:00-04:00", "day"),
        ("Jan. 25, 2011 4:15 PM ET", "2011-01-25T16:15:00-05:00", "day"),
        ("Aug. 25, 2011 16:15 CT (GMT-6)", "2011-08-25T16:15:00-06:00", "day"),
        ("4:15 p.m. PT Aug. 25, 2011", "2011-08-25T16:15:00-07:00", "day"),
        ("٢٥ أغسطس ٢٠١١", "2011-08-25T00:00:00+00:00", "day"),
    ],
)
def test_a_date_is_read_as_exactly_as_it_is_written(written: str, iso: str, precision: str) -> None:
    found = parse_date(written)
    assert found is not None
    assert (found.moment.isoformat(), found.precision) == (iso, precision)


@pytest.mark.parametrize(
    ("written", "month", "is_summer"),
    [
        ("Aug. 25, 2011, 4:15 p.m. {}", 8, 1),
        ("4:15 PM {} on August 25, 2011", 8, 1),
        ("Jan. 25, 2011, 4:15 p.m. ({})", 1, 0),
        ("2011-01-25 16:15 {}", 1, 0),
    ],
)
@pytest.mark.parametrize("clock", [*CLOCKS, *map(".".join, CLOCKS)])
def test_a_zone_that_is_named_without_summer_or_winter_is_read_by_the_day(
    clock: str, written: str, month: int, is_summer: int
) -> None:
    found = parse_date(written.format(clock))
    assert found is not None
    hours = {"E": -5, "C": -6, "M": -7, "P": -8}[clock[0]] + is_summer
    assert found.moment.isoformat() == f"2011-0{month}-25T16:15:00-0{-hours}:00"


@pytest.mark.parametrize(
    "written",
    [
        "08/09/2011",
        "3/4/11",
        "08-09-2011",
        "31 September 2011",
        "2011-13",
        "yesterday",
        "soon",
        "25 August",
        "Q3 2011",
        "Mon, 01 Jan 0001 00:00:00 GMT",
        "Wed, 30 Nov -0001 00:00:00 +0000",
        "",
        "Posted 1 March 2012, updated 3 May 2013",
    ],
)
def test_what_can_be_read_in_two_ways_is_not_read(written: str) -> None:
    assert parse_date(written) is None


BODY = "The ice is thick enough.\n\n---\n\nCorrection."


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("---\ntitle: T\n---\n", "T"),
        ("---\nTitle: Court: banners may not hide\n---\n", "Court: banners may not hide"),
        ('---\ntitle: "Eleven," says the warden\nauthor: @pryce\n---\n', '"Eleven," says the warden'),
        ("---\ntitle: [Update] The Ree is open\ntags:\n  - ice\n---\n", "[Update] The Ree is open"),
        ("---\ntitle: Court: no\ntags: []\nimage: ''\nauthor: ~\n---\n", "Court: no"),
        ("---\ntitle: 1947\n---\n", "1947"),
        ("---\ntitle: No\n...\n", "No"),
        ("---\n\ntitle: No\n\n---\n", "No"),
        ('+++\ntitle = "T"\ndate = 2021-03-04T10:00:00Z\n+++\n', "T"),
        ('{\n "title": "T", "draft": false\n}\n', "T"),
        ("Title: T\nAuthor: Jonna Pryce\nDate: 15 January 2024\n\n", "T"),
        ("title: T\ndate: 2024-01-15 08:15:00\ntags:\n- ice\n- river\n---\n", "T"),
        ('---json\n{\n  "title": "T",\n  "date": "2024-01-15"\n}\n---\n', "T"),
        ("---\ntitel: T\nautor: Jonna Pryce\ndatum: 15.01.2024\n---\n", "T"),
        ("% T\n% Jonna Pryce\n% 15 January 2024\n", "T"),
        ("% T\n", "T"),
        ("From: Ada Lee <ada@e.org>\nSubject: T\nDate: Mon, 15 Jan 2024 08:15:00 +0000 (UTC)\n", "T"),
        ("From:\tAda Lee\nSent:\tMonday, January 15, 2024 8:15 AM\nTo:\tNewsdesk\nSubject:\tT\n", "T"),
        ("---------- Forwarded message ---------\nFrom: Ada Lee <a@e.org>\nSubject: T\nTo: B <b@e.org>\n", "T"),
        ("-----Original Message-----\nFrom: Ada Lee\nSubject: T\n", "T"),
        ("De : Ada Lee\nEnvoyé : lundi 15 janvier 2024 08:15\nÀ : Rédaction\nObjet : T\n", "T"),
        (
            "Received: by f.org;\n\t15 Jan\nFrom: a@e.org\nSubject: =?UTF-8?Q?Bridge_=E2=80=9Cclosed=E2=80=9D?=\n",
            "Bridge “closed”",
        ),
    ],
)
@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_front_matter_is_read_as_other_programs_write_it(tmp_path: Path, name: str, front: str, title: str) -> None:
    article = one(write(tmp_path / name, f"{front}\n{BODY}"))
    assert (article.title, article.body) == (title, BODY)


@pytest.mark.parametrize(
    "text",
    [
        "---\n\n# T\n\nText.\n\n---\n",
        "---\nHe said it on Monday: it was good.\n---\nMore.",
        "* * *\n\nText.",
        "+++\n\nText",
        "+++\nText.\n+++\nMore",
        "{not json} text",
        "Note: a\nb",
        "Ana: We wait.\nBen: We do not.\n---\nMore",
        "---",
    ],
)
def test_a_rule_swallows_nothing(text: str) -> None:
    parts = split_front_matter(text)
    assert (parts.fields, parts.body) == ({}, text)


@pytest.mark.parametrize("front", ["---\n---\n", "---\n\n---\n", "---\n# none\n---\n", "+++\n+++\n", "{}\n"])
def test_front_matter_without_a_field_is_none_of_the_text_of_markdown(front: str) -> None:
    parts = split_front_matter(f"{front}\nThe ice is thick.")
    assert (parts.fields, parts.body) == ({}, "The ice is thick.")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("---\ntitle: T\nText", "write --- below its last field"),
        ("+++\ntitle = 1\nText", "write \\+\\+\\+ below its last field"),
        ("---\ntitle: [\n---\nText", "line 2 .*in quotation marks"),
        ("+++\ntitle = T\n+++\nText", "not valid TOML .*at line 2, column 9"),
    ],
)
def test_front_matter_that_cannot_be_read_says_what_to_write(text: str, told: str) -> None:
    with pytest.raises(BadFrontMatter, match=told):
        split_front_matter(text)


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_the_head_of_a_mail_says_who_wrote_it_and_when(tmp_path: Path, name: str) -> None:
    head = "From: =?UTF-8?Q?Zo=C3=AB_Lee?= <z@e.org>\nTo: b@e.org\nDate: Tue, 3 Mar 2026 08:15:00 -0500\nSubject: T"
    article = one(write(tmp_path / name, f"{head}\n\n{BODY}"))
    assert (article.title, article.author, article.body) == ("T", "Zoë Lee", BODY)
    assert str(article.published_at) == "2026-03-03 08:15:00-05:00"


@pytest.mark.parametrize(
    "text",
    [
        "From: the sea\nTo: the hills\n\nA walk in nine days.",
        "From: Marlow\nSubject: boats\nNobody knows when they come.\n\nA walk in nine days.",
        "Subject: T\n\nNobody sent it.",
    ],
)
def test_what_only_begins_as_a_mail_does_loses_no_line(tmp_path: Path, text: str) -> None:
    assert one(write(tmp_path / "a.txt", text)).body == text


def test_properties_below_a_heading_are_fields_and_the_heading_is_the_title(tmp_path: Path) -> None:
    """As Notion exports a page."""
    text = f"# T\n\nAuthor: Ada Lee\nDate: March 3, 2026\nTags: ice\n\n{BODY}"
    article = one(write(tmp_path / "a.md", text))
    assert (article.title, article.author, article.body) == ("T", "Ada Lee", BODY)
    assert str(article.published_at) == "2026-03-03 00:00:00+00:00"


def test_a_note_in_markdown_that_nobody_sees_is_none_of_its_text(tmp_path: Path) -> None:
    text = "# T\n\n<!-- todo: call\n\nher --> It froze.\n\n<!--more-->\n\nIt < thaws --> later.\n"
    assert one(write(tmp_path / "a.md", text)).body == " It froze.\n\nIt < thaws --> later."


@pytest.mark.parametrize(
    "order",
    ['{{< figure src="a.jpg" caption="Lost words" >}}', "{{% note %}}", "{% include map.html %}", "{%- endif -%}"],
)
def test_an_order_to_a_site_s_builder_is_none_of_a_text(tmp_path: Path, order: str) -> None:
    assert one(write(tmp_path / "a.md", f"# T\n\n{order}\n\nIt froze.\n")).body == "It froze."


def test_no_writing_in_place_of_a_date_takes_long() -> None:
    with taking_less_than(5):
        assert parse_date("published " * 20_000) is None


@pytest.mark.parametrize(("days", "is_told"), [(-1, False), (0, False), (3, True), (4_000, True)])
def test_a_date_to_come_is_taken_and_told(tmp_path: Path, days: int, is_told: bool) -> None:
    day = f"{datetime.now(UTC) + timedelta(days=days):%Y-%m-%d}"
    path = write(tmp_path / "a.md", f"---\ntitle: T\ndate: {day}\n---\n\n{BODY}")
    assert str(one(path).published_at)[:10] == day
    assert [day in remark and "is in the future" in remark for remark in remarks(path)] == [True] * is_told


EXCHANGE = "Q: Who sank?\nA: The ferry did."


@pytest.mark.parametrize(
    "text",
    [
        "---\nLondon: the boat sank at noon.\n\nParis: nobody has heard of it.",
        "---\nUpdate: The boat sank.\n---\n\nNobody was hurt.",
        f"---\n{EXCHANGE}\n---\n{EXCHANGE}",
        "---\n---\nThe boat sank.",
        "---\n- one boat\n- two boats\n---\n\nThe boats sank.",
        "---\ntitle: [\n---\nThe boat sank.",
        "---\ntitle: The boat sank\nNobody was hurt.",
        "---\ntitle: The boat sank\n---",
        "+++\nx = 1\n\nThe boat sank.",
        "+++\nx = 1\n+++\n\nThe boat sank.",
        "+++\ntitle = T\n+++\n\nThe boat sank.",
        '{"headline": "T", "body": "The boat sank."}',
        '{"boats": 2}\n\nThe boats sank.',
        "Title: The boat sank\nAuthor: Ada Park",
    ],
)
def test_plain_text_that_begins_as_front_matter_does_loses_no_line(tmp_path: Path, text: str) -> None:
    assert one(write(tmp_path / "a.txt", f"\n{text}\n")).body == text


def test_front_matter_of_plain_text_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "---\ntitle: [\n---\nThe boat sank.")
    (remark,) = remarks(path)
    assert remark.startswith(
        f"{path}: its first lines were left in the text: line 2 of the front matter is not valid YAML"
    )


@pytest.mark.parametrize(
    ("front", "title"),
    [
        (r'{"title": "The \u0022boat\u0022 sank", "author": ["Zo\u00eb"]}', 'The "boat" sank'),
        ('---\ntitle: "The \\u0022boat\\u0022 sank"\nauthor: "Zo\\u00eb"\n---', 'The "boat" sank'),
        ('+++\ntitle = "The \\u0022boat\\u0022 sank"\nauthor = "Zo\\u00eb"\n+++', 'The "boat" sank'),
        ('---\ntitle: "The &quot;boat&quot; sank"\nauthor: Zo&euml;\n---', 'The "boat" sank'),
        ("---\ntitle: The \\u201cboat\\u201d sank\nauthor: [Zo\\u00eb]\n---", "The “boat” sank"),
        ("---\ntitle: The \x93boat\x94 sank\nauthor: ZoÃ«\n---", "The “boat” sank"),
        ("Title: The &ldquo;boat&rdquo; sank\nAuthor: Zo\\u00eb\n", "The “boat” sank"),
    ],
)
@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_damage_in_front_matter_is_undone_after_it_is_told_from_the_text(
    tmp_path: Path, name: str, front: str, title: str
) -> None:
    article = one(write(tmp_path / name, f"{front}\n\n\\u201cI know,\\u201d she said."))
    assert (article.title, article.author, article.body) == (title, "Zoë", "“I know,” she said.")


def test_a_clipped_note_says_where_it_was_clipped_and_links_are_names(tmp_path: Path) -> None:
    """As Obsidian's clipper writes them."""
    fields = 'title: H\nsource: "https://e.org/a"\nauthor:\n  - "[[Ada Lee]]"\n  - "[[People/Bo|Bo Dahl]]"'
    article = one(write(tmp_path / "a.md", f"---\n{fields}\n---\n\n{BODY}"))
    assert (article.author, article.outlet, article.url) == ("Ada Lee, Bo Dahl", None, "https://e.org/a")


def test_a_place_on_a_site_is_no_link(tmp_path: Path) -> None:
    """Hugo and Jekyll write one beside the article's address."""
    fields = "url: /news/a/\npermalink: /a\nlink: https://e.org/a"
    assert one(write(tmp_path / "a.md", f"---\n{fields}\n---\n\n{BODY}")).url == "https://e.org/a"


def test_other_names_mean_the_article_s_fields_and_a_slip_is_told(tmp_path: Path) -> None:
    known = "headline: H\nbyline: [Ada, Bo]\npublication: O\npubDate: 2024-01-15\nlink: https://e.org"
    fields = f"{known}\noutlt: X\nauthor_id: 9\ntags: [a]"
    path = write(tmp_path / "a.md", f"---\n{fields}\n---\n\n{BODY}")
    article = one(path)
    assert (article.title, article.author, article.outlet, article.url) == ("H", "Ada, Bo", "O", "https://e.org")
    assert str(article.published_at) == "2024-01-15 00:00:00+00:00"
    assert remarks(path) == [f"{path}: there is no field 'outlt'; write 'outlet'."]


def test_front_matter_that_repeats_itself_by_name_is_refused_before_it_unfolds() -> None:
    bomb = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]\n" for n in range(1, 40))
    with pytest.raises(BadFrontMatter, match="write it out"):
        split_front_matter(f"---\ntitle: Bridge\nl0: &l0 [a, b]\n{bomb}author: [*l39]\n---\nIt closed.")
    assert split_front_matter("---\ntitle: *Bridge* to close\n---\nIt closed.").fields["title"] == "*Bridge* to close"


@pytest.mark.parametrize("author", ["[[Ana, Ed]]", "[{name: [Ana]}]", "[" * 300 + "Ana" + "]" * 300])
def test_a_list_within_a_list_names_nobody(tmp_path: Path, author: str) -> None:
    path = write(tmp_path / "a.md", f"---\ntitle: Bridge\nauthor: {author}\n---\nIt closed.")
    assert "author is not text, but a list." in failure(path)


def test_front_matter_of_which_toml_would_be_read_for_hours_is_none_at_once(tmp_path: Path) -> None:
    path = write(tmp_path / "a.md", f"+++\ntitle = 1\n{'a.b ' * 100_000}\n+++\nThe boat sank.")
    with taking_less_than(2):
        assert "not valid TOML (a line of thousands of points)" in failure(path)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("a.md", "---\ntitle: Bridge\ndraft: true\n---\nIt closed."),
        ("a.md", '+++\ntitle = "Bridge"\ndraft = true\n+++\nIt closed.'),
        ("a.md", "---\ntitle: Bridge\npublished: false\n---\nIt closed."),
        ("a.jsonl", '{"id": 1, "status": "draft", "title": "Bridge", "text": "It closed."}'),
        ("a.jsonl", '{"published": 0, "title": "Bridge", "text": "It closed."}'),
        ("a.json", '{"posts": [{"post_status": "private", "title": "Bridge", "content": "<p>It closed.</p>"}]}'),
    ],
)
def test_what_says_that_it_is_a_draft_is_passed_over_and_told(tmp_path: Path, name: str, written: str) -> None:
    (tmp_path / name).write_text(written)
    (tmp_path / "b.md").write_text(
        "---\npublished: true\ndraft: false\nstatus: publish\ndate: 2011-08-25\n---\nIt opened."
    )
    reading = read([Source(path=tmp_path)])
    assert [article.body for article in reading.articles] == ["It opened."]
    assert [article.published_at for article in reading.articles] == [datetime(2011, 8, 25, tzinfo=UTC)]
    assert not reading.failures
    assert not reading.unread
    assert "marked as a draft" in reading.remarks[0][1]


def test_a_database_s_yes_or_no_is_no_date() -> None:
    assert name_fields({"published": 1, "date": "2011-08-25"}) == {"published_at": "2011-08-25"}


def test_a_post_is_dated_by_its_name_where_nothing_else_tells(tmp_path: Path) -> None:
    """As Jekyll wants it."""
    (tmp_path / "2011-08-25-bridge.md").write_text("---\ntitle: Bridge\n---\nIt closed.")
    (tmp_path / "2011-08-26-bridge.md").write_text("---\ntitle: Bridge\ndate: 2011-08-24\n---\nIt closed at noon.")
    days = [f"{article.published_at:%d}" for article in read([Source(path=tmp_path)]).articles]
    assert days == ["25", "24"]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("a.md", "---\ncreated: 2012-01-02\npublished: 2011-08-25\n---\nIt closed."),
        ("a.json", '{"createdAt": "2012-01-02", "publishedAt": "2011-08-25", "text": "It closed."}'),
        ("a.json", '{"timestamp": 1325462400, "date": "2011-08-25", "content": "It closed."}'),
    ],
)
def test_when_it_was_published_goes_before_when_somebody_kept_it(tmp_path: Path, name: str, written: str) -> None:
    assert one(write(tmp_path / name, written)).published_at == datetime(2011, 8, 25, tzinfo=UTC)
