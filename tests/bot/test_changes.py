"""What has changed in articles, as a reader and a terminal see it: exact words of both texts, with both times."""

import io
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from bot.cards.changes import changes_card
from bot.terminal.documents import describe_revised
from bot.terminal.show_changes import show_changes
from bot.texts.translation import load_translations
from index.articles.revisions import compare_texts
from index.types import Revised
from tests.bot.discord_schema import check_limits, message_of, texts
from tests.bot.hostile import articles
from tests.bot.nouns import ARTICLE
from tests.bot.seeing import assert_found_again

_TRANSLATE = load_translations().to("en")
_LATER = ARTICLE.body.replace("after a storm", "after two storms").replace("The old pier is closed.\n\n", "")
_some = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _revise(earlier, later):
    return Revised(
        earlier=earlier,
        later=later,
        read_at=datetime(2026, 3, 14, 9, tzinfo=UTC),
        replaced_at=datetime(2026, 3, 15, 18, 30, tzinfo=UTC),
        changes=tuple(compare_texts(earlier.body, later.body)),
    )


_REVISED = _revise(ARTICLE, replace(ARTICLE, body=_LATER))


def _card(*revised, private=False):
    return changes_card(revised, private=private, translate=_TRANSLATE)


def test_a_card_shows_each_change_with_the_words_that_differ_in_bold_and_both_times():
    title, article, removed, corrected = texts(message_of(_card(_REVISED)))
    assert title == "### What has changed"
    assert article == "**The pier closes**\n-# Quay News · as read <t:1773478800:f>, and <t:1773599400:f>"
    assert removed == "**removed**\n> The old pier is closed."
    assert corrected.splitlines() == [
        "**corrected**",
        "-# before:",
        "> It shut on Monday after **a storm**.",
        "-# now:",
        "> It shut on Monday after **two storms**.",
    ]


def test_where_nothing_has_changed_the_card_says_so():
    assert texts(message_of(_card())) == ["No article has changed since I first read it."]


def test_of_many_changes_the_newest_are_shown_and_the_others_counted():
    shown = texts(message_of(_card(_REVISED, _REVISED, _REVISED)))
    assert sum(text.startswith("**corrected") for text in shown) == 2
    assert shown[-1] == "-# and 2 more"


@_some
@given(st.lists(st.tuples(articles(), articles()), min_size=1, max_size=3))
def test_every_card_of_changes_is_within_limits_and_quotes_nothing_but_the_texts(pairs):
    revised = [_revise(earlier, later) for earlier, later in pairs]
    card = _card(*revised)
    check_limits(message_of(card))
    if any(one.changes for one in revised):
        assert_found_again(card, [article.body for pair in pairs for article in pair])


def test_a_terminal_marks_the_words_that_differ():
    written = io.StringIO()
    Console(file=written, width=200, color_system=None).print(show_changes([_REVISED]))
    assert [line.rstrip() for line in written.getvalue().splitlines()] == [
        "The pier closes — Quay News",
        "as read 2026-03-14 09:00 UTC, and 2026-03-15 18:30 UTC",
        "  removed:",
        "    The old pier is closed.",
        "  corrected:",
        "    It shut on Monday after >>a storm<<.",
        "  now:",
        "    It shut on Monday after >>two storms<<.",
        "",
    ]


def test_programs_are_told_where_the_words_stand_in_each_text():
    document = describe_revised(_REVISED)
    removed, corrected = document["changes"]
    assert (removed["kind"], removed["after"]) == ("removed", None)
    before, after = corrected["before"], corrected["after"]
    assert ARTICLE.body[before["start"] : before["end"]] == before["text"] == "It shut on Monday after a storm."
    assert _LATER[after["start"] : after["end"]] == after["text"] == "It shut on Monday after two storms."
    assert document["replaced_at"] == "2026-03-15T18:30:00+00:00"
