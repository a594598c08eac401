"""A button's custom id holds all that its action needs, and nothing else is taken for one."""

import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.buttons import (
    TEMPLATE,
    Action,
    EraseMe,
    FollowUp,
    HowWeKnow,
    MoreBySpeaker,
    MorePassages,
    Share,
    ShowContext,
    TellMe,
    Vote,
    Within,
    decode_action,
    encode_action,
)
from index.types import PassageId, Span

_IDS = st.text("0123456789abcdef", min_size=20, max_size=20).map(PassageId)  # as index.articles.passages makes them
_SPANS = st.tuples(st.integers(0, 10**6), st.integers(1, 10**4)).map(
    lambda pair: Span(start=pair[0], end=pair[0] + pair[1])
)
_LIMITS = st.builds(
    Within,
    story=st.just("") | st.text("0123456789abcdef", min_size=8, max_size=8),
    since=st.just("") | st.dates().map(str),
)
_EVERY = {
    ShowContext: st.builds(ShowContext, passage=_IDS, highlight=st.none() | _SPANS),
    MorePassages: st.builds(MorePassages, passages=st.lists(_IDS, min_size=1, max_size=4).map(tuple)),
    FollowUp: st.builds(FollowUp, within=_LIMITS),
    Vote: st.builds(Vote, helpful=st.booleans()),
    Share: st.just(Share()),
    MoreBySpeaker: st.builds(
        MoreBySpeaker, offset=st.integers(0, 10**6), speaker=st.text(min_size=1, max_size=50), within=_LIMITS
    ),
    HowWeKnow: st.builds(HowWeKnow, quotation=st.text("0123456789abcdef", min_size=16, max_size=16)),
    TellMe: st.builds(TellMe, within=_LIMITS),
    EraseMe: st.just(EraseMe()),
}
_ACTIONS = st.one_of(*_EVERY.values())


def test_every_action_is_tried():
    assert _EVERY.keys() == set(get_args(Action))


@given(_ACTIONS)
def test_an_action_comes_back_from_its_custom_id(action):
    assert decode_action(encode_action(action)) == action


@given(_ACTIONS)
def test_discord_and_the_template_take_every_custom_id(action):
    custom_id = encode_action(action)
    assert 1 <= len(custom_id) <= 100
    assert re.compile(TEMPLATE).fullmatch(custom_id)


@given(st.text(min_size=101, max_size=400))
def test_a_name_that_is_too_long_is_cut(name):
    more = decode_action(encode_action(MoreBySpeaker(speaker=name, offset=3)))
    assert more.offset == 3
    assert name.startswith(more.speaker)


def test_the_buttons_of_the_cards_before_still_work():
    assert decode_action("v1:follow-up") == FollowUp()
    assert decode_action("v1:more:3:Tom: Reyes") == MoreBySpeaker(offset=3, speaker="Tom: Reyes")


@given(st.text(max_size=100) | st.text(max_size=90).map("v1:{}".format))
def test_any_other_custom_id_is_nobodys(custom_id):
    action = decode_action(custom_id)
    assert action is None or custom_id.startswith("v1:")


@pytest.mark.parametrize(
    "custom_id",
    ["", "v1", "v2:share", "v1:share:x", "v1:vote:maybe", "v1:more:x:Name", "v1:more:1:", "v1:context:5-5:a", "share"],
)
def test_a_damaged_custom_id_is_nobodys(custom_id):
    assert decode_action(custom_id) is None
