"""Foreign text in cards: nothing in it acts, and what is shown of it is found again."""

import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.texts.markdown import (
    CUT,
    block_quote,
    bold,
    clip,
    clip_plain,
    cut_at_word,
    displayable,
    escape,
    isolate,
    strike,
    strong,
    visible,
)
from tests.bot.hostile import lines, names

# What acts in a message, as Discord's client finds it, when no backslash stands before it.
_ACTIVE = re.compile(
    r"[*_~|`<]|@everyone|@here|^ *(?:>|#{1,3} |-# |[-+] |\d+[.)] )|https?://|\[[^\]]*\]\([^)]*\)|:[^\s:]+:",
    re.MULTILINE,
)
_VISIBLE_SIGNS = {*range(0x600, 0x606), 0x6DD, 0x890, 0x891, 0x8E2}  # format characters that are drawn: number signs
_JOINERS = {0x200C, 0x200D}


def _find_active(rendered):
    """The first thing in Markdown that acts; a backslash takes the mark after it out of the game."""
    return _ACTIVE.search(re.sub(r"\\[^0-9A-Za-z\s]", "·", rendered))


@given(lines)
def test_what_was_escaped_is_found_again(text):
    assert visible(escape(text)) == displayable(text)


@given(st.text())
def test_any_text_is_found_again(text):
    assert visible(bold(escape(text))) == displayable(text)


@given(st.lists(lines).map("\n".join))
def test_nothing_in_escaped_text_acts(text):
    assert not _find_active(escape(text))


@given(st.lists(lines).map("\n".join))
def test_nothing_in_a_quoted_and_bold_text_acts_but_the_quote_and_the_bold(text):
    for line in block_quote(bold(escape(text))).split("\n"):
        assert line.startswith("> ")
        inner = line.removeprefix("> ").removeprefix("**").removesuffix("**")
        assert not _find_active(inner)


@given(lines)
def test_another_reader_of_markdown_sees_the_same_words(text):
    line = " ".join(displayable(text).split())
    parser = MarkdownIt("commonmark").disable("entity")
    (paragraph,) = parser.parseInline(escape(line))
    assert {token.type for token in paragraph.children} <= {"text"}
    assert "".join(token.content for token in paragraph.children) == line


def test_characters_that_nobody_sees_are_left_out():
    for code in range(sys.maxunicode + 1):
        is_control = unicodedata.category(chr(code)) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        if is_control and code != 0x0A and code not in _VISIBLE_SIGNS | _JOINERS:
            assert displayable(f"a{chr(code)}b") in ("ab", "a b"), hex(code)


def test_joiners_stay_where_they_shape_words_and_emoji():
    assert displayable("می\u200cخواهم 👩\u200d👧") == "می\u200cخواهم 👩\u200d👧"


def test_joiners_between_latin_letters_are_left_out():
    assert displayable("ever\u200dy\u200cone") == "everyone"


def test_an_override_cannot_turn_a_line_around():
    assert displayable("invoice\u202efdp.exe\u202c \u2067x\u2069") == "invoicefdp.exe x"


@given(names, st.integers(20, 300))
def test_a_clipped_line_fits_and_begins_as_the_text_does(text, limit):
    shown = clip(text, limit)
    assert len(shown) <= limit
    assert "\n" not in shown
    assert " ".join(displayable(text).split()).startswith(visible(shown.removesuffix(f" {CUT}")))


@given(names, st.integers(20, 300), st.sampled_from([strong, strike]))
def test_a_clipped_line_fits_with_its_marks(text, limit, render):
    assert len(clip(text, limit, render=render)) <= limit


def test_a_line_is_cut_between_words():
    assert clip("The quick brown fox", 18) == f"The quick {CUT}"


def test_a_word_that_is_longer_than_the_room_is_cut_inside():
    assert clip("x" * 100, 20) == f"{'x' * 12} {CUT}"


@given(st.text(), st.integers(1, 40))
def test_a_cut_lies_within_the_room(text, limit):
    assert len(escape(text[: cut_at_word(text, limit)])) <= limit


@given(names, st.integers(1, 80))
def test_a_plain_line_fits(text, limit):
    assert len(clip_plain(text, limit)) <= limit


@pytest.mark.parametrize("text", ["1. First", "2) Second", "- dash", "# head", "-# small", "> quote", "  + plus"])
def test_a_line_that_looks_like_a_list_or_a_heading_stays_a_line(text):
    assert not _find_active(escape(text))


def test_plain_prose_is_left_as_it_is():
    text = "About 46,000 troops (in 2011, the Pentagon said) remain — “all of them must leave.”"
    assert escape(text) == text


def test_a_right_to_left_name_is_kept_from_reordering_its_line():
    assert isolate("محمد") == "\u2068محمد\u2069"
    assert visible(isolate("محمد")) == "محمد"


def test_bold_and_quote_reach_every_line():
    assert block_quote(bold("a\n\nb")) == "> **a**\n> \n> **b**"
