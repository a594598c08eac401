"""Markdown is read without its marks, and nothing that only looks like one is lost."""

import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from index.articles.text.markup import drop_markup
from tests.index.articles.reading import one, write
from tests.timing import taking_less_than


def test_tags_in_markdown_are_no_words(tmp_path: Path) -> None:
    written = "# Bridge\n\n<p>“It held,” said <b>Mayor</b> Ann Lee.</p>\n\nIt is <u>open</u>."
    assert one(write(tmp_path / "a.md", written)).body == "“It held,” said Mayor Ann Lee.\n\nIt is open."


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("Before.\n\n## What it costs ##\n\nAfter.", "Before.\n\nWhat it costs\n\nAfter."),
        ("What it costs\n=====\nAfter.", "What it costs\n\nAfter."),
        ("The **Harbour Board** and __Ada Quill__.", "The Harbour Board and Ada Quill."),
        ("**“We wait,”** she said. **A *small* boat**", "“We wait,” she said. A *small* boat"),
        ("~~Three~~ four boats.", "Three four boats."),
        ('Read [the plan](https://e.org/a_(b) "Plan") and [this][1].\n\n[1]: https://e.org', "Read the plan and this."),
        ("> Nobody waits.\n>> Not I.", "Nobody waits.\nNot I."),
        ("Before.\n\n![A pier](pier.jpg)\n\nAfter.", "Before.\n\nAfter."),
        ("It costs \\*\\*five\\*\\* crowns\\\na day.", "It costs **five** crowns\na day."),
        ("Run `boat --help`.", "Run boat --help."),
        ("[toc]\n\n> [!NOTE]\n> Nobody waits.", "Nobody waits."),
        (
            "```The mayor said: we will not move.```\n\n**Bold** end.",
            "```The mayor said: we will not move.```\n\nBold end.",
        ),
        ("~~~~text\n```\n**a**\n```\n~~~~\n**b**", "```\n**a**\n```\nb"),
        ("See [![A pier](pier.jpg)](https://e.org/pier) and ![A pier][1].\n\n[1]: https://e.org", "See  and ."),
        ("Read [the plan][].\n\n[the plan]: https://e.org", "Read the plan."),
        ("| boat | seats |\n|---|:-:|\n| Ada | 4 |", "| boat | seats |\n\n| Ada | 4 |"),
        ("Before.\n```\n# **as is**\n```\nAfter.", "Before.\n# **as is**\nAfter."),
    ],
)
def test_marks_that_dress_a_text_go(written: str, seen: str) -> None:
    assert drop_markup(written) == seen


@pytest.mark.parametrize(
    "text",
    [
        "We had *no* choice, and _none_ was offered.",
        "5 * 3 ** 2, snake__case__name, f***ing, a#b, **** of five",
        "#hashtag and #2",
        "- one\n- two\n1986. A good year.",
        "[Name withheld] said so. [1] (see there)",
        "They was [was][sic] late.[1][2]",
        "[Moderator]: Welcome.\n[Ada Quill]: No: never.\n[Bo Elm]: 12:30\n[Bo Elm]: …\n[Bo Elm]: ...\n[Bo Elm]: #never",
        "** no pair",
        "Before.\n\n* * *\n\nAfter.\n\n---",
        "[^1]: A note that is read.",
        "Nobody—not one—waited -- or did they?",
        "x < y > z",
    ],
)
def test_what_reads_well_as_it_is_written_stays(text: str) -> None:
    assert drop_markup(text) == text


@given(
    st.lists(
        st.sampled_from(["**", "*", "__", "~~", "`", "# ", "> ", "\n", "\n\n", " ", "ab", "c", "1", "- "]), max_size=40
    )
)
def test_no_word_is_lost(pieces: list[str]) -> None:
    text = "".join(pieces)
    assume(not re.search(r"(?m)^\s{0,3}(~~~|```)", text))  # begins a block of code, whose first line is its language
    assert re.findall(r"[a-z1]", drop_markup(text)) == re.findall(r"[a-z1]", text)


@pytest.mark.parametrize(
    "piece", ["**a ", " **a", "__a ", "`a ", "[", "[a](", "![a](", "> ", "- ", "|--", "* ", "~~a", "# "]
)
def test_no_marks_keep_anybody_waiting(piece: str) -> None:
    with taking_less_than(5):
        drop_markup(piece * 50_000)
        drop_markup(f"# {' ' * 200_000}{piece}")


def test_only_markdown_is_read_so(tmp_path: Path) -> None:
    text = "The **Board** met.\n\n## Costs\n\nIt met again."
    assert one(write(tmp_path / "a.txt", text)).body == text
