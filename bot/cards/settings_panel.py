"""The settings of a server as a panel: what is set, the controls that change it, and what a control changes. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import discord

from bot.cards.card import Card, Row, card, divider, text
from bot.errors import OldButton
from bot.state.state import Channel, Server
from bot.texts.markdown import clip, clip_plain
from bot.texts.translation import Translate
from index.types import StoryId, story_name

# What ``change`` knows, and what only another version knew. A switch says what it switches to, so that one on a panel
# that is out of date undoes nothing.
TEMPLATE = r"panel:v1:(?P<control>(?s:.+))"

_OPTIONS_MAX = 25  # Discord, "select options"
_OPTION_MAX = 100  # characters; Discord, "option label and value"
_VALUE_MAX = 160  # characters, rendered
_ALL = "*"  # no story's name: stands for "no choice made"
_ON, _OFF = "on", "off"


def panel_card(
    server: Server, channel: Channel, *, stories: Collection[StoryId], listens: bool, translate: Translate
) -> Card:
    """The panel of a server, in one of its channels. ``stories`` are those it may choose from; ``listens`` is whether
    the bot may read messages that are not for it."""
    lines = [f"### {translate('settings.title')}"]
    for name, value in _describe(server, channel, translate).items():
        lines += [f"**{translate(f'settings.{name}')}**: {value}", f"-# {translate(f'settings.{name}_meaning')}"]
    switches = {"gaps": server.gaps, "feedback": server.feedback, "marks": server.marks}
    buttons = [_switch(control, is_on, translate) for control, is_on in switches.items()]
    if listens:
        buttons.append(_switch("here", channel.answers_here, translate))
    rows: list[Row] = [discord.ui.ActionRow(*buttons)]
    if known := [story for story in sorted(stories) if len(story) <= _OPTION_MAX]:
        offered = sorted(known, key=lambda story: story not in server.stories)[:_OPTIONS_MAX]  # none is lost unseen
        rows.append(discord.ui.ActionRow(_choose_stories(sorted(offered), server, translate)))
        offered = sorted(known, key=lambda story: story != channel.story)[: _OPTIONS_MAX - 1]
        rows.append(discord.ui.ActionRow(_choose_channel_story(sorted(offered), channel, translate)))
    rows.append(discord.ui.ActionRow(_choose_role(server, translate)))
    return card([text("\n".join(lines)), divider(), *rows], public=False)


def change(server: Server, channel: Channel, control: str, values: Sequence[str]) -> tuple[Server, Channel]:
    """What the server and the channel are set to after a control was used; ``values`` are those of a select. Raises
    OldButton for a control that this version has not."""
    match control.split(":"):
        case ["gaps", wanted]:
            return replace(server, gaps=wanted == _ON), channel
        case ["feedback", wanted]:
            return replace(server, feedback=wanted == _ON), channel
        case ["marks", wanted]:
            return replace(server, marks=wanted == _ON), channel
        case ["here", wanted]:
            return server, replace(channel, answers_here=wanted == _ON)
        case ["stories"]:
            return replace(server, stories=frozenset(StoryId(value) for value in values)), channel
        case ["channel_story"]:
            story = StoryId(values[0]) if values and values[0] != _ALL else None
            return server, replace(channel, story=story)
        case ["admin_role"]:
            return replace(server, admin_role=int(values[0]) if values else None), channel
        case _:
            raise OldButton


def _describe(server: Server, channel: Channel, translate: Translate) -> dict[str, str]:
    """Each setting and what it is set to, rendered; Discord shows a role by its name, and pings nobody."""
    switch = {True: translate("settings.on"), False: translate("settings.off")}
    everything = translate("settings.all_stories")
    return {
        "gaps": switch[server.gaps],
        "feedback": switch[server.feedback],
        "marks": switch[server.marks],
        "here": switch[channel.answers_here],
        "stories": clip(", ".join(sorted(map(story_name, server.stories))), _VALUE_MAX) or everything,
        "channel_story": clip(story_name(channel.story), _VALUE_MAX) if channel.story else everything,
        "admin_role": f"<@&{server.admin_role}>" if server.admin_role else translate("settings.nobody"),
    }


def _switch(control: str, is_on: bool, translate: Translate) -> discord.ui.Button[Any]:
    style = discord.ButtonStyle.success if is_on else discord.ButtonStyle.secondary
    custom_id = f"panel:v1:{control}:{_OFF if is_on else _ON}"
    return discord.ui.Button(label=translate(f"settings.{control}"), style=style, custom_id=custom_id)


def _choose_stories(known: Sequence[StoryId], server: Server, translate: Translate) -> discord.ui.Select[Any]:
    return discord.ui.Select(
        custom_id="panel:v1:stories",
        placeholder=translate("settings.stories"),
        min_values=0,
        max_values=len(known),
        options=[_option(story_name(story), story, is_chosen=story in server.stories) for story in known],
    )


def _choose_channel_story(known: Sequence[StoryId], channel: Channel, translate: Translate) -> discord.ui.Select[Any]:
    every = _option(translate("settings.all_stories"), _ALL, is_chosen=channel.story is None)
    return discord.ui.Select(
        custom_id="panel:v1:channel_story",
        placeholder=translate("settings.channel_story"),
        options=[every, *(_option(story_name(story), story, is_chosen=story == channel.story) for story in known)],
    )


def _option(label: str, value: str, *, is_chosen: bool) -> discord.SelectOption:
    return discord.SelectOption(label=clip_plain(label, _OPTION_MAX), value=value, default=is_chosen)


def _choose_role(server: Server, translate: Translate) -> discord.ui.RoleSelect[Any]:
    chosen = [discord.Object(server.admin_role, type=discord.Role)] if server.admin_role else []
    return discord.ui.RoleSelect(
        custom_id="panel:v1:admin_role",
        placeholder=translate("settings.admin_role"),
        min_values=0,
        default_values=chosen,
    )
