"""Word and PDF files."""

import io
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from index.articles import Source, read
from tests.index.articles.made_files import paragraph, pdf_file, run, table, word_file
from tests.index.articles.reading import failure, one, write

STRUCK = '<w:del w:id="1"><w:r><w:delText>The mayor knew.</w:delText></w:r></w:del>'
INSERTED = f'<w:ins w:id="2">{run("The mayor did not know.")}</w:ins>'


def test_a_word_file_gives_its_words_as_a_reader_sees_them(tmp_path: Path) -> None:
    data = word_file(
        paragraph(run("Orchard is felled"), style="Title"),
        paragraph(run("212 trees in one morning"), style="Subtitle"),
        paragraph(
            run("“They were pears,” said Ing"),
            run("rid Solheim"),
            '<w:r><w:footnoteReference w:id="1"/></w:r>',
            run("."),
        ),
        table(("Pears", "140")),
        paragraph(STRUCK, INSERTED),
        footnote="A report found three sick trees.",
    )
    article = one(write(tmp_path / "a.docx", data))
    assert article.title == "Orchard is felled"
    assert article.body.split("\n\n") == [
        "Orchard is felled",
        "212 trees in one morning",
        "“They were pears,” said Ingrid Solheim.",
        "Pears | 140",
        "The mayor did not know.",
        "A report found three sick trees.",
    ]


BULLET = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
NUMBERING = """<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"


@pytest.mark.parametrize(
    ("blocks", "lines"),
    [
        (
            (paragraph(BULLET, run("The bell rang once.")), paragraph(BULLET, run("Nobody was hurt."))),
            ("The bell rang once.", "Nobody was hurt."),
        ),
        (
            (paragraph(run("The bell rang once."), "<w:r><w:br/></w:r>", run("Nobody was hurt.")),),
            ("The bell rang once.", "Nobody was hurt."),
        ),
        ((paragraph(run("By noon."), '<w:r><w:br w:type="page"/></w:r>', run("At one.")),), ("By noon.", "At one.")),
        (
            (f"<w:tbl>{row(paragraph(run('Bells')) + paragraph(run('rung')), paragraph(run('1')))}</w:tbl>",),
            ("Bells rung | 1",),
        ),
        (
            (f"<w:tbl>{row(paragraph(run('A bell rang.')) + paragraph(run('It fell.')))}</w:tbl>",),
            ("A bell rang.", "It fell."),
        ),
        (
            (f"<w:tbl>{row(table(('one', 'two')) + paragraph(), paragraph(run('three')))}</w:tbl>",),
            ("one two | three",),
        ),
        ((paragraph(run("The har\u00adbour is shut.")),), ("The harbour is shut.",)),
    ],
)
def test_a_word_file_keeps_lists_and_the_ends_of_its_lines_each_word_once(
    tmp_path: Path, blocks: tuple[str, ...], lines: tuple[str, ...]
) -> None:
    data = word_file(paragraph(run("First.")), *blocks, more={"word/numbering.xml": NUMBERING})
    assert one(write(tmp_path / "a.docx", data)).body.split("\n\n") == ["First.", *lines]


COLUMNS = [
    (40, 780, 8, "THE MAIL · page 1"),
    (40, 740, 24, "Dredger finds a bell"),
    (40, 700, 10, "The dredger in the har-"),
    (40, 688, 10, "bour of Saltmoor brought"),
    (40, 676, 10, "up a bell on Thursday."),
    (320, 700, 10, "“It rang once,” said Captain"),
    (320, 688, 10, "Reidar Moe, who has worked in the"),
]
NEXT_PAGE = [(40, 780, 8, "THE MAIL · page 2"), (40, 700, 10, "harbour for twenty years.")]


def test_a_pdf_is_read_column_by_column_with_its_words_whole(tmp_path: Path) -> None:
    article = one(write(tmp_path / "a.pdf", pdf_file(COLUMNS, NEXT_PAGE)))
    assert article.title == "Dredger finds a bell"
    assert "The dredger in the harbour of Saltmoor brought up a bell on Thursday." in article.body
    assert "said Captain Reidar Moe, who has worked in the harbour for twenty years." in article.body
    assert "THE MAIL" not in article.body


def test_a_picture_of_a_page_a_locked_file_and_a_broken_one_are_refused_with_the_reason(tmp_path: Path) -> None:
    assert "has no text in it" in failure(write(tmp_path / "a.pdf", pdf_file([])))
    writer, locked = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_file(COLUMNS)))), io.BytesIO()
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(locked)
    assert "needs a password" in failure(write(tmp_path / "a.pdf", locked.getvalue()))
    assert "is not a readable PDF file" in failure(write(tmp_path / "a.pdf", pdf_file(COLUMNS)[:200]))
    half = word_file(paragraph(run("x")))[:200]
    assert "is not a readable Word file" in failure(write(tmp_path / "a.docx", half))


def test_a_word_file_that_unfolds_to_far_more_than_it_is_is_refused_unread(tmp_path: Path) -> None:
    bomb = io.BytesIO(word_file(paragraph(run("x"))))
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/x.bin", b"\0" * 101_000_000)
    assert len(bomb.getvalue()) < 1_000_000
    assert "unpacks to more than 100 MB" in failure(write(tmp_path / "a.docx", bomb.getvalue()))


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
def test_any_file_cut_anywhere_is_read_or_refused(tmp_path: Path, suffix: str) -> None:
    whole = pdf_file(COLUMNS, NEXT_PAGE) if suffix == ".pdf" else word_file(paragraph(run("Some text.")))
    path = tmp_path / f"a{suffix}"
    for end in range(1, len(whole), len(whole) // 25):
        path.write_bytes(whole[:end])
        reading = read([Source(path=path)])
        assert len(reading.articles) + len(reading.failures) == 1


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
def test_any_file_with_damage_anywhere_is_read_or_refused(tmp_path: Path, suffix: str) -> None:
    whole = pdf_file(COLUMNS, NEXT_PAGE) if suffix == ".pdf" else word_file(paragraph(run("Some text.")))
    path = tmp_path / f"a{suffix}"
    for place in range(0, len(whole), max(1, len(whole) // 200)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x5A]) + whole[place + 1 :])
        reading = read([Source(path=path)])
        assert len(reading.articles) + len(reading.failures) == 1


@pytest.mark.parametrize(
    "document", ["<w:body><w:p>", "<w:tbl><w:tr><w:tc>" * 3_000 + "</w:tc></w:tr></w:tbl>" * 3_000]
)
def test_a_word_file_whose_document_is_broken_or_nested_too_deeply_is_refused(tmp_path: Path, document: str) -> None:
    assert "is not a readable Word file" in failure(write(tmp_path / "a.docx", word_file(document)))
