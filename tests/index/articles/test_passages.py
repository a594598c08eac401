import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles.passages import split
from index.languages.sentences import paragraph_number, paragraphs, sentences
from index.types import Article, ArticleId, StoryId
from tests.timing import assert_grows_no_faster

PIECES = [
    *"aZé1.!?…。", " ", "\n", "\r\n", "\r", "\t", "\u00a0", "\u2028", "\u200b", "\u202e", "\u0301", "“", "”", '"', "'",
    "**", "# ", "> ", "`", "[x](y)", "🙂", "👩‍👩‍👧", "שלום", "مرحبا", "U.S. ", "Mr. ", "J. K. ", "\n\n\n", "x" * 300,
]  # fmt: skip
HOSTILE = st.lists(st.sampled_from(PIECES), max_size=120).map("".join) | st.text(max_size=400)


def article(body: str, title: str = "Title") -> Article:
    return Article(id=ArticleId("a"), story=StoryId("s"), title=title, body=body)


def texts(body: str) -> list[str]:
    return [sentence.of(body) for paragraph in paragraphs(body) for sentence in sentences(body, paragraph)]


@given(HOSTILE)
def test_passages_and_sentences_are_slices_and_lose_nothing_but_white_space(body: str) -> None:
    passages = split(article(body), words=30)
    position = 0
    for passage in passages:
        assert passage.text == body[passage.span.start : passage.span.end]
        for sentence in passage.sentences:
            assert not body[position : sentence.start].strip()
            assert sentence.start >= position
            assert sentence.of(body).strip() == sentence.of(body)
            position = sentence.end
    assert not body[position:].strip()


@given(HOSTILE)
def test_the_same_article_gives_the_same_distinct_ids(body: str) -> None:
    first, second = split(article(body), words=30), split(article(body), words=30)
    assert [passage.id for passage in first] == [passage.id for passage in second]
    assert len({passage.id for passage in first}) == len(first)


@given(st.lists(st.sampled_from(["word", "end.", "\n\n", "a" * 50]), max_size=400).map(" ".join), st.integers(5, 60))
def test_no_passage_is_longer_than_asked(body: str, words: int) -> None:
    assert all(len(passage.text.split()) <= words for passage in split(article(body), words=words))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("He left. She stayed.", ["He left.", "She stayed."]),
        ("Mr. Smith met Dr. Jones.", ["Mr. Smith met Dr. Jones."]),
        ("The U.S. Army left. So did we.", ["The U.S. Army left.", "So did we."]),
        ("It left the U.S. The army stayed.", ["It left the U.S.", "The army stayed."]),
        ("It began on Aug. 2. A year later it ended.", ["It began on Aug. 2.", "A year later it ended."]),
        ("It cost $1.5 million. Nobody paid.", ["It cost $1.5 million.", "Nobody paid."]),
        ("“What changed?” One official knew.", ["“What changed?”", "One official knew."]),
        ("“We won’t.” He sat down.", ["“We won’t.”", "He sat down."]),
        ("He said no. Nobody asked.", ["He said no.", "Nobody asked."]),
        ("See No. 5 for more.", ["See No. 5 for more."]),
        ("J. K. Rowling wrote it. It sold.", ["J. K. Rowling wrote it.", "It sold."]),
        ("She put it on X. Nobody saw it.", ["She put it on X.", "Nobody saw it."]),
        ("It was Malcolm X. Low who left.", ["It was Malcolm X. Low who left."]),
        ("They met at 5 p.m. on Monday.", ["They met at 5 p.m. on Monday."]),
        ("Wait… what? Yes!", ["Wait… what?", "Yes!"]),
        ("Sie schloss. „Wir hatten keine Wahl“, sagte er.", ["Sie schloss.", "„Wir hatten keine Wahl“, sagte er."]),
        ("Sie schloss. ‚Nein‘, sagte er.", ["Sie schloss.", "‚Nein‘, sagte er."]),
        ("Er rief: „Dr. Hohl ist da.“ Sie kam.", ["Er rief: „Dr. Hohl ist da.“", "Sie kam."]),
        ("»Das war alles.« Sie ging.", ["»Das war alles.«", "Sie ging."]),
        ("First line\nSecond line", ["First line", "Second line"]),
        ("Nadie vino. ¿Quién abrió? “Yo”, dijo.", ["Nadie vino.", "¿Quién abrió?", "“Yo”, dijo."]),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(body: str, expected: list[str]) -> None:
    assert texts(body) == expected


def test_paragraphs_are_numbered_from_one_as_a_reader_counts_them() -> None:
    body = "One.\n\n\nTwo.\r\nThree."
    assert [paragraph_number(body, body.index(word)) for word in ("One", "Two", "Three")] == [1, 2, 3]


def test_a_changed_title_changes_every_id_because_the_vectors_change() -> None:
    body = "One sentence.\n\n" + "word " * 40
    before, after = split(article(body), words=30), split(article(body, title="Another"), words=30)
    assert not {passage.id for passage in before} & {passage.id for passage in after}


def test_a_heading_that_repeats_the_title_is_in_no_passage_and_another_one_is() -> None:
    body = "# Bridge closes #\n\nThe bridge closes on Monday.\n\n## Costs\n\nIt costs much."
    (passage,) = split(article(body, title="Bridge closes"), words=30)
    assert passage.text == "The bridge closes on Monday.\n\n## Costs\n\nIt costs much."
    assert split(article(body, title="Another"), words=30)[0].text == body
    assert split(article("# Bridge closes", title="Bridge closes"), words=30)[0].text == "# Bridge closes"
    running = "The bridge closes.\n\nIt closes on Monday."
    assert split(article(running, title="The bridge closes."), words=30)[0].text == running


def test_a_heading_of_endless_white_space_keeps_nobody_waiting() -> None:
    heading = f"#{' ' * 100_000}x\ny"
    (passage,) = split(article(f"{heading}\n\nThe bridge closes.", title="Bridge closes"), words=30)
    assert passage.text.endswith("The bridge closes.")


def test_a_body_of_white_space_has_no_passages() -> None:
    assert split(article(" \n\u00a0\n"), words=30) == []


@pytest.mark.parametrize("piece", [".", "?!", ". ", "a.", "…”", "\n", " ", "。"])
def test_endless_punctuation_takes_no_longer_than_it_is_long(piece: str) -> None:
    assert_grows_no_faster(lambda size: article("It began. " + piece * size), lambda it: split(it, words=30), 10_000, 8)
