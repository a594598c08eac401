"""Which stories may be seen where."""

from datetime import UTC, datetime

import pytest

from bot.errors import ConcernsOthers
from bot.rules.scopes import concerns, narrow, require_own, story_called, story_key, visible_stories
from bot.state.sources import server_story
from bot.state.state import Channel, Server
from index.errors import UnknownStory
from index.types import Scope, story_name

_HERE, _THERE = 111111111111111111, 222222222222222222
_OURS, _THEIRS = server_story(_HERE, "memo"), server_story(_THERE, "memo")
_INDEX = ["elections", "iraq", _OURS, _THEIRS]


def _server(*stories):
    return Server(id=_HERE, gaps=False, feedback=False, stories=frozenset(stories), own=frozenset({_OURS}))


def test_a_server_sees_what_the_operator_offers_and_its_own_uploads():
    assert visible_stories(_INDEX, (), _server(), None) == {"elections", "iraq", _OURS}


def test_what_was_removed_is_not_seen_while_the_index_still_holds_it():
    server = Server(id=_HERE, gaps=False, feedback=False)
    assert visible_stories(_INDEX, (), server, None) == {"elections", "iraq"}


def test_a_direct_message_sees_what_the_operator_offers_alone():
    assert visible_stories(_INDEX, (), None, None) == {"elections", "iraq"}


def test_the_operator_may_offer_a_story_to_one_server_alone():
    offered = ("elections", f"{_HERE}:iraq")
    assert visible_stories(_INDEX, offered, _server(), None) == {"elections", "iraq", _OURS}
    there = Server(id=_THERE, gaps=False, feedback=False, own=frozenset({_THEIRS}))
    assert visible_stories(_INDEX, offered, there, None) == {"elections", _THEIRS}
    assert visible_stories(_INDEX, offered, None, None) == {"elections"}


def test_offering_an_upload_by_name_does_not_show_it_to_another_server():
    assert _THEIRS not in visible_stories(_INDEX, (_THEIRS,), _server(), None)


@pytest.mark.parametrize(
    ("story", "offered", "is_told"),
    [
        ("iraq", (), True),
        ("iraq", ("elections",), False),
        ("iraq", (f"{_HERE}:iraq",), True),
        ("iraq", (f"{_THERE}:iraq",), False),
        (None, (), True),
        (None, ("iraq",), False),  # it may hold articles of any story
        (_OURS, ("elections",), True),
        (_THEIRS, (), False),
    ],
)
def test_a_server_hears_of_the_sources_of_stories_that_it_may_see(story, offered, is_told):
    assert concerns(story, offered, _HERE) == is_told


def test_a_server_may_bind_some_of_the_stories():
    assert visible_stories(_INDEX, (), _server("iraq"), None) == {"iraq"}


def test_binding_a_story_of_another_server_shows_nothing():
    assert visible_stories(_INDEX, (), _server(_THEIRS), None) == set()


def test_a_channel_may_be_bound_to_one_story():
    assert visible_stories(_INDEX, (), _server(), Channel(id=1, story="iraq")) == {"iraq"}


@pytest.mark.parametrize("story", [_THEIRS, "gone"])
def test_a_channel_that_is_bound_to_what_it_cannot_see_sees_nothing(story):
    assert visible_stories(_INDEX, (), _server(), Channel(id=1, story=story)) == set()


@pytest.mark.parametrize("since", [None, datetime(2011, 8, 18, tzinfo=UTC)])
def test_the_scope_is_what_is_visible_or_the_story_that_is_asked_for_and_not_older_than_asked(since):
    visible = frozenset({"iraq", "elections"})
    assert narrow(visible, None, since) == Scope(stories=visible, since=since)
    assert narrow(visible, "iraq", since) == Scope(stories=frozenset({"iraq"}), since=since)


def test_where_nothing_is_visible_the_scope_is_empty_and_not_without_limit():
    assert narrow(frozenset(), None).stories == frozenset()


def test_a_story_that_is_not_visible_is_unknown_and_only_visible_ones_are_named():
    with pytest.raises(UnknownStory) as caught:
        narrow(frozenset({"iraq"}), _THEIRS)
    assert (caught.value.story, caught.value.known) == (_THEIRS, ("iraq",))


def test_a_story_that_a_server_added_is_called_by_its_name_alone_and_found_by_it_however_it_is_written():
    ours = server_story(_HERE, "memo-of-may")
    assert story_name(ours) == "memo of may"
    assert story_name("late-frost") == "late-frost"  # the operator's words are left as they are
    for written in (ours, "memo of may", "Memo-of-May", " MEMO  of may "):
        assert narrow(frozenset({"late-frost", ours}), written) == Scope(stories=frozenset({ours}))
    with pytest.raises(UnknownStory):
        narrow(frozenset({"late-frost", ours}), "memo of")


def test_the_key_of_a_story_is_short_its_own_and_the_one_that_stands_on_cards_that_were_sent():
    assert story_key("harbour") == "9e40df4b"
    assert len({story_key(f"story-{number}") for number in range(1_000)}) == 1_000


@pytest.mark.parametrize("story", [None, "iraq", _THEIRS])
def test_only_what_a_server_added_is_its_own(story):
    require_own(_OURS, _HERE)
    with pytest.raises(ConcernsOthers):
        require_own(story, _HERE)


@pytest.mark.parametrize(
    ("name", "story"),
    [
        ("Iraq", "us-iraq-2011"),
        ("us iraq 2011", "us-iraq-2011"),
        ("strike", "strike"),
        ("memo", _OURS),
        ("rail strike", "rail-strike"),
        ("rail", "rail-strike"),
        ("2011", None),
        ("Côte d’Azur", "cote-d-azur"),
        ("côte-d'azur", "cote-d-azur"),
        ("the pier", None),
        (None, None),
        ("", None),
    ],
)
def test_a_story_is_known_by_words_of_its_name_that_no_other_has(name, story):
    assert (
        story_called(name, ["us-iraq-2011", "strike", "rail-strike", "cote-d-azur", "ferry-a", "ferry-b", _OURS])
        == story
    )


def test_what_two_stories_are_called_is_neither():
    assert story_called("ferry", ["ferry-a", "ferry-b"]) is None
