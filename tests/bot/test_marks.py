"""What a reader of a pipe or a log can tell apart without styles, and what a terminal gets besides."""

import io
import re

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot.terminal.marks import Excerpt, show_edits
from index.types import Edit, Span


def printed(renderable, *, terminal=False, environ=None, width=40):
    file = io.StringIO()
    console = Console(
        file=file, force_terminal=terminal, width=width, _environ={"TERM": "xterm-256color"} | (environ or {})
    )
    console.print(renderable, soft_wrap=not terminal)
    return file.getvalue()


BODY = "It began in May. It ended in June. Nobody knows why."
MARKED = Span(start=17, end=34)
WHOLE = Span(start=0, end=len(BODY))
EXCERPT = Excerpt(BODY, WHOLE, MARKED)
EDITS = [
    Edit(claimed="I", said="I"),
    Edit(claimed="will", said="won’t"),
    Edit(claimed="comment", said="comment"),
    Edit(claimed="now", said=""),
]


def test_without_styles_the_marked_sentence_stands_between_signs_on_one_line():
    assert printed(EXCERPT) == "    It began in May. >>It ended in June.<< Nobody knows why.\n"


def test_a_terminal_without_colours_is_one_without_styles():
    for environ in ({"TERM": "dumb"}, {"NO_COLOR": "1"}):
        assert ">>It ended" in printed(EXCERPT, terminal=True, environ=environ)


def test_a_terminal_with_styles_gets_them_and_no_signs():
    shown = printed(EXCERPT, terminal=True)
    assert "\x1b[1;32m" in shown
    assert ">>" not in shown


def test_lines_end_at_the_edge_of_a_terminal_alone():
    assert max(map(len, printed(EXCERPT, terminal=True, environ={"NO_COLOR": "1"}).splitlines())) <= 40


def test_nothing_is_marked_where_nothing_answers():
    assert printed(Excerpt(BODY, WHOLE)) == f"    {BODY}\n"


def test_every_line_of_an_article_is_indented():
    body = "One\n\nTwo"
    assert printed(Excerpt(body, Span(start=0, end=8))) == "    One\n\n    Two\n"


def test_words_that_differ_are_marked_with_and_without_styles():
    mixture = "I [-will-] {+won’t+} comment [-now-]"
    assert printed(show_edits(EDITS)).strip() == mixture
    styled = printed(show_edits(EDITS), terminal=True, width=80)
    assert re.sub(r"\x1b\[[\d;]*m", "", styled).strip() == mixture
    assert "\x1b[9;31m" in styled


def test_a_sign_of_the_articles_own_is_never_a_mark():
    body = "a >> b. >>>c<<< d."
    assert ">>>>b. >>>c<<< d.<<<<" in printed(Excerpt(body, Span(start=0, end=18), Span(start=5, end=18)))
    assert "[--so [-called--]" in printed(show_edits([Edit(claimed="so [-called", said="")]))


_SIGNS = st.text(alphabet="<> ", max_size=9)


@given(_SIGNS, _SIGNS, _SIGNS)
def test_what_is_marked_can_be_cut_out_again(before, inside, after):
    before, inside, after = f"{before}a", f"b{inside}b", f"c{after}"
    body = before + inside + after
    marked = Span(start=len(before), end=len(before + inside))
    shown = printed(Excerpt(body, Span(start=0, end=len(body)), marked))
    sign = max(re.findall(">+", shown), key=len)
    assert shown.split(sign)[1].split("<" * len(sign))[0] == inside


@given(_SIGNS, st.text(alphabet="<> ", min_size=1, max_size=9), _SIGNS)
def test_a_mark_is_the_one_longest_run_of_its_sign_whatever_touches_it(before, inside, after):
    body = f"a{before}{inside}{after}c"
    marked = Span(start=1 + len(before), end=1 + len(before + inside))
    shown = printed(Excerpt(body, Span(start=0, end=len(body)), marked))
    for sign in "<>":
        first, *others = sorted(map(len, re.findall(f"{sign}+", shown)), reverse=True)
        assert all(other < first for other in others)
    opening, closing = max(re.findall(">+", shown), key=len), max(re.findall("<+", shown), key=len)
    assert shown.split(opening)[1].split(closing)[0].strip() == inside.strip()
    assert _tight(shown.replace(opening, " ").replace(closing, " ")) == _tight(body)


def _tight(text):
    return "".join(text.split())


@given(st.text(alphabet="-[]", min_size=1, max_size=5))
def test_a_word_that_differs_can_be_cut_out_again_whatever_it_is_made_of(word):
    shown = printed(show_edits([Edit(claimed=word, said="")])).strip()
    opening = re.match(r"\[-+", shown)[0]
    assert shown.removeprefix(opening).removesuffix(f"{opening[1:]}]").strip() == word


def test_what_would_command_the_terminal_is_shown_as_a_symbol():
    assert "\x1b" not in printed(Excerpt("a\x1b[31mb", Span(start=0, end=7)))
