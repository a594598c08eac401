"""The settings of a server, the controls that change them, and what each control changes."""

import re

import discord
import pytest
from discord import ComponentType

from bot.cards.settings_panel import TEMPLATE, change, panel_card
from bot.errors import OldButton
from bot.state.state import Channel, Server
from bot.texts.translation import load_translations
from tests.bot.discord_schema import check_limits, message_of, texts, walk

_TRANSLATE = load_translations().to("en")
_SERVER = Server(id=1, gaps=False, feedback=True, stories=frozenset({"iraq"}), admin_role=7)
_CHANNEL = Channel(id=5, story="elections")
_ROLE_SELECT = ComponentType.role_select.value


def _panel(server=_SERVER, channel=_CHANNEL, stories=("iraq", "elections"), *, listens=True):
    return message_of(panel_card(server, channel, stories=stories, listens=listens, translate=_TRANSLATE))


def _controls(payload):
    found = [item for item in walk(payload["components"]) if item.get("custom_id")]
    return {item["custom_id"].removeprefix("panel:v1:"): item for item in found}


def test_what_is_set_is_said():
    shown = texts(_panel())[0]
    for line in (
        "**Keep unanswered questions**: off",
        "**Keep feedback**: on",
        "**Answer here**: off",
        "**Stories of this server**: iraq",
        "**Story of this channel**: elections",
        "**Admin role**: <@&7>",
    ):
        assert line in shown


def test_what_is_not_chosen_is_said_in_words():
    shown = texts(_panel(Server(id=1, gaps=True, feedback=False), Channel(id=5, answers_here=True)))[0]
    for line in (
        "**Keep unanswered questions**: on",
        "**Keep feedback**: off",
        "**Answer here**: on",
        "**Stories of this server**: all stories",
        "**Story of this channel**: all stories",
        "**Admin role**: nobody else",
    ):
        assert line in shown


def test_a_switch_is_green_while_it_is_on():
    controls = _controls(_panel())
    on, off = discord.ButtonStyle.success.value, discord.ButtonStyle.secondary.value
    assert [controls[name]["style"] for name in ("gaps:on", "feedback:off", "here:on")] == [off, on, off]


def test_a_channel_can_be_answered_in_only_where_the_bot_may_read_it():
    assert "here:on" in _controls(_panel())
    assert "here:on" not in _controls(_panel(listens=False))


def test_the_selects_offer_the_stories_and_mark_the_chosen_ones():
    controls = _controls(_panel())
    offered = {
        name: [(option["value"], option["default"]) for option in controls[name]["options"]]
        for name in ("stories", "channel_story")
    }
    assert offered["stories"] == [("elections", False), ("iraq", True)]
    assert offered["channel_story"] == [("*", False), ("elections", True), ("iraq", False)]
    assert (controls["stories"]["min_values"], controls["stories"]["max_values"]) == (0, 2)
    assert controls["admin_role"]["type"] == _ROLE_SELECT
    assert [int(chosen["id"]) for chosen in controls["admin_role"]["default_values"]] == [7]
    assert controls["admin_role"]["min_values"] == 0


def test_a_channel_without_a_story_has_all_of_them_marked():
    options = _controls(_panel(channel=Channel(id=5)))["channel_story"]["options"]
    assert [option["value"] for option in options if option["default"]] == ["*"]


def test_without_a_story_there_is_nothing_to_choose_from():
    assert not {"stories", "channel_story"} & _controls(_panel(stories=())).keys()


def test_more_stories_than_discord_takes_are_cut_off_and_too_long_names_left_out():
    payload = _panel(stories=[*(f"story-{number:03}" for number in range(60)), "a" * 101])
    check_limits(payload)
    controls = _controls(payload)
    assert [len(controls[name]["options"]) for name in ("stories", "channel_story")] == [25, 25]
    assert "a" * 101 not in str(payload)


def test_what_is_chosen_is_offered_however_many_stories_there_are():
    stories = [f"story-{number:03}" for number in range(60)]
    server = Server(id=1, gaps=False, feedback=False, stories=frozenset({"story-057"}))
    controls = _controls(_panel(server, Channel(id=5, story="story-058"), stories=stories))
    chosen = {
        name: [option["value"] for option in controls[name]["options"] if option["default"]]
        for name in ("stories", "channel_story")
    }
    assert chosen == {"stories": ["story-057"], "channel_story": ["story-058"]}


@pytest.mark.parametrize(
    ("control", "values", "server", "channel"),
    [
        ("gaps:on", [], {"gaps": True}, {}),
        ("gaps:off", [], {}, {}),
        ("feedback:off", [], {"feedback": False}, {}),
        ("feedback:on", [], {}, {}),
        ("marks:on", [], {"marks": True}, {}),
        ("marks:off", [], {}, {}),
        ("here:on", [], {}, {"answers_here": True}),
        ("here:off", [], {}, {}),
        ("stories", ["a", "b"], {"stories": frozenset({"a", "b"})}, {}),
        ("stories", [], {"stories": frozenset()}, {}),
        ("channel_story", ["iraq"], {}, {"story": "iraq"}),
        ("channel_story", ["*"], {}, {"story": None}),
        ("channel_story", [], {}, {"story": None}),
        ("admin_role", ["99"], {"admin_role": 99}, {}),
        ("admin_role", [], {"admin_role": None}, {}),
    ],
)
def test_a_control_changes_what_it_names_and_nothing_else(control, values, server, channel):
    changed = change(_SERVER, _CHANNEL, control, values)
    given = ({"id": 1, "gaps": False, "feedback": True, "stories": frozenset({"iraq"}), "admin_role": 7}, {"id": 5})
    assert changed == (Server(**given[0] | server), Channel(**{"story": "elections"} | given[1] | channel))


@pytest.mark.parametrize("control", ["everything", "gaps"])
def test_a_control_of_another_version_is_told_as_one(control):
    pressed = re.fullmatch(TEMPLATE, f"panel:v1:{control}")
    with pytest.raises(OldButton):
        change(_SERVER, _CHANNEL, pressed["control"], [])
